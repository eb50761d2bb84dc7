// The accounts that a page reported: which to keep, and their labels.
import type { UnusableBecause } from '../../model/connection.ts';
import { cleanName, t, tCount, type PlainSentence } from '../core/text.ts';
import { AddressChip, AddressMark } from '../words/address-chip.tsx';
import { Button } from '../ui/button.tsx';
import { CheckRow, Field } from '../ui/field.tsx';
import { useConnect } from './connect-context.ts';

const notes: Record<UnusableBecause, PlainSentence> = {
  ethereum: 'evmAccountNote',
  'key-type': 'keyTypeAccountNote',
  address: 'addressAccountNote',
  'genesis-hash': 'networkAccountNote',
};

export function ChooseAccounts() {
  const connect = useConnect();
  const choices = connect.choices.value;
  const others = connect.others.value;
  const leftOut = connect.open.value?.leftOut ?? 0;
  const kept = choices.filter(({ isKept }) => isKept).length;
  return (
    <div class="stack">
      <p class="soft small">{t('chooseAccountsText')}</p>
      <ul class="rows">
        {choices.map((choice) => (
          <li key={choice.coldkey} style={{ paddingBlockStart: '0.5rem' }}>
            <CheckRow
              isOn={choice.isKept}
              onChange={(isKept) => connect.change(choice.coldkey, { isKept })}
              label={
                <span class="line">
                  <AddressMark address={choice.coldkey} />
                  <bdi class="strong one-line">{cleanName(choice.name) || t('unnamed')}</bdi>
                </span>
              }
              note={<AddressChip address={choice.coldkey} />}
            />
            {choice.isKept && (
              <div style={{ paddingBlockEnd: '0.75rem' }}>
                <Field
                  label={t('labelHere')}
                  value={choice.label}
                  onInput={(label) => connect.change(choice.coldkey, { label })}
                />
              </div>
            )}
          </li>
        ))}
        {others.map(({ text, name, unusable }) => (
          <li key={`${text} ${name}`} class="small soft" style={{ paddingBlock: '0.5rem' }}>
            <bdi class="strong">{cleanName(name) || t('unnamed')}</bdi>{' '}
            <bdi>{cleanName(text, 46)}</bdi>
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
