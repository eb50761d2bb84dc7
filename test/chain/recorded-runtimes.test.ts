// Real runtimes: what the extension uses is found by name or told to be missing.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { usableCalls } from '../../src/chain/reads/read-chain-rules.ts';
import { publishedCalls } from '../../src/model/stake-calls.ts';
import { judgeCallLayout } from '../../src/chain/extrinsic/call-layouts.ts';
import { composeCall } from '../../src/chain/extrinsic/compose-call.ts';
import { judgeEventLayout, publishedEvents } from '../../src/chain/reads/event-layouts.ts';
import { queryFlow } from '../../src/chain/reads/read-flow.ts';
import { queryReceiver } from '../../src/chain/reads/read-receiver.ts';
import { formatSs58 } from '../../src/chain/scale/ss58.ts';
import { poolGenerationOf } from '../../src/chain/reads/read-subnets.ts';
import type { Runtime } from '../../src/chain/runtime/runtime.ts';
import { isRecord } from '../../src/chain/scale/scale-encoder.ts';
import { toNetuid, type Hex } from '../../src/units.ts';
import { READ_APIS, READ_STORAGE } from '../tools/probe/read-items.ts';
import {
  ABSENT,
  hasRecordings,
  RECORDED_SPECS,
  recordedRuntime,
} from '../fakes/recorded-runtimes.ts';

const skip = hasRecordings() ? false : ABSENT;

const NOBODY = formatSs58(new Uint8Array(32).fill(0x5e));

/** What each runtime lacks of the lists above and of the calls, as its own metadata says. */
const MISSING: Readonly<Record<number, readonly string[]>> = {
  218: [
    'StakeInfoRuntimeApi.get_stake_availability_for_coldkeys',
    'SwapRuntimeApi.current_alpha_price',
    'SwapRuntimeApi.current_alpha_price_all',
    'SwapRuntimeApi.sim_swap_tao_for_alpha',
    'SwapRuntimeApi.sim_swap_alpha_for_tao',
    'SubnetInfoRuntimeApi.get_subnet_to_prune',
    'SubtokenEnabled',
    'TransferToggle',
    'SubnetTaoInEmission',
    'SubnetAlphaInEmission',
    'SubnetAlphaOutEmission',
    'SubnetExcessTao',
    'SubnetMovingPrice',
    'MinerBurned',
    'RootProp',
    'EMAPriceHalvingBlocks',
    'FirstEmissionBlockNumber',
    'SubnetEmissionEnabled',
    'SubnetIdentitiesV3',
    'SubnetIdentitiesV2',
    'TotalHotkeyAlphaLastEpoch',
    'AlphaDividendsPerSubnet',
    'AutoStakeDestination',
    'RootClaimable',
    'RootClaimed',
    'Lock',
    'DecayingLock',
    'AccountFlags',
    'ColdkeySwapAnnouncements',
    'ColdkeySwapDisputes',
    'IdentitiesV2',
    'SubnetMovingAlpha',
    'EmissionGateBar',
    'EmissionGateExponent',
    'EmissionBarRank',
    'SubnetTaoFlow',
    'SubnetProtocolFlow',
    'SubnetEmaTaoFlow',
    'AlphaV2',
    'TotalHotkeySharesV2',
    'add_stake_limit',
    'remove_stake_limit',
    'remove_stake_full_limit',
    // It has another index there.
    'move_stake',
    'move_stake_limit',
    'swap_stake',
    'swap_stake_limit',
    'transfer_stake',
  ],
  293: [
    'StakeInfoRuntimeApi.get_stake_availability_for_coldkeys',
    'SwapRuntimeApi.current_alpha_price_all',
    'SwapRuntimeApi.sim_swap_tao_for_alpha',
    'SwapRuntimeApi.sim_swap_alpha_for_tao',
    'SubnetInfoRuntimeApi.get_subnet_to_prune',
    'SubnetExcessTao',
    'MinerBurned',
    'RootProp',
    'SubnetEmissionEnabled',
    'AutoStakeDestination',
    'RootClaimable',
    'RootClaimed',
    'Lock',
    'DecayingLock',
    'AccountFlags',
    'ColdkeySwapAnnouncements',
    'ColdkeySwapDisputes',
    'EmissionGateBar',
    'EmissionGateExponent',
    'EmissionBarRank',
    'SubnetTaoFlow',
    'SubnetProtocolFlow',
    'SubnetEmaTaoFlow',
    'AlphaV2',
    'TotalHotkeySharesV2',
    'move_stake_limit',
  ],
  381: [
    'StakeInfoRuntimeApi.get_stake_availability_for_coldkeys',
    'SubnetExcessTao',
    'MinerBurned',
    'SubnetEmissionEnabled',
    'SubnetIdentitiesV2',
    'SubnetIdentities',
    'Lock',
    'DecayingLock',
    'AccountFlags',
    'ColdkeySwapScheduled',
    'Identities',
    'EmissionGateBar',
    'EmissionGateExponent',
    'EmissionBarRank',
    'SubnetProtocolFlow',
    'AlphaV2',
    'TotalHotkeySharesV2',
    'move_stake_limit',
  ],
  424: [
    'SubnetIdentitiesV2',
    'SubnetIdentities',
    'ColdkeySwapScheduled',
    'Identities',
    'EmissionGateBar',
    'EmissionGateExponent',
    'EmissionBarRank',
    'move_stake_limit',
  ],
};

function missingOf(runtime: Runtime): string[] {
  const usable = usableCalls(runtime);
  const hasApi = (path: string) => {
    const [api, method] = path.split('.');
    return runtime.api(api ?? '', method ?? '') !== null;
  };
  return [
    ...READ_APIS.filter((path) => !hasApi(path)),
    ...READ_STORAGE.filter((item) => runtime.storage('SubtensorModule', item) === null),
    ...[...publishedCalls.keys()]
      .filter((path) => !usable.includes(path))
      .map((path) => path.slice(path.indexOf('.') + 1)),
  ];
}

test(
  'each recorded runtime lays out the calls and events that it has as published',
  { skip },
  () => {
    const others = RECORDED_SPECS.flatMap((spec) => {
      const runtime = recordedRuntime(spec);
      const judged = [
        ...[...publishedCalls.keys()].map(
          (path) => [path, judgeCallLayout(runtime, path)] as const,
        ),
        ...publishedEvents.map((path) => [path, judgeEventLayout(runtime, path)] as const),
      ];
      return judged.flatMap(([path, verdict]) =>
        verdict.state === 'other' ? [[spec.specVersion, path, verdict.chain]] : [],
      );
    });
    assert.deepEqual(others, [
      [
        218,
        'SubtensorModule.move_stake',
        '7.82(origin_hotkey: [u8;32], destination_hotkey: [u8;32], origin_netuid: u16, destination_netuid: u16, alpha_amount: u64)',
      ],
    ]);
    const absent = RECORDED_SPECS.map((spec) => {
      const runtime = recordedRuntime(spec);
      return publishedEvents.filter((path) => judgeEventLayout(runtime, path).state === 'absent');
    });
    const feeInAlpha = ['SubtensorModule.TransactionFeePaidWithAlpha'];
    const claims = ['SubtensorModule.BasketClaimed', 'SubtensorModule.BasketClaimDustSkipped'];
    const locks = ['SubtensorModule.StakeLocked', 'SubtensorModule.RejectLockedAlphaUpdated'];
    const early = [...feeInAlpha, ...claims, ...locks];
    assert.deepEqual(absent, [early, early, early, claims]);
  },
);

for (const spec of RECORDED_SPECS) {
  test(
    `${spec.name}: everything used resolves or is told to be missing, with types that compile`,
    { skip },
    () => {
      const runtime = recordedRuntime(spec);
      assert.deepEqual(missingOf(runtime), [
        ...(MISSING[spec.specVersion] ?? []),
        'claim_root_with_hotkey',
        // Locks came with spec 411.
        ...(spec.specVersion < 411 ? ['lock_stake', 'set_reject_locked_alpha'] : []),
      ]);
      for (const name of READ_STORAGE) {
        const item = runtime.storage('SubtensorModule', name);
        // The default of an item decodes by the item's own type, to the last byte.
        if (item !== null) assert.doesNotThrow(() => item.decode(null), name);
      }
      const version = runtime.constant('System', 'Version');
      assert.ok(isRecord(version) && version['spec_version'] === spec.specVersion);
    },
  );

  test(`${spec.name}: no contract at an address, or no contracts at all`, { skip }, () => {
    const runtime = recordedRuntime(spec);
    const { isContract } = queryReceiver(runtime, NOBODY).read(() => null);
    const hasContracts = runtime.storage('Contracts', 'ContractInfoOf') !== null;
    assert.equal(hasContracts, spec.specVersion >= 381);
    const none = { known: false, reason: 'not-on-this-runtime' };
    assert.deepEqual(isContract, hasContracts ? { known: true, value: false } : none);
  });

  test(`${spec.name}: a call it lacks is a typed answer`, { skip }, () => {
    const runtime = recordedRuntime(spec);
    const draft = { pallet: 'SubtensorModule', name: 'no_such_call', args: {} };
    assert.throws(() => composeCall(draft, runtime), { code: 'NOT_ON_THIS_RUNTIME' });
  });
}

test('each recorded runtime is known for the pools it runs', { skip }, () => {
  assert.deepEqual(
    RECORDED_SPECS.map((spec) => poolGenerationOf(recordedRuntime(spec))),
    ['constant-product', 'unknown', 'unknown', 'balancer'],
  );
});

const flowValues: readonly [item: string, bytes: Hex][] = [
  ['SubnetTAO', '0x00e40b5402000000'],
  ['SubnetTaoFlow', '0xffffffffffffffff'],
  ['SubnetProtocolFlow', '0x0500000000000000'],
  // Block 7, then an average of one and a half.
  ['SubnetEmaTaoFlow', '0x070000000000000000000000000000800100000000000000'],
  ['SubnetTaoProvided', '0x0100000000000000'],
];

for (const specVersion of [381, 424]) {
  test(`spec ${specVersion}: the books of a subnet’s flow decode, signs included`, { skip }, () => {
    const spec = RECORDED_SPECS.find(({ name }) => name.endsWith(String(specVersion)));
    assert.ok(spec);
    const runtime = recordedRuntime(spec);
    const stored = new Map(
      flowValues.map(([item, bytes]) => [
        runtime.storage('SubtensorModule', item)?.key(toNetuid(7)),
        bytes,
      ]),
    );
    const books = queryFlow(runtime, toNetuid(7)).read((key) => stored.get(key) ?? null);
    const isOld = specVersion === 381;
    assert.deepEqual(books, {
      reserve: isOld ? 10_000_000_001n : 10_000_000_000n,
      stakers: { known: true, value: -1n },
      protocol: isOld
        ? { known: false, reason: 'not-on-this-runtime' }
        : { known: true, value: 5n },
      takenAt: { known: true, value: 7 },
    });
  });
}
