// One account: label, whether it counts, the wallets it was found in, whether a signature confirmed it.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { StoredAccount } from '../../model/account.ts';
import type { Ss58Address } from '../../units.ts';
import { errorText } from '../words/error-text.ts';
import { isolated, t } from '../core/text.ts';
import { AcceptsLocked } from './accepts-locked.tsx';
import { AccountLimitsCard } from './account-limits.tsx';
import { AccountHoldings } from './account-holdings.tsx';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { Field, Toggle } from '../ui/field.tsx';
import { useKeptForm } from '../core/kept-form.ts';
import { DraftLine } from '../words/draft-line.tsx';
import { usePanel } from '../core/panel-context.ts';
import type { Route } from '../core/router.ts';
import { Screen } from '../ui/screen.tsx';
import { SettingGroup } from '../ui/setting.tsx';
import { useStepFocus } from '../ui/use-focus.ts';
import { Sources } from './account-sources.tsx';
import { HowKnown } from './how-known.tsx';

/** In two steps. */
function Remove({ account: { coldkey }, sought, onLeave }: DetailsProps) {
  const { deps, saving } = usePanel();
  const [isRemoving, setRemoving] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (sought?.part === 'remove') setRemoving(true);
  }, [sought]);
  useEffect(() => {
    if (isRemoving && sought?.part === 'remove')
      place.current?.scrollIntoView({ block: 'nearest' });
  }, [isRemoving, sought]);
  if (!isRemoving) {
    return (
      <div>
        <Button isSmall look="danger" onPress={() => setRemoving(true)}>
          {t('removeAccount')}
        </Button>
      </div>
    );
  }
  return (
    <div ref={place}>
      <Banner tone="warning" isAlert title={t('removeSure')}>
        <p>{t('removeNote')}</p>
        <div class="line">
          <Button
            isSmall
            look="danger"
            onPress={() => {
              void saving.run(() => deps.call('removeAccount', { coldkey }));
              onLeave();
            }}
          >
            {t('removeYes')}
          </Button>
          <Button isSmall onPress={() => setRemoving(false)}>
            {t('keepIt')}
          </Button>
        </div>
      </Banner>
    </div>
  );
}

export type AccountRoute = Extract<Route, { name: 'account' }>;

type DetailsProps = {
  account: StoredAccount;
  /** The way here, with what is brought into sight or begun; null: none was taken. */
  sought: AccountRoute | null;
  /** It was removed: these details are left. */
  onLeave: () => void;
};

/** What it has, and what is set for it: below each other, or in a large window side by side. */
export function AccountDetails({ account, sought, onLeave }: DetailsProps) {
  const { deps, saving, router, names } = usePanel();
  const form = useKeptForm(`label ${account.coldkey}`, { label: account.label });
  const { label } = form.values;
  // The button that asked is gone when the address is confirmed.
  useStepFocus(account.confirmedAt, 'h1');
  const { coldkey, order, isHidden, isCounted } = account;
  const save = (patch: Partial<StoredAccount>) =>
    void saving.run(() =>
      deps.call('saveAccount', {
        coldkey,
        label: account.label,
        order,
        isHidden,
        isCounted,
        ...patch,
      }),
    );
  const rename = () => {
    const next = label.trim();
    const renamed = saving.run(() =>
      deps.call('saveAccount', { coldkey, label: next, order, isHidden, isCounted }),
    );
    void renamed.then((isSaved) => isSaved && form.clear());
  };
  const nameRow = useRef<HTMLFormElement>(null);
  // Of each way here anew: the same part may be asked for twice. After the heading, which has the focus first.
  useEffect(() => {
    if (sought?.part !== 'name') return;
    const field = nameRow.current?.querySelector('input');
    field?.focus();
    field?.select();
    field?.scrollIntoView({ block: 'center' });
  }, [sought]);
  const canSign = account.sources.length > 0;
  const exitSeveral = () =>
    router.go({
      name: 'ticket',
      start: { kind: 'exit-several', coldkey, hotkey: null, netuid: null },
    });
  return (
    <div class="account-parts">
      <div class="stack">
        <HowKnown account={account} />
        {saving.error.value !== null && (
          <Banner tone="red" isAlert>
            {errorText(saving.error.value)}
          </Banner>
        )}
        <AccountHoldings coldkey={coldkey}>
          <div class="account-do">
            <Button isSmall icon="list" onPress={exitSeveral}>
              {t('kindExitSeveral')}
            </Button>
          </div>
        </AccountHoldings>
      </div>
      <div class="stack">
        <DraftLine since={form.since} onStartOver={form.clear} />
        <SettingGroup title={t('accountSettings', { account: isolated(names.coldkey(coldkey)) })}>
          <form
            class="setting"
            ref={nameRow}
            onSubmit={(event) => {
              event.preventDefault();
              rename();
            }}
          >
            <div class="grow">
              <Field
                label={t('labelHere')}
                value={label}
                onInput={(value) => form.set({ label: value })}
              />
            </div>
            {label.trim() !== account.label && (
              <Button look="primary" isSmall onPress={rename}>
                {t('saveLabel')}
              </Button>
            )}
          </form>
          <Toggle
            label={t('countAsMine')}
            note={t('countAsMineNote')}
            isOn={isCounted}
            onChange={(isOn) => save({ isCounted: isOn })}
          />
          <Toggle
            label={t('hideAccount')}
            note={t('hideAccountNote')}
            isOn={isHidden}
            onChange={(isOn) => save({ isHidden: isOn })}
          />
          <AcceptsLocked coldkey={coldkey} canSign={canSign} />
        </SettingGroup>
        {canSign && <AccountLimitsCard coldkey={coldkey} isSought={sought?.part === 'limits'} />}
        <Sources account={account} />
        <Remove account={account} sought={sought} onLeave={onLeave} />
      </div>
    </div>
  );
}

type Props = { coldkey: Ss58Address; sought: AccountRoute | null };

/** Alone, where there is no room for the list beside it. */
export function AccountScreen({ coldkey, sought }: Props) {
  const { store, names, router } = usePanel();
  const account = store.accounts.value.find((one) => one.coldkey === coldkey);
  return (
    <Screen title={<bdi>{names.coldkey(coldkey)}</bdi>}>
      {account ? (
        <div class="padded">
          <AccountDetails account={account} sought={sought} onLeave={router.back} />
        </div>
      ) : (
        <p class="padded soft">{t('accountGone')}</p>
      )}
    </Screen>
  );
}
