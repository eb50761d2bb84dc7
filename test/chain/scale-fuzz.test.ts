// Mutated and random bytes through decoders of real types: refused or decoded, never hung, never crashed, never more
// memory than the bytes warrant. Counts are small here and 10⁶ in the deep tests.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { AppError } from '../../src/errors.ts';
import { decodeCall } from '../../src/chain/extrinsic/compose-call.ts';
import { decodeExtrinsic } from '../../src/chain/extrinsic/decode-extrinsic.ts';
import { fromHex, toHex } from '../../src/chain/scale/hex.ts';
import { parseMessages } from '../../src/chain/rpc/json-rpc.ts';
import { decodeEvents } from '../../src/chain/reads/read-events.ts';
import type { Runtime } from '../../src/chain/runtime/runtime.ts';
import { decodeAll, type ScaleValue } from '../../src/chain/scale/scale-decoder.ts';
import { ScaleReader } from '../../src/chain/scale/scale-reader.ts';
import { startDevnet } from '../devnet/devnet.ts';
import { createTestClient } from '../fakes/test-client.ts';

const RUNS = process.env['TAUBAR_DEEP'] === '1' ? 1_000_000 : 3_000;
/** Times that a decoder may move on in bytes that it takes or refuses: work grows with them and no faster. */
const mostSteps = (length: number): number => 4 * length + 100;

type Subject = { name: string; sample: Uint8Array; decode: (bytes: Uint8Array) => unknown };

/** One change after another: flips, cuts, doublings, insertions, lengths that lie. */
const anyMutation = fc.array(
  fc.record({
    kind: fc.constantFrom('flip', 'cut', 'double', 'insert', 'lie'),
    at: fc.nat(0xffff),
    byte: fc.nat(255),
  }),
  { minLength: 1, maxLength: 4 },
);

function mutate(
  sample: Uint8Array,
  changes: { kind: string; at: number; byte: number }[],
): Uint8Array {
  let bytes = sample;
  for (const { kind, at: anywhere, byte } of changes) {
    const at = bytes.length === 0 ? 0 : anywhere % bytes.length;
    if (kind === 'flip') bytes = bytes.length === 0 ? bytes : bytes.with(at, byte);
    else if (kind === 'cut') bytes = bytes.slice(0, at);
    else if (kind === 'double') bytes = Uint8Array.from([...bytes, ...bytes.slice(at)]);
    else if (kind === 'insert')
      bytes = Uint8Array.from([...bytes.slice(0, at), byte, ...bytes.slice(at)]);
    else
      bytes = Uint8Array.from([...bytes.slice(0, at), 0xfe, 0xff, 0xff, byte, ...bytes.slice(at)]);
  }
  return bytes;
}

function sizeOf(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, part) => sum + sizeOf(part), 1);
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce((sum: number, part) => sum + sizeOf(part), 1);
}

function subjectsOf(runtime: Runtime, events: Uint8Array, stakes: Uint8Array): Subject[] {
  const api = (name: string, method: string, sample: Uint8Array): Subject => ({
    name: method,
    sample,
    decode: (bytes) => runtime.api(name, method)?.decode(toHex(bytes)),
  });
  const call = fromHex(
    '0x0b02080758d43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d010000e1f505000000000100000000000000010b00d0',
  );
  return [
    api('StakeInfoRuntimeApi', 'get_stake_info_for_coldkeys', stakes),
    { name: 'events', sample: events, decode: (bytes) => decodeEvents(toHex(bytes), runtime) },
    { name: 'call', sample: call, decode: (bytes) => decodeCall(toHex(bytes), runtime) },
    { name: 'extrinsic', sample: call, decode: (bytes) => decodeExtrinsic(toHex(bytes), runtime) },
    {
      name: 'account',
      sample: new Uint8Array(80),
      decode: (bytes): ScaleValue => {
        const type = runtime.storage('System', 'Account')?.valueType;
        return type ? decodeAll(runtime.decoder(type), bytes) : null;
      },
    },
  ];
}

test(`${RUNS} mutated inputs are refused or decoded, with work and memory within bounds`, async (t) => {
  const skip = Object.getOwnPropertyDescriptor(ScaleReader.prototype, 'skip');
  assert.ok(skip);
  let steps = 0;
  Object.defineProperty(ScaleReader.prototype, 'skip', {
    ...skip,
    value(this: ScaleReader, count: number): number {
      steps += 1;
      return skip.value.call(this, count);
    },
  });
  t.after(() => Object.defineProperty(ScaleReader.prototype, 'skip', skip));
  const net = await startDevnet({ subnets: 8 });
  t.after(() => net.stop());
  const client = createTestClient(net);
  t.after(client.close);
  await client.connect();
  const head = await client.head();
  const runtime = await client.runtimeAt(head.hash);
  const stakeApi = runtime.api('StakeInfoRuntimeApi', 'get_stake_info_for_coldkeys');
  assert.ok(stakeApi);
  const alice = '5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY';
  const net2 = net.provider;
  const ask = (method: string, params: unknown[]): Promise<string> =>
    new Promise((resolve) => {
      const connection = net2((message) => {
        resolve(String(Reflect.get(Object(message), 'result')));
        connection.disconnect();
      });
      connection.send({ jsonrpc: '2.0', id: 1, method, params });
    });
  const stakes = await ask('state_call', [stakeApi.method, stakeApi.encode([alice])]);
  net.produceBlock();
  const eventsKey = runtime.storage('System', 'Events')?.key();
  const events = await ask('state_getStorage', [eventsKey]);
  const subjects = subjectsOf(runtime, fromHex(events), fromHex(stakes));

  fc.assert(
    fc.property(fc.constantFrom(...subjects), anyMutation, (subject, changes) => {
      const bytes = mutate(subject.sample, changes);
      steps = 0;
      let value: unknown = null;
      try {
        value = subject.decode(bytes);
      } catch (error) {
        assert.ok(error instanceof AppError, `${subject.name}: ${String(error)}`);
      }
      assert.ok(steps <= mostSteps(bytes.length), `${subject.name}: ${steps} steps`);
      // Empty items cost nothing on the wire; everything else costs a byte at least.
      assert.ok(sizeOf(value) <= 40 * bytes.length + 2_000, `${subject.name} grows`);
    }),
    { numRuns: RUNS, includeErrorInReport: true },
  );
});

test('no text from a node makes the message parser throw', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.jsonValue().map((v) => JSON.stringify(v)),
      ),
      (text) => {
        parseMessages(text);
      },
    ),
    { numRuns: Math.min(RUNS, 100_000) },
  );
});
