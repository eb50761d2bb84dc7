// What a finished transaction came to: its main amount, how far that is from the quote, and where to go from there. Pure.
import type { Move } from '../../model/move.ts';
import type { Receipt, ReceiptLabel, ReceiptLine } from '../../model/receipt.ts';
import type { SnapshotRecord } from '../../model/records.ts';
import type { SigningRequest } from '../../model/request.ts';
import { isAllRead, type PortfolioSums, type SubnetSums } from '../../portfolio/portfolio-value.ts';
import { drawnRatio, mulDivDown, PPM, ROOT_NETUID, type Netuid } from '../../units.ts';
import { averagePrice } from '../books/entry-view.ts';
import type { TicketStart } from '../core/router.ts';

/** Actual against expected in parts per million, towards zero; null when there is nothing to compare. */
export function differencePpm({ expected, actual }: ReceiptLine): bigint | null {
  if (expected === null || expected === 0n) return null;
  return actual >= expected
    ? mulDivDown(actual - expected, PPM, expected)
    : -mulDivDown(expected - actual, PPM, expected);
}

const labels = {
  receiptReceived: 'outcomeReceived',
  receiptClaimed: 'outcomeClaimed',
  receiptClaimedAll: 'outcomeClaimed',
  receiptLocked: 'outcomeLocked',
} as const satisfies Partial<Record<ReceiptLabel, string>>;

const isLabelled = (label: ReceiptLabel): label is keyof typeof labels => label in labels;

type Outcome = {
  line: ReceiptLine;
  labelKey: (typeof labels)[keyof typeof labels] | 'outcomeTransferred';
};

/** The amount to show large; null: the transaction did not succeed, or brought no single amount. */
export function outcomeOf({ receipt, plan }: SigningRequest): Outcome | null {
  if (receipt === null || !receipt.isSuccess) return null;
  const total = receipt.lines.find(({ labelKey }) => labelKey === 'receiptClaimedAll');
  const line = total ?? receipt.lines[0];
  if (line === undefined || !isLabelled(line.labelKey) || line.actual === 0n) return null;
  // What is transferred arrives at somebody else.
  const isOthers = plan.move.kind === 'transfer' && line.labelKey === 'receiptReceived';
  return { line, labelKey: isOthers ? 'outcomeTransferred' : labels[line.labelKey] };
}

/** As on the ticket: what a trade brings has as many digits as its minimum. */
export const hasTrade = ({ legs }: SigningRequest['plan']): boolean =>
  legs.some(({ purpose }) => purpose === 'trade');

/** What each alpha of one stake or unstake cost or brought, as its entry in the book has it; null: it was no such trade. */
export function priceOf(
  kind: Move['kind'],
  { lines }: Pick<Receipt, 'lines'>,
): { netuid: Netuid; raoPerAlpha: bigint } | null {
  if (kind !== 'stake' && kind !== 'unstake' && kind !== 'unstake-all') return null;
  const ends = lines.filter(({ labelKey }) =>
    ['receiptGave', 'receiptReceived'].includes(labelKey),
  );
  const tao = ends.find(({ unit }) => unit === 'rao');
  const alpha = ends.find(({ unit }) => unit === 'alpha');
  if (ends.length !== 2 || tao === undefined || alpha === undefined) return null;
  const way = kind === 'stake' ? 'stake' : 'unstake';
  return averagePrice(way, alpha.netuid, tao.actual, alpha.actual);
}

/** Places from 0 to 100 on the bar from the minimum to the quote. */
type Scale = { minimum: number; expected: number; actual: number };

const MARGIN = 6;

/** null: there is no minimum below the quote, or nothing differs from it. */
export function scaleOf(request: SigningRequest): Scale | null {
  const outcome = outcomeOf(request);
  const { receives } = request.plan;
  if (outcome === null || receives === null) return null;
  const { unit, netuid, expected, actual } = outcome.line;
  const minimum = (request.queueEntry ?? receives).minimum;
  const isSame = minimum.unit === unit && (minimum.unit === 'rao' || minimum.netuid === netuid);
  if (!isSame || expected === null || expected === actual || minimum.amount >= expected)
    return null;
  const amounts = [minimum.amount, expected, actual];
  const low = amounts.reduce((a, b) => (b < a ? b : a));
  const high = amounts.reduce((a, b) => (b > a ? b : a));
  const placeOf = (amount: bigint): number =>
    MARGIN + drawnRatio(amount - low, high - low) * (100 - 2 * MARGIN);
  return { minimum: placeOf(minimum.amount), expected: placeOf(expected), actual: placeOf(actual) };
}

/** The subnet whose position the move changed last; null: there is no single one. */
function subnetOf(move: Move): Netuid | null {
  switch (move.kind) {
    case 'change-subnet':
      return move.toNetuid;
    case 'claim':
      return ROOT_NETUID;
    case 'exit-several':
    case 'accept-locked':
      return null;
    default:
      return move.netuid;
  }
}

/**
 * What is held since in the subnet that the move changed last: of the network that it was made on, of a block in which it is
 * counted already, and of all accounts together; null: not known so.
 */
export function holdsOf(
  request: SigningRequest,
  picture: SnapshotRecord | null,
  sums: PortfolioSums | null,
): SubnetSums | null {
  const { receipt, coldkey, genesisHash } = request;
  const { subnet } = nextStepsOf(request);
  if (receipt === null || subnet === null || picture === null || sums === null) return null;
  if (picture.genesisHash !== genesisHash) return null;
  if (picture.snapshot.block.number < receipt.block.number) return null;
  if (!isAllRead(sums) || !sums.coldkeys.some((one) => one.coldkey === coldkey)) return null;
  const held = sums.subnets.find(({ netuid }) => netuid === subnet);
  return held?.isSellableWhole === true ? held : null;
}

/** What a person may want next: to see the position, and after a stake to stake more. */
export function nextStepsOf({ plan: { move } }: Pick<SigningRequest, 'plan'>): {
  subnet: Netuid | null;
  more: TicketStart | null;
} {
  const { kind, coldkey } = move;
  const more =
    kind === 'stake' ? { kind, coldkey, hotkey: move.hotkey, netuid: move.netuid } : null;
  return { subnet: subnetOf(move), more };
}
