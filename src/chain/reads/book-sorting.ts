// The entries of one group of events for one account: its trades, its transfers, its fee.
import { toNetuid, type Netuid, type Ss58Address } from '../../units.ts';
import { toChainRefusal } from '../runtime/dispatch-errors.ts';
import { free, type Sorting } from './book-drafts.ts';
import { actorOf, nameOf, type Group } from './book-groups.ts';
import { addPair, addTrade, refundsOf } from './book-steps.ts';
import {
  accountIn,
  amountIn,
  stepsOf,
  subnetOf,
  type BookStep,
  type BookTrade,
} from './book-trades.ts';

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

/** What an account lost that fell below the least balance, alpha that was burned, and what the funds of validators paid, which became stake on root. */
function addRest(sorting: Sorting, { events, extrinsic }: Group): void {
  const { coldkey } = sorting.of;
  for (const event of events) {
    if (nameOf(event) === 'Balances.DustLost' && accountIn(event, 'account') === coldkey) {
      sorting.add('other', extrinsic, { legs: [free(-amountIn(event, 'amount'))] });
    }
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

export function sortGroup(sorting: Sorting, group: Group): void {
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
    sorting.add('failed', extrinsic, { fee, error: `${pallet}.${name}`, item: null });
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
  else if (isOwn || fee !== null) sorting.add('fee', extrinsic, { fee, item: null });
}
