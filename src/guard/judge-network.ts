// Our order of deregistration and our split of emission beside the chain's own. Pure.
import { taoOfShare } from '../emission/block-emission.ts';
import { emissionShares } from '../emission/emission-shares.ts';
import { removalOrder } from '../emission/removal-order.ts';
import type { CheckValue } from '../model/check.ts';
import type { GuardFacts } from '../model/guard-record.ts';
import type { GuardVerdict } from '../model/guard.ts';
import type { Netuid } from '../units.ts';

const subnetValue = (netuid: Netuid | null): CheckValue =>
  netuid === null ? { unit: 'text', text: '–' } : { unit: 'netuid', amount: netuid };

/** The first in our order against the node's candidate; at least one subnet must be past its protection to compare. */
export function judgePrune(
  facts: Pick<GuardFacts, 'shares' | 'immunityPeriod' | 'subnetToPrune'>,
): GuardVerdict {
  const { shares, immunityPeriod, subnetToPrune } = facts;
  if (!subnetToPrune.known) return { state: 'not-checked', reason: subnetToPrune.reason };
  if (!shares.known) return { state: 'not-checked', reason: shares.reason };
  if (!immunityPeriod.known) return { state: 'not-checked', reason: immunityPeriod.reason };
  const order = removalOrder(shares.value, immunityPeriod.value);
  if (!order.known) return { state: 'not-checked', reason: order.reason };
  const ours = order.value.find(({ place }) => place === 1)?.netuid ?? null;
  return ours === subnetToPrune.value
    ? { state: 'agrees' }
    : {
        state: 'disagrees',
        where: null,
        ours: subnetValue(ours),
        chain: subnetValue(subnetToPrune.value),
      };
}

/** Rao per subnet: what the roundings of the two parts that the chain records may lose. */
const ROUNDED = 1n;
/**
 * With the gate on, the chain takes its power by logarithms of 32 bits, whose steps we do not have: one part in that many of a
 * subnet's TAO more.
 */
const GATE_PART = 100_000n;

/** What the state before a block says of it, against what the block recorded: within 1 rao for every subnet. */
export function judgeEmission({
  shares,
  recorded,
}: Pick<GuardFacts, 'shares' | 'recorded'>): GuardVerdict {
  if (!shares.known) return { state: 'not-checked', reason: shares.reason };
  if (!recorded.known) return { state: 'not-checked', reason: recorded.reason };
  const { gate, totalIssuance } = shares.value;
  const found = emissionShares(shares.value);
  if (!found.known) return { state: 'not-checked', reason: found.reason };
  const shareOf = new Map(found.value.map(({ netuid, share }) => [netuid, share]));
  const isGated = gate.known && gate.value.barBits > 0n;
  let total = 0n;
  for (const { netuid, tao } of recorded.value) {
    if (netuid === 0) continue;
    const ours = taoOfShare(totalIssuance, shareOf.get(netuid) ?? 0n);
    const apart = ours > tao ? ours - tao : tao - ours;
    if (apart > ROUNDED + (isGated ? tao / GATE_PART : 0n)) {
      return {
        state: 'disagrees',
        where: netuid,
        ours: { unit: 'rao', amount: ours },
        chain: { unit: 'rao', amount: tao },
      };
    }
    total += tao;
  }
  return total > 0n ? { state: 'agrees' } : { state: 'not-checked', reason: 'nothing' };
}
