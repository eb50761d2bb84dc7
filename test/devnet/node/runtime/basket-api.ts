// BetaBasketRuntimeApi: what funds hold, what a coldkey is owed of them, and what a claim would pay.
// Refuses the display series (get_beta_*): chain.md §2.7 gives their layout and no formula.
import type { LedgerReads } from '../../ledger/ledger.ts';
import type { AccountId, LedgerState } from '../../ledger/state/ledger-state.ts';
import type { Type, Value } from '../scale/type.ts';
import { bool, option, sequence, tuple, u16, u32, u64 } from '../scale/type.ts';
import { accountId } from './common-types.ts';
import type { Api, ApiMethod } from './description.ts';
import { layOutStruct } from './layout.ts';
import type { RuntimeSpec } from './runtime-spec.ts';
import { accountOf } from './storage-entry.ts';

const path = 'pallet_subtensor::rpc_info::beta_basket';
const RAO_PER_TAO = 1_000_000_000n;
const BLOCKS_A_DAY = 7_200n;

const previewType = (spec: RuntimeSpec): Type =>
  layOutStruct(spec, `${path}::BasketClaimPreview`, {
    hotkey: accountId,
    owed_shares: u64,
    accrued_tao: u64,
    redeemable_tao: u64,
    forfeited_tao_est: u64,
    rows: u32,
    rows_to_sell: u32,
    dust_rows: u32,
    swept_rows: u32,
    flushed_credits: u32,
  });

const holdingType = (spec: RuntimeSpec): Type =>
  layOutStruct(spec, `${path}::BasketHolding`, {
    netuid: u16,
    alpha: u64,
    spot_tao: u64,
    realizable_tao: u64,
  });

const summaryType = (spec: RuntimeSpec): Type =>
  layOutStruct(spec, `${path}::ValidatorBasketSummary`, {
    hotkey: accountId,
    nav_tao: u64,
    spot_nav_tao: u64,
    shares: u64,
    deposited_tao: u64,
    redeemed_tao: u64,
    holdings: sequence(holdingType(spec)),
  });

const positionType = (spec: RuntimeSpec): Type =>
  layOutStruct(spec, `${path}::BasketPosition`, {
    hotkey: accountId,
    beta: u64,
    beta_total: u64,
    nav_tao: u64,
    value_tao: u64,
    spot_value_tao: u64,
  });

const tradingType = (spec: RuntimeSpec): Type =>
  layOutStruct(spec, `${path}::BasketTradingStatus`, {
    enabled: bool,
    frozen: bool,
    refill_blocks: u64,
    tao_available: u64,
    budget_tao: u64,
  });

const hotkeyInput = { name: 'hotkey', type: accountId };
const coldkeyInput = { name: 'coldkey', type: accountId };

export function basketApi(spec: RuntimeSpec, reads: LedgerReads): Api {
  const preview = previewType(spec);
  const summary = summaryType(spec);
  const position = positionType(spec);

  const holdingsOf = (state: LedgerState, hotkey: AccountId) =>
    reads.fundRows(state, hotkey).map(({ netuid, alpha, quote }) => ({
      netuid,
      alpha,
      spot_tao: (alpha * reads.currentAlphaPrice(state, netuid)) / RAO_PER_TAO,
      realizable_tao: quote,
    }));
  const navOf = (state: LedgerState, hotkey: AccountId): bigint =>
    holdingsOf(state, hotkey).reduce((sum, row) => sum + row.realizable_tao, 0n);
  const spotNavOf = (state: LedgerState, hotkey: AccountId): bigint =>
    holdingsOf(state, hotkey).reduce((sum, row) => sum + row.spot_tao, 0n);
  const sharesOf = (state: LedgerState, hotkey: AccountId): bigint =>
    state.basketShares.get(hotkey) ?? 0n;
  const partOf = (state: LedgerState, hotkey: AccountId, owed: bigint, nav: bigint): bigint => {
    const shares = sharesOf(state, hotkey);
    return shares === 0n ? 0n : (nav * owed) / shares;
  };
  const funds = (state: LedgerState): AccountId[] => [...state.basketShares.keys()].sort();
  /** Validators of the coldkey's list that owe it something, in the list's order. */
  const owing = (state: LedgerState, coldkey: AccountId): [hotkey: AccountId, owed: bigint][] =>
    (state.stakingHotkeys.get(coldkey) ?? [])
      .map((hotkey): [AccountId, bigint] => [hotkey, reads.owedShares(state, hotkey, coldkey)])
      .filter(([, owed]) => owed > 0n);
  const payout = (state: LedgerState, hotkey: AccountId, owed: bigint): bigint =>
    owed === 0n ? 0n : partOf(state, hotkey, owed, navOf(state, hotkey));

  const summaryOf = (state: LedgerState, hotkey: AccountId): Value => ({
    hotkey,
    nav_tao: navOf(state, hotkey),
    spot_nav_tao: spotNavOf(state, hotkey),
    shares: sharesOf(state, hotkey),
    deposited_tao: state.basketDeposited.get(hotkey) ?? 0n,
    redeemed_tao: state.basketRedeemed.get(hotkey) ?? 0n,
    holdings: holdingsOf(state, hotkey),
  });
  const positionOf = (state: LedgerState, hotkey: AccountId, owed: bigint): Value => ({
    hotkey,
    beta: owed,
    beta_total: sharesOf(state, hotkey),
    nav_tao: navOf(state, hotkey),
    value_tao: payout(state, hotkey, owed),
    spot_value_tao: partOf(state, hotkey, owed, spotNavOf(state, hotkey)),
  });
  const previewOf = (state: LedgerState, hotkey: AccountId, coldkey: AccountId): Value => {
    const found = reads.claimPreview(state, hotkey, coldkey);
    if (found === null) return null;
    return {
      hotkey,
      owed_shares: found.owedShares,
      accrued_tao: found.accruedTao,
      redeemable_tao: found.redeemableTao,
      forfeited_tao_est: found.forfeitedTao,
      rows: found.rows,
      rows_to_sell: found.rowsToSell,
      dust_rows: found.dustRows,
      swept_rows: found.sweptRows,
      flushed_credits: found.flushedCredits,
    };
  };

  const methods: readonly ApiMethod[] = [
    {
      name: 'get_root_basket_owed',
      inputs: [coldkeyInput],
      output: u64,
      run: ({ state }, [coldkey]) =>
        owing(state, accountOf(coldkey)).reduce(
          (sum, [hotkey, owed]) => sum + payout(state, hotkey, owed),
          0n,
        ),
    },
    {
      name: 'get_basket_payout',
      inputs: [hotkeyInput, coldkeyInput],
      output: u64,
      run({ state }, [hot, cold]) {
        const hotkey = accountOf(hot);
        return payout(state, hotkey, reads.owedShares(state, hotkey, accountOf(cold)));
      },
    },
    {
      name: 'get_validator_basket_nav',
      inputs: [hotkeyInput],
      output: u64,
      run: ({ state }, [hotkey]) => navOf(state, accountOf(hotkey)),
    },
    {
      name: 'get_root_basket_total_nav',
      inputs: [],
      output: u64,
      run: ({ state }) => funds(state).reduce((sum, hotkey) => sum + navOf(state, hotkey), 0n),
    },
    {
      name: 'get_validator_basket',
      inputs: [hotkeyInput],
      output: sequence(tuple(u16, u64, u64)),
      run: ({ state }, [hotkey]) =>
        reads
          .fundRows(state, accountOf(hotkey))
          .map(({ netuid, alpha, quote }) => [netuid, alpha, quote]),
    },
    {
      name: 'get_validator_basket_summary',
      inputs: [hotkeyInput],
      output: summary,
      run: ({ state }, [hotkey]) => summaryOf(state, accountOf(hotkey)),
    },
    {
      name: 'get_all_validator_baskets',
      inputs: [],
      output: sequence(summary),
      run: ({ state }) => funds(state).map((hotkey) => summaryOf(state, hotkey)),
    },
    {
      name: 'get_root_basket_positions',
      inputs: [coldkeyInput],
      output: sequence(tuple(accountId, u64, u64)),
      run: ({ state }, [coldkey]) =>
        owing(state, accountOf(coldkey)).map(([hotkey, owed]) => [
          hotkey,
          owed,
          payout(state, hotkey, owed),
        ]),
    },
    {
      name: 'get_basket_position',
      inputs: [hotkeyInput, coldkeyInput],
      output: option(position),
      run({ state }, [hot, cold]) {
        const hotkey = accountOf(hot);
        const owed = reads.owedShares(state, hotkey, accountOf(cold));
        return owed === 0n ? null : positionOf(state, hotkey, owed);
      },
    },
    {
      name: 'get_root_basket_portfolio',
      inputs: [coldkeyInput],
      output: sequence(position),
      run: ({ state }, [coldkey]) =>
        owing(state, accountOf(coldkey)).map(([hotkey, owed]) => positionOf(state, hotkey, owed)),
    },
    {
      name: 'get_basket_trading_status',
      inputs: [hotkeyInput],
      output: tradingType(spec),
      run({ state }, [hotkey]) {
        const budget = navOf(state, accountOf(hotkey)) / 10n;
        return {
          enabled: true,
          frozen: false,
          refill_blocks: BLOCKS_A_DAY,
          tao_available: budget,
          budget_tao: budget,
        };
      },
    },
    {
      name: 'get_basket_claim_preview',
      inputs: [hotkeyInput, coldkeyInput],
      output: option(preview),
      run: ({ state }, [hotkey, coldkey]) =>
        previewOf(state, accountOf(hotkey), accountOf(coldkey)),
    },
    {
      name: 'get_root_basket_claim_previews',
      inputs: [coldkeyInput],
      output: sequence(preview),
      run({ state }, [cold]) {
        const coldkey = accountOf(cold);
        return (state.stakingHotkeys.get(coldkey) ?? [])
          .map((hotkey) => previewOf(state, hotkey, coldkey))
          .filter((found) => found !== null);
      },
    },
  ];
  return { name: 'BetaBasketRuntimeApi', version: 5, methods };
}
