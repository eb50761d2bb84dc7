// What is set for an account: its name, whether it counts, whether it is shown, what it takes from others; and removing it.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { StoredAccount } from '../../model/account.ts';
import { isolated, t } from '../core/text.ts';
import { useKeptForm } from '../core/kept-form.ts';
import { usePanel } from '../core/panel-context.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { Field, Toggle } from '../ui/field.tsx';
import { SettingGroup } from '../ui/setting.tsx';
import { DraftLine } from '../words/draft-line.tsx';
import { AcceptsLocked } from './accepts-locked.tsx';
import type { AccountRoute } from './account-tabs.ts';

export type DetailsProps = {
  account: StoredAccount;
  /** The way here, with what is brought into sight or begun; null: none was taken. */
  sought: AccountRoute | null;
  /** It was removed: these details are left. */
  onLeave: () => void;
};

/** In two steps. */
export function Remove({ account: { coldkey }, sought, onLeave }: DetailsProps) {
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

/** Its name, whether it counts, and what it takes from others. */
export function OwnSettings({ account, sought }: Omit<DetailsProps, 'onLeave'>) {
  const { deps, saving, names } = usePanel();
  const form = useKeptForm(`label ${account.coldkey}`, { label: account.label });
  const { label } = form.values;
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
  return (
    <>
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
        <AcceptsLocked coldkey={coldkey} canSign={account.sources.length > 0} />
      </SettingGroup>
    </>
  );
}
