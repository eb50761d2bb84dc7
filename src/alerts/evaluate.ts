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

const BLOCKS_PER_MINUTE = 60_000 / BLOCK_MS;

/** In blocks: a clock that is set makes no alert come sooner or never. */
const isCool = ({ cooldownMinutes }: AlertRule, toldAt: number | null, block: number): boolean =>
  toldAt === null || block - toldAt >= cooldownMinutes * BLOCKS_PER_MINUTE;

/** Marks that a rule has looked once: what held before it was made is no news. */
const LOOKED = '*';

/** Told all the same when a rule looks for the first time: a figure beyond its line, and what cannot wait. */
const isLoudAtFirst = ({ kind }: AlertRule): boolean =>
  kind === 'coldkey-swap' || !isEventKind(kind);

const fresh: SubjectState = { isTold: false, toldAt: null, memory: null };

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
    return { after: { isTold: false, toldAt: block, memory: seen.memory }, fires: true };
  }
  if (isFirst)
    return { after: { ...before, isTold: seen.holds, memory: seen.memory }, fires: false };
  const isTold = before.isTold && !seen.isOver;
  if (seen.holds && !isTold && maySpeak)
    return { after: { isTold: true, toldAt: block, memory: seen.memory }, fires: true };
  return { after: { ...before, isTold, memory: seen.memory }, fires: false };
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
    toldAt: null,
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
  };
  const { kind } = rule;
  const seen = isEventKind(kind) ? lookAtEvent(look, kind) : lookAtLevel(look, kind);
  const fired: AlertEvent[] = [];
  const hasLooked = state.subjects[keyOf(rule, LOOKED)] !== undefined;
  const isFirst = !hasLooked && !isLoudAtFirst(rule);
  const subjects = seen.all.map((one): [string, SubjectState] => {
    const before = stateOf(one.subject);
    const maySpeak = !isQuiet(rule.quiet, now.minute) && isCool(rule, before.toldAt, facts.block);
    const { after, fires } = next(one, before, maySpeak, isFirst, facts.block);
    if (fires) fired.push(eventOf(rule, one, facts));
    return [keyOf(rule, one.subject), after];
  });
  if (hasLooked || seen.isWhole || seen.all.length > 0) subjects.push([keyOf(rule, LOOKED), fresh]);
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
  if (facts.genesisHash !== state.genesisHash || facts.block < state.block)
    return { state, fired: [] };
  const subjects: Record<string, SubjectState> = {};
  const fired: AlertEvent[] = [];
  for (const rule of rules) {
    if (!rule.isEnabled) continue;
    const found = lookAt(rule, facts, state, now);
    if (!found.isWhole) {
      for (const [key, kept] of Object.entries(state.subjects))
        if (key.startsWith(`${rule.id} `)) subjects[key] = kept;
    }
    for (const [key, after] of found.subjects) subjects[key] = after;
    fired.push(...found.fired);
  }
  return { state: { ...state, block: facts.block, subjects }, fired };
}
