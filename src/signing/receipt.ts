// What an included extrinsic did beside what its plan expected, amount by amount. Pure: plan and events in,
// receipt out.
import type { BlockRef } from '../model/facts.ts';
import type { Leg, Plan, Quantity } from '../model/plan.ts';
import type { Receipt, ReceiptLabel, ReceiptLine } from '../model/receipt.ts';
import { ROOT_NETUID, type Netuid } from '../units.ts';
import { claimLines, emptyClaims } from './claim-receipt.ts';
import { shortfallOf } from './shortfall.ts';
import type { ExtrinsicOutcome, StakeTrade } from './stake-events.ts';

type ReceiptParts = {
  plan: Plan;
  /** The same move planned on the state right before the block; null: not available. */
  atParent: Plan | null;
  block: BlockRef;
  extrinsicIndex: number;
  /** Epoch milliseconds of the block. */
  at: number;
  outcome: ExtrinsicOutcome;
};

type Amount = Pick<ReceiptLine, 'unit' | 'netuid'> & { amount: bigint };

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((a, b) => a + b, 0n);

const amountOf = (quantity: Quantity): Amount =>
  quantity.unit === 'rao'
    ? { unit: 'rao', netuid: ROOT_NETUID, amount: quantity.amount }
    : { unit: 'alpha', netuid: quantity.netuid, amount: quantity.amount };

const line = (labelKey: ReceiptLabel, expected: Amount, actual: bigint): ReceiptLine => ({
  labelKey,
  unit: expected.unit,
  netuid: expected.netuid,
  expected: expected.amount,
  actual,
});

const isSell = ({ side }: StakeTrade): boolean => side === 'sell';

/** What left the coldkey in that unit: rao into purchases, or alpha out of a subnet's positions. */
function given({ unit, netuid }: Amount, trades: readonly StakeTrade[]): bigint {
  if (unit === 'rao') return sum(trades.filter((trade) => !isSell(trade)).map(({ tao }) => tao));
  const sales = trades.filter((trade) => isSell(trade) && trade.netuid === netuid);
  return sum(sales.filter(({ isResidue }) => !isResidue).map(({ alpha }) => alpha));
}

/** What arrived in that unit: rao of sales, or alpha bought in or moved into a subnet. */
function received({ unit, netuid }: Amount, trades: readonly StakeTrade[]): bigint {
  if (unit === 'rao') return sum(trades.filter(isSell).map(({ tao }) => tao));
  const arrivals = trades.filter((trade) => !isSell(trade) && trade.netuid === netuid);
  return sum(arrivals.map(({ alpha }) => alpha));
}

/** Each trade's own leg: the next of that side, subnet and purpose that no earlier trade took. */
function pairLegs(
  legs: readonly Leg[],
  trades: readonly StakeTrade[],
): { leg: Leg; trade: StakeTrade | null }[] {
  const left = [...trades];
  return legs
    .filter(({ purpose }) => purpose !== 'network-fee')
    .map((leg) => {
      const at = left.findIndex(
        (trade) =>
          trade.side === leg.side &&
          trade.netuid === leg.netuid &&
          trade.isResidue === (leg.purpose === 'residue'),
      );
      return { leg, trade: at === -1 ? null : (left.splice(at, 1)[0] ?? null) };
    });
}

type Pair = ReturnType<typeof pairLegs>[number];

/** Rao that a leg's sale brings or its purchase costs, expected and actual. */
function taoLine(labelKey: ReceiptLabel, netuid: Netuid, { leg, trade }: Pair): ReceiptLine {
  const { amountIn, amountOut, fee } = leg.fill;
  const expected = leg.side === 'sell' ? amountOut : amountIn + fee;
  return { labelKey, unit: 'rao', netuid, expected, actual: trade?.tao ?? 0n };
}

/** One line a unit: fees in TAO together, fees in alpha by subnet. */
function feeLines(pairs: readonly Pair[]): ReceiptLine[] {
  const lines = new Map<string, ReceiptLine>();
  for (const { leg, trade } of pairs) {
    // A trade that did not happen paid nothing; a runtime that does not report fees leaves no line.
    if (trade !== null && trade.fee === null) continue;
    const planned = amountOf(leg.swapFee);
    const key = `${planned.unit} ${planned.netuid}`;
    const before = lines.get(key) ?? line('receiptPoolFee', { ...planned, amount: 0n }, 0n);
    lines.set(key, {
      ...before,
      expected: (before.expected ?? 0n) + planned.amount,
      actual: before.actual + (trade?.fee ?? 0n),
    });
  }
  return [...lines.values()];
}

function residueLines(pairs: readonly Pair[], trades: readonly StakeTrade[]): ReceiptLine[] {
  const planned = pairs.filter(({ leg }) => leg.purpose === 'residue');
  const paired = new Set(planned.map(({ trade }) => trade));
  const unforeseen = trades.filter((trade) => trade.isResidue && !paired.has(trade));
  return [
    ...planned.map(({ leg, trade }): ReceiptLine => {
      const { amountIn, fee } = leg.fill;
      const { netuid } = leg;
      const expected = amountIn + fee;
      const actual = trade?.alpha ?? 0n;
      return { labelKey: 'receiptResidue', unit: 'alpha', netuid, expected, actual };
    }),
    ...unforeseen.map(({ netuid, alpha }): ReceiptLine => {
      return { labelKey: 'receiptResidue', unit: 'alpha', netuid, expected: null, actual: alpha };
    }),
  ];
}

/** The parts of a move in several trades: what each sale brought, and what of it stayed free. */
function partLines(plan: Plan, pairs: readonly Pair[], outcome: ExtrinsicOutcome): ReceiptLine[] {
  const trades = pairs.filter(({ leg }) => leg.purpose === 'trade');
  const sales = trades.filter(({ leg }) => leg.side === 'sell');
  const isChain = trades.length > sales.length && sales.length > 0;
  if (!isChain && sales.length < 2) return [];
  const labelKey = isChain ? 'receiptBetween' : 'receiptItem';
  const lines = sales.map((pair) => taoLine(labelKey, pair.leg.netuid, pair));
  if (!isChain) return lines;
  const netuid = ROOT_NETUID;
  const brought = sum(outcome.trades.filter(isSell).map(({ tao }) => tao));
  const spent = sum(outcome.trades.filter((trade) => !isSell(trade)).map(({ tao }) => tao));
  const spare = brought > spent ? brought - spent : 0n;
  if (plan.spareTao === 0n && spare === 0n) return lines;
  const kept = { unit: 'rao', netuid, amount: plan.spareTao } as const;
  return [...lines, line('receiptSpareTao', kept, spare)];
}

/** What the events say was locked, beside what the plan locks. */
function lockLines({ lock }: Plan, { locks }: ExtrinsicOutcome): ReceiptLine[] {
  if (lock === undefined) return [];
  const { netuid, hotkey, amount } = lock;
  const own = locks.filter((one) => one.netuid === netuid && one.hotkey === hotkey);
  const actual = sum(own.map((one) => one.amount));
  return [{ ...line('receiptLocked', { unit: 'alpha', netuid, amount }, actual), hotkey }];
}

/** The main amount first: it is what `poolMovedBefore` is an amount of. */
function linesOf(plan: Plan, outcome: ExtrinsicOutcome): ReceiptLine[] {
  const { trades } = outcome;
  const pairs = pairLegs(plan.legs, trades);
  const lines: ReceiptLine[] = [...claimLines(plan, outcome), ...lockLines(plan, outcome)];
  // What a claim pays into root stake is in its own lines; TAO that leaves with it is received.
  if (plan.receives !== null && !(plan.claims && plan.receives.expected.unit === 'alpha')) {
    const expected = amountOf(plan.receives.expected);
    lines.push(line('receiptReceived', expected, received(expected, trades)));
  }
  if (plan.gives !== null) {
    const gives = amountOf(plan.gives);
    lines.push(line('receiptGave', gives, given(gives, trades)));
  }
  lines.push(...partLines(plan, pairs, outcome), ...residueLines(pairs, trades));
  lines.push(...feeLines(pairs));
  return lines;
}

/** How much the pools' own movement before our block changed the main amount; null where it cannot be computed. */
function movedBefore(plan: Plan, atParent: Plan | null): bigint | null {
  const [agreed, before] = [plan.receives?.expected, atParent?.receives?.expected];
  // What a claim pays has two parts where root stake leaves with it: the difference is not of one amount.
  if (plan.claims && plan.claims.length > 0 && agreed?.unit === 'rao') return null;
  if (!agreed || !before || agreed.unit !== before.unit) return null;
  return before.amount - agreed.amount;
}

/**
 * The difference of the main amount falls into two parts: `poolMovedBefore` up to the state before the block, and
 * the rest within the block (its injections, and others who traded before us in it).
 */
export function makeReceipt(parts: ReceiptParts): Receipt {
  const { plan, atParent, block, extrinsicIndex, at, outcome } = parts;
  const { isSuccess, error, networkFee, unread, acceptsLocked } = outcome;
  // Half of what happened beside the whole plan would look like a loss.
  const isTold = isSuccess && unread.length === 0;
  return {
    block,
    extrinsicIndex,
    at,
    isSuccess,
    error,
    // A failed call changed nothing but the fee: there is nothing to set beside the plan.
    lines: isTold ? linesOf(plan, outcome) : [],
    networkFee,
    poolMovedBefore: isTold ? movedBefore(plan, atParent) : null,
    shortfall: isTold ? shortfallOf(plan, outcome.trades) : null,
    ...(isTold && plan.claims && { emptyClaims: emptyClaims(plan, atParent, outcome) }),
    ...(isTold && acceptsLocked !== null && { acceptsLocked }),
    ...(unread.length === 0 ? {} : { unread: [...unread] }),
  };
}
