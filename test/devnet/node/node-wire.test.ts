// The bytes of the simulated node: everything it stores and answers decodes by its metadata alone, and bad bytes do no harm.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decAnyMetadata, unifyMetadata } from '@polkadot-api/substrate-bindings';
import { getDynamicBuilder, getLookupFn } from '@polkadot-api/metadata-builders';
import { startDevnet } from '../devnet.ts';
import { subnetAt } from '../ledger/ledger-run.ts';
import { developmentColdkeys } from '../ledger/genesis/development-accounts.ts';
import { viewOf } from './chain/block.ts';
import { fromHex, Reader, toHex, Writer } from './scale/bytes.ts';
import { decode, encode } from './scale/codec.ts';
import { compact, option, sequence, str, struct, tuple, u128, u16, u64 } from './scale/type.ts';
import { RUNTIME_SPECS } from './runtime/runtime-spec.ts';
import { callOf, connectPolkadot, developmentPair } from '../polkadot-client.ts';

const RUNS = process.env['TAUBAR_DEEP'] === '1' ? 20_000 : 300;

for (const [name, spec] of Object.entries(RUNTIME_SPECS)) {
  test(`every stored value of the runtime ${name} decodes by its metadata and encodes to the same bytes`, async () => {
    const devnet = await startDevnet({ subnets: 6, spec });
    try {
      const { runtime, ...block } = devnet.produceBlocks(3);
      const view = viewOf({ runtime, ...block });
      assert.ok(view);
      const metadata = unifyMetadata(decAnyMetadata(runtime.metadata(15) ?? new Uint8Array()));
      const builder = getDynamicBuilder(getLookupFn(metadata));
      let values = 0;
      for (const pallet of metadata.pallets) {
        for (const item of pallet.storage?.items ?? []) {
          const codec = builder.buildStorage(pallet.name, item.name);
          const prefix = codec.keys.enc().slice(0, 66);
          for (const key of runtime.listKeys(view, fromHex(prefix)).slice(0, 40)) {
            const bytes = runtime.readStorage(view, fromHex(key));
            assert.ok(bytes, `${item.name} ${key}`);
            assert.equal(codec.keys.enc(...codec.keys.dec(key)), key);
            assert.equal(toHex(codec.value.enc(codec.value.dec(bytes))), toHex(bytes), item.name);
            values += 1;
          }
        }
      }
      assert.ok(values > 200, `only ${values} values`);
    } finally {
      await devnet.stop();
    }
  });

  test(`every answer of the runtime ${name} decodes by its metadata and encodes to the same bytes`, async () => {
    const devnet = await startDevnet({ subnets: 6, spec });
    try {
      const { runtime, ...block } = devnet.produceBlocks(3);
      const view = viewOf({ runtime, ...block });
      assert.ok(view);
      const metadata = unifyMetadata(decAnyMetadata(runtime.metadata(15) ?? new Uint8Array()));
      const builder = getDynamicBuilder(getLookupFn(metadata));
      const { alice } = developmentColdkeys();
      const hotkey = view.state.stakingHotkeys.get(alice)?.[0] ?? alice;
      const remark = '0x00000401';
      const samples: Readonly<Record<string, string>> = {
        netuid: '0x0300',
        'netuid,tao': '0x030000ca9a3b00000000',
        'netuid,alpha': '0x030000ca9a3b00000000',
        'netuid,metagraph_indexes': `0x0300${toHex(
          encode(
            sequence(u16),
            Array.from({ length: 74 }, (_, i) => i),
          ),
        ).slice(2)}`,
        coldkey_account: alice,
        coldkey_account_vec: `0x80${alice.slice(2)}`,
        coldkey_accounts: `0x04${alice.slice(2)}`,
        coldkey_account_vecs: `0x0480${alice.slice(2)}`,
        'hotkey_account,coldkey_account,netuid': `${alice}${alice.slice(2)}0300`,
        'coldkey_accounts,netuids': `0x04${alice.slice(2)}00`,
        'origin,origin_coldkey_account,destination,destination_coldkey_account,amount': `0x01${alice.slice(2)}0100${alice.slice(2)}00${alice.slice(2)}00ca9a3b00000000`,
        'coldkey,netuid': `${alice}0300`,
        'hotkey,netuid': `${alice}0300`,
        account: alice,
        coldkey: alice,
        hotkey,
        'hotkey,coldkey': `${hotkey}${alice.slice(2)}`,
        version: '0x0e000000',
        'uxt,len': `0x1404${remark.slice(2)}64000000`,
        'source,tx,block_hash': `0x021404${remark.slice(2)}${alice.slice(2)}`,
        'call,len': `${remark}64000000`,
        weight: '0x0404',
        length: '0x64000000',
        '': '0x',
      };
      for (const api of metadata.apis) {
        for (const method of api.methods) {
          const args = samples[method.inputs.map((input) => input.name).join(',')];
          assert.ok(args !== undefined, `${api.name}.${method.name} has no sample`);
          const bytes = runtime.callApi(view, `${api.name}_${method.name}`, fromHex(args));
          const codec = builder.buildRuntimeCall(api.name, method.name);
          assert.equal(toHex(codec.value.enc(codec.value.dec(bytes))), toHex(bytes), method.name);
        }
      }
    } finally {
      await devnet.stop();
    }
  });
}

test('mutated extrinsics are refused and never stop the node', async () => {
  const devnet = await startDevnet({ subnets: 2 });
  try {
    const api = await connectPolkadot(devnet);
    const hotkey = subnetAt(devnet.ledger.state, 1).neurons[0]?.hotkey;
    const call = callOf(api, 'subtensorModule', 'addStake', hotkey, 1, 10n ** 9n);
    const sent = await call.signAsync(developmentPair('//Alice'), { nonce: 0 });
    await api.disconnect();
    const good = sent.toU8a();
    const mutation = fc.tuple(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }));
    fc.assert(
      fc.property(
        fc.array(mutation, { minLength: 1, maxLength: 4 }),
        fc.nat(good.length),
        (changes, cut) => {
          const bytes = good.slice(0, cut % 7 === 0 ? cut : good.length);
          for (const [at, delta] of changes) {
            if (at < bytes.length) bytes[at] = ((bytes[at] ?? 0) + delta) % 256;
          }
          if (toHex(bytes) === toHex(good)) return;
          assert.equal(devnet.node.submit(bytes, null).ok, false);
        },
      ),
      { numRuns: RUNS },
    );
    assert.equal(devnet.node.submit(good, null).ok, true);
    assert.equal(devnet.produceBlock().extrinsics.length, 2);
  } finally {
    await devnet.stop();
  }
});

test('compact numbers take the shortest form, and a longer one is refused', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 2n ** 130n }), (value) => {
      const writer = new Writer();
      writer.compact(value);
      const reader = new Reader(writer.finish());
      assert.equal(reader.compact(), value);
      reader.end();
    }),
    { numRuns: RUNS },
  );
  for (const long of ['0x0100', '0x02000000', '0x0300000000', '0xfd00', '0x1e010000']) {
    assert.throws(() => new Reader(fromHex(long)).compact(), RangeError);
  }
});

test('values of nested types survive the round trip, and a byte too many or too few is refused', () => {
  const type = struct('Sample', {
    id: compact(u128),
    names: sequence(str),
    pair: tuple(u16, u64),
    maybe: option(u64),
    nested: option(option(u16)),
  });
  const sample = fc.record(
    {
      id: fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }),
      names: fc.array(fc.string({ unit: 'grapheme' })),
      pair: fc.tuple(fc.nat(65_535), fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })),
      maybe: fc.option(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })),
      nested: fc.constantFrom(null, { some: null }, { some: 7 }),
    },
    { noNullPrototype: true },
  );
  fc.assert(
    fc.property(sample, (value) => {
      const bytes = encode(type, value);
      assert.deepEqual(decode(type, bytes), value);
      assert.throws(() => decode(type, bytes.slice(0, -1)), RangeError);
      assert.throws(() => decode(type, new Uint8Array([...bytes, 0])), RangeError);
    }),
    { numRuns: RUNS },
  );
});
