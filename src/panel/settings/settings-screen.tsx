// The user's settings, by groups: a list of them that leads to each, or, in a wide window, one of them beside the list of all.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import type { Settings } from '../../model/settings.ts';
import { exactText, parseAmount, toRao } from '../../units.ts';
import { errorText } from '../words/error-text.ts';
import { keyPart, t } from '../core/text.ts';
import { Banner } from '../ui/banner.tsx';
import { AboutSection } from './about-section.tsx';
import { CurrencyRows } from './currency-rows.tsx';
import { Field, Search, Segments, Select, Toggle } from '../ui/field.tsx';
import { KeysSection } from './keys-section.tsx';
import { HistorySection } from './history-section.tsx';
import { NetworkSection } from './network-section.tsx';
import { usePanel } from '../core/panel-context.ts';
import type { Route, SettingsPart } from '../core/router.ts';
import { isWideWindow } from '../core/wide-window.ts';
import { FoundSettings, PartList } from './part-list.tsx';
import { SecuritySection } from './security-section.tsx';
import { SetAsideSection } from './set-aside-section.tsx';
import { parts, type ListedPart } from './setting-parts.ts';
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

type Props = {
  /** A new one each time that the user comes here, from a strip above this screen too. */
  route: Extract<Route, { name: 'settings' }>;
};

/** What a search led to is brought into sight with the focus on its control; else the group begins at its heading. */
function showPart(group: HTMLElement | null, label: string | null): void {
  const rows = [...(group?.querySelectorAll<HTMLElement>('.setting-list > *') ?? [])];
  const row = rows.find((one) => label !== null && one.textContent.includes(label));
  const control = row?.matches('button')
    ? row
    : row?.querySelector<HTMLElement>('button, input, select, summary');
  const heading = group?.querySelector<HTMLElement>('.setting-group > h2');
  (control ?? heading)?.focus({ preventScroll: true });
  if (row !== undefined) row.scrollIntoView({ block: 'center' });
  else group?.closest('.body')?.scrollTo(0, 0);
}

function Parts({ route }: Props) {
  const { store, router } = usePanel();
  const settings = store.settings.value;
  const { part, isChosen = false } = route;
  const isWide = isWideWindow.value;
  /** Beside the list of a wide window; one stands alone in a narrow one by the way that the user came. */
  const [beside, setBeside] = useState<SettingsPart>(part ?? 'look');
  /** The way here after which the user chose of the list: what it led to is no longer sought. */
  const [left, setLeft] = useState<Route | null>(null);
  const [text, setText] = useState('');
  /** What the user chose last, of the list or of what was found. */
  const [chosen, setChosen] = useState<{ part: ListedPart; label: string | null } | null>(null);
  useEffect(() => {
    if (part !== undefined) setBeside(part);
  }, [route]);
  const group = useRef<HTMLDivElement>(null);
  const shown = isWide ? beside : part;
  useLayoutEffect(() => {
    if (chosen === null) return;
    if (shown === chosen.part) showPart(group.current, chosen.label);
    // Back in the list: at the one that was left.
    else if (shown === undefined) {
      const place = parts.findIndex(([one]) => one === chosen.part);
      document.querySelectorAll<HTMLElement>('.settings-list button')[place]?.focus();
    }
  }, [shown, chosen]);
  const choose = (one: ListedPart, label: string | null = null) => {
    setText('');
    if (one === 'alerts') return router.go({ name: 'alerts' });
    // Beside the list the focus stays in it.
    setChosen(isWide && label === null ? null : { part: one, label });
    if (isWide) {
      setLeft(route);
      setBeside(one);
    } else router.go({ name: 'settings', part: one, isChosen: true });
    return undefined;
  };
  const openedBy = (one: SettingsPart): Route | null =>
    one === part && !isChosen && route !== left ? route : null;
  const contents: Readonly<Record<SettingsPart, () => ComponentChildren>> = {
    look: () => <Look settings={settings} />,
    currency: () => (
      <SettingGroup title={t('valuesTitle')}>
        <CurrencyRows />
      </SettingGroup>
    ),
    trading: () => <TradingSection settings={settings} />,
    history: () => <HistorySection openedBy={openedBy('history')} />,
    network: () => <NetworkSection openedBy={openedBy('network')} />,
    security: () => <SecuritySection openedBy={openedBy('security')} />,
    keys: () => <KeysSection />,
    about: () => <AboutSection />,
  };
  const isSeeking = text.trim() !== '';
  const search = <Search label={t('settingsSearch')} value={text} onInput={setText} />;
  const found = <FoundSettings text={text} onOpen={choose} />;
  if (!isWide && part === undefined) {
    return (
      <div class="stack">
        {search}
        {isSeeking ? found : <PartList onOpen={choose} />}
      </div>
    );
  }
  const content = shown !== undefined && (
    <div key={shown} class="stack settings" ref={group}>
      {contents[shown]()}
    </div>
  );
  if (!isWide) return content;
  return (
    <div class="settings-parts">
      <div class="settings-side stack">
        {search}
        <nav class="settings-ways" aria-label={t('settingsGroups')}>
          {parts.map(([one, title]) => (
            <button
              key={one}
              type="button"
              class="rail-way"
              aria-current={one === beside && !isSeeking ? 'true' : undefined}
              onClick={() => choose(one)}
            >
              {t(title)}
            </button>
          ))}
        </nav>
      </div>
      {isSeeking ? found : content}
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
        {(isWideWindow.value || route.part === undefined) && <SetAsideSection />}
        <Parts route={route} />
      </div>
    </Screen>
  );
}
