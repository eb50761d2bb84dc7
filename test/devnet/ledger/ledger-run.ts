// What a call runs with: the state it changes, the events it leaves, and the failure that ends it.
// Refuses to know any rule; whoever dispatches decides what a failure rolls back.
import type { EventValue, LedgerError, LedgerEvent } from './calls/ledger-call.ts';
import type { LedgerState, Subnet } from './state/ledger-state.ts';

export type Run = {
  readonly state: LedgerState;
  readonly events: LedgerEvent[];
  /** How much of what the call is billed for it did; absent: all of it. */
  work?: Work;
};

export type Work = Readonly<{ done: bigint; of: bigint }>;

/** A dispatch error of the chain, by pallet and name. */
export class LedgerFailure extends Error {
  readonly error: LedgerError;

  constructor(pallet: LedgerError['pallet'], name: string) {
    super(`${pallet}.${name}`);
    this.error = { pallet, name };
  }
}

export function ensure(
  isFine: boolean,
  name: string,
  pallet: LedgerError['pallet'] = 'SubtensorModule',
): void {
  if (!isFine) throw new LedgerFailure(pallet, name);
}

export function deposit(
  run: Run,
  pallet: string,
  name: string,
  fields: Record<string, EventValue>,
): void {
  run.events.push({ pallet, name, fields });
}

export const ROOT_NETUID = 0;

/** What storage answers for a netuid without entries: every value query at its default. */
const ABSENT_SUBNET: Subnet = {
  mechanism: 0,
  taoReserve: 0n,
  alphaReserve: 0n,
  alphaOut: 0n,
  protocolAlpha: 0n,
  curve: { kind: 'balancer', taoWeight: null, isInitialized: false },
  feeRate: null,
  movingPrice: 0n,
  rootProp: 0n,
  volume: 0n,
  taoInEmission: 0n,
  alphaInEmission: 0n,
  alphaOutEmission: 0n,
  excessTao: 0n,
  rootSellTao: 0n,
  taoFlow: 0n,
  protocolFlow: 0n,
  flowTaken: null,
  emissionEnabled: null,
  minerBurned: 0n,
  emaPriceHalvingBlocks: 201_600,
  firstEmissionBlock: null,
  registrationAllowed: true,
  registeredAt: 0,
  subtokenEnabled: false,
  transferToggle: true,
  symbol: '',
  tempo: 360,
  lastEpochBlock: 0,
  pendingEpochAt: 0,
  blocksSinceLastStep: 0,
  lastMechanismStepBlock: 0,
  ownerColdkey: `0x${'00'.repeat(32)}`,
  ownerHotkey: `0x${'00'.repeat(32)}`,
  ownerCutEnabled: true,
  ownerCutAutoLockEnabled: false,
  recycleOrBurn: 'Burn',
  pendingServerEmission: 0n,
  pendingValidatorEmission: 0n,
  pendingRootAlphaDivs: 0n,
  pendingOwnerCut: 0n,
  lockedTao: 0n,
  identity: null,
  neurons: [],
};

/** The subnet, or the defaults that the chain's storage gives for an unknown netuid. */
export const subnetAt = (state: LedgerState, netuid: number): Subnet =>
  state.subnets.get(netuid) ?? ABSENT_SUBNET;

export function changeSubnet(state: LedgerState, netuid: number, change: Partial<Subnet>): void {
  state.subnets.set(netuid, { ...subnetAt(state, netuid), ...change });
}

/** Existing netuids, ascending, root first: `get_all_subnet_netuids` sorted by key. */
export const netuidsOf = (state: LedgerState): number[] =>
  [...state.subnets.keys()].sort((a, b) => a - b);
