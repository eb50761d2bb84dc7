// The accounts that a page reported: which to keep, and their labels.
import { useState } from 'preact/hooks';
import { shortAddress } from '../../units.ts';
import type { UnusableBecause } from '../../model/connection.ts';
import { cleanName, isolated, t, tCount, type PlainSentence } from '../core/text.ts';
import { AddressChip, AddressMark } from '../words/address-chip.tsx';
import { Button, LinkButton } from '../ui/button.tsx';
import { CheckRow, Field } from '../ui/field.tsx';
import { usePanel } from '../core/panel-context.ts';
import { useConnect } from './connect-context.ts';
import type { KeptAccount } from './connect-model.ts';

const notes: Record<UnusableBecause, PlainSentence> = {
  ethereum: 'evmAccountNote',
  'key-type': 'keyTypeAccountNote',
  address: 'addressAccountNote',
  'genesis-hash': 'networkAccountNote',
};

type ChoiceProps = { choice: KeptAccount };

/** Its name stands once: as text, or, while it is changed, as a field. */
function Choice({ choice }: ChoiceProps) {
  const connect = useConnect();
  const { coldkey, label, isKept } = choice;
  const [isNaming, setNaming] = useState(false);
  const name = cleanName(label) || t('unnamed');
  return (
    <li class="found-account">
      <div class="line">
        <div class="grow">
          <CheckRow
            isOn={isKept}
            onChange={(isOn) => connect.change(coldkey, { isKept: isOn })}
            badge={<AddressMark address={coldkey} />}
            label={<bdi class="strong">{name}</bdi>}
            note={<AddressChip address={coldkey} />}
          />
        </div>
        {isKept && !isNaming && (
          <LinkButton
            label={t('renameAccount', { account: isolated(name) })}
            onPress={() => setNaming(true)}
          >
            {t('rename')}
          </LinkButton>
        )}
      </div>
      {isKept && isNaming && (
        <Field
          label={t('labelHere')}
          value={label}
          hasFocus
          onInput={(text) => connect.change(coldkey, { label: text })}
        />
      )}
    </li>
  );
}

export function ChooseAccounts() {
  const { names } = usePanel();
  const connect = useConnect();
  const wallet = names.wallet(connect.open.value?.wallet ?? '');
  const choices = connect.choices.value;
  const others = connect.others.value;
  const leftOut = connect.open.value?.leftOut ?? 0;
  const kept = choices.filter(({ isKept }) => isKept).length;
  return (
    <div class="stack">
      <p class="soft small">{t('chooseAccountsText', { wallet: isolated(wallet) })}</p>
      <ul class="rows">
        {choices.map((choice) => (
          <Choice key={choice.coldkey} choice={choice} />
        ))}
        {others.map(({ text, name, unusable }) => (
          <li key={`${text} ${name}`} class="small soft found-account">
            <bdi class="strong">{cleanName(name) || t('unnamed')}</bdi>{' '}
            <bdi class="address">{shortAddress(cleanName(text, 46))}</bdi>
            <br />
            {t(notes[unusable ?? 'ethereum'])}
          </li>
        ))}
      </ul>
      {leftOut > 0 && <p class="small soft">{tCount('accountsLeftOut', leftOut)}</p>}
      <Button look="primary" isWide isDisabled={kept === 0} onPress={connect.keep}>
        {tCount('keepAccounts', kept)}
      </Button>
    </div>
  );
}
