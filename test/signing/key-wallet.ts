// A wallet made of a public development key: it encodes the payload it is shown by a library of its own and
// signs that, as a real one does. It can be told to lie.
import { Keyring } from '@polkadot/keyring';
import { TypeRegistry } from '@polkadot/types';
import type { SignerPayloadJSON } from '@polkadot/types/types';
import { cryptoWaitReady } from '@polkadot/util-crypto';
import { parseSs58 } from '../../src/chain/scale/ss58.ts';
import type { SignerPayload } from '../../src/model/extrinsic.ts';
import type { Hex, Ss58Address } from '../../src/units.ts';

export type WalletKeyType = 'sr25519' | 'ed25519' | 'ecdsa';

export type KeyWallet = {
  coldkey: Ss58Address;
  /** The MultiSignature of the payload, prefix included. */
  sign(payload: SignerPayload): Hex;
};

/** Extensions of this chain that sign nothing, so that the library need not guess it. */
const emptyOnes = Object.fromEntries(
  [
    'SudoTransactionExtension',
    'CheckShieldedTxValidity',
    'SubtensorTransactionExtension',
    'DrandPriority',
  ].map((name) => [name, { extrinsic: {}, payload: {} }]),
);

const isHex = (text: string): text is Hex => text.startsWith('0x');

export async function keyWallet(uri: string, type: WalletKeyType = 'sr25519'): Promise<KeyWallet> {
  await cryptoWaitReady();
  const pair = new Keyring({ type, ss58Format: 42 }).addFromUri(uri);
  return {
    coldkey: parseSs58(pair.address),
    sign(payload) {
      const registry = new TypeRegistry();
      registry.setSignedExtensions(payload.signedExtensions, emptyOnes);
      const { metadataHash, ...rest } = payload;
      const shown: SignerPayloadJSON = metadataHash === null ? rest : { ...rest, metadataHash };
      const { version } = payload;
      const { signature } = registry.createType('ExtrinsicPayload', shown, { version }).sign(pair);
      if (!isHex(signature)) throw new Error('no signature');
      return signature;
    },
  };
}
