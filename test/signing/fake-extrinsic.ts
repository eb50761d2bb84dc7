// Calls, signatures and extrinsics of the made-up chain: JSON in hex, and hashes for signatures.
import { createHash } from 'node:crypto';
import type { CallDraft } from '../../src/model/plan.ts';
import type { Signatures } from '../../src/signing/signing-deps.ts';
import type { PreparedExtrinsic } from '../../src/model/extrinsic.ts';
import type { Hex } from '../../src/units.ts';

export const hexOf = (value: unknown): Hex =>
  `0x${Buffer.from(JSON.stringify(value)).toString('hex')}`;
export const textOf = (hex: string): string => Buffer.from(hex.slice(2), 'hex').toString();
export const hash = (text: string): Hex => `0x${createHash('sha256').update(text).digest('hex')}`;

/** bigint crosses JSON as text. */
export const writeCall = ({ pallet, name, args }: CallDraft): unknown => ({
  pallet,
  name,
  args: Object.fromEntries(
    Object.entries(args).map(([key, value]) => [
      key,
      typeof value === 'bigint' ? `${value}n` : value,
    ]),
  ),
});

export function readCall(call: string): CallDraft {
  const parsed: CallDraft = JSON.parse(textOf(call));
  const args = Object.entries(parsed.args).map(([key, value]) => [
    key,
    typeof value === 'string' && /^\d+n$/.test(value) ? BigInt(value.slice(0, -1)) : value,
  ]);
  return { ...parsed, args: Object.fromEntries(args) };
}

export const sign = (coldkey: string, bytes: string): Hex => hash(`${coldkey} signs ${bytes}`);

type FakeExtrinsic = { call: Hex; nonce: number; death: number; signature: Hex };

export const eraOf = (death: number): Hex => `0x${death.toString(16)}`;

export const readExtrinsic = (extrinsic: Hex): FakeExtrinsic => JSON.parse(textOf(extrinsic));

/** What the wallet would return as signedTransaction. */
export function assemble(prepared: PreparedExtrinsic, signature: Hex): Hex {
  const { call, nonce, deathBlock } = prepared;
  return hexOf({ call, nonce, death: deathBlock, signature });
}

export const signatures: Signatures = {
  verifySignature: ({ signedBytes, signature, coldkey, keyType }) =>
    keyType === 'sr25519' && signature === sign(coldkey, signedBytes),
  assembleExtrinsic(prepared, signature) {
    const extrinsic = assemble(prepared, signature);
    return { extrinsic, hash: hash(extrinsic) };
  },
};
