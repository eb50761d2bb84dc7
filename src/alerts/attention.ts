// What needs the user's attention, from the last snapshot, most serious first. Pure.
import { removalLadder } from '../emission/removal-ladder.ts';
import type { EmissionFacts } from '../model/emission-facts.ts';
import type { Position, Snapshot } from '../model/facts.ts';
import { valuationPrice } from '../portfolio/value-portfolio.ts';
import {
  BLOCKS_PER_DAY,
  mulDivDown,
  toRao,
  type Netuid,
  type Rao,
  type Ss58Address,
} from '../units.ts';
import type { AttentionItem } from './attention-item.ts';
import { immunityLeft, paysNothing } from './conditions.ts';
import { daysUntilNegligible } from '../emission/lock-course.ts';

/** Locks that will soon be negligible: then almost all of the stake can be moved. */
function endingLocks(
  { locks, availability, subnets }: Snapshot,
  isMine: (coldkey: Ss58Address) => boolean,
  smallUnder: Rao,
): AttentionItem[] {
  if (!availability.known || !locks.known) return [];
  const stakes = new Map(availability.value.map((one) => [`${one.coldkey}:${one.netuid}`, one]));
  return locks.value.flatMap((lock): AttentionItem[] => {
    const { coldkey, netuid } = lock;
    if (!isMine(coldkey)) return [];
    const stake = stakes.get(`${coldkey}:${netuid}`);
    const subnet = subnets.find((one) => one.netuid === netuid);
    if (stake === undefined) return [];
    const price = subnet === undefined ? null : valuationPrice(subnet);
    const days = daysUntilNegligible(lock, stake.total, price, smallUnder);
    return days === null ? [] : [{ kind: 'lock-ending', coldkey, netuid, days }];
  });
}

/** The first places of the ladder are news. */
const NEAR_PLACES = 3;
/** A ladder read before that many blocks is no news any more. */
const LADDER_FRESH_FOR = BLOCKS_PER_DAY;
const SOON = 7 * BLOCKS_PER_DAY;

/** The places after the first, by facts that were read last, while they are of this day and name the same one as next. */
function nearRemoval({ block, rules }: Snapshot, emission: EmissionFacts): AttentionItem[] {
  const { subnetToPrune } = rules;
  if (Math.abs(block.number - emission.block.number) > LADDER_FRESH_FOR) return [];
  const ladder = removalLadder(emission);
  if (!ladder.known || !subnetToPrune.known) return [];
  const { rungs } = ladder.value;
  if (rungs[0]?.netuid !== subnetToPrune.value) return [];
  return rungs
    .slice(1, NEAR_PLACES)
    .map(({ netuid, place }): AttentionItem => ({ kind: 'near-removal', netuid, place }));
}

/** In the order of deregistration: the next to go, those near it, and whose protection ends soon, the soonest first. */
function removals(snapshot: Snapshot, emission: EmissionFacts | null): AttentionItem[] {
  const { block, rules, subnets } = snapshot;
  const { subnetToPrune, immunityPeriod } = rules;
  const items: AttentionItem[] = [];
  if (subnetToPrune.known && subnetToPrune.value !== null)
    items.push({ kind: 'about-to-be-pruned', netuid: subnetToPrune.value });
  if (emission !== null) items.push(...nearRemoval(snapshot, emission));
  const ending = subnets.flatMap(({ netuid, registeredAt, exists }) => {
    if (!immunityPeriod.known || !exists || netuid === 0) return [];
    const blocks = immunityLeft(registeredAt + immunityPeriod.value, block.number, SOON);
    return blocks === null ? [] : [{ kind: 'immunity-ending', netuid, blocks } as const];
  });
  return [...items, ...ending.toSorted((a, b) => a.blocks - b.blocks)];
}

function worthOf({ subnets }: Snapshot, netuid: Netuid, alpha: bigint): Rao | null {
  const subnet = subnets.find((one) => one.netuid === netuid);
  const price = subnet === undefined ? null : valuationPrice(subnet);
  return price === null ? null : toRao(mulDivDown(alpha, price.rao, price.perAlphaRao));
}

/** Stake that earns nothing, one item a validator of a subnet, most money first. */
function idleStake(snapshot: Snapshot, held: readonly Position[]): AttentionItem[] {
  const byValidator = new Map<string, { first: Position; alpha: bigint }>();
  for (const position of held) {
    // Root is paid by the subnets: a validator's own dividends there mean nothing.
    if (position.netuid === 0) continue;
    const key = `${position.netuid}:${position.hotkey}`;
    const found = byValidator.get(key);
    if (found) found.alpha += position.alpha;
    else byValidator.set(key, { first: position, alpha: position.alpha });
  }
  return [...byValidator.values()]
    .flatMap(({ first: { netuid, hotkey, isRegistered, hotkeyDividends }, alpha }) => {
      if (isRegistered && !paysNothing(isRegistered, hotkeyDividends)) return [];
      const kind = isRegistered ? ('earned-nothing' as const) : ('not-registered' as const);
      return [{ kind, netuid, hotkey, worth: worthOf(snapshot, netuid, alpha) }];
    })
    .toSorted((a, b) => {
      const [of, than] = [a.worth ?? -1n, b.worth ?? -1n];
      return of === than ? 0 : of < than ? 1 : -1;
    });
}

type AnnouncedSwap = Extract<AttentionItem, { kind: 'swap-announced' }>;

/** Of the accounts whose coldkeys are among these. */
export function announcedSwaps(
  { accounts }: Pick<Snapshot, 'accounts'>,
  mine: ReadonlySet<string>,
): AnnouncedSwap[] {
  return accounts.flatMap(
    ({ coldkey, swapAnnouncedFor: when, isSwapDisputed }): AnnouncedSwap[] => {
      if (!mine.has(coldkey) || !when.known || when.value === null) return [];
      const isDisputed = isSwapDisputed.known && isSwapDisputed.value;
      return [{ kind: 'swap-announced', coldkey, atBlock: when.value, isDisputed }];
    },
  );
}

/** Unknown readings raise no item here: the screens they concern show them. */
export function attentionOf(
  snapshot: Snapshot,
  coldkeys: readonly Ss58Address[],
  smallUnder: Rao,
  emission: EmissionFacts | null = null,
): readonly AttentionItem[] {
  const mine = new Set<string>(coldkeys);
  const held = snapshot.positions.filter(({ coldkey, alpha }) => mine.has(coldkey) && alpha > 0n);
  const netuids = new Set(held.map(({ netuid }) => netuid));
  const leaving = removals(snapshot, emission).filter(
    (item) => 'netuid' in item && netuids.has(item.netuid),
  );
  const ending = endingLocks(snapshot, (coldkey) => mine.has(coldkey), smallUnder);
  return [...announcedSwaps(snapshot, mine), ...leaving, ...idleStake(snapshot, held), ...ending];
}
