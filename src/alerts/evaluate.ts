// Holds rules against facts: which alerts fire, and what to remember. Each event fires once, whatever is read again, in
// whatever order, and however long nobody looked. Pure.
import type {
  AlertEvent,
  AlertFacts,
  AlertRule,
  AlertState,
  QuietTime,
  SubjectState,
} from '../model/alert.ts';
import { ageOf } from '../model/age.ts';
import { BLOCK_MS } from '../units.ts';
import { isEventKind, lookAtEvent } from './look-at-events.ts';
import { lookAtLevel } from './look-at-levels.ts';
import type { Look, Sighting } from './sighting.ts';

export type Now = {
  /** Epoch milliseconds of this computer. */
  at: number;
  /** Minutes of the user's day. */
  minute: number;
};

type Evaluated = { state: AlertState; fired: readonly AlertEvent[] };

export const noState = (genesisHash: AlertState['genesisHash']): AlertState => ({
  genesisHash,
  block: 0,
  askedAt: 0,
  slowAskedAt: 0,
  dailyAskedAt: 0,
  subjects: {},
  feeRates: {},
});

const keyOf = ({ id }: AlertRule, subject: string): string => `${id} ${subject}`;

export function isQuiet(quiet: QuietTime | null, minute: number): boolean {
  if (quiet === null) return false;
  const { from, to } = quiet;
  return from <= to ? minute >= from && minute < to : minute >= from || minute < to;
}

const keysOf = (rule: AlertRule, { subjects }: AlertState): string[] =>
  Object.keys(subjects).filter((key) => key.startsWith(keyOf(rule, '')));

const BLOCKS_PER_MINUTE = 60_000 / BLOCK_MS;

/** In blocks: a clock that is set makes no alert come sooner or never. A block that there is not yet was made up. */
const isCool = (
  { cooldownMinutes }: AlertRule,
  notifiedAt: number | null,
  block: number,
): boolean =>
  notifiedAt === null ||
  notifiedAt > block ||
  block - notifiedAt >= cooldownMinutes * BLOCKS_PER_MINUTE;

/** An hour of blocks: no node that is believed lags so far behind another. */
const FAR = 300;

/**
 * Of an earlier block than the last ones: from a node that lags, and then as old as their number says. Where they are not, it
 * was the later block that a node made up, and nothing would be told any more if it stayed.
 */
function isLagging(facts: AlertFacts, state: AlertState, now: Now): boolean {
  const behind = state.block - facts.block;
  if (behind <= 0) return false;
  return behind < FAR || (ageOf(facts.at, now.at) ?? 0) > (behind * BLOCK_MS) / 2;
}

/** Marks that a rule has looked once: what held before it was made is no news. */
const LOOKED = '*';

/** Told all the same when a rule looks for the first time: a figure beyond its line, and what cannot wait. */
const isLoudAtFirst = ({ kind }: AlertRule): boolean =>
  kind === 'coldkey-swap' || !isEventKind(kind);

/** Of one rule, remembered without having been seen again: a node can name as many as it likes. */
const MOST_UNSEEN = 2_000;

const fresh: SubjectState = { isNotified: false, notifiedAt: null, memory: null };

/**
 * What becomes of a subject. What may not be told now is not used up: it is told later if it still holds then.
 */
function next(
  seen: Sighting,
  before: SubjectState,
  maySpeak: boolean,
  isFirst: boolean,
  block: number,
): { after: SubjectState; fires: boolean } {
  if (seen.holds === null) {
    return { after: { ...before, memory: seen.memory ?? before.memory }, fires: false };
  }
  if (seen.isChange) {
    if (!seen.holds) return { after: { ...before, memory: seen.memory }, fires: false };
    if (!maySpeak) return { after: before, fires: false };
    return { after: { isNotified: false, notifiedAt: block, memory: seen.memory }, fires: true };
  }
  if (isFirst)
    return { after: { ...before, isNotified: seen.holds, memory: seen.memory }, fires: false };
  const isNotified = before.isNotified && !seen.isOver;
  if (seen.holds && !isNotified && maySpeak)
    return { after: { isNotified: true, notifiedAt: block, memory: seen.memory }, fires: true };
  return { after: { ...before, isNotified, memory: seen.memory }, fires: false };
}

function eventOf(rule: AlertRule, seen: Sighting, facts: AlertFacts): AlertEvent {
  const { genesisHash, block, at } = facts;
  const { id: ruleId, kind, side, scope, value } = rule;
  return {
    genesisHash,
    id: `${ruleId} ${seen.subject} ${block}`,
    ruleId,
    kind,
    side,
    scope,
    value,
    ...seen.about,
    figure: seen.figure,
    block,
    at,
    notifiedAt: null,
    seenAt: null,
  };
}

/** Of one rule: the states of its subjects, and what fired. */
function lookAt(
  rule: AlertRule,
  facts: AlertFacts,
  state: AlertState,
  now: Now,
): { subjects: [string, SubjectState][]; fired: AlertEvent[]; isWhole: boolean } {
  const stateOf = (subject: string): SubjectState => state.subjects[keyOf(rule, subject)] ?? fresh;
  const look: Look = {
    rule,
    facts,
    now: now.at,
    memoryOf: (subject) => stateOf(subject).memory,
    remembered: keysOf(rule, state).map((key) => key.slice(keyOf(rule, '').length)),
  };
  const { kind } = rule;
  const seen = isEventKind(kind) ? lookAtEvent(look, kind) : lookAtLevel(look, kind);
  const fired: AlertEvent[] = [];
  const hasLooked = state.subjects[keyOf(rule, LOOKED)] !== undefined;
  const isFirst = !hasLooked && !isLoudAtFirst(rule);
  const subjects = seen.all.map((one): [string, SubjectState] => {
    const before = stateOf(one.subject);
    const maySpeak =
      !isQuiet(rule.quiet, now.minute) && isCool(rule, before.notifiedAt, facts.block);
    const { after, fires } = next(one, before, maySpeak, isFirst, facts.block);
    if (fires) fired.push(eventOf(rule, one, facts));
    return [keyOf(rule, one.subject), after];
  });
  const isLook = seen.isWhole || seen.all.some(({ holds }) => holds !== null);
  if (hasLooked || isLook) subjects.push([keyOf(rule, LOOKED), fresh]);
  return { subjects, fired, isWhole: seen.isWhole };
}

/**
 * Facts of an earlier block than the last ones looked at say nothing: a node that lags would take back what was seen.
 * What is not known neither fires nor is forgotten. A rule that is off forgets what it saw.
 */
export function evaluate(
  rules: readonly AlertRule[],
  facts: AlertFacts,
  state: AlertState,
  now: Now,
): Evaluated {
  if (facts.genesisHash !== state.genesisHash || isLagging(facts, state, now))
    return { state, fired: [] };
  const subjects: Record<string, SubjectState> = {};
  const fired: AlertEvent[] = [];
  for (const rule of rules) {
    if (!rule.isEnabled) continue;
    const found = lookAt(rule, facts, state, now);
    if (!found.isWhole) {
      const seen = new Set(found.subjects.map(([key]) => key));
      // The last ones seen come last.
      const unseen = keysOf(rule, state).filter((key) => !seen.has(key));
      for (const key of unseen.slice(-MOST_UNSEEN)) subjects[key] = state.subjects[key] ?? fresh;
    }
    for (const [key, after] of found.subjects) subjects[key] = after;
    fired.push(...found.fired);
  }
  return { state: { ...state, block: facts.block, subjects }, fired };
}
