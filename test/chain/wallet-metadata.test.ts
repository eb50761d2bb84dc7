// What wallets are told: their own library must read the calls of it, on every runtime.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Metadata, TypeRegistry } from '@polkadot/types';
import { composeCall } from '../../src/chain/extrinsic/compose-call.ts';
import { hashMetadata } from '../../src/chain/runtime/metadata-hash.ts';
import { metadataForWallet } from '../../src/chain/runtime/wallet-metadata.ts';
import { RAO_PER_TAO } from '../../src/units.ts';
import { RUNTIME_SPECS } from '../devnet/node/runtime/runtime-spec.ts';
import {
  ABSENT,
  hasRecordings,
  RECORDED_SPECS,
  recordedRuntime,
} from '../fakes/recorded-runtimes.ts';
import { runtimeOf } from '../fakes/told-state.ts';

test('amounts have nine decimals, as a rao is a thousand-millionth of a TAO', () => {
  const told = metadataForWallet(runtimeOf(RUNTIME_SPECS.live475), 'Bittensor');
  assert.equal(10n ** BigInt(told.tokenDecimals), RAO_PER_TAO);
  assert.equal(told.tokenSymbol, 'TAO');
});

const skip = hasRecordings() ? false : ABSENT;
const hotkey = '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY';

const simulated = {
  name: 'the simulated chain',
  specVersion: RUNTIME_SPECS.live475.specVersion,
  runtime: () => runtimeOf(RUNTIME_SPECS.live475),
  skip: false,
} as const;
const runtimes = [
  simulated,
  ...RECORDED_SPECS.map((spec) => ({ ...spec, runtime: () => recordedRuntime(spec), skip })),
];
for (const { name: what, specVersion, runtime: of, skip: isAbsent } of runtimes) {
  test(`${what}: a wallet decodes our call by what it was told`, { skip: isAbsent }, () => {
    const runtime = of();
    const told = metadataForWallet(runtime, 'Bittensor');
    assert.equal(told.specVersion, specVersion);
    const registry = new TypeRegistry();
    const known = Object.fromEntries(
      runtime.extensions.map(({ name }) => [name, { extrinsic: {}, payload: {} }]),
    );
    registry.setMetadata(
      new Metadata(registry, Buffer.from(told.metaCalls, 'base64')),
      undefined,
      known,
    );
    const draft = {
      pallet: 'SubtensorModule',
      name: 'add_stake',
      args: { hotkey, netuid: 64, amount_staked: 1_234_567_890n },
    };
    const call = registry.createType('Call', composeCall(draft, runtime));
    assert.equal(`${call.section}.${call.method}`, 'subtensorModule.addStake');
    assert.deepEqual(
      call.args.map((argument) => argument.toString()),
      [hotkey, '64', '1234567890'],
    );
    assert.deepEqual(
      registry.signedExtensions,
      runtime.extensions.map(({ name }) => name),
    );
    // Smaller than the whole, or there were no point in it.
    assert.ok(told.metaCalls.length * 0.75 < runtime.metadata.length);
  });

  test(`${what}: its metadata has a hash, always the same`, { skip: isAbsent }, () => {
    const hash = hashMetadata(of());
    assert.match(hash, /^0x[0-9a-f]{64}$/);
    assert.equal(hashMetadata(of()), hash);
  });
}
