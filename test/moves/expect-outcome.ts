// Holds what the simulated ledger did against what the plan said: events, reserves, balances, positions.
// Refuses to plan and to execute.
import assert from 'node:assert/strict';
import type { Leg, Plan } from '../../src/model/plan.ts';
import { ledgerReads } from '../devnet/ledger/ledger.ts';
import type { LedgerEvent } from '../devnet/ledger/calls/ledger-call.ts';
import type { AccountId, LedgerState } from '../devnet/ledger/state/ledger-state.ts';
import { poolOf } from './ledger-facts.ts';

export type Traded = { name: string; tao: bigint; alpha: bigint; netuid: number; fee: bigint };

const asBigint = (value: unknown): bigint => {
  assert.equal(typeof value, 'bigint');
  return BigInt(String(value));
};

/** The stake events of an extrinsic, in order. */
export function tradesOf(events: readonly LedgerEvent[]): Traded[] {
  return events
    .filter(({ name }) => name === 'StakeAdded' || name === 'StakeRemoved')
    .map(({ name, fields }) => ({
      name,
      tao: asBigint(fields['2']),
      alpha: asBigint(fields['3']),
      netuid: Number(fields['4']),
      fee: asBigint(fields['5']),
    }));
}

function traded({ side, netuid, order, fill }: Leg): Traded {
  return side === 'buy'
    ? { name: 'StakeAdded', tao: order.amount, alpha: fill.amountOut, netuid, fee: fill.fee }
    : { name: 'StakeRemoved', tao: fill.amountOut, alpha: fill.amountIn, netuid, fee: fill.fee };
}

/** Stake that moved as it is shows as a removal and an addition of the same alpha. */
function movedAsItIs(plan: Plan): Traded[] {
  const { gives, spotValueAfter } = plan;
  if (gives?.unit !== 'alpha' || spotValueAfter === null) return [];
  const both = { tao: spotValueAfter, alpha: gives.amount, netuid: gives.netuid, fee: 0n };
  return [
    { name: 'StakeRemoved', ...both },
    { name: 'StakeAdded', ...both },
  ];
}

export function plannedTrades(plan: Plan): Traded[] {
  const isWithin = plan.move.kind === 'transfer' || plan.move.kind === 'change-validator';
  return [...plan.legs.map(traded), ...(isWithin ? movedAsItIs(plan) : [])];
}

/** A remainder read back from shares may be one unit off what was taken from it. */
const OFF_BY_SHARES = 1n;

const distance = (a: bigint, b: bigint): bigint => (a > b ? a - b : b - a);

/**
 * Whether alpha that the chain reads back from shares after a first step (what a fee in alpha left, a
 * remainder that is sold) came out one unit off: then every figure after it moves with it.
 */
export function isOffByShares(planned: readonly Traded[], actual: readonly Traded[]): boolean {
  const at = planned.findIndex((one, index) => one.alpha !== actual[index]?.alpha);
  const [want, have] = [planned[at], actual[at]];
  if (at < 1 || want === undefined || have === undefined || planned.length !== actual.length) {
    return false;
  }
  const gross = (one: Traded): bigint => one.alpha + (one.name === 'StakeRemoved' ? one.fee : 0n);
  return want.name === 'StakeRemoved' && distance(gross(want), gross(have)) <= OFF_BY_SHARES;
}

export function expectAfter(state: LedgerState, coldkey: AccountId, plan: Plan): void {
  const lastByNetuid = new Map(plan.legs.map((leg) => [leg.netuid, leg]));
  for (const [netuid, leg] of lastByNetuid) {
    const subnet = state.subnets.get(netuid);
    assert.ok(subnet, 'the subnet is still there');
    assert.deepEqual(poolOf(subnet), leg.after, `the pool of ${netuid} afterwards`);
  }
  if (plan.freeAfter.known) {
    const free = state.accounts.get(coldkey)?.free ?? 0n;
    assert.equal(free, plan.freeAfter.value, 'free TAO afterwards');
  }
  const { move, positionAfter, destinationAfter } = plan;
  if (!('netuid' in move)) return;
  if (positionAfter?.unit === 'alpha') {
    const actual = ledgerReads.positionAlpha(state, move.hotkey, coldkey, move.netuid);
    assert.ok(
      distance(actual, positionAfter.amount) <= OFF_BY_SHARES,
      `position afterwards: ${actual}, planned ${positionAfter.amount}`,
    );
  }
  if (destinationAfter?.unit === 'alpha') {
    const owner = move.kind === 'transfer' ? move.toColdkey : coldkey;
    const hotkey = 'toHotkey' in move ? move.toHotkey : move.hotkey;
    const actual = ledgerReads.positionAlpha(state, hotkey, owner, destinationAfter.netuid);
    assert.ok(
      distance(actual, destinationAfter.amount) <= OFF_BY_SHARES,
      `destination afterwards: ${actual}, planned ${destinationAfter.amount}`,
    );
  }
}
