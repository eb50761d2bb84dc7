// One account: label, order, whether it counts, the wallets it was found in, whether a signature confirmed it.
import { useState } from 'preact/hooks';
import type { StoredAccount } from '../../model/account.ts';
import type { Ss58Address } from '../../units.ts';
import { errorText } from '../words/error-text.ts';
import { t } from '../core/text.ts';
import { AcceptsLocked } from './accepts-locked.tsx';
import { AccountLimitsCard } from './account-limits.tsx';
import { AccountHoldings } from './account-holdings.tsx';
import { placesBeside } from './account-order.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { Field, Toggle } from '../ui/field.tsx';
import { useKeptForm } from '../core/kept-form.ts';
import { DraftLine } from '../words/draft-line.tsx';
import { usePanel } from '../core/panel-context.ts';
import { Screen } from '../ui/screen.tsx';
import { SettingGroup, SettingRow } from '../ui/setting.tsx';
import { useStepFocus } from '../ui/use-focus.ts';
import { Sources } from './account-sources.tsx';
import { HowKnown } from './how-known.tsx';

/** In two steps. */
function Remove({ account: { coldkey }, onLeave }: Pick<DetailsProps, 'account' | 'onLeave'>) {
  const { deps, saving } = usePanel();
  const [isRemoving, setRemoving] = useState(false);
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
  );
}

type DetailsProps = {
  account: StoredAccount;
  /** What is brought into sight; null: the top. */
  part: 'limits' | null;
  /** It was removed: these details are left. */
  onLeave: () => void;
};

/** What it has, and what is set for it: below each other, or in a large window side by side. */
export function AccountDetails({ account, part, onLeave }: DetailsProps) {
  const { deps, saving, store, router } = usePanel();
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
  const all = store.accounts.value;
  const places = placesBeside(all, account);
  /** Swaps places with the neighbour: two small writes, with the same result when repeated. */
  const moveTo = (place: number | null) => {
    const other = place === null ? undefined : all[place];
    if (place === null || other === undefined) return;
    void saving.run(async () => {
      await deps.call('saveAccount', { ...other, order: all.indexOf(account) });
      await deps.call('saveAccount', { ...account, order: place });
    });
  };
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
        <SettingGroup title={t('accountSettings')}>
          <form
            class="setting"
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
          {(places.above !== null || places.below !== null) && (
            <SettingRow label={t('accountOrder')}>
              <div class="line">
                <Button
                  isSmall
                  icon="up"
                  isDisabled={places.above === null}
                  onPress={() => moveTo(places.above)}
                >
                  {t('moveUp')}
                </Button>
                <Button
                  isSmall
                  icon="fall"
                  isDisabled={places.below === null}
                  onPress={() => moveTo(places.below)}
                >
                  {t('moveDown')}
                </Button>
              </div>
            </SettingRow>
          )}
          <AcceptsLocked coldkey={coldkey} canSign={canSign} />
        </SettingGroup>
        {canSign && <AccountLimitsCard coldkey={coldkey} isSought={part === 'limits'} />}
        <Sources account={account} />
        <Remove account={account} onLeave={onLeave} />
      </div>
    </div>
  );
}

type Props = {
  coldkey: Ss58Address;
  /** What is brought into sight; null: the top. */
  part: 'limits' | null;
};

/** Alone, where there is no room for the list beside it. */
export function AccountScreen({ coldkey, part }: Props) {
  const { store, names, router } = usePanel();
  const account = store.accounts.value.find((one) => one.coldkey === coldkey);
  return (
    <Screen title={<bdi>{names.coldkey(coldkey)}</bdi>}>
      {account ? (
        <div class="padded">
          <AccountDetails account={account} part={part} onLeave={router.back} />
        </div>
      ) : (
        <p class="padded soft">{t('accountGone')}</p>
      )}
    </Screen>
  );
}
