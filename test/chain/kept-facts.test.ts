// What is kept of a runtime's metadata: it answers as the whole does, to the last byte, and nothing that it was not asked.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { getLookupFn } from '@polkadot-api/metadata-builders';
import { createTestClient, createMemoryCache } from '../fakes/test-client.ts';
import {
  ABSENT,
  hasRecordings,
  RECORDED_SPECS,
  recordedAnswers,
  recordedMetadata,
  recordedRuntime,
} from '../fakes/recorded-runtimes.ts';
import { publishedCalls } from '../../src/model/stake-calls.ts';
import { publishedEvents } from '../../src/chain/reads/event-layouts.ts';
import { sampleCall } from '../../src/chain/extrinsic/network-fees.ts';
import { readKeptFacts, WholeNeeded } from '../../src/chain/runtime/kept-facts.ts';
import { parseMetadata } from '../../src/chain/runtime/metadata.ts';
import { createRuntimeOf, type Runtime } from '../../src/chain/runtime/runtime.ts';
import { createNotedRuntime } from '../../src/chain/runtime/whole-runtime.ts';
import { formatSs58, parseSs58 } from '../../src/chain/scale/ss58.ts';
import { toHex } from '../../src/chain/scale/hex.ts';
import { createDecoders, decodeAll, type Decode } from '../../src/chain/scale/scale-decoder.ts';
import { toNetuid, type Hex } from '../../src/units.ts';
import { AppError } from '../../src/errors.ts';
import { startDevnet } from '../devnet/devnet.ts';
import { READ_APIS, READ_STORAGE } from '../tools/probe/read-items.ts';

const skip = hasRecordings() ? false : ABSENT;
const NOBODY = formatSs58(new Uint8Array(32).fill(0x5e));
const ALICE = parseSs58('5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY');

/** Bytes without a pattern, the same in every run. Small ones are frequent: they are tags and lengths. */
function* byteStrings(count: number): Generator<Uint8Array> {
  let state = 0x2545f491;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return state >>> 0;
  };
  for (let i = 0; i < count; i += 1) {
    const length = next() % 80;
    yield Uint8Array.from({ length }, () => (next() % 3 === 0 ? next() & 0xff : next() % 5));
  }
}

/** The value, or what was refused. */
function outcomeOf(decode: () => unknown): unknown {
  try {
    return decode();
  } catch (error) {
    assert.ok(error instanceof AppError, String(error));
    return error.detail;
  }
}

const some = [...byteStrings(40)];

const outcomes = (decode: Decode): unknown[] =>
  some.map((bytes) => outcomeOf(() => decodeAll(decode, bytes)));

const sample = { coldkey: NOBODY, hotkey: NOBODY, netuid: toNetuid(7) };

/** Everything that readings ask of a runtime, with what comes of it. */
function askAll(runtime: Runtime, values: readonly { item: string; value: string }[]): unknown {
  const storage = READ_STORAGE.map((name) => {
    const item = runtime.storage('SubtensorModule', name);
    if (item === null) return null;
    const recorded = values.filter((one) => one.item === name);
    return [
      item.prefix,
      item.decode(null),
      outcomes(runtime.decoder(item.valueType)),
      recorded.map(({ value }) => outcomeOf(() => item.decode(value as Hex))),
      outcomeOf(() => item.keyArgs(`${item.prefix}${'07'.repeat(60)}`)),
    ];
  });
  const apis = READ_APIS.map((path) => {
    const [name = '', method = ''] = path.split('.');
    const api = runtime.api(name, method);
    return api && [api.method, outcomes(runtime.decoder(api.resultType))];
  });
  const { extensions, extrinsicVersions, metadataVersion } = runtime;
  const calls = [...publishedCalls.keys()].map((path) => {
    const [pallet = '', name = ''] = path.split('.');
    return [sampleCall(path, sample, runtime), runtime.layoutOf('calls', pallet, name)];
  });
  const events = publishedEvents.map((path) => {
    const [pallet = '', name = ''] = path.split('.');
    return runtime.layoutOf('events', pallet, name);
  });
  const shapes = extensions.map(({ extra }) => runtime.shapeOf(extra));
  const rest = [
    runtime.constant('System', 'BlockWeights'),
    runtime.constant('Balances', 'ExistentialDeposit'),
    runtime.constant('No', 'Constant'),
    runtime.hasError('SubtensorModule', 'TooManyStakingHotkeys'),
    runtime.calls('Swap') === null,
  ];
  return {
    storage,
    apis,
    extensions,
    extrinsicVersions,
    metadataVersion,
    calls,
    events,
    shapes,
    rest,
  };
}

for (const spec of RECORDED_SPECS) {
  test(`${spec.name}: what is kept answers as the whole metadata does`, { skip }, () => {
    const metadata = recordedMetadata(spec);
    const { ref } = recordedRuntime(spec);
    const values = [218, 293].includes(spec.specVersion)
      ? recordedAnswers(spec.specVersion).storage.map(({ item, value }) => ({ item, value }))
      : [];
    const { runtime, noted } = createNotedRuntime(ref, metadata, null);
    const whole = askAll(runtime, values);
    const text = noted.toText();
    const kept = readKeptFacts(text);
    assert.ok(kept);
    assert.deepEqual(askAll(createRuntimeOf(ref, kept), values), whole);
    // Asked again of the metadata it is the same text, and so it is by its own answers.
    assert.equal(createNotedRuntime(ref, metadata, text).noted.count(), noted.count());
    assert.equal(kept.toText(), text);
    assert.ok(text.length < metadata.length / 2, `${text.length} characters`);
  });

  test(
    `${spec.name}: every type decodes as by the library’s own description of it`,
    { skip },
    () => {
      const { description } = parseMetadata(recordedMetadata(spec));
      const typeOf = getLookupFn(description);
      const decoder = createDecoders(typeOf);
      const runtime = recordedRuntime(spec);
      for (const { id } of description.lookup) {
        const ours = outcomeOf(() => outcomes(runtime.decoder(runtime.typeOf(id))));
        const theirs = outcomeOf(() => outcomes(decoder(typeOf(id))));
        assert.deepEqual(ours, theirs, `type ${id}`);
      }
    },
  );
}

test(
  'a question that was never asked is not answered, and no other text is taken for kept facts',
  { skip },
  () => {
    const [spec] = RECORDED_SPECS;
    const [, other] = RECORDED_SPECS;
    const { ref } = recordedRuntime(spec);
    const { runtime, noted } = createNotedRuntime(ref, recordedMetadata(spec), null);
    runtime.storage('System', 'Account')?.decode(null);
    assert.equal(runtime.storage('System', 'Nothing'), null);
    const kept = readKeptFacts(noted.toText());
    assert.ok(kept);
    const brief = createRuntimeOf(ref, kept);
    assert.equal(brief.storage('System', 'Nothing'), null);
    for (const ask of [
      () => brief.storage('System', 'Events'),
      () => brief.api('Core', 'version'),
      () => brief.constant('System', 'Version'),
      () => brief.calls('System'),
      () => brief.hasError('System', 'CallFiltered'),
      () => brief.events(),
      () => brief.callType,
      () => brief.shapeOf(0),
      () => brief.layoutOf('calls', 'System', 'remark'),
    ]) {
      assert.throws(ask, WholeNeeded);
    }
    for (const text of [
      '',
      '{}',
      'null',
      noted.toText().replace('"form":"1"', '"form":"0"'),
      noted.toText().slice(1),
    ]) {
      assert.equal(readKeptFacts(text), null);
    }
    // Of another metadata: its questions are put again, or none where they do not fit.
    const elsewhere = createNotedRuntime(ref, recordedMetadata(other), noted.toText());
    assert.equal(elsewhere.noted.count(), noted.count());
    assert.notEqual(elsewhere.noted.toText(), noted.toText());
    const unfit = noted.toText().replace(/"types":\{"\d+"/, '"types":{"999999"');
    assert.equal(createNotedRuntime(ref, recordedMetadata(other), unfit).noted.count(), 0);
  },
);

test('a type whose parts were not kept is asked for again each time it is used', async (t) => {
  const net = await startDevnet();
  t.after(() => net.stop());
  const client = createTestClient(net);
  t.after(client.close);
  await client.connect();
  const { ref, metadata } = await client.runtimeAt((await client.head()).hash);
  const { runtime, noted } = createNotedRuntime(ref, metadata, null);
  const item = noted.storage('System', 'Account');
  assert.ok(item);
  // Looked at without a use: nothing of its parts is kept.
  runtime.typeOf(item.value);
  const kept = readKeptFacts(noted.toText());
  assert.ok(kept);
  const brief = createRuntimeOf(ref, kept);
  for (const time of ['first', 'second']) {
    const entry = brief.typeOf(item.value);
    const uses = {
      decode: () => brief.decoder(entry),
      encode: () => brief.encoder(entry)({ nonce: 1 }),
      read: () => brief.storage('System', 'Account'),
    };
    for (const [what, use] of Object.entries(uses)) {
      assert.throws(use, WholeNeeded, `${what}, the ${time} time`);
    }
  }
});

test('a start reads no metadata where what it asks was kept, and all of it where it asks more', async (t) => {
  const net = await startDevnet();
  t.after(() => net.stop());
  const metadataCache = createMemoryCache();
  const life = async () => {
    const client = createTestClient(net, { metadataCache });
    t.after(client.close);
    await client.connect();
    return client;
  };
  const ask = { coldkeys: [ALICE], lookedAt: [toNetuid(1)] };
  const first = await life();
  const at = await first.head();
  const whole = await first.readSnapshot({ ...ask, at });
  await until(() => metadataCache.facts.size > 0);
  first.close();

  metadataCache.reads = 0;
  const second = await life();
  assert.deepEqual(await second.readSnapshot({ ...ask, at }), whole);
  assert.equal(metadataCache.reads, 0);
  const before = [...metadataCache.facts.values()];
  assert.deepEqual(
    await second.readValidators(toNetuid(1)),
    await (await life()).readValidators(toNetuid(1)),
  );
  assert.ok(metadataCache.reads > 0, 'validators were not asked for before');
  await until(() => [...metadataCache.facts.values()][0] !== before[0]);
  assert.equal((await second.runtimeAt(at.hash)).ref.specVersion, whole.runtime.specVersion);
  second.close();

  metadataCache.reads = 0;
  const third = await life();
  assert.deepEqual(await third.readSnapshot({ ...ask, at }), whole);
  await third.readValidators(toNetuid(1));
  assert.equal(metadataCache.reads, 0);
  // Whoever signs, or shows what is signed, has all of it.
  const { metadata } = await third.runtimeAt(at.hash);
  assert.equal(toHex(metadata), toHex([...metadataCache.kept.values()][0] ?? new Uint8Array()));
  assert.equal(metadataCache.reads, 1);
});

for (const [what, spoil] of [
  ['no text of ours', () => '{"form":"1"}'],
  [
    'of another spec',
    // 475 in the constant that names it.
    (text: string) => text.replace('db010000', 'da010000'),
  ],
] as const) {
  test(`kept facts that are ${what}: the metadata is read, and the figures are the same`, async (t) => {
    const net = await startDevnet();
    t.after(() => net.stop());
    const metadataCache = createMemoryCache();
    const read = async () => {
      const client = createTestClient(net, { metadataCache });
      t.after(client.close);
      await client.connect();
      const at = await client.head();
      return client.readSnapshot({ coldkeys: [ALICE], lookedAt: [], at });
    };
    const whole = await read();
    await until(() => metadataCache.facts.size > 0);
    const [key = '', text = ''] = [...metadataCache.facts][0] ?? [];
    metadataCache.facts.set(key, spoil(text));
    assert.notEqual(metadataCache.facts.get(key), text);
    metadataCache.reads = 0;
    assert.deepEqual(await read(), whole);
    assert.ok(metadataCache.reads > 0);
  });
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5));
}
