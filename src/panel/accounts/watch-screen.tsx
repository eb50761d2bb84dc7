// Watching an address without a wallet: any SS58 prefix is accepted, prefix 42 is shown, and it counts only if it is mine.
import { useId, useMemo, useState } from 'preact/hooks';
import { AppError } from '../../errors.ts';
import { createAction } from '../core/action.ts';
import { errorText } from '../words/error-text.ts';
import { isolated, t } from '../core/text.ts';
import { useAccountValue } from '../core/use-account-value.ts';
import { Button } from '../ui/button.tsx';
import { Field, Toggle } from '../ui/field.tsx';
import { Icon } from '../ui/icon.tsx';
import { lazy } from '../ui/lazy.tsx';
import { useKeptForm } from '../core/kept-form.ts';
import { withDestination } from '../core/router.ts';
import type { Ss58Address } from '../../units.ts';
import { AddressChip, AddressMark } from '../words/address-chip.tsx';
import { DraftLine } from '../words/draft-line.tsx';
import { ValuePart } from '../words/value-pair.tsx';
import { usePanel } from '../core/panel-context.ts';
import { pastedAddress } from './pasted-address.ts';
import { readAddress } from './read-address.ts';
import { Screen } from '../ui/screen.tsx';

const FirstPicture = lazy(
  () => import('../home/first-picture.tsx').then((m) => m.FirstPicture),
  null,
);

const slips = { wrong: 'BAD_ADDRESS', evm: 'EVM_ADDRESS' } as const;

const EMPTY = { text: '', label: '', isMine: '' };

/** A whole address: its icon, to be compared with the wallet's, and what is known of it here. What it holds costs a question to the node. */
function Found({ coldkey }: { coldkey: Ss58Address }) {
  const { store, names } = usePanel();
  const value = useAccountValue(coldkey);
  const isKnown = store.accounts.value.some((account) => account.coldkey === coldkey);
  return (
    <div class="card line watch-found">
      <AddressMark address={coldkey} />
      <div class="grow">
        <p class="line strong good">
          <Icon name="check" small />
          {t('watchValid')}
        </p>
        <p class="small soft">
          <AddressChip address={coldkey} />
        </p>
        <p class="small quiet">
          {isKnown
            ? t('watchKnown', { account: isolated(names.coldkey(coldkey)) })
            : t('watchLoads')}
        </p>
      </div>
      {value !== null && (
        <span class="row-end">
          <span class="strong">
            <ValuePart rao={value.sellable} isWhole={value.isSellableWhole} />
          </span>
          <span class="minor">{t('exitShort')}</span>
        </span>
      )}
    </div>
  );
}

type Props = {
  /** The address is for the ticket below: with it, that one opens again. */
  isForTicket: boolean;
};

export function WatchScreen({ isForTicket }: Props) {
  const { deps, router, portfolio } = usePanel();
  const adding = useMemo(createAction, []);
  const why = useId();
  const form = useKeptForm('watch', EMPTY);
  const { text, label } = form.values;
  const isMine = form.values.isMine !== '';
  const [pasting, setPasting] = useState<'pasteRefused' | 'pasteNoAddress' | null>(null);
  const error = adding.error.value;
  const problem = error !== null ? errorText(error) : pasting === null ? null : t(pasting);
  const type = (value: string) => {
    form.set({ text: value });
    adding.clear();
    setPasting(null);
  };
  const paste = () => {
    deps.browser.paste().then(
      (clipboard) => {
        const address = pastedAddress(clipboard);
        if (address === null) setPasting('pasteNoAddress');
        else type(address);
      },
      () => setPasting('pasteRefused'),
    );
  };
  const goOn = (toColdkey: Ss58Address) => {
    form.clear();
    if (isForTicket) router.backWith((below) => withDestination(below, toColdkey));
    else {
      // What was just added is what the user came for, whether it counts or not.
      portfolio.choose(toColdkey);
      router.home();
    }
  };
  const add = () => {
    void adding.run(async () => {
      const typed = { text: text.trim(), label: label.trim(), isMine };
      const { coldkey } = await deps.call('addWatched', typed);
      goOn(coldkey);
    });
  };
  const read = readAddress(text);
  const slip = read.state === 'wrong' || read.state === 'evm' ? slips[read.state] : null;
  const told = problem ?? (slip === null ? null : errorText(new AppError(slip)));
  return (
    <Screen
      title={t('watchTitle')}
      onBack={() => {
        adding.clear();
        router.back();
      }}
    >
      <div class="watch-frame">
        <div class="watch">
          <form
            class="stack"
            onSubmit={(event) => {
              event.preventDefault();
              if (read.state === 'whole') add();
            }}
          >
            <DraftLine since={form.since} onStartOver={form.clear} />
            <p class="soft">{t('watchText')}</p>
            <Field
              label={t('addressLabel')}
              value={text}
              isCode
              onInput={type}
              placeholder="5…"
              note={t(read.state === 'short' ? 'watchShort' : 'watchFormats')}
              problem={told}
              end={<Button onPress={paste}>{t('paste')}</Button>}
            />
            {read.state === 'whole' && <Found coldkey={read.coldkey} />}
            <Field
              label={t('nameOptional')}
              value={label}
              onInput={(value) => form.set({ label: value })}
            />
            <Toggle
              label={t('countAsMine')}
              note={t('countAsMineNote')}
              isOn={isMine}
              onChange={(isOn) => form.set({ isMine: isOn ? 'yes' : '' })}
            />
            <div class="stack-s">
              <Button
                look="primary"
                isWide
                isDisabled={read.state !== 'whole' || adding.isRunning.value}
                describedBy={why}
                onPress={add}
              >
                {t('watchIt')}
              </Button>
              <p id={why} class="small quiet watch-why">
                {read.state !== 'whole' && text.trim() !== '' && t('watchNeedsAddress')}
              </p>
            </div>
          </form>
          <FirstPicture />
        </div>
      </div>
    </Screen>
  );
}
