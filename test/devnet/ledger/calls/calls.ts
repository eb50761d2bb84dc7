// Calls on the first recorded pool and readings of their outcomes, for hand-worked tests.
// Refuses to run anything but what it is given.
import { dispatch } from './dispatch.ts';
import { FIRST_POOL, keys } from '../pools/two-pools.ts';
import type { DispatchOutcome, LedgerCall, LedgerEvent } from './ledger-call.ts';
import type { LedgerState } from '../state/ledger-state.ts';

const { hotkey } = keys;

type Name = Extract<LedgerCall, { pallet: 'SubtensorModule' }>['name'];
type ArgsOf<N extends Name> = Extract<LedgerCall, { name: N }>['args'];

export const add = (amount: bigint, change: Partial<ArgsOf<'add_stake'>> = {}): LedgerCall => ({
  pallet: 'SubtensorModule',
  name: 'add_stake',
  args: { hotkey, netuid: FIRST_POOL, amount_staked: amount, ...change },
});

export const addLimit = (
  amount: bigint,
  limit: bigint,
  partial: boolean,
  change: Partial<ArgsOf<'add_stake_limit'>> = {},
): LedgerCall => ({
  pallet: 'SubtensorModule',
  name: 'add_stake_limit',
  args: {
    hotkey,
    netuid: FIRST_POOL,
    amount_staked: amount,
    limit_price: limit,
    allow_partial: partial,
    ...change,
  },
});

export const remove = (
  amount: bigint,
  change: Partial<ArgsOf<'remove_stake'>> = {},
): LedgerCall => ({
  pallet: 'SubtensorModule',
  name: 'remove_stake',
  args: { hotkey, netuid: FIRST_POOL, amount_unstaked: amount, ...change },
});

export const removeLimit = (amount: bigint, limit: bigint, partial: boolean): LedgerCall => ({
  pallet: 'SubtensorModule',
  name: 'remove_stake_limit',
  args: {
    hotkey,
    netuid: FIRST_POOL,
    amount_unstaked: amount,
    limit_price: limit,
    allow_partial: partial,
  },
});

export const errorOf = (outcome: DispatchOutcome): string =>
  outcome.ok ? 'none' : `${outcome.error.pallet}.${outcome.error.name}`;

export const names = (events: readonly LedgerEvent[]): string[] =>
  events.map(({ pallet, name }) => `${pallet}.${name}`);

export const staked = (outcome: DispatchOutcome, name: string): readonly unknown[][] =>
  outcome.events.filter((event) => event.name === name).map(({ fields }) => Object.values(fields));

export const refused = (state: LedgerState, origin: string, call: LedgerCall): string =>
  errorOf(dispatch(state, origin, call));
