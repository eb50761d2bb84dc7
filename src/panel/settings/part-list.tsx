// The groups of the settings, each with what is set there, and what a search finds among the settings.
import { useEffect, useState } from 'preact/hooks';
import { readBookSizes } from '../../store/book-reader.ts';
import { useAlerts } from '../alerts/use-alerts.ts';
import { cleanName, isolated, t, tCount } from '../core/text.ts';
import { usePanel } from '../core/panel-context.ts';
import { SettingGroup, SettingLink } from '../ui/setting.tsx';
import { bpsText, megabytesText } from '../words/format.ts';
import { findSettings, named, parts, type Findable, type ListedPart } from './setting-parts.ts';
import { commonTolerance } from './tolerance-of-all.ts';

/** How much is kept; null: not known yet, or not to be read. */
function useKeptText(): string | null {
  const [text, setText] = useState<string | null>(null);
  useEffect(() => {
    void readBookSizes().then(
      ({ bytes, entries, points }) =>
        setText(
          entries === 0 && points === 0
            ? t('historyNothing')
            : t('megabytes', { megabytes: megabytesText(bytes) }),
        ),
      () => undefined,
    );
  }, []);
  return text;
}

/** How many alerts are on; null: not known yet. */
function useAlertsText(): string | null {
  const rules = useAlerts()?.rules ?? null;
  if (rules === null) return null;
  return tCount('settingsAlertsOn', rules.filter(({ isEnabled }) => isEnabled).length);
}

/** The group of the alerts among the others: they have a screen of their own. */
export function AlertsWay() {
  const { router } = usePanel();
  return (
    <SettingGroup title={t('alertsTitle')}>
      <SettingLink
        label={t('alertsOpen')}
        value={useAlertsText()}
        onPress={() => router.go({ name: 'alerts' })}
      />
    </SettingGroup>
  );
}

/** What is set in each group, in few words; null: nothing to say. */
function useValues(): Readonly<Record<ListedPart, string | null>> {
  const { store, deps } = usePanel();
  const { theme, fiat, toleranceBps, checksAnswers } = store.settings.value;
  const tolerance = commonTolerance(toleranceBps);
  const network = isolated(cleanName(store.network.value.name, 24));
  const state = store.node.value?.state ?? 'connecting';
  return {
    look: t(`theme_${theme}`),
    currency: fiat === null ? t('fiatOff') : fiat.currency.toUpperCase(),
    trading:
      tolerance === null
        ? t('defaultToleranceMixed')
        : t('settingsTolerance', { tolerance: bpsText(tolerance) }),
    alerts: useAlertsText(),
    history: useKeptText(),
    network: t(`settingsNode_${state}`, { network }),
    security: t(checksAnswers ? 'settingsChecksOn' : 'settingsChecksOff'),
    keys: t('keysPaletteKeys'),
    about: deps.browser.version,
  };
}

type ListProps = { onOpen: (part: ListedPart) => void };

export function PartList({ onOpen }: ListProps) {
  const values = useValues();
  return (
    <nav aria-label={t('settingsGroups')}>
      <ul class="card setting-list settings-list">
        {parts.map(([part, title, icon]) => (
          <li key={part}>
            <SettingLink
              icon={icon}
              label={t(title)}
              value={values[part]}
              onPress={() => onOpen(part)}
            />
          </li>
        ))}
      </ul>
    </nav>
  );
}

type FoundProps = { text: string; onOpen: (part: ListedPart, label: string) => void };

/** In place of the groups while something is sought. */
export function FoundSettings({ text, onOpen }: FoundProps) {
  const all = parts.flatMap(([part, title]): Findable[] =>
    named
      .filter((one) => one.part === part)
      .map(({ label, choices = [] }) => ({
        part,
        label: t(label),
        group: t(title),
        also: choices.map((choice) => t(choice)).join(' '),
      })),
  );
  const found = findSettings(text, all);
  if (found.length === 0) {
    return (
      <p class="soft setting-about" role="status">
        {t('nothingFound')}
      </p>
    );
  }
  return (
    <ul class="card setting-list">
      {found.map(({ part, label, group }) => (
        <li key={label}>
          <SettingLink label={label} value={group} onPress={() => onOpen(part, label)} />
        </li>
      ))}
    </ul>
  );
}
