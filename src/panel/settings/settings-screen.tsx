// The user's settings: look, limits, network, badge.
import { useState } from 'preact/hooks';
import type { Settings } from '../../model/settings.ts';
import { exactText, parseAmount, toRao } from '../../units.ts';
import { errorText } from '../words/error-text.ts';
import { bpsText } from '../words/format.ts';
import { keyPart, t } from '../core/text.ts';
import { Banner } from '../ui/banner.tsx';
import { CurrencyRows } from './currency-rows.tsx';
import { Field, Segments, Select, Toggle } from '../ui/field.tsx';
import { KeysSection } from './keys-section.tsx';
import { HistorySection } from './history-section.tsx';
import { NetworkSection } from './network-section.tsx';
import { ProofsSection } from './proofs-section.tsx';
import { usePanel } from '../core/panel-context.ts';
import { SetAsideSection } from './set-aside-section.tsx';
import { Screen } from '../ui/screen.tsx';
import { SettingGroup, SettingLink, SettingRow } from '../ui/setting.tsx';

const themes = ['system', 'light', 'dark'] as const;
const badges = ['none', 'sellable', 'change', 'alerts'] as const;
const impactChoices = [25, 50, 100, 200, 300] as const;

function SmallAmount({ settings }: { settings: Settings }) {
  const { saveSettings } = usePanel();
  const [text, setText] = useState(exactText(settings.smallUnderRao));
  const parsed = parseAmount(text);
  return (
    <Field
      label={t('smallUnder')}
      value={text}
      inputMode="decimal"
      onInput={(value) => {
        setText(value);
        const amount = parseAmount(value);
        if (amount.ok) saveSettings({ smallUnderRao: toRao(amount.amount) });
      }}
      note={t('smallUnderNote')}
      problem={parsed.ok ? null : t(`amount_${keyPart(parsed.problem)}`)}
    />
  );
}

type Props = {
  /** The section that is brought into sight; null: the first. */
  part: 'network' | 'history' | null;
};

export function SettingsScreen({ part }: Props) {
  const { store, router, saveSettings, saving } = usePanel();
  const settings = store.settings.value;
  return (
    <Screen title={t('settingsTitle')}>
      <div class="padded stack settings">
        {saving.error.value !== null && (
          <Banner tone="red" isAlert>
            {errorText(saving.error.value)}
          </Banner>
        )}
        <SetAsideSection />
        <SettingGroup title={t('lookTitle')}>
          <SettingRow label={t('themeLabel')}>
            <Segments
              label={t('themeLabel')}
              value={settings.theme}
              options={themes.map((theme) => ({ value: theme, text: t(`theme_${theme}`) }))}
              onChange={(value) =>
                saveSettings({ theme: themes.find((theme) => theme === value) ?? 'system' })
              }
            />
          </SettingRow>
          <Select
            label={t('badgeLabel')}
            value={settings.badge}
            options={badges.map((badge) => ({ value: badge, text: t(`badge_${badge}`) }))}
            onChange={(value) =>
              saveSettings({ badge: badges.find((badge) => badge === value) ?? 'none' })
            }
          />
          <Toggle
            label={t('hideAmounts')}
            isOn={settings.hidesAmounts}
            onChange={(hidesAmounts) => saveSettings({ hidesAmounts })}
          />
        </SettingGroup>
        <SettingGroup title={t('limitsTitle')}>
          <Select
            label={t('impactLimitLabel')}
            value={String(settings.impactLimitBps)}
            options={impactChoices.map((bps) => ({ value: String(bps), text: bpsText(bps) }))}
            onChange={(value) =>
              saveSettings({
                impactLimitBps: impactChoices.find((bps) => String(bps) === value) ?? 100,
              })
            }
            note={t('impactLimitNote')}
          />
          <SettingLink label={t('alertsOpen')} onPress={() => router.go({ name: 'alerts' })} />
        </SettingGroup>
        <SettingGroup title={t('valuesTitle')}>
          <CurrencyRows />
          <SmallAmount settings={settings} />
        </SettingGroup>
        <HistorySection isOpened={part === 'history'} />
        <NetworkSection isOpened={part === 'network'} />
        <ProofsSection />
        <KeysSection />
        <p class="small quiet">{t('neverHoldsKeys')}</p>
      </div>
    </Screen>
  );
}
