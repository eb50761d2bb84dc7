// SubtensorModule's storage since the validators' funds: shares, rates, watermarks, the queue, holds, dust limits.
// Refuses what chain.md names without a layout: BetaBaseline, BasketTradeBucket's use, NetworkRegistrationQueue.
import { coldkeyBond } from '../../ledger/locks/locks.ts';
import type { AccountId, LedgerState } from '../../ledger/state/ledger-state.ts';
import type { Table } from '../../ledger/state/table.ts';
import type { Value } from '../scale/type.ts';
import { bool, i128, sequence, tuple, u16, u64, unit } from '../scale/type.ts';
import { accountId, i96f32, u64f64 } from './common-types.ts';
import type { StateView, StorageEntry } from './description.ts';
import {
  accountOf,
  map,
  netuidOf,
  perAccount,
  perSubnet,
  perText,
  single,
} from './storage-entry.ts';

const TRADING_SINCE = 9_117_749;
const QUANTILE = { bits: (61n << 64n) / 100n };

const amounts: readonly (readonly [string, (state: LedgerState) => Table<AccountId, bigint>])[] = [
  ['BasketShares', (state) => state.basketShares],
  ['BasketDepositedTao', (state) => state.basketDeposited],
  ['BasketRedeemedTao', (state) => state.basketRedeemed],
];

const value = (name: string, fallback: bigint, read: (view: StateView) => Value): StorageEntry =>
  single(name, u64, fallback, read);

/** Items whose entries nothing here makes. */
const never = { read: () => undefined, list: () => [] } as const;

export const basketStorage: readonly StorageEntry[] = [
  ...amounts.map(([name, table]) => perAccount(name, u64, 0n, table, (stored) => stored)),
  perAccount(
    'BasketRate',
    i96f32,
    { bits: 0n },
    (state) => state.basketRates,
    (bits) => ({ bits }),
  ),
  perText({
    name: 'BasketClaimed',
    keys: [
      ['Blake2_128Concat', 'hotkey'],
      ['Blake2_128Concat', 'coldkey'],
    ],
    order: ['hotkey', 'coldkey'],
    value: i128,
    fallback: 0n,
    table: (state) => state.basketClaimed,
    toValue: (claimed) => claimed,
  }),
  perText({
    name: 'PendingBasketDeposits',
    keys: [
      ['Blake2_128Concat', 'hotkey'],
      ['Identity', 'netuid'],
    ],
    order: ['netuid', 'hotkey'],
    value: u64,
    fallback: 0n,
    table: (state) => state.basketQueue,
    toValue: (alpha) => alpha,
  }),
  map({
    name: 'BasketTradingFrozen',
    keys: [['Blake2_128Concat', accountId]],
    value: unit,
    fallback: null,
    ...never,
  }),
  map({
    name: 'BasketTradeBucket',
    keys: [['Blake2_128Concat', accountId]],
    value: tuple(u64, u64),
    fallback: [0n, 0n],
    ...never,
  }),
  map({
    name: 'AlphaSharePoolEpoch',
    keys: [
      ['Blake2_128Concat', accountId],
      ['Identity', u16],
    ],
    value: u64,
    fallback: 0n,
    ...never,
  }),
  map({
    name: 'AlphaShareEpoch',
    keys: [
      ['Blake2_128Concat', accountId],
      ['Blake2_128Concat', accountId],
      ['Identity', u16],
    ],
    value: u64,
    fallback: 0n,
    ...never,
  }),
  perSubnet('SubnetFastMovingPrice', u64f64, null, (_, { state }, netuid) => {
    const bits = state.fastPrices.get(netuid);
    return bits === undefined ? undefined : { bits };
  }),
  map({
    name: 'ColdkeyMinerCollateral',
    keys: [
      ['Identity', u16],
      ['Blake2_128Concat', accountId],
    ],
    value: u64,
    fallback: 0n,
    read({ state }, [netuid, coldkey]) {
      const bond = coldkeyBond(state, accountOf(coldkey), netuidOf(netuid));
      return bond === 0n ? undefined : bond;
    },
    *list({ state }) {
      for (const key of state.collateral.keys()) {
        const [netuid, , coldkey = ''] = key.split('/');
        yield [Number(netuid), coldkey];
      }
    },
  }),
  value('RootStakeUnlockInterval', 0n, ({ state }) => BigInt(state.rootStakeUnlockInterval)),
  value('TaoInRefundDeploymentBlock', 0n, ({ state }) => BigInt(state.taoInRefundBlock)),
  value('BasketClaimRowDustCapTao', 1_000_000_000n, ({ state }) => state.basketDust.rowCapTao),
  value('BasketClaimSliceDustTao', 100_000n, ({ state }) => state.basketDust.sliceTao),
  value('BasketClaimForfeitCapTao', 10_000_000n, ({ state }) => state.basketDust.forfeitCapTao),
  single('BasketClaimRowDustBps', u16, 10, ({ state }) => state.basketDust.rowBps),
  single('BasketTradingEnabled', bool, false, ({ number }) => number > TRADING_SINCE),
  single('BasketConcentrationCap', u16, 4_096, () => 7_865),
  value('BasketMinTradeTao', 500_000_000n, () => 5_000_000n),
  single('EmissionBarQuantile', u64f64, QUANTILE, () => QUANTILE),
  single('DissolveCleanupQueue', sequence(u16), [], ({ state }) =>
    state.dissolutions.filter(({ payAt }) => payAt > state.blockNumber).map(({ netuid }) => netuid),
  ),
];
