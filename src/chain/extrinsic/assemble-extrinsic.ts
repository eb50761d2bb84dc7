// Assembles the extrinsic from a prepared payload and a verified signature.
import { AppError } from '../../errors.ts';
import type { KeyType } from '../../model/account.ts';
import type { PreparedExtrinsic } from '../../model/extrinsic.ts';
import type { Hex } from '../../units.ts';
import { extensionBytes } from './extension-bytes.ts';
import { toHex } from '../scale/hex.ts';
import { valuesOf } from './prepare-extrinsic.ts';
import { preparedDifference, requireSame } from './read-signed-bytes.ts';
import { bareSignature, signatureKindOf } from './signature-kind.ts';
import { extrinsicHash, signedExtrinsic } from './signed-extrinsic.ts';
import { parseSs58 } from '../scale/ss58.ts';
import { verifySignature } from './verify-signature.ts';

/**
 * The extrinsic to send. Throws SIGNATURE_INVALID unless the signature is the coldkey's over exactly these bytes, and
 * PAYLOAD_MISMATCH where those, the payload and the record about them are not of one transaction without a tip.
 */
export function assembleExtrinsic(
  prepared: PreparedExtrinsic,
  signature: Hex,
  keyType: KeyType,
): { extrinsic: Hex; hash: Hex } {
  const { payload, signedBytes, call } = prepared;
  requireSame(preparedDifference(prepared));
  const coldkey = parseSs58(payload.address);
  const kind = signatureKindOf(keyType);
  const bare = bareSignature(signature, kind);
  if (bare === null || !verifySignature({ signedBytes, signature, coldkey, keyType })) {
    throw new AppError('SIGNATURE_INVALID', { coldkey });
  }
  const { extra } = extensionBytes(valuesOf(payload));
  const extrinsic = signedExtrinsic({ coldkey, kind, signature: bare, extra, call });
  return { extrinsic: toHex(extrinsic), hash: extrinsicHash(extrinsic) };
}
