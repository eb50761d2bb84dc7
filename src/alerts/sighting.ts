// What one look at one subject of a rule says: whether the rule's condition holds there, and what to remember. Types, and
// the few helpers that all kinds share. Pure.
import type { AlertFacts, AlertRule } from '../model/alert.ts';
import type { Netuid, Ss58Address } from '../units.ts';

type About = {
  netuid: Netuid | null;
  coldkey: Ss58Address | null;
  hotkey: Ss58Address | null;
};

export type Sighting = {
  /** Names it among the subjects of its rule; of an event, the event too. */
  subject: string;
  about: About;
  /** null: not known, which neither tells nor forgets anything. */
  holds: boolean | null;
  /** It has come back far enough to be told again. */
  isOver: boolean;
  figure: bigint | null;
  /** What the next look is compared with. */
  memory: string | null;
  /** Tells of a change since the last look: told once, and over with the look. */
  isChange: boolean;
};

export type Sightings = {
  all: readonly Sighting[];
  /** Nothing that holds can be missing among them: what is not there is over. */
  isWhole: boolean;
};

export type Look = {
  rule: AlertRule;
  facts: AlertFacts;
  /** Epoch milliseconds of this computer. */
  now: number;
  memoryOf: (subject: string) => string | null;
  /** The subjects of which anything is remembered. */
  remembered: readonly string[];
};

const nobody: About = { netuid: null, coldkey: null, hotkey: null };

/** A condition that holds or does not, and is over when it does not. */
export const condition = (
  subject: string,
  about: Partial<About>,
  holds: boolean | null,
  figure: bigint | null = null,
): Sighting => ({
  subject,
  about: { ...nobody, ...about },
  holds,
  isOver: holds === false,
  figure,
  memory: null,
  isChange: false,
});

/** A change of what is remembered. */
export const change = (
  subject: string,
  about: Partial<About>,
  holds: boolean,
  memory: string,
  figure: bigint | null = null,
): Sighting => ({
  subject,
  about: { ...nobody, ...about },
  holds,
  isOver: true,
  figure,
  memory,
  isChange: true,
});

export const NOT_KNOWN: Sightings = { all: [], isWhole: false };
