// Real runtimes: what the extension uses is found by name or told to be missing.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { usableCalls } from '../../src/chain/reads/read-chain-rules.ts';
import { publishedCalls } from '../../src/model/stake-calls.ts';
import { composeCall } from '../../src/chain/extrinsic/compose-call.ts';
import { queryFlow } from '../../src/chain/reads/read-flow.ts';
import { queryReceiver } from '../../src/chain/reads/read-receiver.ts';
import { formatSs58 } from '../../src/chain/scale/ss58.ts';
import { poolGenerationOf } from '../../src/chain/reads/read-subnets.ts';
import type { Runtime } from '../../src/chain/runtime/runtime.ts';
import { isRecord } from '../../src/chain/scale/scale-encoder.ts';
import { toNetuid, type Hex } from '../../src/units.ts';
import {
  ABSENT,
  hasRecordings,
  RECORDED_SPECS,
  recordedRuntime,
} from '../fakes/recorded-runtimes.ts';

const skip = hasRecordings() ? false : ABSENT;

const NOBODY = formatSs58(new Uint8Array(32).fill(0x5e));

const STORAGE = `
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

const APIS = [
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
    ...APIS.filter((path) => !hasApi(path)),
    ...STORAGE.filter((item) => runtime.storage('SubtensorModule', item) === null),
    ...[...publishedCalls.keys()]
      .filter((path) => !usable.includes(path))
      .map((path) => path.slice(path.indexOf('.') + 1)),
  ];
}

for (const spec of RECORDED_SPECS) {
  test(
    `${spec.name}: everything used resolves or is told to be missing, with types that compile`,
    { skip },
    () => {
      const runtime = recordedRuntime(spec);
      assert.deepEqual(missingOf(runtime), MISSING[spec.specVersion]);
      for (const name of STORAGE) {
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
