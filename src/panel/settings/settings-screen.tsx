// The user's settings, by groups: a list of them that leads to each, or, in a wide window, all of them beside their list.
import { useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import type { Settings } from '../../model/settings.ts';
import { exactText, parseAmount, toRao } from '../../units.ts';
import { errorText } from '../words/error-text.ts';
import { keyPart, t } from '../core/text.ts';
import { Banner } from '../ui/banner.tsx';
import { AboutSection } from './about-section.tsx';
import { CurrencyRows } from './currency-rows.tsx';
import { Field, Segments, Select, Toggle } from '../ui/field.tsx';
import { KeysSection } from './keys-section.tsx';
import { HistorySection } from './history-section.tsx';
import { NetworkSection } from './network-section.tsx';
import { usePanel } from '../core/panel-context.ts';
import type { Route, SettingsPart } from '../core/router.ts';
import { isWideWindow } from '../core/wide-window.ts';
import { PartsAlone, type GroupsProps } from './parts-alone.tsx';
import { PartsTogether } from './parts-together.tsx';
import { SecuritySection } from './security-section.tsx';
import { SetAsideSection } from './set-aside-section.tsx';
import { parts } from './setting-parts.ts';
import { Screen } from '../ui/screen.tsx';
import { SettingGroup, SettingRow } from '../ui/setting.tsx';
import { TradingSection } from './trading-section.tsx';

const themes = ['system', 'light', 'dark'] as const;
const badges = ['none', 'sellable', 'change', 'alerts'] as const;

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

function Look({ settings }: { settings: Settings }) {
  const { saveSettings } = usePanel();
  return (
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
        note={t('badgeNote')}
      />
      <Toggle
        label={t('hideAmounts')}
        isOn={settings.hidesAmounts}
        onChange={(hidesAmounts) => saveSettings({ hidesAmounts })}
      />
      <SmallAmount settings={settings} />
    </SettingGroup>
  );
}

type Props = { route: GroupsProps['route'] };

function Parts({ route }: Props) {
  const { store } = usePanel();
  const settings = store.settings.value;
  const contentOf = (part: SettingsPart, openedBy: Route | null): ComponentChildren => {
    switch (part) {
      case 'look':
        return <Look settings={settings} />;
      case 'currency':
        return (
          <SettingGroup title={t('valuesTitle')}>
            <CurrencyRows />
          </SettingGroup>
        );
      case 'trading':
        return <TradingSection settings={settings} />;
      case 'history':
        return <HistorySection openedBy={openedBy} />;
      case 'network':
        return <NetworkSection openedBy={openedBy} />;
      case 'security':
        return <SecuritySection openedBy={openedBy} />;
      case 'keys':
        return <KeysSection />;
      case 'about':
        return <AboutSection />;
    }
  };
  return isWideWindow.value ? (
    <PartsTogether route={route} contentOf={contentOf} />
  ) : (
    <PartsAlone route={route} contentOf={contentOf} />
  );
}

export function SettingsScreen({ route }: Props) {
  const { saving } = usePanel();
  // One group alone is named in the bar.
  const alone = parts.find(([one]) => !isWideWindow.value && one === route.part);
  return (
    <Screen title={t(alone === undefined ? 'settingsTitle' : alone[1])}>
      <div class="padded stack">
        {saving.error.value !== null && (
          <Banner tone="red" isAlert>
            {errorText(saving.error.value)}
          </Banner>
        )}
        {(isWideWindow.value || route.part === undefined) && <SetAsideSection />}
        <Parts route={route} />
      </div>
    </Screen>
  );
}
