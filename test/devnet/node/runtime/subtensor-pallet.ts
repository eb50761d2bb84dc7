// SubtensorModule put together: calls, events, errors, constants and storage of one spec.
// Refuses to know the runtime APIs.
import type { Subnet } from '../../ledger/state/ledger-state.ts';
import { utf8 } from '../scale/bytes.ts';
import type { Type, Value } from '../scale/type.ts';
import { bytes, u16, u64 } from '../scale/type.ts';
import { accountStorage } from './account-storage.ts';
import { basketStorage } from './basket-storage.ts';
import type { Pallet } from './description.ts';
import { positionStorage } from './position-storage.ts';
import { layOutStruct } from './layout.ts';
import { rootStorage } from './root-storage.ts';
import type { RuntimeSpec } from './runtime-spec.ts';
import { subnetStorage } from './subnet-storage.ts';
import { subtensorCalls } from './subtensor-calls.ts';
import { SUBTENSOR_ERRORS, SUBTENSOR_ERRORS_475 } from './subtensor-errors.ts';
import { subtensorEvents } from './subtensor-events.ts';

export const subnetIdentityType = (spec: RuntimeSpec): Type =>
  layOutStruct(spec, 'pallet_subtensor::pallet::SubnetIdentityV3', {
    subnet_name: bytes,
    github_repo: bytes,
    subnet_contact: bytes,
    subnet_url: bytes,
    discord: bytes,
    description: bytes,
    logo_url: bytes,
    additional: bytes,
  });

/** Null without an identity: an option's None. */
export function subnetIdentityValue({ identity }: Subnet): Value {
  if (!identity) return null;
  return {
    subnet_name: utf8(identity.subnetName),
    github_repo: utf8(identity.githubRepo),
    subnet_contact: utf8(identity.subnetContact),
    subnet_url: utf8(identity.subnetUrl),
    discord: utf8(identity.discord),
    description: utf8(identity.description),
    logo_url: utf8(identity.logoUrl),
    additional: utf8(identity.additional),
  };
}

/** The chain falls back on a name from its own list where no identity is set. */
export const subnetName = (subnet: Subnet, netuid: number): string =>
  subnet.identity?.subnetName ?? (netuid === 0 ? 'root' : `subnet-${netuid}`);

export const subtensorPallet = (spec: RuntimeSpec, identity: Type): Pallet => ({
  name: 'SubtensorModule',
  index: 7,
  path: 'pallet_subtensor::pallet',
  calls: subtensorCalls(spec),
  events: subtensorEvents(spec),
  errors: spec.rules.hasBaskets ? SUBTENSOR_ERRORS_475 : SUBTENSOR_ERRORS,
  constants: [
    { name: 'InitialTempo', type: u16, value: 360 },
    { name: 'InitialMinStake', type: u64, value: 2_000_000n },
    { name: 'InitialMinTransfer', type: u64, value: 100_000n },
    { name: 'InitialDefaultDelegateTake', type: u16, value: 11_796 },
    { name: 'InitialSubnetOwnerCut', type: u16, value: 11_796 },
  ],
  storage: [
    ...subnetStorage(identity, subnetIdentityValue),
    ...accountStorage,
    ...positionStorage,
    ...rootStorage,
    ...basketStorage,
  ],
});
