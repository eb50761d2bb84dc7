// The events of one extrinsic as what it did: trades in order, the network fee, success or the chain's name
// for the failure. Strict: a field that is missing or of another kind throws NODE_MALFORMED.
import { subnetAccountOf } from '../chain/reads/subnet-account.ts';
import { toChainRefusal } from '../chain/runtime/dispatch-errors.ts';
import type { ChainEvent, EventValue } from '../chain/reads/read-events.ts';
import { AppError } from '../errors.ts';
import type { Receipt } from '../model/receipt.ts';
import { toAlphaRao, toNetuid, toRao, type Netuid } from '../units.ts';

/** One trade, or one half of alpha moving as it is. Amounts as they left and reached the coldkey. */
export type StakeTrade = {
  side: 'buy' | 'sell';
  netuid: Netuid;
  coldkey: string;
  hotkey: string;
  /** Rao paid, pool fee included and what the pool did not take left out, or received. */
  tao: bigint;
  /** Alpha-rao received, or sold, pool fee included. */
  alpha: bigint;
  /** In rao for a buy, in alpha-rao for a sale; null on runtimes that do not report it. */
  fee: bigint | null;
  /** A remainder sold by force after a sale of the same position. */
  isResidue: boolean;
};

/** Alpha-rao that a call locked, to the hotkey that got its conviction. */
type LockedAlpha = { hotkey: string; netuid: Netuid; amount: bigint };

/** What one fund paid: rao that became root stake on the validator; `forfeited` is the chain's estimate. */
type FundPaid = { hotkey: string; tao: bigint; forfeited: bigint };

export type ExtrinsicOutcome = {
  isSuccess: boolean;
  /** `Pallet.Error`; null on success. */
  error: string | null;
  trades: readonly StakeTrade[];
  /** Of claims of root rewards; a claim that did nothing leaves none. */
  paidByFunds: readonly FundPaid[];
  locks: readonly LockedAlpha[];
  /** What the account said of locked alpha that others give it; null: nothing. */
  acceptsLocked: boolean | null;
  networkFee: Receipt['networkFee'];
  /** `Pallet.Event` of what this runtime lays out otherwise: what those say is not known. */
  unread: readonly string[];
};

const malformed = (what: string): AppError => new AppError('NODE_MALFORMED', { what });

function bigintOf({ fields, name }: ChainEvent, field: string): bigint {
  const value = fields[field];
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
  throw malformed(`${name}.${field}`);
}

const netuidOf = (event: ChainEvent): Netuid => toNetuid(Number(bigintOf(event, 'netuid')));

function textOf({ fields, name }: ChainEvent, field: string): string {
  const value = fields[field];
  if (typeof value === 'string') return value;
  throw malformed(`${name}.${field}`);
}

function tradeOf(event: ChainEvent, side: StakeTrade['side']): StakeTrade {
  const fee = event.fields['fee'] === undefined ? null : bigintOf(event, 'fee');
  const alpha = bigintOf(event, 'alpha');
  return {
    side,
    netuid: netuidOf(event),
    coldkey: textOf(event, 'coldkey'),
    hotkey: textOf(event, 'hotkey'),
    tao: bigintOf(event, 'tao'),
    // The event names what was sold net of the fee; both left the position.
    alpha: side === 'sell' ? alpha + (fee ?? 0n) : alpha,
    fee,
    isResidue: false,
  };
}

/**
 * Takes out the sale that paid the network fee, made before the call ran, and since spec 469 the purchase after it that
 * gave an unused part back: the event names what the two left. Neither pays a pool fee.
 */
function withoutFeeSale(trades: StakeTrade[], netuid: Netuid, alphaFee: bigint): StakeTrade[] {
  const isFree = (trade: StakeTrade, side: StakeTrade['side']): boolean =>
    trade.side === side && trade.netuid === netuid && (trade.fee ?? 0n) === 0n;
  const exact = trades.findIndex((trade) => isFree(trade, 'sell') && trade.alpha === alphaFee);
  if (exact !== -1) return trades.toSpliced(exact, 1);
  const at = trades.findIndex((trade) => isFree(trade, 'sell') && trade.alpha > alphaFee);
  const sale = trades[at];
  if (sale === undefined) return trades;
  const back = trades.findLastIndex(
    (trade) =>
      isFree(trade, 'buy') && trade.hotkey === sale.hotkey && trade.alpha === sale.alpha - alphaFee,
  );
  return back <= at ? trades : trades.toSpliced(back, 1).toSpliced(at, 1);
}

/** Rao from a subnet's account to a coldkey. */
type Payment = { netuid: Netuid; coldkey: string; amount: bigint };

function paymentOf(event: ChainEvent, trades: readonly StakeTrade[]): Payment | null {
  const { from, to } = event.fields;
  const trade = trades.find(
    ({ netuid, coldkey }) => coldkey === to && subnetAccountOf(netuid) === from,
  );
  if (trade === undefined) return null;
  const { netuid, coldkey } = trade;
  return { netuid, coldkey, amount: bigintOf(event, 'amount') };
}

/**
 * The purchases less what the pool did not take: later runtimes refund it and name the amount before. What a subnet paid the
 * coldkey beyond its sales there is the refund. Source: chain reference §6.
 */
function withoutRefunds(
  trades: readonly StakeTrade[],
  transfers: readonly ChainEvent[],
): StakeTrade[] {
  const payments = transfers.flatMap((event) => paymentOf(event, trades) ?? []);
  const isAt =
    ({ netuid, coldkey }: StakeTrade) =>
    (one: Payment | StakeTrade): boolean =>
      one.netuid === netuid && one.coldkey === coldkey;
  const seen = new Set<string>();
  return trades.map((trade) => {
    const key = `${trade.netuid} ${trade.coldkey}`;
    if (trade.side === 'sell' || seen.has(key)) return trade;
    seen.add(key);
    const sold = trades.filter(isAt(trade)).filter(({ side }) => side === 'sell');
    const paid = payments.filter(isAt(trade)).reduce((sum, { amount }) => sum + amount, 0n);
    const refund = paid - sold.reduce((sum, { tao }) => sum + tao, 0n);
    return refund > 0n && refund <= trade.tao ? { ...trade, tao: trade.tao - refund } : trade;
  });
}

function markResidues(trades: readonly StakeTrade[]): StakeTrade[] {
  const isSamePosition = (a: StakeTrade, b: StakeTrade): boolean =>
    a.side === 'sell' && b.side === 'sell' && a.netuid === b.netuid && a.hotkey === b.hotkey;
  return trades.map((trade, index) => ({
    ...trade,
    isResidue: trades.slice(0, index).some((before) => isSamePosition(before, trade)),
  }));
}

/** Of each validator that paid; what a claim skips is reported before or after what it pays. */
function fundsOf(events: readonly ChainEvent[]): FundPaid[] {
  const named = (name: string): readonly ChainEvent[] =>
    events.filter((event) => event.pallet === 'SubtensorModule' && event.name === name);
  const skipped = named('BasketClaimDustSkipped');
  return named('BasketClaimed').map((event) => {
    const hotkey = textOf(event, 'hotkey');
    const forfeited = skipped
      .filter((one) => textOf(one, 'hotkey') === hotkey)
      .reduce((sum, one) => sum + bigintOf(one, 'forfeited_tao_est'), 0n);
    return { hotkey, tao: bigintOf(event, 'tao'), forfeited };
  });
}

const locksOf = (events: readonly ChainEvent[]): LockedAlpha[] =>
  events
    .filter(({ pallet, name }) => pallet === 'SubtensorModule' && name === 'StakeLocked')
    .map((event) => ({
      hotkey: textOf(event, 'hotkey'),
      netuid: netuidOf(event),
      amount: bigintOf(event, 'amount'),
    }));

function acceptsLockedOf(events: readonly ChainEvent[]): boolean | null {
  const last = events.findLast(
    ({ pallet, name }) => pallet === 'SubtensorModule' && name === 'RejectLockedAlphaUpdated',
  );
  if (last === undefined) return null;
  const rejects = last.fields['enabled'];
  if (typeof rejects !== 'boolean') throw malformed(`${last.name}.enabled`);
  return !rejects;
}

const FAILED = 'System.ExtrinsicFailed';

/** `Pallet.Error` of a dispatch error. */
function errorName(dispatchError: EventValue): string {
  const { pallet, name } = toChainRefusal(dispatchError);
  return `${pallet}.${name}`;
}

/** Throws NODE_MALFORMED where the events do not say how the extrinsic ended. */
export function readOutcome(events: readonly ChainEvent[]): ExtrinsicOutcome {
  let trades: StakeTrade[] = [];
  let networkFee: Receipt['networkFee'] = null;
  let alphaFee: { netuid: Netuid; amount: bigint } | null = null;
  const transfers: ChainEvent[] = [];
  let error: string | null = null;
  let isEnded = false;
  const unread = new Set<string>();
  for (const event of events) {
    const path = `${event.pallet}.${event.name}`;
    if (event.isUnread) {
      unread.add(path);
      // That it failed stands in the name alone.
      isEnded ||= path === FAILED;
      error = path === FAILED ? 'unknown' : error;
      continue;
    }
    switch (path) {
      case 'SubtensorModule.StakeAdded':
        trades.push(tradeOf(event, 'buy'));
        break;
      case 'SubtensorModule.StakeRemoved':
        trades.push(tradeOf(event, 'sell'));
        break;
      case 'Balances.Transfer':
        transfers.push(event);
        break;
      case 'SubtensorModule.TransactionFeePaidWithAlpha':
        alphaFee = { netuid: netuidOf(event), amount: bigintOf(event, 'alpha_fee') };
        break;
      case 'TransactionPayment.TransactionFeePaid':
        networkFee = { paidIn: 'tao', fee: toRao(bigintOf(event, 'actual_fee')) };
        break;
      case 'System.ExtrinsicSuccess':
        isEnded = true;
        break;
      case FAILED:
        isEnded = true;
        error = errorName(event.fields['dispatch_error'] ?? null);
        break;
      default:
    }
  }
  if (!isEnded) throw malformed('no end of the extrinsic in its events');
  trades = withoutRefunds(trades, transfers);
  if (alphaFee !== null) {
    const { netuid, amount } = alphaFee;
    networkFee = { paidIn: 'alpha', netuid, fee: toAlphaRao(amount) };
    trades = withoutFeeSale(trades, netuid, amount);
  }
  const told = events.filter(({ isUnread }) => isUnread !== true);
  return {
    isSuccess: error === null,
    error,
    trades: markResidues(trades),
    paidByFunds: fundsOf(told),
    locks: locksOf(told),
    acceptsLocked: acceptsLockedOf(told),
    networkFee,
    unread: [...unread],
  };
}
