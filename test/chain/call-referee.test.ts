// Calls, signing payloads and extrinsics, byte for byte against @polkadot/api on real runtimes.
import assert from 'node:assert/strict';
import process from 'node:process';
import { createPrivateKey, sign } from 'node:crypto';
import { test } from 'node:test';
import { ed25519 } from '@noble/curves/ed25519.js';
import fc from 'fast-check';
import { assembleExtrinsic } from '../../src/chain/extrinsic/assemble-extrinsic.ts';
import { composeCall, decodeCall } from '../../src/chain/extrinsic/compose-call.ts';
import { decodeExtrinsic } from '../../src/chain/extrinsic/decode-extrinsic.ts';
import { fromHex, toHex } from '../../src/chain/scale/hex.ts';
import { prepareExtrinsic } from '../../src/chain/extrinsic/prepare-extrinsic.ts';
import type { Runtime } from '../../src/chain/runtime/runtime.ts';
import { formatSs58 } from '../../src/chain/scale/ss58.ts';
import { signedForm } from '../../src/chain/extrinsic/verify-signature.ts';
import { toRao } from '../../src/units.ts';
import { createCallReferee } from '../fakes/call-referee.ts';
import { anyCall } from '../fakes/random-calls.ts';
import {
  ABSENT,
  hasRecordings,
  RECORDED_SPECS,
  recordedMetadata,
  recordedRuntime,
} from '../fakes/recorded-runtimes.ts';

const skip = hasRecordings() ? false : ABSENT;
const CALLS = process.env['TAUBAR_DEEP'] === '1' ? 250 : 60;
const seed = new Uint8Array(32).fill(7);
const PKCS8_ED25519 = Buffer.from('302e020100300506032b657004220420', 'hex');
const key = createPrivateKey({
  key: Buffer.concat([PKCS8_ED25519, seed]),
  format: 'der',
  type: 'pkcs8',
});
const signer = formatSs58(ed25519.getPublicKey(seed));

const anyTerms = (runtime: Runtime) =>
  fc.record({
    draft: anyCall(runtime),
    number: fc.integer({ min: 1, max: 0x7fffffff }),
    eraBlocks: fc.integer({ min: 1, max: 4096 }),
    nonce: fc.oneof(fc.nat(0xffffffff), fc.constantFrom(0, 63, 64, 16383, 16384)),
    metadataHash: fc.option(
      fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => toHex(bytes)),
      { nil: null },
    ),
  });

for (const spec of RECORDED_SPECS) {
  test(
    `${spec.name}: ${CALLS} random calls, payloads and extrinsics equal the referee's`,
    { skip },
    () => {
      const runtime = recordedRuntime(spec);
      const referee = createCallReferee(recordedMetadata(spec));
      const names = new Set<string>();
      fc.assert(
        fc.property(anyTerms(runtime), ({ draft, number, eraBlocks, nonce, metadataHash }) => {
          names.add(`${draft.pallet}.${draft.name}`);
          const call = composeCall(draft, runtime);
          assert.equal(call, referee.call(draft));
          assert.equal(composeCall(decodeCall(call, runtime), runtime), call);

          const birth = { hash: toHex(new Uint8Array(32).fill(3)), number };
          const prepared = prepareExtrinsic(
            { call, coldkey: signer, birth, eraBlocks, nonce, tip: toRao(0n), metadataHash },
            runtime,
          );
          assert.equal(prepared.signedBytes, referee.signedBytes(prepared.payload));

          const signature = toHex(sign(null, signedForm(fromHex(prepared.signedBytes)), key));
          const { extrinsic, hash } = assembleExtrinsic(prepared, signature, 'ed25519');
          const theirs = referee.extrinsic(call, prepared.payload, `0x00${signature.slice(2)}`);
          assert.deepEqual({ hex: extrinsic, hash }, theirs);

          const decoded = decodeExtrinsic(extrinsic, runtime);
          assert.deepEqual(
            [decoded.signer, decoded.nonce, decoded.tip, decoded.call, decoded.hash],
            [signer, nonce, 0n, call, hash],
          );
          assert.equal(decoded.metadataHashMode, metadataHash === null ? 0 : 1);
        }),
        { numRuns: CALLS },
      );
      assert.ok(names.size >= 20, `only ${names.size} different calls`);
    },
  );
}
