// SubtensorModule's storage per account and its single values, read from the ledger's tables.
// Refuses to know subnets.
import { DEFAULT_CLAIM_THRESHOLD } from '../../ledger/calls/claim-root.ts';
import type { RootClaimType } from '../../ledger/state/ledger-state.ts';
import { utf8 } from '../scale/bytes.ts';
import type { Type, Value } from '../scale/type.ts';
import {
  bytes,
  orderedMap,
  sequence,
  struct,
  tuple,
  u128,
  u16,
  u32,
  u64,
  u8,
} from '../scale/type.ts';
import { accountId, h256, i96f32, u64f64 } from './common-types.ts';
import type { StateView, StorageEntry } from './description.ts';
import { perAccount, perSubnet, single } from './storage-entry.ts';
import { rootClaimType } from './subtensor-calls.ts';

const DEFAULT_TAKE = 11_796;
const NO_ACCOUNT = new Uint8Array(32);

const claimValue = (claim: RootClaimType): Value =>
  claim.kind === 'KeepSubnets'
    ? { type: claim.kind, value: { subnets: claim.subnets } }
    : claim.kind;

export const coldkeyIdentity = struct('pallet_subtensor::pallet::ChainIdentityV2', {
  name: bytes,
  url: bytes,
  github_repo: bytes,
  image: bytes,
  discord: bytes,
  description: bytes,
  additional: bytes,
});

const accounts: readonly StorageEntry[] = [
  perAccount(
    'StakingHotkeys',
    sequence(accountId),
    [],
    (s) => s.stakingHotkeys,
    (list) => list,
  ),
  perAccount(
    'OwnedHotkeys',
    sequence(accountId),
    [],
    (s) => s.ownedHotkeys,
    (list) => list,
  ),
  perAccount(
    'Owner',
    accountId,
    NO_ACCOUNT,
    (s) => s.owners,
    (owner) => owner,
  ),
  perAccount(
    'Delegates',
    u16,
    DEFAULT_TAKE,
    (s) => s.delegates,
    (take) => take,
  ),
  perAccount(
    'AccountFlags',
    u128,
    0n,
    (s) => s.accountFlags,
    (flags) => flags,
  ),
  perAccount('RootClaimType', rootClaimType, 'Swap', (s) => s.rootClaimTypes, claimValue),
  perSubnet(
    'RootClaimableThreshold',
    i96f32,
    { bits: DEFAULT_CLAIM_THRESHOLD },
    (_subnet, { state }, netuid) => {
      const threshold = state.rootClaimThresholds.get(netuid);
      return threshold === undefined ? undefined : { bits: threshold };
    },
    'Blake2_128Concat',
  ),
  perAccount(
    'RootClaimable',
    orderedMap(u16, i96f32),
    [],
    (s) => s.rootClaimable,
    (rates) =>
      [...rates].sort(([a], [b]) => a - b).map(([netuid, rate]) => [netuid, { bits: rate }]),
  ),
  perAccount(
    'IdentitiesV2',
    coldkeyIdentity,
    null,
    (s) => s.coldkeyIdentities,
    (identity) => ({
      name: utf8(identity.name),
      url: utf8(identity.url),
      github_repo: utf8(identity.githubRepo),
      image: utf8(identity.image),
      discord: utf8(identity.discord),
      description: utf8(identity.description),
      additional: utf8(identity.additional),
    }),
  ),
  perAccount(
    'ColdkeySwapAnnouncements',
    tuple(u32, h256),
    null,
    (s) => s.swapAnnouncements,
    (announced) => [announced.firstBlock, announced.newColdkeyHash],
    'Twox64Concat',
  ),
  perAccount(
    'ColdkeySwapDisputes',
    u32,
    null,
    (s) => s.swapDisputes,
    (block) => block,
    'Twox64Concat',
  ),
];

const value = (
  name: string,
  type: Type,
  fallback: Value,
  read: (view: StateView) => Value,
): StorageEntry => single(name, type, fallback, read);

const values: readonly StorageEntry[] = [
  value('TotalIssuance', u64, 0n, ({ state }) => state.totalIssuance),
  value('TotalStake', u64, 0n, ({ state }) => state.totalStake),
  value('TotalNetworks', u16, 0, ({ state }) => state.subnets.size),
  value('BlockEmission', u64, 1_000_000_000n, ({ state }) => state.blockEmission),
  value('TaoWeight', u64, 0x0d7c_3cfa_3ee0_62fcn, ({ state }) => state.taoWeight),
  value('SubnetMovingAlpha', i96f32, { bits: 0x3255n }, ({ state }) => ({
    bits: state.subnetMovingAlpha,
  })),
  value('SubnetOwnerCut', u16, DEFAULT_TAKE, ({ state }) => state.subnetOwnerCut),
  value('StakeThreshold', u64, 0n, ({ state }) => state.stakeThreshold),
  value('NominatorMinRequiredStake', u64, 0n, ({ state }) => state.nominatorMinRequiredStake),
  value('SubnetLimit', u16, 128, ({ state }) => state.subnetLimit),
  value('NetworkImmunityPeriod', u64, 1_296_000n, ({ state }) => state.networkImmunityPeriod),
  value('UnlockRate', u64, 934_866n, ({ state }) => state.unlockRate),
  value('MaturityRate', u64, 934_866n, ({ state }) => state.maturityRate),
  value('MaxEpochsPerBlock', u8, 2, ({ state }) => state.maxEpochsPerBlock),
  value('ColdkeySwapAnnouncementDelay', u32, 36_000, ({ state }) => state.swapAnnouncementDelay),
  value('ColdkeySwapReannouncementDelay', u32, 7_200, ({ state }) => state.swapReannouncementDelay),
  value('EmissionGateBar', u64f64, { bits: 0n }, ({ state }) => ({ bits: state.emissionGateBar })),
  value('EmissionGateExponent', u64f64, { bits: 3n << 64n }, ({ state }) => ({
    bits: BigInt(state.emissionGateExponent) << 64n,
  })),
  value('EmissionBarRank', u16, 32, ({ state }) => state.emissionBarRank),
  value('NumRootClaim', u64, 5n, () => 5n),
  value('TxRateLimit', u64, 1000n, () => 1000n),
];

export const accountStorage: readonly StorageEntry[] = [...accounts, ...values];
