// Whether an account takes locked alpha that others give it, and the way to change that.
import type { Ss58Address } from '../../units.ts';
import { t } from '../core/text.ts';
import { usePanel } from '../core/panel-context.ts';
import { Toggle } from '../ui/field.tsx';
import { SettingRow } from '../ui/setting.tsx';

type Props = {
  coldkey: Ss58Address;
  /** A wallet has the account; else there is only to see. */
  canSign: boolean;
};

export function AcceptsLocked({ coldkey, canSign }: Props) {
  const { store, router } = usePanel();
  const accounts = store.snapshot.value?.snapshot.accounts ?? [];
  const accepts = accounts.find((one) => one.coldkey === coldkey)?.acceptsLockedAlpha;
  // A runtime without locks has no such flag.
  if (accepts === undefined || (!accepts.known && accepts.reason === 'not-on-this-runtime')) {
    return null;
  }
  if (!accepts.known) return <p class="setting soft">{t('acceptsLockedUnread')}</p>;
  const isOn = accepts.value;
  const start = { kind: 'accept-locked', coldkey, hotkey: null, netuid: null } as const;
  if (!canSign) {
    return (
      <SettingRow label={t('acceptsLocked')} note={t('lockedNote')}>
        {t(isOn ? 'acceptsLockedOn' : 'acceptsLockedOff')}
      </SettingRow>
    );
  }
  // It turns once the order is signed and in a block.
  return (
    <Toggle
      label={t('acceptsLocked')}
      note={t('lockedNote')}
      isOn={isOn}
      onChange={(next) => router.go({ name: 'ticket', start: { ...start, accepts: next } })}
    />
  );
}
