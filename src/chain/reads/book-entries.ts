// What one block did to one account, as entries of its book. What events tell is told apart by them; what of the account's
// TAO or stake changed beyond that is an entry `other`, never a guess, so that all changes of the block are in the entries.
import type { BookEntry, EntryKind, Leg } from '../../model/book.ts';
import type { PastMark, Place } from '../../model/past.ts';
import type { CallDraft, CallValue } from '../../model/plan.ts';
import { toNetuid, type Hex, type Netuid, type Ss58Address } from '../../units.ts';
import { toChainRefusal } from '../runtime/dispatch-errors.ts';
import { parseSs58 } from '../scale/ss58.ts';
import {
  accountIn,
  amountIn,
  stepsOf,
  subnetOf,
  type BookStep,
  type BookTrade,
} from './book-trades.ts';
import type { BookBlock, BookExtrinsic } from './read-book-block.ts';
import type { ChainEvent } from './read-events.ts';

export type BlockOfAccount = {
  genesisHash: Hex;
  coldkey: Ss58Address;
  body: BookBlock;
  /** At the block before, and at the block. Both full. */
  before: PastMark;
  after: PastMark;
  /** Places whose share changed. */
  changed: readonly Place[];
  /** Of a subnet that was removed before; null: not known. */
  registeredAt: (netuid: Netuid) => number | null;
};

export type EntriesOfBlock = {
  /** Without prices. */
  entries: readonly BookEntry[];
  /** Extrinsics that the account signed. */
  own: number;
  isReaped: boolean;
};

type Draft = {
  kind: EntryKind;
  legs: Leg[];
  fee: Leg | null;
  poolFees: BookEntry['poolFees'][number][];
  counterparty: Ss58Address | null;
  error: string | null;
  item: number;
  extrinsic: BookExtrinsic | null;
  /** Which group of events it came from. */
  group: number;
};

const isAt = (place: Place, other: Place): boolean =>
  place.netuid === other.netuid && place.hotkey === other.hotkey;

const nameOf = ({ pallet, name }: ChainEvent): string => `${pallet}.${name}`;

/** Events that belong together: of one extrinsic, or of the block's beginning or end. */
function groupsOf(events: readonly ChainEvent[]): ChainEvent[][] {
  const groups: ChainEvent[][] = [];
  for (const event of events) {
    const last = groups.at(-1);
    if (last !== undefined && last[0]?.extrinsicIndex === event.extrinsicIndex) last.push(event);
    else groups.push([event]);
  }
  return groups;
}

const isCall = (value: CallValue | undefined): value is CallDraft =>
  typeof value === 'object' && value !== null && 'pallet' in value;
const isList = (value: CallValue | undefined): value is readonly CallValue[] =>
  Array.isArray(value);

/** The call that did it: inside a proxy, a batch or a multisig. `item`: which one of a batch. */
function innerCall(call: CallDraft, item: number): CallDraft {
  const { call: one, calls } = call.args;
  if (isCall(one)) return innerCall(one, item);
  if (!isList(calls)) return call;
  const inner = calls[Math.min(item, calls.length - 1)];
  return isCall(inner) ? innerCall(inner, 0) : call;
}

function callName(extrinsic: BookExtrinsic, item: number): string {
  const { pallet, name } = innerCall(extrinsic.call(), item);
  return `${pallet}.${name}`;
}

const netuidArgument = (call: CallDraft): Netuid | null => {
  const value = call.args['netuid'];
  return typeof value === 'number' ? toNetuid(value) : null;
};

/** For whom an extrinsic acted: its signer, or whom a proxy stood for. Only asked where events do not tell. */
function actorOf(
  extrinsic: BookExtrinsic | null,
  events: readonly ChainEvent[],
): Ss58Address | null {
  const isUntold = events.some(
    ({ name, fields }) => /^Stake(?:Added|Removed)$/.test(name) && fields['coldkey'] === undefined,
  );
  if (extrinsic === null || !isUntold) return null;
  const { pallet, args } = extrinsic.call();
  const real = pallet === 'Proxy' ? args['real'] : null;
  return typeof real === 'string' ? parseSs58(real) : extrinsic.signer;
}

/** Sorts the blocks' events for one account; `draft` entries get their place and block at the end. */
class Sorting {
  readonly drafts: Draft[] = [];
  readonly of: BlockOfAccount;
  group = 0;

  constructor(of: BlockOfAccount) {
    this.of = of;
  }

  alpha(hotkey: Ss58Address, netuid: Netuid, change: bigint): Leg {
    const { registeredAt } = this.of;
    const since = netuid === 0 ? 0 : (registeredAt(netuid) ?? 0);
    return { of: 'alpha', change, netuid, registeredAt: since, hotkey };
  }

  add(kind: EntryKind, extrinsic: BookExtrinsic | null, draft: Partial<Draft>): Draft {
    const empty = { legs: [], fee: null, poolFees: [], counterparty: null, error: null, item: 0 };
    const made: Draft = { ...empty, group: this.group, ...draft, kind, extrinsic };
    made.legs = made.legs.filter(({ change }) => change !== 0n);
    this.drafts.push(made);
    return made;
  }

  /** Stake at a place before and after. */
  growth(place: Place): bigint {
    const amount = ({ full }: PastMark): bigint =>
      full?.held.find((one) => isAt(one, place))?.alpha ?? 0n;
    return amount(this.of.after) - amount(this.of.before);
  }
}

const free = (change: bigint): Leg => ({ of: 'free', change });

type Group = {
  events: readonly ChainEvent[];
  extrinsic: BookExtrinsic | null;
};

/** Rao that subnets paid to the account in this group, and that are no sale's: what a pool did not take of a purchase. */
function refundsOf(sorting: Sorting, { events }: Group, trades: readonly BookTrade[]) {
  const refunds = new Map<Netuid, bigint>();
  for (const event of events) {
    if (nameOf(event) !== 'Balances.Transfer' || event.isUnread) continue;
    const netuid = subnetOf(accountIn(event, 'from'));
    if (netuid === null || accountIn(event, 'to') !== sorting.of.coldkey) continue;
    refunds.set(netuid, (refunds.get(netuid) ?? 0n) + amountIn(event, 'amount'));
  }
  for (const { side, netuid, tao } of trades) {
    if (side === 'sell' && netuid !== null) refunds.set(netuid, (refunds.get(netuid) ?? 0n) - tao);
  }
  return (trade: BookTrade): bigint => {
    const refund = trade.netuid === null ? 0n : (refunds.get(trade.netuid) ?? 0n);
    if (refund <= 0n || refund > trade.tao || trade.netuid === null) return trade.tao;
    refunds.delete(trade.netuid);
    return trade.tao - refund;
  };
}

/** Alpha that came to or left the position; where no event tells it, what the position changed by. */
function changeBy(sorting: Sorting, trade: BookTrade, netuid: Netuid): bigint {
  if (trade.alpha !== null) return trade.side === 'buy' ? trade.alpha : -trade.alpha;
  const place = { hotkey: trade.hotkey, netuid };
  const isTold = sorting.drafts.some(({ legs }) =>
    legs.some((leg) => leg.of === 'alpha' && isAt(leg, place)),
  );
  return isTold ? 0n : sorting.growth(place);
}

/** Before the events named it, the subnet stands in the call alone; before dTAO there was none. */
function netuidOf({ extrinsic }: Group, { netuid, item }: BookTrade): Netuid {
  if (netuid !== null) return netuid;
  const told = extrinsic === null ? null : netuidArgument(innerCall(extrinsic.call(), item));
  return told ?? toNetuid(0);
}

function addTrade(
  sorting: Sorting,
  group: Group,
  trade: BookTrade,
  taoOf: (trade: BookTrade) => bigint,
) {
  const { side, hotkey, item, fee } = trade;
  const isBuy = side === 'buy';
  const netuid = netuidOf(group, trade);
  const tao = isBuy ? -taoOf(trade) : trade.tao;
  const unit = isBuy ? ('rao' as const) : ('alpha' as const);
  sorting.add(isBuy ? 'stake' : 'unstake', group.extrinsic, {
    legs: [free(tao), sorting.alpha(hotkey, netuid, changeBy(sorting, trade, netuid))],
    poolFees: fee === 0n ? [] : [{ unit, netuid, amount: fee }],
    item,
  });
}

const feesOf = (sale: BookTrade | null, purchase: BookTrade | null): Draft['poolFees'] =>
  [sale, purchase].flatMap((trade) =>
    trade === null || trade.fee === 0n || trade.netuid === null
      ? []
      : [
          {
            unit: trade.side === 'buy' ? ('rao' as const) : ('alpha' as const),
            netuid: trade.netuid,
            amount: trade.fee,
          },
        ],
  );

type Pair = Extract<BookStep, { kind: 'pair' }>;

function addPair(
  sorting: Sorting,
  { extrinsic }: Group,
  pair: Pair,
  taoOf: (trade: BookTrade) => bigint,
) {
  const { coldkey } = sorting.of;
  const { from, to, tao, item } = pair;
  const sale = from === coldkey ? pair.sale : null;
  const purchase = to === coldkey ? pair.purchase : null;
  const legs: Leg[] = [];
  for (const trade of [sale, purchase]) {
    if (trade === null || trade.netuid === null) continue;
    const change = changeBy(sorting, trade, trade.netuid);
    legs.push(sorting.alpha(trade.hotkey, trade.netuid, change));
  }
  const counterparty = from === to ? null : from === coldkey ? to : from;
  const more = { legs, poolFees: feesOf(sale, purchase), counterparty, item };
  const isWithin = pair.sale?.netuid === pair.purchase?.netuid;
  if (from !== to) {
    if (sale !== null) sorting.add('stake-out', extrinsic, more);
    if (purchase === null) return;
    const kept = isWithin ? 0n : tao - taoOf(purchase);
    sorting.add('stake-in', extrinsic, { ...more, legs: [...legs, free(kept)] });
    return;
  }
  const kept = isWithin ? 0n : (sale?.tao ?? 0n) - (purchase === null ? 0n : taoOf(purchase));
  // The second half was not made: the TAO stayed free.
  const kind = purchase === null ? 'unstake' : isWithin ? 'move' : 'swap';
  sorting.add(kind, extrinsic, { ...more, legs: [free(kept), ...legs] });
}

/** The sale before the call that paid the network fee in alpha, and what was bought back of it. */
function withoutFeeSale(
  steps: BookStep[],
  netuid: Netuid,
  paid: bigint,
): { steps: BookStep[]; hotkey: Ss58Address | null } {
  const isFree = (step: BookStep | undefined, side: BookTrade['side']): BookTrade | null =>
    step?.kind === 'trade' &&
    step.trade.side === side &&
    step.trade.netuid === netuid &&
    step.trade.fee === 0n
      ? step.trade
      : null;
  const at = steps.findIndex((step) => (isFree(step, 'sell')?.alpha ?? -1n) >= paid);
  const sale = isFree(steps[at], 'sell');
  if (sale === null) return { steps, hotkey: null };
  const { hotkey, alpha } = sale;
  if (alpha === paid) return { steps: steps.toSpliced(at, 1), hotkey };
  const back = steps.findLastIndex((step) => isFree(step, 'buy')?.alpha === (alpha ?? 0n) - paid);
  return { steps: back > at ? steps.toSpliced(back, 1).toSpliced(at, 1) : steps, hotkey };
}

function addTransfers(
  sorting: Sorting,
  { events, extrinsic }: Group,
  steps: readonly BookStep[],
): void {
  const { coldkey } = sorting.of;
  const restaked = steps.flatMap((step) =>
    step.kind === 'pair' && step.from !== step.to ? [step] : [],
  );
  const traded = new Set(
    steps.flatMap((step) =>
      step.kind === 'trade' ? [step.trade.netuid] : [step.sale?.netuid, step.purchase?.netuid],
    ),
  );
  const swap = events.find((event) => event.name === 'ColdkeySwapped' && !event.isUnread);
  const isSwapped = (one: Ss58Address): boolean =>
    swap !== undefined && Object.values(swap.fields).includes(one);
  let calls = 0;
  for (const event of events) {
    if (event.pallet === 'Utility' && event.name === 'ItemCompleted') calls += 1;
    if (nameOf(event) !== 'Balances.Transfer' || event.isUnread) continue;
    const [from, to] = [accountIn(event, 'from'), accountIn(event, 'to')];
    if ((from === coldkey) === (to === coldkey)) continue;
    const amount = amountIn(event, 'amount');
    const isOut = from === coldkey;
    const other = isOut ? to : from;
    const netuid = subnetOf(other);
    if (netuid !== null && (traded.has(netuid) || traded.has(null))) continue;
    if (netuid !== null && extrinsic !== null) continue;
    // TAO on its way from one account's sale to the other's purchase.
    const onWay = restaked.findIndex(
      (pair) =>
        pair.from === from && pair.to === to && pair.tao === amount && pair.purchase !== null,
    );
    if (onWay !== -1) {
      restaked.splice(onWay, 1);
      continue;
    }
    const legs = [free(isOut ? -amount : amount)];
    if (netuid !== null) sorting.add('payout', extrinsic, { legs, item: calls });
    else {
      const kind =
        isSwapped(other) && isSwapped(coldkey) ? 'key-change' : isOut ? 'tao-out' : 'tao-in';
      sorting.add(kind, extrinsic, { legs, counterparty: other, item: calls });
    }
  }
}

/** Alpha that was burned, and what the funds of validators paid, which became stake on root. */
function addRest(sorting: Sorting, { events, extrinsic }: Group): void {
  const { coldkey } = sorting.of;
  for (const event of events) {
    if (event.pallet !== 'SubtensorModule' || event.isUnread) continue;
    if (event.name === 'BasketClaimed' && accountIn(event, 'coldkey') === coldkey) {
      const leg = sorting.alpha(accountIn(event, 'hotkey'), toNetuid(0), amountIn(event, 'tao'));
      sorting.add('claim', extrinsic, { legs: [leg] });
    }
    if (event.name !== 'AlphaRecycled' && event.name !== 'AlphaBurned') continue;
    // Fields without names, in this order (chain reference §6).
    const named = ['coldkey', 'hotkey', 'alpha', 'netuid'].map(
      (name, at) => [name, event.fields[name] ?? event.fields[String(at)] ?? null] as const,
    );
    const burned = { ...event, fields: Object.fromEntries(named) };
    if (accountIn(burned, 'coldkey') !== coldkey) continue;
    const netuid = toNetuid(Number(amountIn(burned, 'netuid')));
    const leg = sorting.alpha(accountIn(burned, 'hotkey'), netuid, -amountIn(burned, 'alpha'));
    sorting.add('other', extrinsic, { legs: [leg] });
  }
}

/** The network fee of the group's extrinsic, where the account pays it. */
function feeIn(sorting: Sorting, { events }: Group, steps: BookStep[]) {
  const { coldkey } = sorting.of;
  const inAlpha = events.find(
    (event) =>
      event.name === 'TransactionFeePaidWithAlpha' &&
      !event.isUnread &&
      event.fields['who'] === coldkey,
  );
  if (inAlpha !== undefined) {
    const netuid = toNetuid(Number(amountIn(inAlpha, 'netuid')));
    const paid = amountIn(inAlpha, 'alpha_fee');
    const rest = withoutFeeSale(steps, netuid, paid);
    const fee = rest.hotkey === null ? null : sorting.alpha(rest.hotkey, netuid, -paid);
    return { fee, steps: rest.steps };
  }
  const inTao = events.find(
    (event) =>
      nameOf(event) === 'TransactionPayment.TransactionFeePaid' &&
      !event.isUnread &&
      event.fields['who'] === coldkey,
  );
  return { fee: inTao === undefined ? null : free(-amountIn(inTao, 'actual_fee')), steps };
}

function sortGroup(sorting: Sorting, group: Group): void {
  const { coldkey } = sorting.of;
  const { events, extrinsic } = group;
  const isOwn = extrinsic !== null && extrinsic.signer === coldkey;
  const first = sorting.drafts.length;
  const concerns = (trade: BookTrade): boolean => trade.coldkey === coldkey;
  const all = stepsOf(events, actorOf(extrinsic, events)).filter((step) =>
    step.kind === 'pair' ? step.from === coldkey || step.to === coldkey : concerns(step.trade),
  );
  const { fee, steps } = feeIn(sorting, group, all);
  const failed = events.find((event) => nameOf(event) === 'System.ExtrinsicFailed');
  if (failed !== undefined) {
    if (!isOwn && fee === null) return;
    const { pallet, name } = toChainRefusal(failed.fields['dispatch_error'] ?? null);
    sorting.add('failed', extrinsic, { fee, error: `${pallet}.${name}` });
    return;
  }
  const trades = all.flatMap((step) =>
    step.kind === 'trade' ? [step.trade] : [step.sale, step.purchase].filter((one) => one !== null),
  );
  const taoOf = refundsOf(sorting, group, trades.filter(concerns));
  for (const step of steps) {
    if (step.kind === 'trade') addTrade(sorting, group, step.trade, taoOf);
    else addPair(sorting, group, step, taoOf);
  }
  addTransfers(sorting, group, all);
  addRest(sorting, group);
  const made = sorting.drafts[first];
  if (made !== undefined) made.fee = fee;
  else if (isOwn || fee !== null) sorting.add('fee', extrinsic, { fee });
}

const changeOf = (drafts: readonly Draft[], isOf: (leg: Leg) => boolean): bigint =>
  drafts
    .flatMap(({ legs, fee }) => (fee === null ? legs : [...legs, fee]))
    .filter(isOf)
    .reduce((sum, { change }) => sum + change, 0n);

const ownOf = (drafts: readonly Draft[], coldkey: Ss58Address): Draft[] =>
  drafts.filter(({ extrinsic }) => extrinsic?.signer === coldkey);

/** Events after which stake changed as no other event says, and what an entry of it is. */
const UNTOLD: readonly (readonly [kind: EntryKind, names: readonly string[]])[] = [
  ['key-change', ['ColdkeySwapped', 'HotkeySwapped', 'HotkeySwappedOnSubnet']],
  ['payout', ['NetworkRemoved']],
  ['claim', ['RootClaimed']],
];

function causeOf({ body, coldkey }: BlockOfAccount): { kind: EntryKind; event: ChainEvent | null } {
  for (const [kind, names] of UNTOLD) {
    const event = body.events.find(
      ({ pallet, name, fields }) =>
        pallet === 'SubtensorModule' &&
        names.includes(name) &&
        (kind !== 'claim' || Object.values(fields).includes(coldkey)),
    );
    if (event !== undefined) return { kind, event };
  }
  return { kind: 'other', event: null };
}

/** Stake that changed without an event that says how much. */
function addUntoldAlpha(sorting: Sorting): void {
  const { coldkey, changed, body } = sorting.of;
  const { drafts } = sorting;
  const isTold = (place: Place): boolean =>
    drafts.some(({ legs, fee }) =>
      [...legs, ...(fee === null ? [] : [fee])].some(
        (leg) => leg.of === 'alpha' && isAt(leg, place),
      ),
    );
  const legs = changed
    .filter((place) => !isTold(place))
    .map((place) => sorting.alpha(place.hotkey, place.netuid, sorting.growth(place)))
    .filter(({ change }) => change !== 0n);
  if (legs.length === 0) return;
  const { kind, event } = causeOf(sorting.of);
  const index = event?.extrinsicIndex ?? null;
  const own = ownOf(drafts, coldkey);
  const part =
    event === null
      ? own.find((draft) => draft.kind === 'fee' && own.length === 1)
      : drafts.find(
          (draft) =>
            (draft.extrinsic?.index ?? null) === index &&
            (draft.kind === kind || draft.kind === 'fee'),
        );
  if (part !== undefined) {
    part.kind = kind;
    part.legs.push(...legs);
    return;
  }
  const group =
    event === null
      ? body.events.length
      : groupsOf(body.events).findIndex((one) => one.includes(event));
  const extrinsic = index === null ? null : (body.extrinsics[index] ?? null);
  sorting.add(kind, extrinsic, { legs, group });
}

/** TAO that came or went without an event that says why. */
function addUntoldFree(sorting: Sorting): void {
  const { before, after, coldkey } = sorting.of;
  const { drafts } = sorting;
  const rest = after.free - before.free - changeOf(drafts, ({ of }) => of === 'free');
  if (rest === 0n) return;
  const own = ownOf(drafts, coldkey);
  const [only] = own;
  if (only === undefined || own.length > 1) {
    sorting.add('other', null, { legs: [free(rest)] });
    return;
  }
  // Of the runtimes that told no fee: an own call that did nothing else cost just that.
  if (only.fee === null && rest < 0n && (only.kind === 'failed' || only.kind === 'fee'))
    only.fee = free(rest);
  else if (only.kind === 'fee') {
    only.kind = 'other';
    only.legs.push(free(rest));
  } else sorting.add('other', only.extrinsic, { legs: [free(rest)], item: only.item });
}

export function entriesOfBlock(of: BlockOfAccount): EntriesOfBlock {
  const { coldkey, body, genesisHash, after } = of;
  const sorting = new Sorting(of);
  for (const [group, events] of groupsOf(body.events).entries()) {
    const index = events[0]?.extrinsicIndex ?? null;
    const extrinsic = index === null ? null : (body.extrinsics[index] ?? null);
    sorting.group = group;
    sortGroup(sorting, { events, extrinsic });
  }
  sorting.group = body.events.length;
  addUntoldAlpha(sorting);
  addUntoldFree(sorting);
  const inOrder = sorting.drafts.toSorted((a, b) => a.group - b.group);
  return {
    own: body.extrinsics.filter(({ signer }) => signer === coldkey).length,
    // Its nonce began anew.
    isReaped: after.nonce === 0,
    entries: inOrder.map(({ extrinsic, item, group: _group, ...draft }, place): BookEntry => ({
      genesisHash,
      coldkey,
      block: body.block,
      place,
      at: after.full?.at ?? 0,
      ...draft,
      by: extrinsic === null ? 'chain' : extrinsic.signer === coldkey ? 'self' : 'other',
      extrinsic:
        extrinsic === null
          ? null
          : {
              index: extrinsic.index,
              hash: extrinsic.hash,
              signer: extrinsic.signer,
              call: callName(extrinsic, item),
            },
      prices: [],
      source: 'archive',
    })),
  };
}

/** Where the account has or had stake, by the events of a block. */
export function placesInBlock(
  { events, extrinsics }: BookBlock,
  coldkey: Ss58Address,
  { hotkeys }: PastMark,
  known: readonly Place[],
): Place[] {
  const places: Place[] = [];
  for (const group of groupsOf(events)) {
    const index = group[0]?.extrinsicIndex ?? null;
    const extrinsic = index === null ? null : (extrinsics[index] ?? null);
    for (const step of stepsOf(group, actorOf(extrinsic, group))) {
      const trades = step.kind === 'trade' ? [step.trade] : [step.sale, step.purchase];
      for (const trade of trades) {
        if (trade?.coldkey !== coldkey) continue;
        const netuid = netuidOf({ events: group, extrinsic }, trade);
        places.push({ hotkey: trade.hotkey, netuid });
      }
    }
    for (const event of group) {
      if (event.name === 'BasketClaimed' && event.fields['coldkey'] === coldkey) {
        places.push({ hotkey: accountIn(event, 'hotkey'), netuid: toNetuid(0) });
      }
      if (event.name === 'HotkeySwapped' || event.name === 'HotkeySwappedOnSubnet') {
        const [old, now] = [accountIn(event, 'old_hotkey'), accountIn(event, 'new_hotkey')];
        for (const { hotkey, netuid } of known) {
          if (hotkey === now || hotkey === old) {
            places.push({ hotkey: old, netuid }, { hotkey: now, netuid });
          }
        }
      }
      // A removed subnet's alpha goes without an event: any hotkey of the account may have had some.
      if (nameOf(event) !== 'Balances.Transfer' || event.isUnread) continue;
      const netuid = subnetOf(accountIn(event, 'from'));
      if (netuid === null || accountIn(event, 'to') !== coldkey || index !== null) continue;
      places.push(...hotkeys.map((hotkey) => ({ hotkey, netuid })));
    }
  }
  return places;
}

/** Whether the account's stake changed its owner: what it had before is in no event. */
export const isColdkeySwap = ({ events }: BookBlock, coldkey: Ss58Address): boolean =>
  events.some(
    ({ name, fields }) => name === 'ColdkeySwapped' && Object.values(fields).includes(coldkey),
  );
