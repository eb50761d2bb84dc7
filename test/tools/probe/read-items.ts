// By name, what the extension reads from a runtime: the probe asks a node for their layouts, and the tests hold recorded
// runtimes to the same lists.

export const READ_STORAGE: readonly string[] = `
  SubnetTAO SubnetAlphaIn SubnetAlphaOut SubnetMechanism NetworksAdded
  NetworkRegisteredAt SubtokenEnabled TransferToggle SubnetTaoInEmission
  SubnetAlphaInEmission SubnetAlphaOutEmission SubnetExcessTao TokenSymbol Tempo
  SubnetOwner SubnetOwnerHotkey SubnetMovingPrice MinerBurned RootProp
  EMAPriceHalvingBlocks FirstEmissionBlockNumber NetworkRegistrationAllowed
  SubnetEmissionEnabled SubnetIdentitiesV3 SubnetIdentitiesV2 SubnetIdentities
  StakingHotkeys Owner Delegates TotalHotkeyAlpha TotalHotkeyAlphaLastEpoch
  TotalHotkeyShares Alpha AlphaDividendsPerSubnet Uids Keys SubnetworkN
  ValidatorPermit AutoStakeDestination RootClaimable RootClaimed Lock DecayingLock
  AccountFlags ColdkeySwapAnnouncements ColdkeySwapDisputes ColdkeySwapScheduled
  IdentitiesV2 Identities TotalIssuance TaoWeight SubnetMovingAlpha
  NominatorMinRequiredStake NetworkImmunityPeriod
  EmissionGateBar EmissionGateExponent EmissionBarRank
  SubnetTaoFlow SubnetProtocolFlow SubnetEmaTaoFlow AlphaV2 TotalHotkeySharesV2
`
  .trim()
  .split(/\s+/);

/** `Api.method`. */
export const READ_APIS: readonly string[] = [
  'StakeInfoRuntimeApi.get_stake_info_for_coldkeys',
  'StakeInfoRuntimeApi.get_stake_info_for_coldkey',
  'StakeInfoRuntimeApi.get_stake_availability_for_coldkeys',
  'SwapRuntimeApi.current_alpha_price',
  'SwapRuntimeApi.current_alpha_price_all',
  'SwapRuntimeApi.sim_swap_tao_for_alpha',
  'SwapRuntimeApi.sim_swap_alpha_for_tao',
  'SubnetInfoRuntimeApi.get_all_dynamic_info',
  'SubnetInfoRuntimeApi.get_subnet_to_prune',
  'TransactionPaymentApi.query_info',
  'AccountNonceApi.account_nonce',
];

/** `Pallet.Item`, outside the subtensor pallet. */
export const READ_ELSEWHERE: readonly string[] = [
  'Swap.FeeRate',
  'Swap.SwapBalancer',
  'Swap.SwapSuperellipse',
  'System.Account',
  'Timestamp.Now',
  'Contracts.ContractInfoOf',
];
