// Everything that is signed and is not the call: whatever a node says of the transaction extensions, of the nonce and of
// the chain's height, the bytes are the published ones or there are none.
import assert from 'node:assert/strict';
import process from 'node:process';
import { test } from 'node:test';
import fc from 'fast-check';
import { assembleExtrinsic } from '../../src/chain/extrinsic/assemble-extrinsic.ts';
import { chooseNonce } from '../../src/chain/extrinsic/choose-nonce.ts';
import { composeCall } from '../../src/chain/extrinsic/compose-call.ts';
import { decodeExtrinsic, sentDifference } from '../../src/chain/extrinsic/decode-extrinsic.ts';
import { encodeEra } from '../../src/chain/extrinsic/era.ts';
import { prepareExtrinsic, type ToPrepare } from '../../src/chain/extrinsic/prepare-extrinsic.ts';
import {
  preparedDifference,
  readSigned,
  signedDifference,
  type Meant,
} from '../../src/chain/extrinsic/read-signed-bytes.ts';
import type { WholeRuntime } from '../../src/chain/runtime/runtime.ts';
import { createRuntime } from '../../src/chain/runtime/whole-runtime.ts';
import { unwrapMetadata } from '../../src/chain/runtime/unwrap-metadata.ts';
import { fromHex, isHex, toHex } from '../../src/chain/scale/hex.ts';
import { encodeCompact } from '../../src/chain/scale/scale-encoder.ts';
import { formatSs58, parseSs58 } from '../../src/chain/scale/ss58.ts';
import { AppError } from '../../src/errors.ts';
import type { PreparedExtrinsic, SignerPayload } from '../../src/model/extrinsic.ts';
import { toRao, type Hex } from '../../src/units.ts';
import { startDevnet, type Devnet } from '../devnet/devnet.ts';
import { createCallReferee, NO_EFFECT } from '../fakes/call-referee.ts';
import { changeMetadata, lies } from '../fakes/changed-extensions.ts';
import { forgedExtrinsic } from '../fakes/forged-extrinsic.ts';
import {
  ABSENT,
  hasRecordings,
  RECORDED_SPECS,
  recordedRuntime,
  type RecordedSpec,
} from '../fakes/recorded-runtimes.ts';
import { createTestClient } from '../fakes/test-client.ts';
import { TypeRegistry } from '@polkadot/types';

const skip = hasRecordings() ? false : ABSENT;
const ALICE = parseSs58('5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY');
const HASH: Hex = `0x${'5a'.repeat(32)}`;
const RANDOM_EXTRINSICS = process.env['TAUBAR_DEEP'] === '1' ? 250 : 80;

const draft = (amount: bigint, netuid = 1) => ({
  pallet: 'SubtensorModule',
  name: 'add_stake',
  args: { hotkey: ALICE, netuid, amount_staked: amount },
});
const parsed = new Map<string, WholeRuntime>();

/** Parsed once for all tests. */
function runtimeOf(spec: RecordedSpec): WholeRuntime {
  const runtime = parsed.get(spec.name) ?? recordedRuntime(spec);
  parsed.set(spec.name, runtime);
  return runtime;
}

const buy = draft(5_000_000n);
const terms = { coldkey: ALICE, eraBlocks: 32, tip: toRao(0n), metadataHashMode: 0 } as const;

/** A nonce that means 4.29 TAO where a tip is read. */
const inputFor = (runtime: WholeRuntime, change: Partial<ToPrepare> = {}): ToPrepare => ({
  call: composeCall(buy, runtime),
  coldkey: ALICE,
  birth: { number: 4_100_007, hash: HASH },
  eraBlocks: 32,
  nonce: 0xffff_ffff,
  tip: toRao(0n),
  metadataHash: null,
  ...change,
});

const walletRegistry = new TypeRegistry();

/** The bytes as @polkadot/types makes them from the payload, told of the names alone, as a wallet is. */
function bytesOfWallet(payload: SignerPayload): string {
  const unknown = payload.signedExtensions.filter((name) => /^(Added|Renamed)/.test(name));
  const nothing = unknown.map((name) => [name, { extrinsic: {}, payload: {} }]);
  walletRegistry.setSignedExtensions(payload.signedExtensions, {
    ...NO_EFFECT,
    ...Object.fromEntries(nothing),
  });
  const typed = walletRegistry.createType('ExtrinsicPayload', payload, { version: 4 });
  return toHex(typed.toU8a({ method: true }));
}

function requireSound(honest: WholeRuntime): { tried: number; refused: number; identical: number } {
  const input = inputFor(honest);
  const { signedBytes } = prepareExtrinsic(input, honest);
  const count = { tried: 0, refused: 0, identical: 0 };
  const checked = new Set<string>();
  for (const { name, isHarmless, told, runtime } of lies(honest)) {
    count.tried += 1;
    let prepared: PreparedExtrinsic;
    try {
      prepared = prepareExtrinsic(input, runtime);
    } catch (error) {
      assert.ok(error instanceof AppError, `${name}: ${String(error)}`);
      assert.equal(error.code, 'FORMAT_UNKNOWN', name);
      assert.ok(!isHarmless, `${name} is refused: ${JSON.stringify(error.detail)}`);
      if (told !== null) assert.equal(error.detail['what'], told, name);
      count.refused += 1;
      continue;
    }
    assert.equal(prepared.signedBytes, signedBytes, name);
    assert.ok(isHarmless, `${name} is signed`);
    const names = prepared.payload.signedExtensions.join();
    if (!checked.has(names)) assert.equal(bytesOfWallet(prepared.payload), signedBytes, name);
    checked.add(names);
    count.identical += 1;
  }
  return count;
}

for (const spec of RECORDED_SPECS) {
  test(
    `${spec.name}: every changed list of extensions is refused by name, or changes no byte`,
    {
      skip,
    },
    (t) => {
      const { tried, refused, identical } = requireSound(runtimeOf(spec));
      assert.ok(tried > 1000 && identical > 50);
      t.diagnostic(`${tried} changed lists: ${refused} refused, ${identical} with identical bytes`);
    },
  );
}

async function devnet(t: { after: (work: () => unknown) => void }): Promise<Devnet> {
  const net = await startDevnet({ subnets: 4 });
  t.after(() => net.stop());
  net.produceBlocks(5);
  return net;
}

test('the same on the simulated chain’s runtime', async (t) => {
  const net = await devnet(t);
  const client = createTestClient(net);
  t.after(client.close);
  await client.connect();
  const { hash } = await client.head();
  const { tried, refused, identical } = requireSound(await client.runtimeAt(hash));
  assert.ok(tried > 1000 && identical > 50);
  t.diagnostic(`${tried} changed lists: ${refused} refused, ${identical} with identical bytes`);
});

test('lists are read from the metadata’s own bytes, of versions 15 and 16', { skip }, () => {
  for (const spec of RECORDED_SPECS.filter(({ name }) => !/293|381/.test(name))) {
    const honest = runtimeOf(spec);
    const of = (change: Parameters<typeof changeMetadata>[1]): WholeRuntime =>
      createRuntime(honest.ref, changeMetadata(honest.metadata, change));
    const input = inputFor(honest);
    const swapped = of((list) => {
      const at = (name: string) => list.findIndex(({ identifier }) => identifier === name);
      const [nonce, tip] = [at('CheckNonce'), at('ChargeTransactionPayment')];
      const [a, b] = [list[nonce], list[tip]];
      return a && b ? list.with(nonce, b).with(tip, a) : list;
    });
    assert.throws(() => prepareExtrinsic(input, swapped), {
      code: 'FORMAT_UNKNOWN',
      detail: { what: 'ChargeTransactionPayment', how: 'moved' },
    });
    const renamed = of((list) =>
      list.map((one) =>
        one.identifier === 'CheckWeight' ? { ...one, identifier: 'CheckWeightAgain' } : one,
      ),
    );
    assert.equal(
      prepareExtrinsic(input, renamed).signedBytes,
      prepareExtrinsic(input, honest).signedBytes,
      'a new extension without bytes does not stop the signing',
    );
  }
});

test(
  'before spec 216 there is no metadata hash in the bytes, and a list with one is refused',
  { skip },
  () => {
    const [first] = RECORDED_SPECS;
    const honest = runtimeOf(first);
    const old = { ...honest, ref: { ...honest.ref, specVersion: 215 } };
    assert.throws(() => prepareExtrinsic(inputFor(honest), old), { code: 'FORMAT_UNKNOWN' });
    const extensions = honest.extensions.filter(({ name }) => name !== 'CheckMetadataHash');
    const fitting = { ...old, extensions };
    const { signedBytes, payload } = prepareExtrinsic(inputFor(honest), fitting);
    assert.equal(bytesOfWallet(payload), signedBytes);
    const hashed = inputFor(honest, { metadataHash: HASH });
    assert.throws(() => prepareExtrinsic(hashed, fitting), { code: 'NOT_ON_THIS_RUNTIME' });
  },
);

test(
  'no tip, no birth at the genesis block, and no nonce that is no u32 gets into bytes',
  { skip },
  () => {
    const runtime = runtimeOf(RECORDED_SPECS[3]);
    const wrong: Partial<ToPrepare>[] = [
      { tip: toRao(1n) },
      { birth: { number: 0, hash: runtime.ref.genesisHash } },
      { birth: { number: 2 ** 32, hash: HASH } },
      { nonce: -1 },
      { nonce: 2 ** 32 },
      { nonce: 1.5 },
      { eraBlocks: Number.POSITIVE_INFINITY },
      { eraBlocks: Number.NaN },
      { eraBlocks: 4097 },
    ];
    for (const change of wrong) {
      assert.throws(() => prepareExtrinsic(inputFor(runtime, change), runtime), RangeError);
    }
  },
);

test(
  'every changed byte of what is signed, and every changed field of the payload, is found',
  { skip },
  () => {
    const runtime = runtimeOf(RECORDED_SPECS[3]);
    for (const metadataHash of [null, HASH]) {
      const input = inputFor(runtime, { metadataHash, nonce: 300 });
      const prepared = prepareExtrinsic(input, runtime);
      const { call, birth, nonce } = input;
      const meant: Meant = { call, birth, period: 32, nonce, metadataHash, runtime: runtime.ref };
      assert.equal(signedDifference(prepared.signedBytes, meant), null);
      const bytes = fromHex(prepared.signedBytes);
      for (let at = 0; at < bytes.length; at += 1) {
        for (let bit = 0; bit < 8; bit += 1) {
          const changed = bytes.slice();
          changed[at] = (changed[at] ?? 0) ^ (1 << bit);
          assert.notEqual(signedDifference(toHex(changed), meant), null, `byte ${at}, bit ${bit}`);
        }
        assert.notEqual(signedDifference(toHex(bytes.subarray(0, at)), meant), null);
      }
      assert.equal(signedDifference(`${prepared.signedBytes}00`, meant), 'signedBytes');

      const { payload } = prepared;
      const { signedExtensions } = payload;
      const shown: Partial<SignerPayload>[] = [
        { blockHash: runtime.ref.genesisHash },
        { blockNumber: '0x00000000' },
        { era: '0x00' },
        { era: encodeEra({ kind: 'mortal', period: 64, phase: birth.number % 64 }) },
        { era: `${payload.era}00` },
        { genesisHash: HASH },
        { metadataHash: metadataHash === null ? HASH : null },
        { method: `${payload.method}00` },
        { mode: 1 - payload.mode },
        { nonce: '0x0000012d' },
        { specVersion: '0x00000001' },
        { tip: '0x01' },
        { transactionVersion: '0x00000002' },
        { version: 5 },
        { signedExtensions: signedExtensions.filter((name) => name !== 'CheckNonce') },
        { signedExtensions: signedExtensions.toReversed() },
        { signedExtensions: [...signedExtensions, 'CheckGenesis'] },
      ];
      for (const change of shown) {
        const other = { ...prepared, payload: { ...payload, ...change } };
        const what = JSON.stringify(change);
        assert.notEqual(preparedDifference(other), null, what);
        const signature: Hex = `0x${'01'.repeat(64)}`;
        assert.throws(
          () => assembleExtrinsic(other, signature, 'sr25519'),
          { code: 'PAYLOAD_MISMATCH' },
          what,
        );
      }
      const records: Partial<PreparedExtrinsic>[] = [
        { call: '0x' },
        { nonce: 301 },
        { birth: { ...birth, number: birth.number + 32 } },
        { birth: { ...birth, hash: runtime.ref.genesisHash } },
        { deathBlock: prepared.deathBlock + 1 },
        { specVersion: 1 },
        { signedBytes: '0x' },
      ];
      for (const change of records) {
        assert.notEqual(
          preparedDifference({ ...prepared, ...change }),
          null,
          JSON.stringify(change),
        );
      }
    }
  },
);

const anyInput = fc.record({
  amount: fc.bigInt(0n, (1n << 64n) - 1n),
  number: fc.integer({ min: 1, max: 0xffff_ffff }),
  birthHash: fc.uint8Array({ minLength: 32, maxLength: 32 }),
  eraBlocks: fc.integer({ min: 1, max: 4096 }),
  nonce: fc.oneof(fc.nat(0xffff_ffff), fc.constantFrom(0, 63, 64, 16_383, 16_384, 0xffff_ffff)),
  signer: fc.uint8Array({ minLength: 32, maxLength: 32 }),
  signature: fc.uint8Array({ minLength: 64, maxLength: 64 }),
  metadataHash: fc.option(fc.uint8Array({ minLength: 32, maxLength: 32 }), { nil: null }),
});

type RandomInput = typeof anyInput extends fc.Arbitrary<infer T> ? T : never;

for (const spec of RECORDED_SPECS) {
  test(
    `${spec.name}: ${RANDOM_EXTRINSICS} random extrinsics are read by @polkadot/types as they are by us`,
    {
      skip,
    },
    () => {
      const runtime = runtimeOf(spec);
      const { registry } = createCallReferee(runtime.metadata);
      const compare = (made: RandomInput): void => {
        const call = composeCall(draft(made.amount), runtime);
        const prepared = prepareExtrinsic(
          {
            call,
            coldkey: formatSs58(made.signer),
            birth: { number: made.number, hash: toHex(made.birthHash) },
            eraBlocks: made.eraBlocks,
            nonce: made.nonce,
            tip: toRao(0n),
            metadataHash: made.metadataHash === null ? null : toHex(made.metadataHash),
          },
          runtime,
        );
        const { signedBytes, payload } = prepared;
        const length = toHex(encodeCompact((call.length - 2) / 2));
        const theirs = registry.createType('ExtrinsicPayload', `${length}${signedBytes.slice(2)}`, {
          version: 4,
        });
        const ours = readSigned(signedBytes, call, runtime.ref.specVersion);
        assert.deepEqual(
          {
            call: toHex(theirs.inner.method.toU8a(true)),
            era: theirs.era.toHex(),
            nonce: theirs.nonce.toNumber(),
            tip: theirs.tip.toBigInt(),
            specVersion: theirs.specVersion.toNumber(),
            transactionVersion: theirs.transactionVersion.toNumber(),
            genesisHash: theirs.genesisHash.toHex(),
            birthHash: theirs.blockHash.toHex(),
            left: theirs.encodedLength - (length.length - 2) / 2,
          },
          {
            call,
            era: encodeEra(ours.era),
            nonce: ours.nonce,
            tip: ours.tip,
            specVersion: ours.specVersion,
            transactionVersion: ours.transactionVersion,
            genesisHash: ours.genesisHash,
            birthHash: ours.birthHash,
            left: (signedBytes.length - 2) / 2,
          },
        );
        const { asMortalEra } = theirs.era;
        assert.equal(asMortalEra.birth(made.number), prepared.birth.number);
        assert.equal(asMortalEra.death(made.number) - 1, prepared.deathBlock);

        const extrinsic = forgedExtrinsic(prepared, toHex(made.signature));
        assert.equal(sentDifference(extrinsic, prepared), null);
        const mine = decodeExtrinsic(extrinsic, runtime);
        const read = registry.createType('Extrinsic', extrinsic);
        assert.deepEqual(
          [read.signer.toString(), read.method.toHex(), read.era.toHex(), read.nonce.toNumber()],
          [mine.signer, mine.call, encodeEra(mine.era), mine.nonce],
        );
        assert.deepEqual([read.tip.toBigInt(), read.hash.toHex()], [mine.tip, mine.hash]);
        assert.deepEqual([mine.era, mine.nonce, mine.tip], [ours.era, ours.nonce, 0n]);
        assert.equal(payload.era, encodeEra(mine.era));
      };
      fc.assert(fc.property(anyInput, compare), { numRuns: RANDOM_EXTRINSICS, seed: 20_261 });
    },
  );
}

test('a nonce is the stored one, or follows own pending ones, whatever the pool is said to hold', () => {
  const nonces = fc.nat(12);
  const anyTold = fc.oneof(nonces, fc.constantFrom(null, 0xffff_ffff));
  fc.assert(
    fc.property(
      nonces,
      anyTold,
      fc.array(nonces, { maxLength: 5 }),
      fc.option(nonces),
      (stored, told, ownPending, wanted) => {
        let most = stored;
        while (ownPending.includes(most)) most += 1;
        try {
          const nonce = chooseNonce({ stored, told, ownPending, wanted });
          assert.ok(nonce >= stored && nonce <= most && (told === null || told <= most));
          if (wanted !== null) assert.equal(nonce, wanted);
          else assert.equal(nonce, told === null || told < stored ? stored : told);
        } catch (error) {
          assert.ok(error instanceof AppError);
          if (told !== null && told > most) assert.equal(error.code, 'OTHER_PENDING');
          else if (wanted !== null && wanted < stored) assert.equal(error.code, 'NONCE_USED');
          else assert.ok(wanted !== null && wanted > most && error.code === 'NODE_TIMEOUT');
        }
      },
    ),
    { numRuns: 2000, seed: 7 },
  );
});

/** Replaces the metadata in a node's answers. */
function lieOfMetadata(net: Devnet, change: Parameters<typeof changeMetadata>[1]): void {
  const told = (result: unknown): unknown => {
    if (typeof result !== 'string' || !isHex(result) || result.length < 50_000) return result;
    const bytes = unwrapMetadata(result, true);
    if (bytes === null) return result;
    const changed = changeMetadata(bytes, change);
    return `0x01${toHex(encodeCompact(changed.length)).slice(2)}${toHex(changed).slice(2)}`;
  };
  net.faults.arm({ method: 'state_call' }, { do: 'replace', change: told });
}

test('a node that swaps tip and nonce is read on, and nothing is signed', async (t) => {
  const net = await devnet(t);
  lieOfMetadata(net, (list) => {
    const tip = list.find(({ identifier }) => identifier === 'ChargeTransactionPayment');
    assert.ok(tip);
    const rest = list.filter((one) => one !== tip);
    return rest.flatMap((one) => (one.identifier === 'CheckNonce' ? [tip, one] : [one]));
  });
  net.faults.arm(
    { method: 'system_accountNextIndex' },
    { do: 'replace', change: () => 0xffff_ffff },
  );
  const client = createTestClient(net);
  t.after(client.close);
  await client.connect();
  const { accounts, positions } = await client.readSnapshot({ coldkeys: [ALICE], lookedAt: [] });
  assert.ok(accounts.length === 1 && positions.length > 0);
  const isRefused = {
    code: 'FORMAT_UNKNOWN',
    detail: { what: 'ChargeTransactionPayment', how: 'moved' },
  };
  await assert.rejects(client.prepareExtrinsic({ draft: buy, ...terms }), isRefused);
  const runtime = await client.runtimeAt((await client.head()).hash);
  await assert.rejects(client.metadataForWallet(runtime), isRefused);
});

test('what a node says of nonce and height moves no byte out of its bounds', async (t) => {
  const net = await devnet(t);
  const client = createTestClient(net);
  t.after(client.close);
  await client.connect();
  const told = async (nonce: unknown): Promise<number> => {
    const method = 'system_accountNextIndex';
    const disarm = net.faults.arm({ method }, { do: 'replace', change: () => nonce });
    try {
      return (await client.prepareExtrinsic({ draft: buy, ...terms, ownPending: [0, 1] })).nonce;
    } finally {
      disarm();
    }
  };
  for (const nonce of [0, 1, 2]) assert.equal(await told(nonce), nonce);
  for (const nonce of [3, 0xffff_ffff]) {
    await assert.rejects(told(nonce), { code: 'OTHER_PENDING' });
  }
  for (const nonce of [-1, 1.5, 2 ** 32, '0', null]) {
    await assert.rejects(told(nonce), { code: 'NODE_MALFORMED' });
  }
  const head = await client.head();
  const at = async (number: number): Promise<unknown> => {
    const hash = (await client.blockHashAt(number)) ?? HASH;
    const born = await client.prepareExtrinsic({
      draft: buy,
      ...terms,
      eraBlocks: 4,
      at: { number, hash },
    });
    return born.birth.number;
  };
  assert.ok(head.number >= 5);
  assert.equal(await at(head.number - 3), head.number - 3);
  const isFar = { code: 'NODE_TIMEOUT' };
  await assert.rejects(at(head.number - 4), isFar);
  await assert.rejects(at(0), isFar);
  const genesis = { number: 0, hash: net.genesisHash as Hex };
  await assert.rejects(
    client.prepareExtrinsic({ draft: buy, ...terms, eraBlocks: 4096, at: genesis }),
    isFar,
  );
  const ahead = { number: head.number + 1, hash: head.hash };
  await assert.rejects(client.prepareExtrinsic({ draft: buy, ...terms, at: ahead }), isFar);
});
