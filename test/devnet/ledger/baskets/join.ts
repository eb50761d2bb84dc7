// stake_into_basket: TAO for shares of a validator's fund at its value per share.
// Refuses to buy what the fund holds: the TAO stays TAO (a choice; chain.md §7.6 names no split). It leaves by a claim only.
import { changeSubnet, deposit, ensure, ROOT_NETUID, subnetAt, type Run } from '../ledger-run.ts';
import { spendable, subnetAccount, transfer } from '../state/balances.ts';
import type { AccountId } from '../state/ledger-state.ts';
import { credit, listStakingHotkey } from '../state/share-pool.ts';
import { MIN_STAKE } from '../pools/stake-flow.ts';
import {
  BASKET_ESCROW,
  beforeRootChange,
  navOf,
  raise,
  raiseClaimed,
  rowsOf,
  sharesOf,
} from './fund.ts';

export function stakeIntoBasket(
  run: Run,
  coldkey: AccountId,
  hotkey: AccountId,
  tao: bigint,
): void {
  const { state } = run;
  ensure(tao >= MIN_STAKE, 'AmountTooLow');
  ensure(state.owners.has(hotkey), 'HotKeyAccountNotExists');
  ensure(tao <= spendable(state, coldkey, true), 'NotEnoughBalanceToStake');
  beforeRootChange(run, ROOT_NETUID, hotkey);
  const nav = navOf(rowsOf(state, hotkey));
  const outstanding = sharesOf(state, hotkey);
  const shares = outstanding === 0n || nav === 0n ? tao : (tao * outstanding) / nav;
  ensure(shares > 0n, 'AmountTooLow');
  transfer(run, coldkey, subnetAccount(ROOT_NETUID), tao, true);
  const { taoReserve, alphaOut } = subnetAt(state, ROOT_NETUID);
  changeSubnet(state, ROOT_NETUID, { taoReserve: taoReserve + tao, alphaOut: alphaOut + tao });
  state.totalStake += tao;
  credit(state, hotkey, BASKET_ESCROW, ROOT_NETUID, tao);
  listStakingHotkey(state, coldkey, hotkey);
  state.basketShares.set(hotkey, outstanding + shares);
  raiseClaimed(state, hotkey, coldkey, -shares);
  raise(state.basketDeposited, hotkey, tao);
  const fields = { hotkey, coldkey, tao, value: tao, shares };
  deposit(run, 'SubtensorModule', 'BasketStakedIn', fields);
}
