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
import { immunityLeft, paysNothing } from './conditions.ts';
import { daysUntilNegligible } from '../emission/lock-course.ts';

export type AttentionItem =
  | { kind: 'swap-announced'; coldkey: Ss58Address; atBlock: number; isDisputed: boolean }
  | { kind: 'about-to-be-pruned'; netuid: Netuid }
  | { kind: 'near-removal'; netuid: Netuid; place: number }
  | { kind: 'immunity-ending'; netuid: Netuid; blocks: number }
  | { kind: 'lock-ending'; coldkey: Ss58Address; netuid: Netuid; days: number }
  | ({ kind: 'not-registered' | 'earned-nothing' } & IdleStake);

/** `worth`: what of the user's stake earns nothing there, at spot; null: it has no price. */
type IdleStake = { netuid: Netuid; hotkey: Ss58Address; worth: Rao | null };

export function isIdle(item: AttentionItem): item is Extract<AttentionItem, IdleStake> {
  return item.kind === 'not-registered' || item.kind === 'earned-nothing';
}

/** Locks that will soon be negligible: then almost all of the stake can be moved. */
function endingLocks(
  { locks, availability, subnets }: Snapshot,
  isMine: (coldkey: Ss58Address) => boolean,
  smallUnder: Rao,
): AttentionItem[] {
  if (!availability.known || !locks.known) return [];
  return locks.value.flatMap((lock): AttentionItem[] => {
    const { coldkey, netuid } = lock;
    if (!isMine(coldkey)) return [];
    const stake = availability.value.find(
      (one) => one.coldkey === coldkey && one.netuid === netuid,
    );
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

/** In the order of deregistration: the next to go, those near it, and whose protection ends soon. */
function removals(snapshot: Snapshot, emission: EmissionFacts | null): AttentionItem[] {
  const { block, rules, subnets } = snapshot;
  const { subnetToPrune, immunityPeriod } = rules;
  const items: AttentionItem[] = [];
  if (subnetToPrune.known && subnetToPrune.value !== null)
    items.push({ kind: 'about-to-be-pruned', netuid: subnetToPrune.value });
  if (emission !== null) items.push(...nearRemoval(snapshot, emission));
  for (const { netuid, registeredAt, exists } of subnets) {
    if (!immunityPeriod.known || !exists || netuid === 0) continue;
    const blocks = immunityLeft(registeredAt + immunityPeriod.value, block.number, SOON);
    if (blocks !== null) items.push({ kind: 'immunity-ending', netuid, blocks });
  }
  return items;
}

function worthOf({ subnets }: Snapshot, netuid: Netuid, alpha: bigint): Rao | null {
  const subnet = subnets.find((one) => one.netuid === netuid);
  const price = subnet === undefined ? null : valuationPrice(subnet);
  return price === null ? null : toRao(mulDivDown(alpha, price.rao, price.perAlphaRao));
}

/** Stake that earns nothing, one item a validator of a subnet, most money first. */
function idleStake(snapshot: Snapshot, held: readonly Position[]): AttentionItem[] {
  const seen = new Set<string>();
  return held
    .flatMap(({ netuid, hotkey, isRegistered, hotkeyDividends }) => {
      const key = `${netuid}:${hotkey}`;
      // Root is paid by the subnets: a validator's own dividends there mean nothing.
      if (netuid === 0 || seen.has(key)) return [];
      seen.add(key);
      if (isRegistered && !paysNothing(isRegistered, hotkeyDividends)) return [];
      const kind = isRegistered ? ('earned-nothing' as const) : ('not-registered' as const);
      const alpha = held
        .filter((one) => one.netuid === netuid && one.hotkey === hotkey)
        .reduce((sum, one) => sum + one.alpha, 0n);
      return [{ kind, netuid, hotkey, worth: worthOf(snapshot, netuid, alpha) }];
    })
    .toSorted((a, b) => {
      const [of, than] = [a.worth ?? -1n, b.worth ?? -1n];
      return of === than ? 0 : of < than ? 1 : -1;
    });
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
  const swaps = snapshot.accounts.flatMap(
    ({ coldkey, swapAnnouncedFor, isSwapDisputed }): AttentionItem[] =>
      mine.has(coldkey) && swapAnnouncedFor.known && swapAnnouncedFor.value !== null
        ? [
            {
              kind: 'swap-announced',
              coldkey,
              atBlock: swapAnnouncedFor.value,
              isDisputed: isSwapDisputed.known && isSwapDisputed.value,
            },
          ]
        : [],
  );
  const leaving = removals(snapshot, emission).filter(
    (item) => 'netuid' in item && held.some(({ netuid }) => netuid === item.netuid),
  );
  const ending = endingLocks(snapshot, (coldkey) => mine.has(coldkey), smallUnder);
  return [...swaps, ...leaving, ...idleStake(snapshot, held), ...ending];
}
