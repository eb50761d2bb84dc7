// The simulated runtime's metadata, read by other people's libraries and held against a real runtime's.
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { decAnyMetadata, unifyMetadata } from '@polkadot-api/substrate-bindings';
import { getDynamicBuilder, getLookupFn } from '@polkadot-api/metadata-builders';
import { ledgerReads } from '../ledger/ledger.ts';
import { compareRuntimes } from '../compare-runtimes.ts';
import { RUNTIME_SPECS } from './runtime/runtime-spec.ts';
import { buildRuntime } from './runtime/runtime.ts';

const FINNEY = '../shared/metadata/finney-424.scale';

const unified = (bytes: Uint8Array | null) =>
  unifyMetadata(decAnyMetadata(bytes ?? new Uint8Array()));

for (const [name, spec] of Object.entries(RUNTIME_SPECS)) {
  for (const version of [14, 15, 16]) {
    test(`metadata-builders reads the metadata v${version} of the runtime ${name}`, () => {
      const metadata = unified(buildRuntime(spec, ledgerReads).metadata(version));
      const builder = getDynamicBuilder(getLookupFn(metadata));
      assert.equal(metadata.version, version);
      for (const pallet of metadata.pallets) {
        for (const item of pallet.storage?.items ?? []) {
          assert.ok(builder.buildStorage(pallet.name, item.name).value);
        }
      }
      for (const api of metadata.apis) {
        for (const method of api.methods)
          assert.ok(builder.buildRuntimeCall(api.name, method.name));
      }
      // Version 14 names only the extrinsic, which is opaque.
      if ('call' in metadata.extrinsic) {
        assert.ok(builder.buildDefinition(metadata.extrinsic.call));
      }
    });
  }
}

test('what the runtime shares with finney at spec 424 has the same indices, names, types and defaults', async (t) => {
  if (!existsSync(FINNEY)) {
    t.skip('../shared is absent');
    return;
  }
  const finney = unified(new Uint8Array(await readFile(FINNEY)));
  const ours = unified(buildRuntime(RUNTIME_SPECS.finney475, ledgerReads).metadata(16));
  const { differences, added, compared } = compareRuntimes(ours, finney);
  assert.deepEqual(differences, []);
  assert.ok(compared > 300, `only ${compared} items compared`);
  // Of later specs, by chain.md §0.2 and §7.3.
  assert.deepEqual(added, [
    'call SubtensorModule.move_stake_limit',
    'event SubtensorModule.NetworkDissolveCleanupCompleted',
    'event SubtensorModule.NetworkRegistrationCancelled',
    'storage SubtensorModule.EmissionBarRank',
    'storage SubtensorModule.EmissionGateBar',
    'storage SubtensorModule.EmissionGateExponent',
    'storage SubtensorModule.MinerCollateral',
    'storage SubtensorModule.StakeMoveCooldownUntil',
  ]);
});
