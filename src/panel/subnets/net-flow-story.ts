// Net flow of stakers over the horizons for one subnet, from the chain's books then and now. Pure; unknown flows are null.
import { recordedTao } from '../../emission/compare-recorded.ts';
import { netFlow, type FlowPoint, type NetFlow } from '../../emission/net-flow.ts';
import type { EmissionFacts, SubnetEmissionFacts } from '../../model/emission-facts.ts';
import type { PricesRecord } from '../../model/records.ts';
import { BLOCKS_PER_DAY } from '../../units.ts';
import { horizons } from './horizons.ts';

/** Beyond this many days emission between two readings cannot be estimated: only the chain's own count is shown. */
const LONGEST_ESTIMATE = 90;

/** How many blocks a reading may be off the wanted day. */
const slackOf = (days: number): number => days * 300;

/** The reading nearest to `days` before the head; null if none is near enough. Only readings contain books. */
function readingNear(
  records: readonly PricesRecord[],
  head: number,
  days: number,
): PricesRecord | null {
  const distance = ({ blockNumber }: PricesRecord): number =>
    Math.abs(blockNumber - (head - days * BLOCKS_PER_DAY));
  const [nearest] = records
    .filter((record) => distance(record) <= slackOf(days))
    .toSorted((a, b) => distance(a) - distance(b));
  return nearest ?? null;
}

function pointNow(facts: EmissionFacts, subnet: SubnetEmissionFacts): FlowPoint {
  const emitted = recordedTao(subnet);
  return {
    block: facts.block.number,
    books: subnet.flow,
    emitted: emitted.known ? emitted.value : null,
  };
}

/** null: nothing was read then, or another subnet had that number. */
function pointAt({ blockNumber, prices }: PricesRecord, subnet: SubnetEmissionFacts) {
  const found = prices.prices.find(({ netuid }) => netuid === subnet.netuid);
  if (found === undefined || subnet.registeredAt > blockNumber) return null;
  return { block: blockNumber, books: found.flow, emitted: found.tao };
}

/**
 * Net flow over `days`, one of the horizons, up to the block of the facts; null: not known. Readings in between narrow
 * the range.
 */
export function netFlowOver(
  records: readonly PricesRecord[],
  facts: EmissionFacts,
  subnet: SubnetEmissionFacts,
  days: number,
): NetFlow | null {
  const head = facts.block.number;
  const points: FlowPoint[] = [];
  for (const one of horizons.filter((horizon) => horizon <= days).toReversed()) {
    const record = readingNear(records, head, one);
    const point = record === null ? null : pointAt(record, subnet);
    if (point !== null) points.push(point);
    // Without a reading of the day itself there is no start.
    else if (one === days) return null;
  }
  const flow = netFlow([...points, pointNow(facts, subnet)]);
  if (!flow.known) return null;
  return flow.value.kind === 'estimated' && days > LONGEST_ESTIMATE ? null : flow.value;
}

export type NetFlowStory =
  | { kind: 'in' | 'out'; days: number; rao: bigint }
  /** A range on one side of zero. */
  | { kind: 'about-in' | 'about-out'; days: number; least: bigint; most: bigint }
  /** Zero, or a range that contains zero. */
  | { kind: 'even' | 'unclear'; days: number };

/** The headline: over a month if known, else over a week or a day. */
export function netFlowStory(flowOf: (days: number) => NetFlow | null): NetFlowStory | null {
  for (const days of [30, 7, 1]) {
    const flow = flowOf(days);
    if (flow === null) continue;
    if (flow.kind === 'recorded') {
      if (flow.rao === 0n) return { kind: 'even', days };
      return flow.rao > 0n
        ? { kind: 'in', days, rao: flow.rao }
        : { kind: 'out', days, rao: -flow.rao };
    }
    const { low, high } = flow;
    if (low > 0n) return { kind: 'about-in', days, least: low, most: high };
    return high < 0n
      ? { kind: 'about-out', days, least: -high, most: -low }
      : { kind: 'unclear', days };
  }
  return null;
}
