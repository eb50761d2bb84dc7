// The events of SubtensorModule that a staker's extrinsics and blocks can raise, at the chain's indices.
// Refuses to know when they are raised.
import type { Variant } from '../scale/type.ts';
import { bool, result, u16, u32, u64, unit } from '../scale/type.ts';
import { accountId, dispatchError, h256 } from './common-types.ts';
import { layOut } from './layout.ts';
import type { RuntimeSpec } from './runtime-spec.ts';
import { rootClaimType } from './subtensor-calls.ts';
import { tupleVariant, variant } from './variant.ts';

const position = { coldkey: accountId, hotkey: accountId, netuid: u16 };

const fund = { hotkey: accountId, coldkey: accountId };

const events: readonly Variant[] = [
  tupleVariant('NetworkAdded', 0, u16, u16),
  tupleVariant('NetworkRemoved', 1, u16),
  tupleVariant('StakeAdded', 2, accountId, accountId, u64, u64, u16, u64),
  tupleVariant('StakeRemoved', 3, accountId, accountId, u64, u64, u16, u64),
  tupleVariant('StakeMoved', 4, accountId, accountId, u16, accountId, u16, u64),
  tupleVariant('WeightsSet', 5, u16, u16),
  tupleVariant('NeuronRegistered', 6, u16, u16, accountId),
  tupleVariant('DelegateAdded', 30, accountId, accountId, u16),
  tupleVariant('Sudid', 49, result(unit, dispatchError)),
  tupleVariant('TempoSet', 52, u16, u16),
  tupleVariant('TakeDecreased', 64, accountId, accountId, u16),
  tupleVariant('TakeIncreased', 65, accountId, accountId, u16),
  variant('ColdkeySwapAnnounced', 69, { who: accountId, new_coldkey_hash: h256 }),
  variant('ColdkeySwapReset', 70, { who: accountId }),
  variant('ColdkeySwapped', 71, { old_coldkey: accountId, new_coldkey: accountId }),
  variant('ColdkeySwapDisputed', 72, { coldkey: accountId }),
  tupleVariant('SubnetIdentitySet', 78, u16),
  tupleVariant('StakeTransferred', 91, accountId, accountId, accountId, u16, u16, u64),
  tupleVariant('StakeSwapped', 92, accountId, accountId, u16, u16, u64),
  tupleVariant('TransferToggle', 93, u16, bool),
  tupleVariant('FirstEmissionBlockNumberSet', 95, u16, u64),
  tupleVariant('AlphaRecycled', 96, accountId, accountId, u64, u16),
  tupleVariant('AlphaBurned', 97, accountId, accountId, u64, u16),
  variant('AutoStakeAdded', 109, {
    netuid: u16,
    destination: accountId,
    hotkey: accountId,
    owner: accountId,
    incentive: u64,
  }),
  variant('AutoStakeDestinationSet', 112, { coldkey: accountId, netuid: u16, hotkey: accountId }),
  variant('RootClaimed', 114, { coldkey: accountId }),
  variant('RootClaimTypeSet', 115, { coldkey: accountId, root_claim_type: rootClaimType }),
  variant('AddStakeBurn', 121, { netuid: u16, hotkey: accountId, amount: u64, alpha: u64 }),
  variant('ColdkeySwapCleared', 122, { who: accountId }),
  variant('TransactionFeePaidWithAlpha', 123, {
    who: accountId,
    netuid: u16,
    alpha_fee: u64,
    tao_amount: u64,
  }),
  variant('NetworkDissolveCleanupCompleted', 126, { netuid: u16 }),
  variant('StakeLocked', 127, { ...position, amount: u64 }),
  variant('StakeUnlocked', 128, { ...position, amount: u64 }),
  variant('LockMoved', 129, {
    coldkey: accountId,
    origin_hotkey: accountId,
    destination_hotkey: accountId,
    netuid: u16,
  }),
  variant('EpochDeferred', 132, { netuid: u16, from_block: u64, to_block: u64 }),
  variant('EpochSkipped', 133, { netuid: u16, block: u64 }),
  variant('SubnetOwnerChanged', 134, {
    netuid: u16,
    old_coldkey: accountId,
    new_coldkey: accountId,
  }),
  variant('PerpetualLockUpdated', 135, { coldkey: accountId, netuid: u16, enabled: bool }),
  variant('RejectLockedAlphaUpdated', 136, { coldkey: accountId, enabled: bool }),
  variant('BasketDeposited', 116, { hotkey: accountId, tao: u64, shares: u64 }),
  variant('BasketStakedIn', 117, { ...fund, tao: u64, value: u64, shares: u64 }),
  variant('BasketClaimed', 118, { ...fund, tao: u64 }),
  variant('BasketHoldingConverted', 119, { hotkey: accountId, netuid: u16, tao: u64 }),
  variant('StakeAndHotkeyTransferred', 143, {
    origin_coldkey: accountId,
    destination_coldkey: accountId,
    origin_hotkey: accountId,
    destination_hotkey: accountId,
    origin_netuid: u16,
    destination_netuid: u16,
    amount: u64,
  }),
  variant('CollateralLocked', 144, {
    netuid: u16,
    hotkey: accountId,
    locked: u64,
    total_locked: u64,
  }),
  variant('MinCollateralSet', 145, { netuid: u16, hotkey: accountId, min_locked: u64 }),
  variant('BasketAlphaWrittenOff', 148, { hotkey: accountId, netuid: u16, alpha: u64 }),
  variant('BasketClaimDustSkipped', 152, { ...fund, rows: u32, forfeited_tao_est: u64 }),
  variant('NetworkRegistrationCancelled', 153, {
    coldkey: accountId,
    hotkey: accountId,
    lock_id: u32,
    error: dispatchError,
  }),
];

export const subtensorEvents = (spec: RuntimeSpec): Variant[] =>
  events.map((event) => ({
    ...event,
    index: spec.indices[`SubtensorModule.${event.name}`] ?? event.index,
    fields: layOut(spec, `SubtensorModule.${event.name}`, event.fields),
  }));
