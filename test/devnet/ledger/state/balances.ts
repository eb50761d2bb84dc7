// TAO balances: what may be taken, transfers with the existential deposit, reaping and dust, and both issuance counters.
// Refuses to know stakes. Facts: pallet_balances (fungible traits); pallets/subtensor/src/coinbase/tao.rs.
import { deposit as depositEvent, ensure, type Run } from '../ledger-run.ts';
import type { Account, AccountId, LedgerState } from './ledger-state.ts';

export const EXISTENTIAL_DEPOSIT = 500n;

const NO_ACCOUNT: Account = {
  nonce: 0,
  consumers: 0,
  providers: 0,
  sufficients: 0,
  free: 0n,
  reserved: 0n,
  frozen: 0n,
};

export const accountAt = (state: LedgerState, who: AccountId): Account =>
  state.accounts.get(who) ?? NO_ACCOUNT;

const canDie = (account: Account): boolean => account.consumers === 0 || account.providers > 1;

/** What may leave the account: all that is not frozen, less the deposit where the account must live. */
export function spendable(state: LedgerState, who: AccountId, mustLive: boolean): bigint {
  const account = accountAt(state, who);
  let untouchable = account.frozen > account.reserved ? account.frozen - account.reserved : 0n;
  const needsDeposit = mustLive || (account.free > 0n && !canDie(account));
  if (needsDeposit && untouchable < EXISTENTIAL_DEPOSIT) untouchable = EXISTENTIAL_DEPOSIT;
  return account.free > untouchable ? account.free - untouchable : 0n;
}

function checkWithdrawal(
  state: LedgerState,
  who: AccountId,
  amount: bigint,
  mustLive: boolean,
): void {
  if (amount === 0n) return;
  const account = accountAt(state, who);
  ensure(account.free >= amount, 'FundsUnavailable', 'Token');
  const left = account.free - amount;
  ensure(amount <= spendable(state, who, false), 'Frozen', 'Token');
  if (left < EXISTENTIAL_DEPOSIT || left + account.reserved < EXISTENTIAL_DEPOSIT) {
    ensure(!mustLive, 'NotExpendable', 'Token');
  }
}

const canReceive = (state: LedgerState, who: AccountId, amount: bigint): boolean =>
  amount === 0n || accountAt(state, who).free + amount >= EXISTENTIAL_DEPOSIT;

/** Takes free balance; what remains below the deposit is lost and the account reaped. Returns the dust. */
function take(run: Run, who: AccountId, amount: bigint): bigint {
  const account = accountAt(run.state, who);
  const free = account.free - amount;
  if (free + account.reserved >= EXISTENTIAL_DEPOSIT || account.providers === 0) {
    if (account.providers > 0) run.state.accounts.set(who, { ...account, free });
    return 0n;
  }
  run.state.accounts.delete(who);
  depositEvent(run, 'System', 'KilledAccount', { account: who });
  if (free > 0n) {
    run.state.balancesIssuance -= free;
    depositEvent(run, 'Balances', 'DustLost', { account: who, amount: free });
  }
  return free;
}

function give(run: Run, who: AccountId, amount: bigint): void {
  const account = accountAt(run.state, who);
  if (amount === 0n && account.providers === 0) return;
  const free = account.free + amount;
  if (account.providers === 0) {
    depositEvent(run, 'System', 'NewAccount', { account: who });
    depositEvent(run, 'Balances', 'Endowed', { account: who, free_balance: free });
  }
  run.state.accounts.set(who, { ...account, free, providers: Math.max(account.providers, 1) });
}

/** The pallet's own transfer; returns the dust that reaping the sender destroyed. */
export function transfer(
  run: Run,
  from: AccountId,
  to: AccountId,
  amount: bigint,
  mustLive: boolean,
): bigint {
  checkWithdrawal(run.state, from, amount, mustLive);
  ensure(canReceive(run.state, to, amount), 'BelowMinimum', 'Token');
  if (from === to) return 0n;
  const dust = take(run, from, amount);
  give(run, to, amount);
  depositEvent(run, 'Balances', 'Transfer', { from, to, amount });
  return dust;
}

/** `transfer_tao`: dust that a reaped sender leaves is taken out of the staking pallet's issuance too. */
export function transferTao(run: Run, from: AccountId, to: AccountId, amount: bigint): void {
  ensure(amount <= spendable(run.state, from, false), 'InsufficientBalance');
  run.state.totalIssuance -= transfer(run, from, to, amount, false);
}

/** Takes TAO out of an account into nobody's hands (a fee on its way to the author). */
export function withdraw(run: Run, who: AccountId, amount: bigint, mustLive: boolean): void {
  checkWithdrawal(run.state, who, amount, mustLive);
  take(run, who, amount);
  depositEvent(run, 'Balances', 'Withdraw', { who, amount });
}

/** Puts withdrawn or minted TAO into an account; false when the account would stay below the deposit. */
export function resolve(run: Run, who: AccountId, amount: bigint): boolean {
  if (!canReceive(run.state, who, amount)) return false;
  give(run, who, amount);
  depositEvent(run, 'Balances', 'Deposit', { who, amount });
  return true;
}

/** Takes TAO out of existence (`recycle_tao`). */
export function recycleTao(run: Run, who: AccountId, amount: bigint): void {
  ensure(amount <= spendable(run.state, who, true), 'InsufficientBalance');
  withdraw(run, who, amount, false);
  run.state.totalIssuance -= amount;
  run.state.balancesIssuance -= amount;
}

const moduleAccount = (palletId: string, sub: number): AccountId => {
  const bytes = new Uint8Array(32);
  bytes.set(new TextEncoder().encode(`modl${palletId}`));
  bytes[12] = sub % 256;
  bytes[13] = Math.floor(sub / 256);
  return `0x${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
};

const subnetAccounts: AccountId[] = [];

/** The account that holds a subnet's TAO. */
export const subnetAccount = (netuid: number): AccountId =>
  (subnetAccounts[netuid] ??= moduleAccount('subtensr', netuid));

/** Where TAO goes that is burned without leaving the issuance. */
export const BURN_ACCOUNT: AccountId = moduleAccount('burntnsr', 0);
