// A snapshot as large as wanted: positions spread over 128 subnets, deterministic.
import type { Position, Snapshot, SubnetFacts } from '../../src/model/facts.ts';
import { toAlphaRao, toNetuid, toRao, type Ss58Address } from '../../src/units.ts';

const SUBNETS = 128;
// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- names stand in for addresses
const address = (name: string): Ss58Address => name as Ss58Address;

function subnet(netuid: number): SubnetFacts {
  return {
    netuid: toNetuid(netuid),
    registeredAt: 1_000 + netuid,
    exists: true,
    curve: netuid === 0 ? 'stable' : 'balancer',
    pool:
      netuid === 0
        ? { kind: 'stable' }
        : {
            kind: 'balancer',
            taoReserve: 1_000_000_000_000n * BigInt(1 + (netuid % 40)),
            alphaReserve: 3_508_759_482_573_826n,
            taoWeight: 499_999_996_087_712_508n + BigInt(netuid) * 7n,
            feeRate: 33,
          },
    nodePrice: { known: false, reason: 'unreadable' },
    alphaOut: toAlphaRao(10n ** 15n),
    isSubtokenEnabled: { known: true, value: true },
    isTransferEnabled: { known: true, value: true },
    injection: { known: false, reason: 'unreadable' },
  };
}

export function manyPositions(coldkeyCount: number, positionCount: number): Snapshot {
  const coldkeys = Array.from({ length: coldkeyCount }, (_, index) => address(`coldkey${index}`));
  const positions = Array.from({ length: positionCount }, (_, index): Position => {
    const coldkey = coldkeys[index % coldkeyCount] ?? address('nobody');
    return {
      coldkey,
      hotkey: address(`hotkey${index}`),
      netuid: toNetuid(1 + (Math.floor(index / coldkeyCount) % SUBNETS)),
      alpha: toAlphaRao(1_000_000_000n + 98_765_432_123n * BigInt(index % 97)),
      isRegistered: true,
      hotkeyDividends: { known: true, value: toAlphaRao(0n) },
    };
  });
  const totals = new Map<string, { coldkey: Ss58Address; netuid: number; total: bigint }>();
  for (const { coldkey, netuid, alpha } of positions) {
    const key = `${coldkey}:${netuid}`;
    const entry = totals.get(key) ?? { coldkey, netuid, total: 0n };
    totals.set(key, { ...entry, total: entry.total + alpha });
  }
  return {
    genesisHash: '0xaa',
    block: { hash: '0xbb', number: 9_240_388 },
    blockTime: 0,
    runtime: { genesisHash: '0xaa', specName: 's', specVersion: 475, transactionVersion: 1 },
    accounts: coldkeys.map((coldkey) => ({
      coldkey,
      nonce: 0,
      free: toRao(1_000_000_000n),
      reserved: toRao(0n),
      frozen: toRao(0n),
      references: { known: true, value: { providers: 1, sufficients: 0 } },
      swapAnnouncedFor: { known: true, value: null },
      isSwapDisputed: { known: true, value: false },
      acceptsLockedAlpha: { known: true, value: false },
    })),
    positions,
    availability: {
      known: true,
      value: [...totals.values()].map(({ coldkey, netuid, total }) => ({
        coldkey,
        netuid: toNetuid(netuid),
        total: toAlphaRao(total),
        locked: toAlphaRao(0n),
        available: toAlphaRao(total),
        bonds: { known: false, reason: 'not-on-this-runtime' },
      })),
    },
    locks: { known: true, value: [] },
    subnets: Array.from({ length: SUBNETS + 1 }, (_, netuid) => subnet(netuid)),
    rules: {
      existentialDeposit: toRao(500n),
      minimumStake: toRao(2_000_000n),
      minimumTransfer: toRao(100_000n),
      overAmounts: { known: true, value: 'takes-all' },
      safeModeUntil: { known: true, value: null },
      rootHold: { known: true, value: 0 },
      hotkeyCaps: { known: true, value: { own: 256, receiver: 128 } },
      nominatorMinimumFactor: { known: true, value: 10_000_000n },
      calls: [],
      hasSimulation: true,
      subnetToPrune: { known: true, value: null },
      immunityPeriod: { known: true, value: 864_000 },
    },
    networkFees: {},
    unread: [],
    unclaimed: { known: false, reason: 'not-on-this-runtime' },
  };
}
