// Extrinsics that src/ refuses to make: with a tip, with another nonce. For wallets and nodes that lie.
import { extensionBytes } from '../../src/chain/extrinsic/extension-bytes.ts';
import { valuesOf } from '../../src/chain/extrinsic/prepare-extrinsic.ts';
import { bareSignature, type SignatureKind } from '../../src/chain/extrinsic/signature-kind.ts';
import { signedExtrinsic } from '../../src/chain/extrinsic/signed-extrinsic.ts';
import { concatBytes, fromHex, toHex } from '../../src/chain/scale/hex.ts';
import { parseSs58 } from '../../src/chain/scale/ss58.ts';
import type { PreparedExtrinsic, SignerPayload } from '../../src/model/extrinsic.ts';
import type { Hex } from '../../src/units.ts';

/** Another payload, and the bytes that an honest wallet signs for it. */
export function forged(
  prepared: PreparedExtrinsic,
  change: Partial<SignerPayload>,
): PreparedExtrinsic {
  const payload = { ...prepared.payload, ...change };
  const { extra, additional } = extensionBytes(valuesOf(payload));
  const signedBytes = toHex(concatBytes(fromHex(payload.method), extra, additional));
  return { ...prepared, payload, call: payload.method, signedBytes };
}

/** What a wallet that signed that payload hands back, whatever its signature is worth. */
export function forgedExtrinsic(
  { payload, call }: PreparedExtrinsic,
  signature: Hex,
  kind: SignatureKind = 'sr25519',
): Hex {
  const bare = bareSignature(signature, kind);
  if (bare === null) throw new Error('no signature');
  const { extra } = extensionBytes(valuesOf(payload));
  const coldkey = parseSs58(payload.address);
  return toHex(signedExtrinsic({ coldkey, kind, signature: bare, extra, call }));
}
