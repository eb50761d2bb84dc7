// Reads the simulated ledger's state as the facts that a plan is made of, and turns a plan's call into a
// ledger call. An edge: brands are given here. Refuses to know arithmetic.
import type {
  AccountFacts,
  Availability,
  CurveName,
  LockFacts,
  MoveFacts,
  ReceiverFacts,
  Position,
  SubnetFacts,
} from '../../src/model/facts.ts';
import { batchOf, PROTECTED_CALLS } from '../../src/moves/run/chain-call.ts';
import type { CallDraft } from '../../src/model/plan.ts';
import { stakeCalls } from '../../src/model/stake-calls.ts';
import type { Pool } from '../../src/pool/pool.ts';
import {
  toAlphaRao,
  toNetuid,
  toRao,
  type Netuid,
  type Rao,
  type Ss58Address,
} from '../../src/units.ts';
import { ledgerReads } from '../devnet/ledger/ledger.ts';
import type { LedgerCall } from '../devnet/ledger/calls/ledger-call.ts';
import {
  coldkeyHotkeyKey,
  type AccountId,
  type LedgerState,
  type Subnet,
} from '../devnet/ledger/state/ledger-state.ts';

/** Plans never look inside an address, so the ledger's hex ids serve as they are. */
export function addressOf(id: AccountId): Ss58Address {
  if (!isAccountId(id)) throw new RangeError(`no account id: ${id}`);
  return id;
}

const isAccountId = (id: string): id is Ss58Address => /^0x[0-9a-f]{64}$/.test(id);

/** A plan's call names pallets, calls and arguments as the ledger does. */
export function ledgerCallOf(draft: CallDraft): LedgerCall {
  if (!isLedgerCall(draft)) throw new RangeError(`no call of the ledger: ${draft.name}`);
  return draft;
}

/** By name alone: the ledger itself stumbles over arguments that are not there. */
const isLedgerCall = (draft: unknown): draft is LedgerCall =>
  typeof draft === 'object' &&
  draft !== null &&
  'pallet' in draft &&
  'name' in draft &&
  [...CALLS, 'Utility.batch_all'].includes(`${String(draft.pallet)}.${String(draft.name)}`);

const NOT_HERE = { known: false, reason: 'not-on-this-runtime' } as const;
const known = <T>(value: T): { known: true; value: T } => ({ known: true, value });

export const CALLS = Object.keys(stakeCalls).map((name) => `SubtensorModule.${name}`);

const LONGEST_BATCH = 8;

/** Every batch that a plan may become. */
export const BATCHES = [
  batchOf(PROTECTED_CALLS),
  ...CALLS.filter((name) => name.includes('remove_stake')).flatMap((name) =>
    Array.from({ length: LONGEST_BATCH }, (_, last) => batchOf(Array(last + 1).fill(name))),
  ),
];

const DEFAULT_FEE_RATE = 33;
const HALF = 5n * 10n ** 17n;

export function poolOf(subnet: Subnet): Pool {
  if (subnet.mechanism !== 1) return { kind: 'stable' };
  const { taoReserve, alphaReserve, curve } = subnet;
  const feeRate = subnet.feeRate ?? DEFAULT_FEE_RATE;
  if (curve.kind === 'constant-product') {
    return { kind: 'constant-product', taoReserve, alphaReserve };
  }
  if (curve.kind === 'superellipse') {
    const { alphaScale, taoScale, centerAlpha, centerTao } = curve;
    const shape = { alphaScale, taoScale, centerAlpha, centerTao };
    return { kind: 'superellipse', taoReserve, alphaReserve, ...shape, feeRate };
  }
  const taoWeight = curve.isInitialized ? (curve.taoWeight ?? HALF) : HALF;
  return { kind: 'balancer', taoReserve, alphaReserve, taoWeight, feeRate };
}

function subnetFacts(state: LedgerState, netuid: Netuid): SubnetFacts {
  const subnet = state.subnets.get(netuid);
  if (subnet === undefined) {
    return {
      netuid,
      registeredAt: 0,
      exists: false,
      curve: 'stable',
      pool: { kind: 'stable' },
      nodePrice: known(0n),
      alphaOut: toAlphaRao(0n),
      isSubtokenEnabled: known(false),
      isTransferEnabled: known(true),
      injection: known({ tao: toRao(0n), alpha: toAlphaRao(0n), boughtWithTao: toRao(0n) }),
    };
  }
  const pool = poolOf(subnet);
  const curve: CurveName = pool.kind;
  return {
    netuid,
    registeredAt: subnet.registeredAt,
    exists: true,
    curve,
    pool,
    nodePrice: known(ledgerReads.currentAlphaPrice(state, netuid)),
    alphaOut: toAlphaRao(subnet.alphaOut),
    isSubtokenEnabled: known(subnet.subtokenEnabled),
    isTransferEnabled: known(subnet.transferToggle),
    injection: known({
      tao: toRao(subnet.taoInEmission),
      alpha: toAlphaRao(subnet.alphaInEmission),
      boughtWithTao: toRao(subnet.excessTao),
    }),
  };
}

function accountFacts(state: LedgerState, id: AccountId): AccountFacts {
  const account = state.accounts.get(id);
  return {
    coldkey: addressOf(id),
    nonce: account?.nonce ?? 0,
    free: toRao(account?.free ?? 0n),
    reserved: toRao(account?.reserved ?? 0n),
    frozen: toRao(account?.frozen ?? 0n),
    references: known({
      providers: account?.providers ?? 0,
      sufficients: account?.sufficients ?? 0,
    }),
    swapAnnouncedFor: known(state.swapAnnouncements.get(id)?.firstBlock ?? null),
    isSwapDisputed: known(state.swapDisputes.has(id)),
    acceptsLockedAlpha: known(((state.accountFlags.get(id) ?? 0n) & 1n) === 1n),
  };
}

/** The hotkey that a lock names stands in its key alone. */
function lockFacts(state: LedgerState, id: AccountId, netuid: Netuid): LockFacts[] {
  const lock = ledgerReads.coldkeyLock(state, id, netuid);
  if (lock === null) return [];
  for (const key of state.locks.keys()) {
    const [at, hotkey, coldkey] = key.split('/');
    if (Number(at) !== netuid || coldkey !== id || hotkey === undefined) continue;
    return [
      {
        coldkey: addressOf(id),
        netuid,
        hotkey: addressOf(hotkey),
        locked: toAlphaRao(lock.lockedMass),
        isPerpetual: known(state.decayingLocks.get(`${netuid}/${id}`) === false),
      },
    ];
  }
  return [];
}

export type FactsQuery = {
  coldkey: AccountId;
  netuids: readonly number[];
  hotkeys: readonly AccountId[];
  destination: AccountId | null;
  fee: bigint;
};

function positionFacts(state: LedgerState, query: FactsQuery): Position[] {
  const owners = [query.coldkey, ...(query.destination === null ? [] : [query.destination])];
  return query.netuids.flatMap((netuid) =>
    query.hotkeys.flatMap((hotkey) =>
      owners.map((coldkey) => ({
        coldkey: addressOf(coldkey),
        hotkey: addressOf(hotkey),
        netuid: toNetuid(netuid),
        alpha: toAlphaRao(ledgerReads.positionAlpha(state, hotkey, coldkey, netuid)),
        isRegistered: isRegistered(state, netuid, hotkey),
        hotkeyDividends: known(toAlphaRao(state.alphaDividends.get(`${netuid}/${hotkey}`) ?? 0n)),
      })),
    ),
  );
}

const isRegistered = (state: LedgerState, netuid: number, hotkey: AccountId): boolean =>
  state.subnets.get(netuid)?.neurons.some((neuron) => neuron.hotkey === hotkey) ?? false;

function availability(state: LedgerState, query: FactsQuery): Availability[] {
  const owners = [query.coldkey, ...(query.destination === null ? [] : [query.destination])];
  return query.netuids.flatMap((netuid) =>
    owners.map((coldkey) => {
      const found = ledgerReads.stakeAvailability(state, coldkey, netuid);
      return {
        coldkey: addressOf(coldkey),
        netuid: toNetuid(netuid),
        total: toAlphaRao(found.total),
        locked: toAlphaRao(found.locked),
        available: toAlphaRao(found.available),
        bonds: known(
          (state.stakingHotkeys.get(coldkey) ?? []).flatMap((hotkey) => {
            const alpha = ledgerReads.bondOf(state, hotkey, coldkey, netuid);
            return alpha > 0n ? [{ hotkey: addressOf(hotkey), alpha: toAlphaRao(alpha) }] : [];
          }),
        ),
      };
    }),
  );
}

function ownerOf(state: LedgerState, hotkey: AccountId): Ss58Address | null {
  const owner = state.owners.get(hotkey);
  return owner === undefined ? null : addressOf(owner);
}

const receiverFacts = (state: LedgerState, receiver: AccountId): ReceiverFacts => ({
  hotkeyOwner: known(ownerOf(state, receiver)),
  isContract: known(false),
  isKeyless: receiver.startsWith('0x6d6f646c'),
});

export function factsOf(state: LedgerState, query: FactsQuery): MoveFacts {
  const netuids = query.netuids.map(toNetuid);
  const people = [query.coldkey, ...(query.destination === null ? [] : [query.destination])];
  const fee = known(toRao(query.fee));
  const names = [...CALLS, 'Utility.batch_all'];
  const networkFees: Record<string, { known: true; value: Rao }> = {};
  for (const name of [...names, ...BATCHES]) networkFees[name] = fee;
  const toPrune = ledgerReads.subnetToPrune(state);
  const { rules } = state.settings;
  return {
    block: { hash: '0x00', number: state.blockNumber },
    blockTime: 0,
    runtime: {
      genesisHash: '0x00',
      specName: 'node-subtensor',
      specVersion: 475,
      transactionVersion: 1,
    },
    rules: {
      existentialDeposit: toRao(500n),
      minimumStake: toRao(2_000_000n),
      minimumTransfer: toRao(rules.minTransfer),
      overAmounts: known(rules.refusesExcess ? 'takes-all' : 'cuts'),
      safeModeUntil: known(state.safeModeUntil),
      rootHold: rules.hasBaskets ? known(state.rootStakeUnlockInterval) : NOT_HERE,
      hotkeyCaps: rules.hasHotkeyCaps ? known({ own: 256, receiver: 128 }) : NOT_HERE,
      nominatorMinimumFactor: known(state.nominatorMinRequiredStake),
      calls: names,
      hasSimulation: true,
      subnetToPrune: known(toPrune === null ? null : toNetuid(toPrune)),
      immunityPeriod: known(state.networkImmunityPeriod),
    },
    coldkey: accountFacts(state, query.coldkey),
    destination: query.destination === null ? null : accountFacts(state, query.destination),
    receiver: query.destination === null ? null : receiverFacts(state, query.destination),
    subnets: netuids.map((netuid) => subnetFacts(state, netuid)),
    // The ledger is the truth: depth is told right, and its tests are about something else.
    depth: 'two-sources',
    positions: positionFacts(state, query),
    availability: known(availability(state, query)),
    locks: known(netuids.flatMap((netuid) => people.flatMap((id) => lockFacts(state, id, netuid)))),
    hotkeys: query.hotkeys.map((hotkey) => ({
      hotkey: addressOf(hotkey),
      owner: ownerOf(state, hotkey),
      take: state.delegates.get(hotkey) ?? null,
      name: null,
    })),
    registrations: Object.fromEntries(
      query.netuids.flatMap((netuid) =>
        query.hotkeys.map((hotkey) => [`${netuid}:${hotkey}`, isRegistered(state, netuid, hotkey)]),
      ),
    ),
    stakingHotkeys: people.map((id) => ({
      coldkey: addressOf(id),
      hotkeys: known((state.stakingHotkeys.get(id) ?? []).map(addressOf)),
    })),
    rootStakedAt: query.hotkeys.map((hotkey) => ({
      hotkey: addressOf(hotkey),
      block: known(state.lastStakeBlock.get(coldkeyHotkeyKey(query.coldkey, hotkey)) ?? null),
    })),
    networkFees,
  };
}
