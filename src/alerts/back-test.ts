// How often a rule would have told something in the last days, by our own record of values and prices. Pure.
import type { AlertFacts, AlertRule, AlertSubnet } from '../model/alert.ts';
import type { HistoryRecord } from '../model/records.ts';
import { mulDivDown, RAO_PER_ALPHA, toRao } from '../units.ts';
import { evaluate, noState } from './evaluate.ts';
import { known, UNREAD } from './facts-of-snapshot.ts';
import { figureOf } from './look-at-levels.ts';

const DAY = 24 * 60 * 60 * 1000;
const DAYS = 30;

export type BackTest = {
  count: number;
  /** When the record begins that it was tested with, at most 30 days ago. Epoch milliseconds. */
  since: number;
  /** The record has no exit value of one subnet: its value at the spot price stands for it. */
  isBySpot: boolean;
};

/** Of what each point holds; a price of another generation of the number is another subnet's. */
function subnetsIn({ prices, amounts, held }: HistoryRecord): AlertSubnet[] {
  return prices.map(({ netuid, registeredAt, raoPerAlpha }): AlertSubnet => {
    const alpha = amounts?.find((one) => one.netuid === netuid)?.alpha;
    const value =
      alpha !== undefined
        ? known(toRao(mulDivDown(alpha, raoPerAlpha, RAO_PER_ALPHA)))
        : held.includes(netuid)
          ? UNREAD
          : known(toRao(0n));
    return {
      netuid,
      isHeld: held.includes(netuid),
      registeredAt: known(registeredAt),
      price: known(raoPerAlpha),
      spot: value,
      exit: value,
      sharePpm: UNREAD,
      immuneUntil: UNREAD,
      place: UNREAD,
      placesRead: 0,
    };
  });
}

const factsOf = (point: HistoryRecord): AlertFacts => ({
  genesisHash: point.genesisHash,
  block: point.block,
  at: point.at,
  accounts: UNREAD,
  everything: { spot: known(point.spot), exit: known(point.sellable) },
  subnets: subnetsIn(point),
  positions: UNREAD,
  bonds: [],
  rootClaimable: UNREAD,
  calls: UNREAD,
  specVersion: 0,
  requests: [],
});

const testable = new Set(['exit-value', 'spot-price', 'sellable-gap']);

/** Whether our record keeps what such a rule watches. */
export const isTestable = ({ kind, scope }: Pick<AlertRule, 'kind' | 'scope'>): boolean =>
  testable.has(kind) && (kind !== 'sellable-gap' || scope.of !== 'subnet');

type Of = {
  /** Only points of these accounts count. */
  coldkeys: readonly string[];
  now: number;
};

function pointsOf(history: readonly HistoryRecord[], { coldkeys, now }: Of): HistoryRecord[] {
  const own = coldkeys.toSorted().join();
  return history.filter(
    (point) =>
      point.at <= now && point.at >= now - DAYS * DAY && point.coldkeys.toSorted().join() === own,
  );
}

/** What the rule's figure was by our own record, in TAO; null: not known then. Empty for what is no amount. */
export function testedPoints(
  rule: AlertRule,
  history: readonly HistoryRecord[],
  of: Of,
): { at: number; value: bigint | null }[] {
  const { kind } = rule;
  if (kind !== 'exit-value' && kind !== 'spot-price') return [];
  return pointsOf(history, of).map((point) => {
    const figure = figureOf({ kind, scope: rule.scope }, factsOf(point));
    return { at: point.at, value: figure.known ? figure.value : null };
  });
}

/** null: our record has nothing of the kind, or nothing yet. */
export function backTest(
  rule: AlertRule,
  history: readonly HistoryRecord[],
  of: Of,
): BackTest | null {
  const isOfSubnet = rule.scope.of === 'subnet';
  if (!isTestable(rule)) return null;
  const points = pointsOf(history, of);
  const [first] = points;
  if (first === undefined) return null;
  let state = noState(first.genesisHash);
  let count = 0;
  // Quiet time is left out: what it would have put off was told all the same.
  const loud = { ...rule, isEnabled: true, quiet: null };
  for (const point of points) {
    const found = evaluate([loud], factsOf(point), state, { at: point.at, minute: 0 });
    state = found.state;
    count += found.fired.length;
  }
  return {
    count,
    since: first.at,
    isBySpot: rule.kind === 'exit-value' && isOfSubnet,
  };
}
