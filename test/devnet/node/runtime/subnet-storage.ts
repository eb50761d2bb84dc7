// SubtensorModule's storage per subnet, read from the ledger's subnets.
// Refuses to know account tables.
import type { LockState, Neuron, Subnet } from '../../ledger/state/ledger-state.ts';
import { utf8 } from '../scale/bytes.ts';
import type { Type, Value } from '../scale/type.ts';
import { bool, bytes, i64, names, sequence, struct, tuple, u128, u16, u64 } from '../scale/type.ts';
import { accountId, i64f64, i96f32, u64f64, u96f32 } from './common-types.ts';
import type { StorageEntry } from './description.ts';
import { accountOf, map, netuidOf, perSubnet } from './storage-entry.ts';

export const lockState = struct('pallet_subtensor::staking::lock::LockState', {
  locked_mass: u64,
  conviction: u64f64,
  last_update: u64,
});

export const lockValue = (lock: LockState): Value => ({
  locked_mass: lock.lockedMass,
  conviction: { bits: lock.conviction },
  last_update: lock.lastUpdate,
});

const NO_ACCOUNT = new Uint8Array(32);
const DEFAULT_SYMBOL = utf8('𝜏');
const bits = (value: bigint): Value => ({ bits: value });

type Pick = (subnet: Subnet) => Value;

const amounts: readonly (readonly [string, (subnet: Subnet) => bigint])[] = [
  ['SubnetTAO', (subnet) => subnet.taoReserve],
  ['SubnetAlphaIn', (subnet) => subnet.alphaReserve],
  ['SubnetAlphaOut', (subnet) => subnet.alphaOut],
  ['SubnetProtocolAlpha', (subnet) => subnet.protocolAlpha],
  ['SubnetTaoInEmission', (subnet) => subnet.taoInEmission],
  ['SubnetAlphaInEmission', (subnet) => subnet.alphaInEmission],
  ['SubnetAlphaOutEmission', (subnet) => subnet.alphaOutEmission],
  ['SubnetExcessTao', (subnet) => subnet.excessTao],
  ['SubnetRootSellTao', (subnet) => subnet.rootSellTao],
  ['PendingServerEmission', (subnet) => subnet.pendingServerEmission],
  ['PendingValidatorEmission', (subnet) => subnet.pendingValidatorEmission],
  ['PendingRootAlphaDivs', (subnet) => subnet.pendingRootAlphaDivs],
  ['PendingOwnerCut', (subnet) => subnet.pendingOwnerCut],
  ['SubnetLocked', (subnet) => subnet.lockedTao],
];

const counters: readonly (readonly [string, Pick])[] = [
  ['NetworkRegisteredAt', (subnet) => subnet.registeredAt],
  ['LastEpochBlock', (subnet) => subnet.lastEpochBlock],
  ['PendingEpochAt', (subnet) => subnet.pendingEpochAt],
  ['BlocksSinceLastStep', (subnet) => subnet.blocksSinceLastStep],
  ['LastMechansimStepBlock', (subnet) => subnet.lastMechanismStepBlock],
];

const flags: readonly (readonly [string, boolean, Pick])[] = [
  ['NetworkRegistrationAllowed', true, (subnet) => subnet.registrationAllowed],
  ['SubtokenEnabled', false, (subnet) => subnet.subtokenEnabled],
  ['TransferToggle', true, (subnet) => subnet.transferToggle],
  ['OwnerCutEnabled', true, (subnet) => subnet.ownerCutEnabled],
  ['OwnerCutAutoLockEnabled', false, (subnet) => subnet.ownerCutAutoLockEnabled],
];

const perNeuron = (name: string, item: Type, pick: (neuron: Neuron) => Value): StorageEntry =>
  perSubnet(name, sequence(item), [], (subnet) => subnet.neurons.map(pick));

const neurons: readonly StorageEntry[] = [
  perSubnet('SubnetworkN', u16, 0, (subnet) => subnet.neurons.length),
  perNeuron('Active', bool, (neuron) => neuron.isActive),
  perNeuron('ValidatorPermit', bool, (neuron) => neuron.hasPermit),
  perNeuron('Dividends', u16, (neuron) => neuron.dividends),
  perNeuron('Incentive', u16, (neuron) => neuron.incentive),
  perNeuron('Consensus', u16, (neuron) => neuron.consensus),
  perNeuron('Emission', u64, (neuron) => neuron.emission),
  perNeuron('LastUpdate', u64, (neuron) => neuron.lastUpdate),
  map({
    name: 'Uids',
    keys: [
      ['Identity', u16],
      ['Blake2_128Concat', accountId],
    ],
    value: u16,
    fallback: null,
    read(view, [netuid, hotkey]) {
      const subnet = view.state.subnets.get(netuidOf(netuid));
      const uid = subnet?.neurons.findIndex((neuron) => neuron.hotkey === accountOf(hotkey)) ?? -1;
      return uid < 0 ? undefined : uid;
    },
    *list(view) {
      for (const [netuid, subnet] of view.state.subnets.entries()) {
        for (const neuron of subnet.neurons) yield [netuid, neuron.hotkey];
      }
    },
  }),
  map({
    name: 'Keys',
    keys: [
      ['Identity', u16],
      ['Identity', u16],
    ],
    value: accountId,
    fallback: NO_ACCOUNT,
    read: (view, [netuid, uid]) =>
      view.state.subnets.get(netuidOf(netuid))?.neurons[netuidOf(uid)]?.hotkey,
    *list(view) {
      for (const [netuid, subnet] of view.state.subnets.entries()) {
        for (const uid of subnet.neurons.keys()) yield [netuid, uid];
      }
    },
  }),
];

export const subnetStorage = (identity: Type, identityValue: (subnet: Subnet) => Value) => [
  ...amounts.map(([name, pick]) => perSubnet(name, u64, 0n, pick)),
  ...counters.map(([name, pick]) => perSubnet(name, u64, 0, pick)),
  ...flags.map(([name, fallback, pick]) => perSubnet(name, bool, fallback, pick)),
  perSubnet('EMAPriceHalvingBlocks', u64, 201_600, (subnet) => subnet.emaPriceHalvingBlocks),
  perSubnet('NetworksAdded', bool, false, () => true),
  perSubnet('SubnetMechanism', u16, 0, (subnet) => subnet.mechanism),
  perSubnet('SubnetMovingPrice', i96f32, bits(0n), (subnet) => bits(subnet.movingPrice)),
  perSubnet('RootProp', u96f32, bits(0n), (subnet) => bits(subnet.rootProp)),
  perSubnet('MinerBurned', u96f32, bits(0n), (subnet) => bits(subnet.minerBurned)),
  perSubnet('SubnetVolume', u128, 0n, (subnet) => subnet.volume),
  perSubnet('SubnetTaoFlow', i64, 0n, (subnet) => subnet.taoFlow),
  perSubnet('SubnetProtocolFlow', i64, 0n, (subnet) => subnet.protocolFlow),
  perSubnet('SubnetEmaTaoFlow', tuple(u64, i64f64), null, ({ flowTaken }) =>
    flowTaken ? [flowTaken.block, bits(flowTaken.average)] : undefined,
  ),
  perSubnet('SubnetEmissionEnabled', bool, true, (subnet) => subnet.emissionEnabled ?? undefined),
  perSubnet('FirstEmissionBlockNumber', u64, null, (s) => s.firstEmissionBlock ?? undefined),
  perSubnet('TokenSymbol', bytes, DEFAULT_SYMBOL, (subnet) => utf8(subnet.symbol)),
  perSubnet('Tempo', u16, 360, (subnet) => subnet.tempo),
  perSubnet('SubnetOwner', accountId, NO_ACCOUNT, (subnet) => subnet.ownerColdkey),
  perSubnet('SubnetOwnerHotkey', accountId, NO_ACCOUNT, (subnet) => subnet.ownerHotkey),
  perSubnet(
    'RecycleOrBurn',
    names('pallet_subtensor::pallet::RecycleOrBurnEnum', ['Burn', 'Recycle']),
    'Burn',
    (subnet) => subnet.recycleOrBurn,
  ),
  perSubnet(
    'SubnetIdentitiesV3',
    identity,
    null,
    (subnet) => (subnet.identity ? identityValue(subnet) : undefined),
    'Blake2_128Concat',
  ),
  perSubnet('OwnerLock', lockState, null, (_, view, netuid) => {
    const lock = view.state.ownerLocks.get(netuid);
    return lock ? lockValue(lock) : undefined;
  }),
  perSubnet('DecayingOwnerLock', lockState, null, (_, view, netuid) => {
    const lock = view.state.decayingOwnerLocks.get(netuid);
    return lock ? lockValue(lock) : undefined;
  }),
  ...neurons,
];
