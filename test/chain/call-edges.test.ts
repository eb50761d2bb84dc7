// Calls and extrinsics at the edges of their forms: values of every shape of argument, the published bytes, what is
// prepared and what is sent, what is watched, and the blocks that they are found in.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LookupEntry, Var } from '@polkadot-api/metadata-builders';
import { chooseNonce } from '../../src/chain/extrinsic/choose-nonce.ts';
import { composeCall, decodeCall } from '../../src/chain/extrinsic/compose-call.ts';
import {
  decodeExtrinsic,
  eraIfPrepared,
  sentDifference,
} from '../../src/chain/extrinsic/decode-extrinsic.ts';
import { extensionBytes } from '../../src/chain/extrinsic/extension-bytes.ts';
import { publishedBytes } from '../../src/chain/extrinsic/known-calls.ts';
import {
  readBatchFits,
  readNetworkFees,
  sampleCall,
} from '../../src/chain/extrinsic/network-fees.ts';
import {
  prepareExtrinsic,
  valuesOf,
  withHash,
} from '../../src/chain/extrinsic/prepare-extrinsic.ts';
import { createTransactions } from '../../src/chain/extrinsic/transactions.ts';
import { byteCarriersAt } from '../../src/chain/extrinsic/published-extensions.ts';
import { encodeEra, eraFrom, readEra } from '../../src/chain/extrinsic/era.ts';
import {
  preparedDifference,
  readExtras,
  signedDifference,
} from '../../src/chain/extrinsic/read-signed-bytes.ts';
import { readDevice } from '../../src/chain/extrinsic/read-device.ts';
import { bareSignature } from '../../src/chain/extrinsic/signature-kind.ts';
import { extrinsicHash, signedExtrinsic } from '../../src/chain/extrinsic/signed-extrinsic.ts';
import { signedForm } from '../../src/chain/extrinsic/verify-signature.ts';
import { submitAndWatch, type WatchStatus } from '../../src/chain/extrinsic/watch-extrinsic.ts';
import { EVENTS_KEY } from '../../src/chain/reads/past-keys.ts';
import { readBookBlock } from '../../src/chain/reads/read-book-block.ts';
import { decodeEvents } from '../../src/chain/reads/read-events.ts';
import { parseHeader } from '../../src/chain/rpc/block-header.ts';
import { toRefusal } from '../../src/chain/rpc/refusal.ts';
import type { NodeAccess } from '../../src/chain/runtime/node-access.ts';
import { ScaleReader } from '../../src/chain/scale/scale-reader.ts';
import type { NodeLink } from '../../src/chain/rpc/node-link.ts';
import type { Runtime } from '../../src/chain/runtime/runtime.ts';
import { toPoolError, toChainRefusal } from '../../src/chain/runtime/dispatch-errors.ts';
import { concatBytes, fromHex, toHex } from '../../src/chain/scale/hex.ts';
import { createDecoders, type ScaleValue } from '../../src/chain/scale/scale-decoder.ts';
import {
  createEncoders,
  encodeCompact,
  littleEndian,
} from '../../src/chain/scale/scale-encoder.ts';
import { formatSs58 } from '../../src/chain/scale/ss58.ts';
import { orderedTrieRoot } from '../../src/chain/trie/trie-root.ts';
import { AppError } from '../../src/errors.ts';
import type { CallDraft, CallValue } from '../../src/model/plan.ts';
import { toNetuid, toRao, type Hex } from '../../src/units.ts';
import { RUNTIME_SPECS } from '../devnet/node/runtime/runtime-spec.ts';
import { BUSY, runtimeOf, STOPPED, toldState, type ToldState } from '../fakes/told-state.ts';

const live = runtimeOf(RUNTIME_SPECS.live475);
const account = (byte: number) => formatSs58(new Uint8Array(32).fill(byte));
const [ME, YOU, HOT] = [account(1), account(2), account(3)];
const malformed = { code: 'NODE_MALFORMED' };
const notHere = { code: 'NOT_ON_THIS_RUNTIME' };

let lastId = 0;
const typed = (type: Var): LookupEntry => ({ ...type, id: ++lastId });
const u8 = typed({ type: 'primitive', value: 'u8' });
const u16 = typed({ type: 'primitive', value: 'u16' });
const entry = (value: LookupEntry, idx: number) => ({ type: 'lookupEntry', value, idx }) as const;

/** A runtime whose one pallet has these calls. */
function runtimeWith(calls: Readonly<Record<string, Var & { idx: number }>>): Runtime {
  const pallet = typed({ type: 'enum', innerDocs: {}, value: calls } as Var);
  const callType = typed({ type: 'enum', innerDocs: {}, value: { P: entry(pallet, 7) } });
  const none = (): LookupEntry => {
    throw new Error('no types by number');
  };
  const [encoder, decoder] = [createEncoders(none), createDecoders(none)];
  const find = (name: string): LookupEntry | null => (name === 'P' ? pallet : null);
  return { ...live, callType, calls: find, encoder, decoder };
}

const pair = typed({ type: 'struct', innerDocs: {}, value: { a: u8, b: u16 } });
const maybe = typed({ type: 'option', value: u8 });
const choice = typed({
  type: 'enum',
  innerDocs: {},
  value: {
    None: { type: 'void', idx: 0 },
    One: entry(u8, 1),
    Two: { type: 'tuple', value: [u8, u16], innerDocs: [], idx: 2 },
    Named: { type: 'struct', value: { a: u8 }, innerDocs: {}, idx: 3 },
    Maybe: { type: 'tuple', value: [maybe, maybe], innerDocs: [], idx: 4 },
  },
});
const address = typed({
  type: 'enum',
  innerDocs: {},
  value: { Id: entry(typed({ type: 'AccountId32' }), 0), Index: entry(u8, 1) },
});
const made = runtimeWith({
  none: { type: 'void', idx: 0 },
  bare: entry(u8, 1),
  both: { type: 'tuple', value: [u8, u16], innerDocs: [], idx: 2 },
  named: {
    type: 'struct',
    innerDocs: {},
    idx: 3,
    value: {
      list: typed({ type: 'sequence', value: u16 }),
      pair,
      tuple: typed({ type: 'tuple', value: [u8, u16], innerDocs: [] }),
      maybe: typed({ type: 'option', value: u8 }),
      choice,
      address,
    },
  },
} as never);
const draft = (name: string, args: CallDraft['args'] = {}): CallDraft => ({
  pallet: 'P',
  name,
  args,
});
const full: Record<string, CallValue> = {
  list: [1, 2],
  pair: [
    ['a', 1],
    ['b', 2],
  ],
  tuple: [1, 2],
  maybe: null,
  choice: 'None',
  address: ME,
};

test('a call of every shape of argument goes to its bytes and back', () => {
  const rows: [CallDraft, string][] = [
    [draft('none'), '0x0700'],
    [draft('bare', { 0: 9 }), '0x070109'],
    [draft('both', { 0: 9, 1: 258 }), '0x0702090201'],
  ];
  for (const [call, hex] of rows) {
    assert.equal(composeCall(call, made), hex);
    assert.deepEqual(decodeCall(hex as Hex, made), call);
  }
  const account32 = '01'.repeat(32);
  const start = '0x07030801000200010200010200';
  const bytes = (part: Record<string, CallValue>) =>
    composeCall(draft('named', { ...full, ...part }), made);
  assert.equal(bytes({}), `${start}000000${account32}`);
  assert.equal(bytes({ maybe: 5 }), `${start}01050000${account32}`);
  const choices: [CallValue, string][] = [
    [['None'], '00'],
    [['One', 7], '0107'],
    [['Two', [7, 8]], '02070800'],
    [['Named', [['a', 7]]], '0307'],
  ];
  for (const [value, hex] of choices)
    assert.equal(bytes({ choice: value }), `${start}00${hex}00${account32}`);
  assert.equal(bytes({ address: ['Index', 6] }), `${start}00000106`);
  for (const part of [
    {},
    { maybe: 5 },
    { choice: ['One', 7] },
    { choice: ['Two', [7, 8]] },
    { choice: ['Named', [['a', 7]]] },
  ]) {
    const call = draft('named', { ...full, ...part });
    assert.deepEqual(decodeCall(composeCall(call, made), made), call);
  }
});

const unfit: readonly (readonly [string, CallValue])[] = [
  ['list', 5],
  ['pair', 5],
  ['pair', [['a', 1], ['b']]],
  [
    'pair',
    [
      ['a', 1],
      ['b', 2, 3],
    ],
  ],
  [
    'pair',
    [
      ['a', 1],
      [2, 2],
    ],
  ],
  ['pair', [['a', 1], 2]],
  ['pair', [['a', 1]]],
  ['tuple', 5],
  ['tuple', [1]],
  ['tuple', [1, 2, 3]],
  ['maybe', [5]],
  ['choice', 5],
  ['choice', [5]],
  ['choice', ['Two', 5]],
  ['choice', ['Named', 5]],
  ['choice', ['Maybe', 5]],
  ['address', 5],
  ['list', draft('none')],
];

test('a value of another shape than its argument’s is not composed, and what the runtime lacks is named', () => {
  for (const [name, value] of unfit) {
    const call = draft('named', { ...full, [name]: value });
    assert.throws(() => composeCall(call, made), RangeError, `${name}: ${JSON.stringify(value)}`);
  }
  const lacks = (call: CallDraft, what: string) =>
    assert.throws(
      () => composeCall(call, made),
      (error: unknown) =>
        error instanceof AppError && error.code === notHere.code && error.detail['what'] === what,
      what,
    );
  const { list: _list, ...rest } = full;
  lacks(draft('named', rest), 'P.named without list');
  lacks(draft('named', { ...full, more: 1 }), 'P.named(more)');
  lacks(
    draft('named', {
      ...full,
      pair: [
        ['a', 1],
        ['toString', 2],
      ],
    }),
    'toString',
  );
  lacks(draft('named', { ...full, choice: 'toString' }), 'toString');
  lacks(draft('named', { ...full, choice: ['Three', 1] }), 'Three');
  lacks(draft('toString'), 'P.toString');
  lacks({ pallet: 'Q', name: 'none', args: {} }, 'Q.none');
  assert.throws(() => composeCall(draft('none'), { ...made, callType: null }), notHere);
  assert.throws(() => decodeCall('0x0700', { ...made, callType: null }), notHere);
  // A decoded value that its type does not have is none: an object where a number stands.
  const both = { type: 'both', value: [{}, 2] };
  const odd = { ...made, decoder: () => () => ({ type: 'P', value: both }) };
  assert.throws(() => decodeCall('0x', odd), malformed);
  for (const hex of ['0x', '0x07', '0x070000', '0x0704', '0x0600', '0x0701'] as const) {
    assert.throws(() => decodeCall(hex, made), malformed, hex);
  }
});

const claim: CallDraft = {
  pallet: 'SubtensorModule',
  name: 'claim_root_with_hotkey',
  args: { hotkey: HOT },
};
const batchOf = (count: number): CallDraft => ({
  pallet: 'Utility',
  name: 'batch_all',
  args: { calls: Array.from({ length: count }, () => claim) },
});

test('the published bytes: every width of a list’s length, an optional amount, and nothing of another kind', () => {
  for (const count of [0, 1, 63, 64, 100]) {
    assert.equal(publishedBytes(batchOf(count)), composeCall(batchOf(count), live), String(count));
  }
  const empty: CallDraft = { pallet: 'Utility', name: 'batch_all', args: { calls: [] } };
  for (const count of [16_383, 16_384]) {
    const calls = Array.from({ length: count }, () => empty);
    const length = toHex(encodeCompact(count)).slice(2);
    assert.ok(
      publishedBytes({ ...empty, args: { calls } }).startsWith(`0x0b02${length}0b02000b0200`),
    );
  }
  const whole = (limit: CallValue): CallDraft => ({
    pallet: 'SubtensorModule',
    name: 'remove_stake_full_limit',
    args: { hotkey: HOT, netuid: 5, limit_price: limit },
  });
  for (const limit of [null, 0n, 7n, (1n << 64n) - 1n]) {
    assert.equal(publishedBytes(whole(limit)), composeCall(whole(limit), live), String(limit));
  }
  for (const limit of [1n << 64n, -1n, '7', true, [7n]]) {
    assert.throws(() => publishedBytes(whole(limit)), RangeError, String(limit));
  }
  const add = (part: Record<string, CallValue>): CallDraft => ({
    pallet: 'SubtensorModule',
    name: 'add_stake_limit',
    args: {
      hotkey: HOT,
      netuid: 5,
      amount_staked: 1n,
      limit_price: 2n,
      allow_partial: true,
      ...part,
    },
  });
  for (const part of [
    {},
    { netuid: 0xffff },
    { netuid: 0 },
    { allow_partial: false },
    { amount_staked: 1n << 63n },
  ]) {
    assert.equal(publishedBytes(add(part)), composeCall(add(part), live));
  }
  for (const part of [
    { netuid: 0x1_0000 },
    { netuid: -1 },
    { allow_partial: 1 },
    { hotkey: 5 },
    { netuid: '5' },
  ]) {
    assert.throws(() => publishedBytes(add(part)), RangeError, JSON.stringify(part));
  }
  for (const calls of [5, [5], [[5]], null]) {
    assert.throws(
      () => publishedBytes({ pallet: 'Utility', name: 'batch_all', args: { calls } }),
      RangeError,
    );
  }
  const mismatch = { code: 'PAYLOAD_MISMATCH' };
  assert.throws(() => publishedBytes(add({ more: 1 })), mismatch);
  assert.throws(() => publishedBytes({ ...claim, args: { coldkey: HOT } }), mismatch);
  assert.throws(() => publishedBytes({ ...claim, name: 'burned_register' }), mismatch);
});

const HASH = `0x${'cd'.repeat(32)}` as const;
const META = `0x${'ee'.repeat(32)}` as const;
const CALL = publishedBytes(claim);
const input = {
  call: CALL,
  coldkey: ME,
  birth: {
    number: 1e3,
    hash: HASH,
  },
  eraBlocks: 32,
  nonce: 7,
  tip: toRao(0n),
  metadataHash: null,
};
const prepared = prepareExtrinsic(input, live);
const hashed = withHash(prepared, META);

test('what is prepared: from block 1, a nonce of 32 bits, no tip; its payload and its bytes are of one source', () => {
  const refuses = (part: Partial<typeof input>) =>
    assert.throws(
      () => prepareExtrinsic({ ...input, ...part }, live),
      RangeError,
      JSON.stringify(part, (_key, value: unknown) => String(value)),
    );
  const takes = (part: Partial<typeof input>) => prepareExtrinsic({ ...input, ...part }, live);
  const at = (number: number) => ({ birth: { number, hash: HASH } });
  for (const number of [0, -1, 1.5, 0x1_0000_0000, Number.NaN]) refuses(at(number));
  assert.deepEqual(
    [1, 0xffff_ffff].map((number) => takes(at(number)).payload.blockNumber),
    ['0x00000001', '0xffffffff'],
  );
  for (const nonce of [-1, 0.5, 0x1_0000_0000]) refuses({ nonce });
  assert.deepEqual(
    [0, 0xffff_ffff].map((nonce) => takes({ nonce }).payload.nonce),
    ['0x00000000', '0xffffffff'],
  );
  refuses({ tip: toRao(1n) });
  refuses({ eraBlocks: 4_097 });
  assert.deepEqual([prepared.payload.mode, prepared.payload.metadataHash], [0, null]);
  assert.deepEqual([hashed.payload.mode, hashed.payload.metadataHash], [1, META]);
  assert.equal(prepared.payload.tip, `0x${'00'.repeat(16)}`);
  assert.equal(prepared.deathBlock, 1_031);
  assert.deepEqual(withHash(hashed, null), prepared);
  assert.throws(() => withHash({ ...prepared, nonce: 8 }, META), { code: 'PAYLOAD_MISMATCH' });
  assert.equal(valuesOf(prepared.payload).metadataHashMode, 0);
  assert.equal(valuesOf(hashed.payload).metadataHashMode, 1);
});

type Sent = Partial<{
  coldkey: typeof ME;
  call: Hex;
  nonce: number;
  tip: bigint;
  era: Hex;
  mode: 0 | 1;
}>;
function sent(part: Sent = {}): Hex {
  const values = valuesOf(prepared.payload);
  const { extra } = extensionBytes({
    ...values,
    nonce: part.nonce ?? 7,
    tip: toRao(part.tip ?? 0n),
    era: part.era ?? values.era,
    metadataHashMode: part.mode ?? 0,
  });
  const bytes = signedExtrinsic({
    coldkey: part.coldkey ?? ME,
    kind: 'sr25519',
    signature: new Uint8Array(64).fill(9),
    extra,
    call: part.call ?? CALL,
  });
  return toHex(bytes);
}

test('what is about to be sent: each part that differs from what was prepared is named', () => {
  assert.equal(sentDifference(sent(), prepared), null);
  const other = publishedBytes({ ...claim, args: { hotkey: YOU } });
  const rows: [Sent, string][] = [
    [{ coldkey: YOU }, 'signer'],
    [{ era: '0x1300' }, 'era'],
    [{ nonce: 8 }, 'nonce'],
    [{ tip: 1n }, 'tip'],
    [{ mode: 1 }, 'mode'],
    [{ call: other }, 'call'],
    [{ call: `${CALL}00` }, 'call'],
  ];
  for (const [part, what] of rows) assert.equal(sentDifference(sent(part), prepared), what);
  assert.equal(sentDifference(sent().slice(0, -2) as Hex, prepared), 'extrinsic');
  assert.equal(sentDifference('0x', prepared), 'extrinsic');
  const era = (part: Sent) => eraIfPrepared(fromHex(sent(part)), prepared);
  assert.equal(era({}), prepared.payload.era);
  assert.equal(era({ era: '0x1300', tip: 5n, mode: 1 }), '0x1300');
  for (const part of [{ coldkey: YOU }, { nonce: 8 }, { call: other }])
    assert.equal(era(part), null);
  const longer = `${CALL.slice(0, 2)}${CALL.slice(2)}${CALL.slice(2)}` as Hex;
  assert.equal(era({ call: longer }), null, 'its end alone is ours');
  assert.equal(eraIfPrepared(fromHex(CALL), prepared), null);
});

test('an extrinsic is read where it is one signed by an account id, in the form of version 4', () => {
  const bytes = fromHex(sent());
  assert.equal(decodeExtrinsic(toHex(bytes), live).signer, ME);
  const start = bytes.length - encodeCompact(bytes.length).length - 100;
  assert.ok(start > 0);
  const body = bytes.slice(2);
  const framed = (part: Uint8Array): Hex => toHex(concatBytes(encodeCompact(part.length), part));
  assert.equal(framed(body), toHex(bytes));
  const withByte = (at: number, value: number): Hex =>
    framed(body.map((byte, place) => (place === at ? value : byte)));
  assert.equal(decodeExtrinsic(withByte(2, 9), live).call, CALL, 'another signer');
  // Version, kind of address, kind of signature: each by its own number only.
  for (const [at, value] of [
    [0, 0x04],
    [0, 0x85],
    [1, 1],
    [1, 2],
    [34, 3],
    [34, 255],
  ] as const) {
    assert.throws(() => decodeExtrinsic(withByte(at, value), live), malformed, `${at}: ${value}`);
    assert.equal(sentDifference(withByte(at, value), prepared), 'extrinsic');
  }
  assert.throws(() => decodeExtrinsic(toHex(body), live), malformed);
  assert.throws(() => decodeExtrinsic(`${toHex(bytes)}00`, live), malformed);
});

test('a payload that shows another thing than its bytes say is named by what it shows', () => {
  const shown = (part: Partial<typeof prepared.payload>, more: Partial<typeof prepared> = {}) =>
    preparedDifference({ ...prepared, ...more, payload: { ...prepared.payload, ...part } });
  assert.equal(shown({}), null);
  const rows: [Partial<typeof prepared.payload>, string][] = [
    [{ method: '0x00' }, 'method'],
    [{ blockHash: META }, 'blockHash'],
    [{ blockNumber: '0x000003e9' }, 'blockNumber'],
    [{ era: '0x4100' }, 'era'],
    [{ era: '0x' }, 'era'],
    [{ era: `${prepared.payload.era}00` }, 'era'],
    [{ era: '0x00' }, 'era'],
    [{ nonce: '0x00000008' }, 'nonce'],
    [{ tip: '0x01' }, 'tip'],
    [{ specVersion: '0x00000001' }, 'specVersion'],
    [{ mode: 1 }, 'mode'],
    [{ version: 5 }, 'version'],
    [{ genesisHash: META }, 'genesisHash'],
    [{ transactionVersion: '0x00000009' }, 'transactionVersion'],
  ];
  for (const [part, what] of rows) assert.equal(shown(part), what, JSON.stringify(part));
  const names = prepared.payload.signedExtensions;
  assert.equal(
    shown({ signedExtensions: names.filter((name) => name !== 'CheckNonce') }),
    'CheckNonce',
  );
  assert.equal(shown({ signedExtensions: [...names, 'CheckNonce'] }), 'CheckNonce');
  const bytes = prepared.signedBytes;
  assert.equal(shown({}, { signedBytes: `${bytes}00` }), 'signedBytes');
  assert.equal(shown({}, { signedBytes: `0x00${bytes.slice(4)}` }), 'call');
  assert.equal(shown({}, { nonce: 8 }), 'nonce');
  assert.equal(shown({}, { deathBlock: 1_032 }), 'era');
  // An era of another length from the same place in it: the signature would hold for longer, or not so long.
  const young = prepareExtrinsic({ ...input, birth: { number: 5, hash: HASH } }, live);
  for (const period of [16, 64]) {
    const era = encodeEra(eraFrom(5, period));
    assert.equal(preparedDifference({ ...young, payload: { ...young.payload, era } }), 'era');
  }
  const { runtime, ...meant } = {
    call: CALL,
    birth: { number: 5, hash: HASH },
    nonce: 7,
    metadataHash: null,
    runtime: live.ref,
  };
  assert.deepEqual(
    [16, 32, 64].map((period) =>
      signedDifference(young.signedBytes, { ...meant, period, runtime }),
    ),
    ['era', null, 'era'],
  );
});

test('what stands in an extrinsic: a nonce of 32 bits, a tip of 64, a mode of one, since the very runtime', () => {
  const extras = (nonce: bigint, tip: bigint, mode = 0, spec = 216) =>
    readExtras(
      new ScaleReader(
        concatBytes(
          fromHex('0x1300'),
          encodeCompact(nonce),
          encodeCompact(tip),
          Uint8Array.of(mode),
        ),
      ),
      spec,
    );
  const [u32, u64] = [1n << 32n, 1n << 64n];
  const { nonce, tip, metadataHashMode } = extras(u32 - 1n, u64 - 1n, 1);
  assert.deepEqual([nonce, tip, metadataHashMode], [0xffff_ffff, u64 - 1n, 1]);
  assert.equal(extras(0n, 0n, 9, 215).metadataHashMode, 0, 'not read before there was one');
  assert.throws(() => extras(u32, 0n), malformed);
  assert.throws(() => extras(0n, u64), malformed);
  assert.throws(() => extras(0n, 0n, 2), malformed);
  assert.deepEqual(
    [215, 216].map((spec) => byteCarriersAt(spec).length),
    [6, 7],
  );
});

test('the nonce that a node tells is a whole number of 32 bits, or its answer is none', async () => {
  const head = { number: 1_000, hash: HASH };
  const told = (answer: unknown) => {
    const access = {
      ask: async () => {
        if (answer instanceof Error) throw answer;
        return answer;
      },
      head: async () => head,
      source: { at: async () => live },
      read: async (
        _at: unknown,
        _signal: unknown,
        reading: (state: unknown, block: unknown) => unknown,
      ) => reading(toldState(live, { storage: [['System.Account', [ME], { nonce: 7 }]] }), head),
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only what is asked
    } as never as NodeAccess;
    const { coldkey, eraBlocks, tip } = input;
    return createTransactions(access)
      .prepareExtrinsic({
        draft: claim,
        coldkey,
        eraBlocks,
        tip,
        metadataHashMode: 0,
        ownPending: [7],
      })
      .then(
        (done) => done.nonce,
        (error: unknown) => (error instanceof AppError ? error.code : error),
      );
  };
  assert.deepEqual([await told(7), await told(8)], [7, 8]);
  assert.equal(await told(toRefusal('m', { code: -32601, message: '', data: '' })), 7);
  assert.equal(await told(9), 'OTHER_PENDING');
  for (const answer of ['7', null, -1, 1.5, 0x1_0000_0000])
    assert.equal(await told(answer), 'NODE_MALFORMED');
  assert.equal(await told(BUSY), 'NODE_BUSY');
});

test('a signature has the length of its kind, with its prefix or without; long payloads are hashed', () => {
  const bytes = (length: number, first = 7): Hex =>
    toHex(Uint8Array.from({ length }, (_unused, at) => (at === 0 ? first : 7)));
  const lengths = (kind: 'ed25519' | 'sr25519' | 'ecdsa', prefix: number) =>
    [64, 65, 66].map((length) => bareSignature(bytes(length, prefix), kind)?.length ?? null);
  assert.deepEqual(lengths('ed25519', 0), [64, 64, null]);
  assert.deepEqual(lengths('sr25519', 1), [64, 64, null]);
  assert.deepEqual(lengths('ecdsa', 2), [null, 65, 65]);
  assert.deepEqual(lengths('sr25519', 0), [64, null, null]);
  assert.equal(bareSignature('0x0', 'sr25519'), null);
  assert.deepEqual(
    [256, 257].map((length) => signedForm(new Uint8Array(length)).length),
    [256, 32],
  );
});

test('a nonce: from the stored one to the first after our own, as the pool and the wish allow', () => {
  const choose = (told: number | null, wanted: number | null = null, ownPending = [5, 7]) => {
    try {
      return chooseNonce({ stored: 5, told, ownPending, wanted });
    } catch (error) {
      return error instanceof AppError ? error.code : error;
    }
  };
  assert.deepEqual(
    [null, 4, 5, 6, 7].map((told) => choose(told)),
    [5, 5, 5, 6, 'OTHER_PENDING'],
  );
  assert.deepEqual(
    [4, 5, 6, 7].map((wanted) => choose(null, wanted)),
    ['NONCE_USED', 5, 6, 'NODE_TIMEOUT'],
  );
  assert.deepEqual(
    [5, 6].map((told) => choose(told, null, [])),
    [5, 'OTHER_PENDING'],
  );
});

const INFO = 'TransactionPaymentApi_query_info';
const VALIDATE = 'TaggedTransactionQueue_validate_transaction';
const state = (apis: NonNullable<ToldState['apis']>, runtime = live) =>
  toldState(runtime, { apis });
const stake = { coldkey: ME, hotkey: HOT, netuid: toNetuid(5) };
const payer = { coldkey: ME, nonce: 3, isEcdsa: false };
const info = (part: Readonly<Record<string, ScaleValue>>): ScaleValue => ({
  class: { type: 'Normal', value: null },
  ...part,
});

test('network fees: by name, of a batch by what is in it, unknown for a call that the runtime lacks', async () => {
  const CLAIM = 'SubtensorModule.claim_root_with_hotkey';
  const composed = (path: string) => sampleCall(path, stake, live);
  assert.equal(composed(CLAIM), CALL);
  assert.equal(composed(`Utility.batch_all[${CLAIM}]`), publishedBytes(batchOf(1)));
  assert.equal(composed(`Utility.batch_all[3*${CLAIM}]`), publishedBytes(batchOf(3)));
  assert.equal(composed(`Utility.batch_all[2*${CLAIM}+${CLAIM}]`), publishedBytes(batchOf(3)));
  for (const path of [
    'nothing',
    'SubtensorModule.nothing',
    'Utility.batch_all[nothing]',
    'Utility.batch_all[2*Q.r+Q.r]',
    'Utility.batch_all',
  ]) {
    assert.equal(composed(path), null, path);
  }
  // Of every amount one TAO or one alpha.
  const staked = composed('SubtensorModule.add_stake');
  assert.equal(
    staked,
    publishedBytes({
      pallet: 'SubtensorModule',
      name: 'add_stake',
      args: { hotkey: HOT, netuid: 5, amount_staked: 10n ** 9n },
    }),
  );
  const lengths: string[] = [];
  const fees = await readNetworkFees(
    state({
      [INFO]: (args) => {
        lengths.push(args);
        return info({ partial_fee: 12n });
      },
    }),
    [CLAIM, 'Q.r'],
    stake,
    payer,
  );
  assert.deepEqual(fees, {
    [CLAIM]: { known: true, value: 12n },
    'Q.r': { known: false, reason: 'not-on-this-runtime' },
  });
  const odd = { ...live, extensions: [] };
  assert.deepEqual(await readNetworkFees(state({}, odd), [CLAIM], stake, payer), {
    [CLAIM]: { known: false, reason: 'not-on-this-runtime' },
  });
  const asked = fromHex(lengths[0] ?? '0x');
  const extrinsic = asked.slice(0, -4);
  assert.equal(toHex(asked.slice(-4)), toHex(littleEndian(BigInt(extrinsic.length), 4)));
  await readNetworkFees(
    state({
      [INFO]: (args) => {
        lengths.push(args);
        return info({ partial_fee: 1n });
      },
    }),
    [CLAIM],
    stake,
    { ...payer, isEcdsa: true },
  );
  assert.equal((lengths[1] ?? '').length - (lengths[0] ?? '').length, 2, 'a byte more');
});

test('a batch fits a block up to the very weight that a transaction may have', async () => {
  const weights = live.constant('System', 'BlockWeights') as never as {
    per_class: { normal: { max_extrinsic: { ref_time: bigint } } };
  };
  const most = weights.per_class.normal.max_extrinsic.ref_time;
  const CLAIM = 'SubtensorModule.claim_root_with_hotkey';
  const fits = (weight: bigint | Error, names = [CLAIM], runtime = live) =>
    readBatchFits(
      state(
        { [INFO]: weight instanceof Error ? weight : info({ weight: { ref_time: weight } }) },
        runtime,
      ),
      names,
      stake,
      payer,
    );
  const known = (value: boolean) => ({ known: true, value });
  const unknown = { known: false, reason: 'not-on-this-runtime' };
  assert.deepEqual(await fits(most), known(true));
  assert.deepEqual(await fits(most + 1n), known(false));
  assert.deepEqual(await fits(most, []), unknown);
  assert.deepEqual(await fits(most, ['Q.r']), unknown);
  assert.deepEqual(await fits(STOPPED), { known: false, reason: 'unreadable' });
  assert.deepEqual(await fits(most, [CLAIM], { ...live, constant: () => null }), unknown);
  let turn = 0n;
  const mixed = state({ [INFO]: () => info({ weight: { ref_time: most + 1n - turn++ } }) });
  assert.deepEqual(await readBatchFits(mixed, [CLAIM, CLAIM], stake, payer), known(false));
});

test('a device can sign where the runtime knows its hash: by how it refuses a signature of zeros', async () => {
  const CLAIM = 'SubtensorModule.claim_root_with_hotkey';
  const result = (kind: string, reason: string): ScaleValue => ({
    type: 'Err',
    value: { type: kind, value: { type: reason, value: null } },
  });
  const canHash = async (answer: ScaleValue | Error, names = [CLAIM]) => {
    const { canHash: reading } = await readDevice(state({ [VALIDATE]: answer }), names, stake);
    return reading.known ? reading.value : reading.reason;
  };
  assert.equal(await canHash(result('Invalid', 'BadProof')), true);
  assert.equal(await canHash(result('Unknown', 'CannotLookup')), false);
  // What is asked about: the first call, from outside, by nonce 0 in an era of 128 blocks, signed with nothing but zeros.
  const asked: Hex[] = [];
  const listening = (args: Hex): ScaleValue => {
    asked.push(args);
    return result('Invalid', 'BadProof');
  };
  const told = state({ [VALIDATE]: listening });
  await readDevice(told, [CLAIM], stake);
  const question = fromHex(asked[0] ?? '0x');
  assert.equal(question[0], 2);
  assert.equal(toHex(question.slice(-32)), told.blockHash);
  const one = decodeExtrinsic(toHex(question.slice(1, -32)), live);
  assert.deepEqual(
    [one.signer, one.call, one.nonce, one.tip, one.metadataHashMode, one.signatureKind],
    [ME, CALL, 0, 0n, 1, 'ed25519'],
  );
  assert.deepEqual(one.era, readEra(new ScaleReader(fromHex(encodeEra(eraFrom(0, 128))))));
  assert.ok(/^0x0+$/.test(one.signature));
  assert.equal(await canHash(result('Invalid', 'Payment')), 'unreadable');
  assert.equal(await canHash(result('Unknown', 'NoUnsignedValidator')), 'unreadable');
  assert.equal(await canHash(STOPPED), 'unreadable');
  assert.equal(await canHash(result('Invalid', 'BadProof'), []), 'unreadable');
  const early = {
    ...live,
    ref: { ...live.ref, specVersion: 215 },
    extensions: live.extensions.filter(({ name }) => name !== 'CheckMetadataHash'),
  };
  assert.deepEqual(await readDevice(toldState(early, {}), [CLAIM], stake), {
    canHash: { known: true, value: false },
    bytes: {},
  });
  const odd = { ...live, extensions: [] };
  assert.deepEqual(await readDevice(toldState(odd, {}), [CLAIM], stake), {
    canHash: { known: false, reason: 'unreadable' },
    bytes: {},
  });
});

type Item = (item: unknown) => void;
function watch(answer: (onItem: Item, lost: (reason: AppError) => void) => Promise<() => void>) {
  const statuses: WatchStatus['kind'][] = [];
  let stopped = 0;
  const link = {
    subscribeOnce: (subscription: { onItem: Item }, lost: (reason: AppError) => void) =>
      answer(subscription.onItem, lost),
  } as never as NodeLink;
  const given = new AbortController();
  const done = submitAndWatch(
    link,
    '0x00',
    ({ kind }) => void statuses.push(kind),
    given.signal,
  ).then(
    (last) => last.kind,
    (error: unknown) =>
      error instanceof AppError ? `${error.code} ${error.detail['submitted'] === true}` : error,
  );
  return { done, statuses, given, stop: () => void (stopped += 1), stops: () => stopped };
}

test('what is watched: every status until a last one; a connection lost is no answer, and nothing is submitted again', async () => {
  const saying = async (...items: unknown[]) => {
    let say: Item = () => undefined;
    const one = watch(async (onItem) => {
      say = onItem;
      for (const item of items) onItem(item);
      return () => one.stop();
    });
    const last = await one.done;
    say('ready');
    return { last, heard: one.statuses.join(' '), stops: one.stops() };
  };
  const hash = (name: string) => ({ [name]: HASH });
  for (const [item, kind] of [
    [hash('finalized'), 'finalized'],
    [hash('finalityTimeout'), 'finality-timeout'],
    [hash('usurped'), 'usurped'],
    ['dropped', 'dropped'],
    ['invalid', 'invalid'],
  ] as const) {
    const { last, heard, stops } = await saying(
      'future',
      'ready',
      { broadcast: [] },
      hash('inBlock'),
      hash('retracted'),
      item,
    );
    assert.equal(last, kind);
    assert.equal(heard, `future ready broadcast in-block retracted ${kind}`);
    assert.equal(stops, 1);
  }
  for (const item of [
    'other',
    7,
    null,
    {},
    { inBlock: '0x00' },
    { other: HASH },
    { finalized: 7 },
  ]) {
    assert.equal((await saying(item)).last, 'NODE_MALFORMED false', JSON.stringify(item));
  }
  const failing = (error: unknown) =>
    watch(async () => {
      throw error;
    }).done;
  for (const error of [
    new AppError('NODE_UNREACHABLE', { endpoint: 'a' }),
    new AppError('NODE_TIMEOUT', { endpoint: 'a' }),
    new AppError('NODE_MALFORMED', { what: 'x' }),
    BUSY,
  ]) {
    assert.equal(await failing(error), 'NODE_UNREACHABLE true', error.code);
  }
  assert.equal(
    await failing(new AppError('NODE_REFUSED', { text: 'x', rpcCode: 1 })),
    'SUBMISSION_REFUSED false',
  );
  const bug = new TypeError('bug');
  assert.equal(await failing(bug), bug);
  const lost = watch(async (_onItem, onLost) => {
    onLost(BUSY);
    return () => lost.stop();
  });
  assert.equal(await lost.done, 'NODE_UNREACHABLE true');
  const given = watch(() => new Promise(() => undefined));
  given.given.abort(new AppError('REQUEST_EXPIRED'));
  assert.equal(await given.done, 'REQUEST_EXPIRED false');
});

test('a refusal by the pool and by the chain, by their own names', () => {
  const pool = (text: string, rpcCode?: number) =>
    toPoolError(
      new AppError('NODE_REFUSED', { text, ...(rpcCode === undefined ? {} : { rpcCode }) }),
    );
  assert.deepEqual(
    [pool('Custom error: 1').code, pool('custom error: 8').code],
    ['AMOUNT_TOO_LOW', 'PRICE_LIMIT_EXCEEDED'],
  );
  assert.deepEqual(
    [pool('Custom error: 99').code, pool('Custom error: 99').detail['name']],
    ['SUBMISSION_REFUSED', 'Custom(99)'],
  );
  assert.equal(pool('Inability to pay some fees').code, 'CANNOT_PAY_FEE');
  assert.deepEqual([pool('x', 7).detail['rpcCode'], pool('x').detail['rpcCode']], [7, 0]);
  assert.equal(toPoolError(BUSY), BUSY);
  const of = (value: ScaleValue) => {
    const { code, pallet, name } = toChainRefusal(value);
    return [code, `${pallet}.${name}`];
  };
  const variant = (type: string, value: ScaleValue = null) => ({ type, value });
  assert.deepEqual(of(variant('BadOrigin')), ['CHAIN_REFUSED', 'System.BadOrigin']);
  assert.deepEqual(of(variant('Token', variant('FundsUnavailable'))), [
    'NOT_ENOUGH_BALANCE',
    'Token.FundsUnavailable',
  ]);
  assert.deepEqual(of(variant('Module', variant('Swap', variant('ReservesTooLow')))), [
    'POOL_TOO_SMALL',
    'Swap.ReservesTooLow',
  ]);
  assert.deepEqual(of(variant('Other', { index: 1 })), ['CHAIN_REFUSED', 'System.Other']);
});

const word = (byte: string): Hex => `0x${byte.repeat(32)}`;
function blockOf(extrinsics: readonly Hex[], part: object = {}) {
  const root = toHex(
    orderedTrieRoot(
      extrinsics.map((one) => fromHex(one)),
      'V0',
    ),
  );
  const header = {
    parentHash: word('aa'),
    stateRoot: word('bb'),
    extrinsicsRoot: root,
    number: '0x7',
    digest: { logs: [] },
    ...part,
  };
  const { hash, number } = parseHeader(header);
  return { ref: { hash, number }, answer: { block: { header, extrinsics } } };
}

test('a block of the past: who signed, which call, which events; a block that hangs on another one is refused', async () => {
  const bare = concatBytes(Uint8Array.of(4), fromHex(CALL));
  const unsigned = toHex(concatBytes(encodeCompact(bare.length), bare));
  const { ref, answer } = blockOf([sent(), unsigned, sent({ coldkey: YOU })]);
  const childOf = (parentHash: Hex) => ({ ...answer.block.header, parentHash, number: '0x8' });
  const read = (child: object | null, parent = word('aa'), told: unknown = answer) =>
    readBookBlock(
      async (method, [asked]) => {
        if (method === 'chain_getBlock') return told;
        if (method === 'chain_getHeader') return child;
        assert.equal(asked, EVENTS_KEY);
        return null;
      },
      live,
      ref,
      { parent, child: child === null ? null : parseHeader(childOf(ref.hash)).hash },
    );
  const { extrinsics, events, block } = await read(null);
  assert.deepEqual(
    extrinsics.map(({ signer, index }) => [signer, index]),
    [
      [ME, 0],
      [null, 1],
      [YOU, 2],
    ],
  );
  assert.deepEqual(
    extrinsics.map((one) => one.call()),
    [claim, claim, claim],
  );
  assert.equal(extrinsics[0]?.hash, extrinsicHash(fromHex(sent())));
  assert.deepEqual([events, block], [[], ref]);
  assert.ok(await read(childOf(ref.hash)));
  const parentWrong = { detail: { what: 'parent' } };
  await assert.rejects(read(null, word('ab')), parentWrong);
  await assert.rejects(read(childOf(word('ab'))), parentWrong);
  await assert.rejects(read({ ...childOf(ref.hash), stateRoot: word('ab') }), parentWrong);
  await assert.rejects(
    read(null, word('aa'), blockOf([], { stateRoot: word('ab') }).answer),
    parentWrong,
  );
  await assert.rejects(
    read(null, word('aa'), { block: { ...answer.block, extrinsics: [] } }),
    malformed,
  );
});

test('events by their names, with the extrinsic that caused them; none where nothing is stored', () => {
  assert.deepEqual(decodeEvents(null, live), []);
  assert.throws(() => decodeEvents('0x00', { ...live, events: () => null }), notHere);
  const type = live.events();
  assert.ok(type);
  const record = (
    phase: ScaleValue,
    pallet: string,
    name: string,
    value: ScaleValue,
  ): ScaleValue => ({
    phase,
    topics: [],
    event: {
      type: pallet,
      value: {
        type: name,
        value,
      },
    },
  });
  const applied = { type: 'ApplyExtrinsic', value: 3 };
  const ended = { type: 'Finalization', value: null };
  const bytes = live.encoder(type)([
    record(applied, 'Balances', 'Transfer', { from: ME, to: YOU, amount: 5n }),
    record(ended, 'SubtensorModule', 'StakeAdded', [ME, HOT, 1n, 2n, 5, 3n]),
  ]);
  const [moved, bought] = decodeEvents(toHex(bytes), live);
  assert.deepEqual([moved?.extrinsicIndex, moved?.fields], [3, { from: ME, to: YOU, amount: 5n }]);
  assert.deepEqual(
    [bought?.extrinsicIndex, bought?.fields],
    [null, { coldkey: ME, hotkey: HOT, tao: 1n, alpha: 2n, netuid: 5, fee: 3n }],
  );
});
