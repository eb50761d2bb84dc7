// A small, calm set of facts for tests: root and two pools recorded from the live chain (chain reference,
// appendix A1), one coldkey with stake on each. Refuses to be realistic beyond that.
import type { CurveName, MoveFacts, Reading, SubnetFacts } from '../../src/model/facts.ts';
import type { MoveTerms } from '../../src/model/move.ts';
import type { BalancerPool, Pool } from '../../src/pool/pool.ts';
import { spotPrice } from '../../src/pool/spot-price.ts';
import {
  RAO_PER_TAO,
  ROOT_NETUID,
  toAlphaRao,
  toNetuid,
  toRao,
  type Netuid,
  type Rao,
  type Ss58Address,
} from '../../src/units.ts';
import { BATCHES, CALLS, addressOf } from './ledger-facts.ts';

export const ME = addressOf(`0x${'0a'.repeat(32)}`);
export const FRIEND = addressOf(`0x${'0b'.repeat(32)}`);
export const HOTKEY = addressOf(`0x${'1a'.repeat(32)}`);
export const STRANGER = addressOf(`0x${'2c'.repeat(32)}`);
export const OTHER_HOTKEY = addressOf(`0x${'1b'.repeat(32)}`);
export const SN1 = toNetuid(1);
export const SN92 = toNetuid(92);

export const POOL_1: BalancerPool = {
  kind: 'balancer',
  taoReserve: 23027286571256n,
  alphaReserve: 3508759482573826n,
  taoWeight: 499999996087712508n,
  feeRate: 33,
};
export const POOL_92: BalancerPool = {
  kind: 'balancer',
  taoReserve: 587199047950n,
  alphaReserve: 435539509978376n,
  taoWeight: 499999964641764870n,
  feeRate: 33,
};

export const TERMS: MoveTerms = { toleranceBps: 50, allowPartial: false, eraBlocks: 16 };
export const FEE = toRao(1_360_000n);

export const known = <T>(value: T): { known: true; value: T } => ({ known: true, value });
export const unknown: Reading<never> = { known: false, reason: 'unreadable' };

export function subnetFacts(netuid: Netuid, pool: Pool, change: Partial<SubnetFacts> = {}) {
  const curve: CurveName = pool.kind;
  const facts: SubnetFacts = {
    netuid,
    registeredAt: 1_000_000,
    exists: true,
    curve,
    pool,
    nodePrice: known((spotPrice(pool) * RAO_PER_TAO) >> 64n),
    alphaOut: toAlphaRao(2_000_000_000_000_000n),
    isSubtokenEnabled: known(true),
    isTransferEnabled: known(true),
    injection: known({
      tao: toRao(3_000_000n),
      alpha: toAlphaRao(450_000_000n),
      boughtWithTao: toRao(0n),
    }),
  };
  return { ...facts, ...change };
}

function position(hotkey: Ss58Address, netuid: Netuid, alpha: bigint) {
  return {
    coldkey: ME,
    hotkey,
    netuid,
    alpha: toAlphaRao(alpha),
    isRegistered: true,
    hotkeyDividends: known(toAlphaRao(7_000_000_000n)),
  };
}

const HELD = { root: 50_000_000_000n, one: 9_000_000_000_000n, ninetyTwo: 3_000_000_000_000n };

/** A runtime that knows no collateral. */
export const noBonds: Reading<never> = { known: false, reason: 'not-on-this-runtime' };

function availability(coldkey: Ss58Address, netuid: Netuid, total: bigint) {
  return {
    coldkey,
    netuid,
    total: toAlphaRao(total),
    locked: toAlphaRao(0n),
    available: toAlphaRao(total),
    bonds: noBonds,
  };
}

export function sampleFacts(change: Partial<MoveFacts> = {}): MoveFacts {
  const names = [...CALLS, 'Utility.batch_all'];
  const networkFees: Record<string, Reading<Rao>> = {};
  for (const name of [...names, ...BATCHES]) networkFees[name] = known(FEE);
  const account = (coldkey: Ss58Address, free: bigint) => ({
    coldkey,
    nonce: 3,
    free: toRao(free),
    reserved: toRao(0n),
    frozen: toRao(0n),
    references: known({ providers: 1, sufficients: 0 }),
    swapAnnouncedFor: known(null),
    isSwapDisputed: known(false),
    acceptsLockedAlpha: known(false),
  });
  const registrations: Record<string, boolean> = {};
  for (const netuid of [0, 1, 92]) {
    for (const hotkey of [HOTKEY, OTHER_HOTKEY]) registrations[`${netuid}:${hotkey}`] = true;
  }
  return {
    block: { hash: '0xb10c', number: 9_240_388 },
    blockTime: 0,
    runtime: {
      genesisHash: '0x9e7e',
      specName: 'node-subtensor',
      specVersion: 475,
      transactionVersion: 1,
    },
    rules: {
      existentialDeposit: toRao(500n),
      minimumStake: toRao(2_000_000n),
      minimumTransfer: toRao(100_000n),
      overAmounts: known('takes-all'),
      safeModeUntil: known(null),
      rootHold: known(0),
      hotkeyCaps: known({ own: 256, receiver: 128 }),
      nominatorMinimumFactor: known(10_000_000n),
      calls: names,
      hasSimulation: true,
      subnetToPrune: known(toNetuid(77)),
      immunityPeriod: known(864_000),
    },
    coldkey: account(ME, 412_000_000_000n),
    destination: account(FRIEND, 1_000_000_000n),
    receiver: { hotkeyOwner: known(null), isContract: known(false), isKeyless: false },
    subnets: [
      subnetFacts(ROOT_NETUID, { kind: 'stable' }),
      subnetFacts(SN1, POOL_1),
      subnetFacts(SN92, POOL_92),
    ],
    // As confirmed: tests whose subject is the depth say otherwise.
    depth: 'two-sources',
    positions: [
      position(HOTKEY, ROOT_NETUID, HELD.root),
      position(HOTKEY, SN1, HELD.one),
      position(HOTKEY, SN92, HELD.ninetyTwo),
      position(OTHER_HOTKEY, SN1, 0n),
      position(OTHER_HOTKEY, SN92, 0n),
    ],
    availability: known([
      availability(ME, ROOT_NETUID, HELD.root),
      availability(ME, SN1, HELD.one),
      availability(ME, SN92, HELD.ninetyTwo),
    ]),
    locks: known([]),
    hotkeys: [HOTKEY, OTHER_HOTKEY].map((hotkey) => ({
      hotkey,
      owner: FRIEND,
      take: 11_796,
      name: null,
    })),
    registrations,
    stakingHotkeys: [ME, FRIEND].map((coldkey) => ({
      coldkey,
      hotkeys: known([HOTKEY, OTHER_HOTKEY]),
    })),
    rootStakedAt: [HOTKEY, OTHER_HOTKEY].map((hotkey) => ({ hotkey, block: known(null) })),
    networkFees,
    ...change,
  };
}
