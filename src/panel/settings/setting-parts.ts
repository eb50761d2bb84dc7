// The groups of the settings in their order, and the settings of each, to be found by a word. Pure.
import type { SettingsPart } from '../core/router.ts';
import type { PlainSentence } from '../core/text.ts';
import type { IconName } from '../ui/icon.tsx';

/** A group, or the alerts, which are a screen of their own. */
export type ListedPart = SettingsPart | 'alerts';

type Listed = readonly [part: ListedPart, title: PlainSentence, icon: IconName];

export const parts: readonly Listed[] = [
  ['look', 'lookTitle', 'contrast'],
  ['currency', 'valuesTitle', 'coin'],
  ['trading', 'limitsTitle', 'swap'],
  ['alerts', 'alertsTitle', 'bell'],
  ['history', 'historyTitle', 'clock'],
  ['network', 'networkTitle', 'globe'],
  ['security', 'securityTitle', 'lock'],
  ['keys', 'keysTitle', 'keyboard'],
  ['about', 'aboutTitle', 'info'],
];

/** `choices`: words of a setting that are not in its name. */
type Named = {
  part: ListedPart;
  label: PlainSentence;
  choices?: readonly PlainSentence[];
};

/** Those that are there whatever is stored or chosen. */
export const named: readonly Named[] = [
  { part: 'look', label: 'themeLabel', choices: ['theme_system', 'theme_light', 'theme_dark'] },
  { part: 'look', label: 'badgeLabel', choices: ['badgeNote'] },
  { part: 'look', label: 'hideAmounts' },
  { part: 'look', label: 'smallUnder' },
  { part: 'currency', label: 'fiatSourceLabel' },
  { part: 'trading', label: 'defaultTolerance' },
  { part: 'trading', label: 'preferredValidator' },
  { part: 'trading', label: 'impactLimitLabel' },
  { part: 'trading', label: 'basisMethod', choices: ['basisMethod_fifo', 'basisMethod_average'] },
  { part: 'alerts', label: 'alertsOpen' },
  { part: 'history', label: 'exportAndImport' },
  { part: 'network', label: 'networkLabel' },
  { part: 'network', label: 'networkDetails', choices: ['archiveLabel'] },
  { part: 'network', label: 'networkAdd' },
  { part: 'security', label: 'proofToggle' },
  { part: 'security', label: 'proofStartTitle' },
  { part: 'security', label: 'guardTitle' },
  { part: 'keys', label: 'keysPalette' },
  { part: 'keys', label: 'keysSearch' },
  { part: 'about', label: 'aboutVersion' },
  { part: 'about', label: 'aboutLicence' },
];

/** A setting in the user's language. */
export type Findable = { part: ListedPart; label: string; group: string; also: string };

/** Every typed word is in its name, its group or its choices; those with all of them in the name first. */
export function findSettings(text: string, all: readonly Findable[]): readonly Findable[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const hasAll = (place: string): boolean =>
    words.every((word) => place.toLowerCase().includes(word));
  const found = all.filter(({ label, group, also }) => hasAll(`${label} ${group} ${also}`));
  return found.toSorted((a, b) => Number(hasAll(b.label)) - Number(hasAll(a.label)));
}
