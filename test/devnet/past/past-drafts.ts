// What one call did to whom, as legs: amounts as the chain's events say them, and where they say none, what the position
// was worth before and after. Refuses to know blocks and fees.
import type { LedgerCall, LedgerEvent } from '../ledger/calls/ledger-call.ts';
import { netuidsOf, subnetAt } from '../ledger/ledger-run.ts';
import { ledgerReads } from '../ledger/ledger.ts';
import type { AccountId, LedgerState } from '../ledger/state/ledger-state.ts';
import { positionAlpha } from '../ledger/state/share-pool.ts';
import { subnetAccount } from '../ledger/state/balances.ts';
import type { PastHolding, PastKind, PastLeg, PastPrice, PastRecord } from './past-record.ts';

export type Draft = Readonly<{
  coldkey: AccountId;
  kind: PastKind;
  legs: readonly PastLeg[];
  poolFees: PastRecord['poolFees'];
  counterparty: AccountId | null;
}>;

/** Before 252 no event tells the alpha of a trade with its fee. */
const TOLD_SINCE = 252;
const CLAIM_AMOUNTS_SINCE = 441;

type Trade = Readonly<{
  isPurchase: boolean;
  coldkey: AccountId;
  hotkey: AccountId;
  netuid: number;
  tao: bigint;
  /** As it changed the position, pool fee included. */
  alpha: bigint;
  fee: bigint;
}>;

const bigAt = (event: LedgerEvent, key: string): bigint => {
  const value = event.fields[key];
  if (typeof value !== 'bigint') throw new RangeError(`${event.name} has no amount ${key}`);
  return value;
};
const textAt = (event: LedgerEvent, key: string): string => {
  const value = event.fields[key];
  if (typeof value !== 'string') throw new RangeError(`${event.name} has no account ${key}`);
  return value;
};

function tradesOf(events: readonly LedgerEvent[]): Trade[] {
  return events.flatMap((event): Trade[] => {
    const isPurchase = event.name === 'StakeAdded';
    if (!isPurchase && event.name !== 'StakeRemoved') return [];
    const fee = bigAt(event, '5');
    return [
      {
        isPurchase,
        coldkey: textAt(event, '0'),
        hotkey: textAt(event, '1'),
        netuid: Number(event.fields['4']),
        tao: bigAt(event, '2'),
        alpha: isPurchase ? bigAt(event, '3') : bigAt(event, '3') + fee,
        fee,
      },
    ];
  });
}

export const holdingAt = (state: LedgerState, netuid: number, hotkey: AccountId): PastHolding => ({
  netuid,
  registeredAt: netuid === 0 ? 0 : subnetAt(state, netuid).registeredAt,
  hotkey,
});

/** Positions of a coldkey, worth something. */
export function holdingsOf(
  state: LedgerState,
  coldkey: AccountId,
): (PastHolding & { alpha: bigint })[] {
  const found: (PastHolding & { alpha: bigint })[] = [];
  for (const netuid of netuidsOf(state)) {
    for (const hotkey of state.stakingHotkeys.get(coldkey) ?? []) {
      const alpha = positionAlpha(state, hotkey, coldkey, netuid);
      if (alpha > 0n) found.push({ ...holdingAt(state, netuid, hotkey), alpha });
    }
  }
  return found;
}

const nameOf = ({ netuid, registeredAt, hotkey }: PastHolding): string =>
  `${netuid}/${registeredAt}/${hotkey}`;

/** How the positions of a coldkey differ between two states at the same dividends. */
export function alphaBetween(
  before: LedgerState,
  after: LedgerState,
  coldkey: AccountId,
): PastLeg[] {
  const old = new Map(holdingsOf(before, coldkey).map((held) => [nameOf(held), held]));
  const legs: PastLeg[] = [];
  for (const held of holdingsOf(after, coldkey)) {
    const change = held.alpha - (old.get(nameOf(held))?.alpha ?? 0n);
    old.delete(nameOf(held));
    const { alpha: _, ...holding } = held;
    if (change !== 0n) legs.push({ of: 'alpha', change, ...holding });
  }
  for (const { alpha, ...holding } of old.values()) {
    legs.push({ of: 'alpha', change: -alpha, ...holding });
  }
  return legs;
}

/** `before`, `after`: states around the call alone. */
export type Done = Readonly<{
  before: LedgerState;
  after: LedgerState;
  origin: AccountId;
  call: LedgerCall;
  events: readonly LedgerEvent[];
  specVersion: number;
}>;

export function draftsOf(done: Done): Draft[] {
  const { call, origin, events } = done;
  switch (call.name) {
    case 'add_stake':
    case 'add_stake_limit':
    case 'remove_stake':
    case 'remove_stake_limit':
    case 'remove_stake_full_limit':
    case 'unstake_all':
      return tradesOf(events).map((trade) => tradeDraft(done, trade));
    case 'move_stake':
    case 'move_stake_limit':
    case 'swap_stake':
    case 'swap_stake_limit':
    case 'transfer_stake':
    case 'transfer_stake_and_hotkey':
      return movementDrafts(done);
    case 'transfer_allow_death':
    case 'transfer_keep_alive':
    case 'transfer_all':
      return transferDrafts(done, call.args.dest);
    case 'claim_root':
    case 'claim_root_with_hotkey':
      return claimDrafts(done, origin);
    default:
      return [];
  }
}

/** What a purchase got back of its TAO. */
function refundOf({ events }: Done, { netuid, coldkey }: Trade): bigint {
  const from = subnetAccount(netuid);
  return events
    .filter(
      ({ name, fields }) =>
        name === 'Transfer' && fields['from'] === from && fields['to'] === coldkey,
    )
    .reduce((sum, event) => sum + bigAt(event, 'amount'), 0n);
}

function alphaLeg(done: Done, trade: Trade): PastLeg {
  const { before, after, specVersion } = done;
  const { coldkey, hotkey, netuid, isPurchase } = trade;
  const isTold = specVersion >= TOLD_SINCE;
  const worth = (state: LedgerState): bigint => positionAlpha(state, hotkey, coldkey, netuid);
  const told = isPurchase ? trade.alpha : -trade.alpha;
  const change = isTold ? told : worth(after) - worth(before);
  return { of: 'alpha', change, ...holdingAt(before, netuid, hotkey) };
}

const poolFeesOf = ({ specVersion }: Done, trades: readonly Trade[]): PastRecord['poolFees'] =>
  specVersion < TOLD_SINCE
    ? []
    : trades
        .filter(({ fee }) => fee > 0n)
        .map(({ isPurchase, netuid, fee }) => ({
          unit: isPurchase ? 'rao' : 'alpha',
          netuid,
          amount: fee,
        }));

function tradeDraft(done: Done, trade: Trade): Draft {
  const { coldkey, isPurchase, tao } = trade;
  const change = isPurchase ? refundOf(done, trade) - tao : tao;
  return {
    coldkey,
    kind: isPurchase ? 'stake' : 'unstake',
    legs: [{ of: 'free', change }, alphaLeg(done, trade)],
    poolFees: poolFeesOf(done, [trade]),
    counterparty: null,
  };
}

/** Out of one position, into another one: of the same account, or of two. */
function movementDrafts(done: Done): Draft[] {
  const trades = tradesOf(done.events);
  const sold = trades.filter(({ isPurchase }) => !isPurchase);
  const bought = trades.filter(({ isPurchase }) => isPurchase);
  const [from] = sold;
  const [to] = bought;
  if (from === undefined || to === undefined || trades.length !== 2) {
    throw new RangeError('a movement of another form');
  }
  const legs = [alphaLeg(done, from), alphaLeg(done, to)] as const;
  if (from.coldkey === to.coldkey) {
    const kind = from.netuid === to.netuid ? 'move' : 'swap';
    const { coldkey } = from;
    const left = from.netuid === to.netuid ? 0n : from.tao - to.tao;
    const free: PastLeg[] = left === 0n ? [] : [{ of: 'free', change: left }];
    const poolFees = poolFeesOf(done, trades);
    return [{ coldkey, kind, legs: [...legs, ...free], poolFees, counterparty: null }];
  }
  return [
    {
      coldkey: from.coldkey,
      kind: 'stake-out',
      legs: [legs[0]],
      poolFees: poolFeesOf(done, [from]),
      counterparty: to.coldkey,
    },
    {
      coldkey: to.coldkey,
      kind: 'stake-in',
      legs: [legs[1]],
      poolFees: poolFeesOf(done, [to]),
      counterparty: from.coldkey,
    },
  ];
}

/** What was left of the sender below the deposit is lost with its account, told apart from what it sent. */
function transferDrafts({ events, origin }: Done, dest: AccountId): Draft[] {
  const moved = events.find(({ name }) => name === 'Transfer');
  if (moved === undefined) return [];
  const amount = bigAt(moved, 'amount');
  const draft = (
    coldkey: AccountId,
    kind: PastKind,
    change: bigint,
    counterparty: AccountId | null,
  ): Draft => ({ coldkey, kind, legs: [{ of: 'free', change }], poolFees: [], counterparty });
  const dust = events.find(({ name }) => name === 'DustLost');
  return [
    draft(origin, 'tao-out', -amount, dest),
    draft(dest, 'tao-in', amount, origin),
    ...(dust ? [draft(origin, 'other', -bigAt(dust, 'amount'), null)] : []),
  ];
}

/** Up to 440 no event names an amount; later one names it for each validator. */
function claimDrafts(done: Done, coldkey: AccountId): Draft[] {
  const { before, after, events, specVersion } = done;
  const common = { coldkey, kind: 'claim', poolFees: [], counterparty: null } as const;
  if (specVersion < CLAIM_AMOUNTS_SINCE) {
    const legs = alphaBetween(before, after, coldkey);
    return legs.length === 0 ? [] : [{ ...common, legs }];
  }
  return events
    .filter(({ name }) => name === 'BasketClaimed')
    .map((event) => ({
      ...common,
      legs: [
        {
          of: 'alpha',
          change: bigAt(event, 'tao'),
          ...holdingAt(before, 0, textAt(event, 'hotkey')),
        },
      ],
    }));
}

/** Prices in a state, of the subnets that legs are on. */
export function pricesOf(state: LedgerState, legs: readonly PastLeg[]): PastPrice[] {
  const found = new Map<string, PastPrice>();
  for (const leg of legs) {
    if (leg.of !== 'alpha' || leg.netuid === 0) continue;
    const { netuid, registeredAt } = leg;
    const raoPerAlpha = ledgerReads.currentAlphaPrice(state, netuid);
    found.set(`${netuid}/${registeredAt}`, { netuid, registeredAt, raoPerAlpha });
  }
  return [...found.values()];
}

/** What an extrinsic cost its signer, by all of its events. */
export function feeLegOf(
  state: LedgerState,
  signer: AccountId,
  events: readonly LedgerEvent[],
): PastLeg | null {
  const inAlpha = events.find(({ name }) => name === 'TransactionFeePaidWithAlpha');
  const paid = events.findLast(({ name }) => name === 'TransactionFeePaid');
  if (inAlpha !== undefined) {
    const netuid = Number(inAlpha.fields['netuid']);
    const sold = events.find(
      ({ name, fields }) =>
        name === 'StakeRemoved' && fields['0'] === signer && fields['4'] === netuid,
    );
    const registeredAt = netuid === 0 ? 0 : (state.subnets.get(netuid)?.registeredAt ?? 0);
    const hotkey = sold ? textAt(sold, '1') : '';
    return { of: 'alpha', change: -bigAt(inAlpha, 'alpha_fee'), netuid, registeredAt, hotkey };
  }
  const fee = paid ? bigAt(paid, 'actual_fee') : 0n;
  return fee === 0n ? null : { of: 'free', change: -fee };
}
