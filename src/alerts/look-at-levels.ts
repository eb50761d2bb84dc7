// Figures against a line: above, below, or moved by that much within a day. Pure.
import type { AlertFacts, AlertRule, AlertSubnet, LevelKind } from '../model/alert.ts';
import type { Reading } from '../model/reading.ts';
import { BLOCKS_PER_DAY, PPM, type Netuid } from '../units.ts';
import { condition, NOT_KNOWN, type Look, type Sighting, type Sightings } from './sighting.ts';

const UNREAD = { known: false, reason: 'unreadable' } as const;

function subnetOf(facts: AlertFacts, netuid: Netuid): AlertSubnet | undefined {
  return facts.subnets.find((one) => one.netuid === netuid);
}

/** The part of the spot value that a sale would not bring, parts per million. */
function gapOf({ spot, exit }: { spot: Reading<bigint>; exit: Reading<bigint> }): Reading<bigint> {
  if (!spot.known || !exit.known || spot.value === 0n) return UNREAD;
  return { known: true, value: ((spot.value - exit.value) * PPM) / spot.value };
}

/** The rule's figure now. Free TAO has one for each account and is looked at apart. */
export function figureOf(
  { kind, scope }: Pick<AlertRule, 'scope'> & { kind: Exclude<LevelKind, 'free-tao'> },
  facts: AlertFacts,
): Reading<bigint> {
  if (kind === 'root-dividends') return facts.rootClaimable;
  const subnet = scope.of === 'subnet' ? subnetOf(facts, scope.netuid) : undefined;
  const held = scope.of === 'everything' ? facts.everything : subnet;
  if (kind === 'exit-value') return held?.exit ?? UNREAD;
  if (kind === 'sellable-gap') return held === undefined ? UNREAD : gapOf(held);
  return (kind === 'spot-price' ? subnet?.price : subnet?.sharePpm) ?? UNREAD;
}

/** Below: fires under the line, and again only after it stood the hysteresis above it. Above: the other way round. */
function againstLine(
  { side, value, hysteresisPpm }: AlertRule,
  figure: bigint,
): { holds: boolean; isOver: boolean } {
  const band = (value * hysteresisPpm) / PPM;
  if (side === 'above') return { holds: figure > value, isOver: figure <= value - band };
  return { holds: figure < value, isOver: figure >= value + band };
}

const HOUR = BLOCKS_PER_DAY / 24;
/** A day ago is any of these hours ago: the lid may have been closed. */
const [YOUNGEST, OLDEST] = [23 * HOUR, 36 * HOUR];

type Sample = { block: number; figure: bigint };

const samplesIn = (memory: string | null): Sample[] =>
  (memory ?? '').split(' ').flatMap((part) => {
    const [block = '', figure = ''] = part.split(':');
    return /^\d+$/.test(block) && /^-?\d+$/.test(figure)
      ? [{ block: Number(block), figure: BigInt(figure) }]
      : [];
  });

/** One figure an hour, as far back as a day needs. */
function sampled(memory: string | null, now: Sample): Sample[] {
  const kept = samplesIn(memory).filter(
    ({ block }) => block <= now.block && block >= now.block - OLDEST,
  );
  const last = kept.at(-1);
  return last !== undefined && now.block - last.block < HOUR ? kept : [...kept, now];
}

function withinDay(look: Look, subject: string, figure: bigint): Sighting {
  const { rule, facts, memoryOf } = look;
  const samples = sampled(memoryOf(subject), { block: facts.block, figure });
  const memory = samples.map((one) => `${one.block}:${one.figure}`).join(' ');
  const then = samples.findLast(({ block }) => block <= facts.block - YOUNGEST);
  const about = rule.scope.of === 'subnet' ? { netuid: rule.scope.netuid } : {};
  if (then === undefined || then.figure <= 0n)
    return { ...condition(subject, about, null), memory };
  const moved = ((figure - then.figure) * PPM) / then.figure;
  const by = rule.side === 'falls' ? -moved : moved;
  const band = (rule.value * rule.hysteresisPpm) / PPM;
  return {
    ...condition(subject, about, by >= rule.value, moved),
    isOver: by < rule.value - band,
    memory,
  };
}

function lookAtFree({ rule, facts }: Look): Sightings {
  if (!facts.accounts.known) return NOT_KNOWN;
  const all = facts.accounts.value.map(({ coldkey, free }): Sighting => ({
    ...condition(coldkey, { coldkey }, false, free),
    ...againstLine(rule, free),
  }));
  return { all, isWhole: true };
}

export function lookAtLevel(look: Look, kind: LevelKind): Sightings {
  const { rule, facts } = look;
  if (kind === 'free-tao') return lookAtFree(look);
  const { scope, side } = rule;
  const subject = scope.of === 'subnet' ? String(scope.netuid) : 'all';
  const about = scope.of === 'subnet' ? { netuid: scope.netuid } : {};
  const figure = figureOf({ kind, scope }, facts);
  if (!figure.known) return NOT_KNOWN;
  if (side === 'falls' || side === 'rises')
    return { all: [withinDay(look, subject, figure.value)], isWhole: true };
  const seen = { ...condition(subject, about, false, figure.value) };
  return { all: [{ ...seen, ...againstLine(rule, figure.value) }], isWhole: true };
}
