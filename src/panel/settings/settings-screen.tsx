// The user's settings, by groups: below each other under a row that leads to each, or, in a wide window, one of them beside the list of all.
import { useEffect, useRef, useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import type { Settings } from '../../model/settings.ts';
import { exactText, parseAmount, toRao } from '../../units.ts';
import { errorText } from '../words/error-text.ts';
import { keyPart, t, type PlainSentence } from '../core/text.ts';
import { Banner } from '../ui/banner.tsx';
import { AboutSection } from './about-section.tsx';
import { CurrencyRows } from './currency-rows.tsx';
import { Field, Segments, Select, Toggle } from '../ui/field.tsx';
import { KeysSection } from './keys-section.tsx';
import { HistorySection } from './history-section.tsx';
import { NetworkSection } from './network-section.tsx';
import { usePanel } from '../core/panel-context.ts';
import type { Route } from '../core/router.ts';
import { isWideWindow } from '../core/wide-window.ts';
import { SecuritySection } from './security-section.tsx';
import { SetAsideSection } from './set-aside-section.tsx';
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

type Part = 'look' | 'currency' | 'trading' | 'history' | 'network' | 'security' | 'keys' | 'about';

const parts: readonly (readonly [part: Part, title: PlainSentence])[] = [
  ['look', 'lookTitle'],
  ['currency', 'valuesTitle'],
  ['trading', 'limitsTitle'],
  ['history', 'historyTitle'],
  ['network', 'networkTitle'],
  ['security', 'securityTitle'],
  ['keys', 'keysTitle'],
  ['about', 'aboutTitle'],
];

type Props = {
  /** A new one each time that the user comes here, from a strip above this screen too. */
  route: Extract<Route, { name: 'settings' }>;
};

function Parts({ route }: Props) {
  const settings = usePanel().store.settings.value;
  const { part } = route;
  const [chosen, setChosen] = useState<Part>(part ?? 'look');
  /** The way here after which the user chose of the list: what it led to is no longer sought. */
  const [left, setLeft] = useState<Route | null>(null);
  useEffect(() => {
    if (part !== undefined) setChosen(part);
  }, [route]);
  const list = useRef<HTMLDivElement>(null);
  const show = (place: number) => {
    const heading = list.current?.querySelectorAll<HTMLElement>('.setting-group > h2')[place];
    heading?.scrollIntoView();
    heading?.focus({ preventScroll: true });
  };
  const openedBy = (one: Part): Route | null => (one === part && route !== left ? route : null);
  const shown: Readonly<Record<Part, ComponentChildren>> = {
    look: <Look settings={settings} />,
    currency: (
      <SettingGroup title={t('valuesTitle')}>
        <CurrencyRows />
      </SettingGroup>
    ),
    trading: <TradingSection settings={settings} />,
    history: <HistorySection openedBy={openedBy('history')} />,
    network: <NetworkSection openedBy={openedBy('network')} />,
    security: <SecuritySection openedBy={openedBy('security')} />,
    keys: <KeysSection />,
    about: <AboutSection />,
  };
  if (!isWideWindow.value) {
    return (
      <div class="stack settings" ref={list}>
        <nav class="settings-jump" aria-label={t('settingsGroups')}>
          {parts.map(([one, title], place) => (
            <button key={one} type="button" class="settings-to" onClick={() => show(place)}>
              {t(title)}
            </button>
          ))}
        </nav>
        {parts.map(([one]) => shown[one])}
      </div>
    );
  }
  return (
    <div class="settings-parts">
      <nav class="settings-ways" aria-label={t('settingsGroups')}>
        {parts.map(([one, title]) => (
          <button
            key={one}
            type="button"
            class="rail-way"
            aria-current={one === chosen ? 'true' : undefined}
            onClick={() => {
              setLeft(route);
              setChosen(one);
            }}
          >
            {t(title)}
          </button>
        ))}
      </nav>
      <div key={chosen} class="stack settings">
        {shown[chosen]}
      </div>
    </div>
  );
}

export function SettingsScreen({ route }: Props) {
  const { saving } = usePanel();
  return (
    <Screen title={t('settingsTitle')}>
      <div class="padded stack">
        {saving.error.value !== null && (
          <Banner tone="red" isAlert>
            {errorText(saving.error.value)}
          </Banner>
        )}
        <SetAsideSection />
        <Parts route={route} />
      </div>
    </Screen>
  );
}
