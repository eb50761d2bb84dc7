// What Taubar is: its version, its licence, and what it does without.
import { usePanel } from '../core/panel-context.ts';
import { t } from '../core/text.ts';
import { SettingGroup, SettingRow } from '../ui/setting.tsx';

export function AboutSection() {
  const { deps } = usePanel();
  return (
    <>
      <SettingGroup title={t('aboutTitle')}>
        <SettingRow label={t('aboutVersion')}>
          <bdi>{deps.browser.version}</bdi>
        </SettingRow>
        <SettingRow label={t('aboutLicence')}>{t('aboutLicenceName')}</SettingRow>
        <p class="setting">
          <span class="grow">
            {t('aboutServers')}
            <span class="field-note setting-note">{t('aboutServersNote')}</span>
          </span>
        </p>
      </SettingGroup>
      <p class="small quiet setting-about">{t('neverHoldsKeys')}</p>
    </>
  );
}
