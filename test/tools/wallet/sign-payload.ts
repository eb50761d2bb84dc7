// Signs as wallets of the polkadot family do, or lies in one of the ways that the behaviour names. Shows a
// call in words where the chain's metadata was given.
import { merkleizeMetadata } from '@polkadot-api/merkleize-metadata';
import type { MetadataDef } from '@polkadot/extension-inject/types';
import type { KeyringPair } from '@polkadot/keyring/types';
import { Metadata, TypeRegistry } from '@polkadot/types';
import type { RuntimeVersion } from '@polkadot/types/interfaces';
import type { SignerPayloadJSON, SignerPayloadRaw } from '@polkadot/types/types';
import { hexToU8a, u8aConcat, u8aToHex, u8aWrapBytes } from '@polkadot/util';
import type { HexString } from '@polkadot/util/types';
import { randomAsU8a } from '@polkadot/util-crypto';
import { readBehaviour, type Behaviour } from './behaviour.ts';
import { accountOf, allAccounts } from './wallet-keys.ts';
import { knownMetadata, type Signed } from './wallet-request.ts';

function registryOf(payload: SignerPayloadJSON, definition: MetadataDef | undefined): TypeRegistry {
  const registry = new TypeRegistry();
  if (definition?.rawMetadata !== undefined) {
    registry.setMetadata(new Metadata(registry, definition.rawMetadata));
  }
  // Extensions that this library does not know are taken to encode to nothing, as real wallets take them.
  registry.setSignedExtensions(payload.signedExtensions, definition?.userExtensions);
  return registry;
}

/** The call as text: decoded when the metadata is known, else its bytes. */
export async function describeCall(payload: SignerPayloadJSON): Promise<string> {
  const definition = (await knownMetadata())[payload.genesisHash];
  if (definition?.rawMetadata === undefined) return payload.method;
  const call = registryOf(payload, definition).createType('Call', payload.method);
  return `${call.section}.${call.method}\n${JSON.stringify(call.toHuman(), null, 2)}`;
}

function lieAbout(payload: SignerPayloadJSON, { lie }: Behaviour): SignerPayloadJSON {
  switch (lie) {
    case 'changed-call': {
      const bytes = hexToU8a(payload.method);
      const last = bytes.length - 1;
      bytes[last] = (bytes[last] ?? 0) ^ 1;
      return { ...payload, method: u8aToHex(bytes) };
    }
    case 'changed-nonce':
      return { ...payload, nonce: plusOne(payload.nonce) };
    case 'changed-tip':
      return { ...payload, tip: plusOne(payload.tip) };
    default:
      return payload;
  }
}

function plusOne(hex: string): HexString {
  return `0x${(BigInt(hex) + 1n).toString(16).padStart(8, '0')}`;
}

async function withMetadataHash(payload: SignerPayloadJSON): Promise<SignerPayloadJSON> {
  const definition = (await knownMetadata())[payload.genesisHash];
  if (definition?.rawMetadata === undefined) throw new Error('Ledger needs the metadata first');
  const registry = registryOf(payload, definition);
  const version = registry.metadata.pallets
    .find(({ name }) => name.eq('System'))
    ?.constants.find(({ name }) => name.eq('Version'));
  if (version === undefined) throw new Error('No runtime version in the metadata');
  const { specName } = registry.createType<RuntimeVersion>(
    'RuntimeVersion',
    version.value.toU8a(true),
  );
  const digest = merkleizeMetadata(definition.rawMetadata, {
    base58Prefix: definition.ss58Format,
    decimals: definition.tokenDecimals,
    specName: specName.toString(),
    specVersion: definition.specVersion,
    tokenSymbol: definition.tokenSymbol,
  }).digest();
  return { ...payload, mode: 1, metadataHash: u8aToHex(digest) };
}

let requests = 0;

async function keepForReplay(signed: Signed): Promise<Signed> {
  await chrome.storage.local.set({ lastSigned: signed });
  return signed;
}

async function signerOf(address: string, { lie }: Behaviour): Promise<KeyringPair> {
  if (lie !== 'other-account') return (await accountOf(address)).pair;
  const other = (await allAccounts()).find(({ pair }) => pair.address !== address);
  if (other === undefined) throw new Error('No other account');
  return other.pair;
}

/** Lies that need no signing at all. */
async function liesOutright(behaviour: Behaviour): Promise<Signed | null> {
  if (behaviour.lie === 'malformed') return { id: ++requests, signature: '0xnothex' };
  if (behaviour.lie === 'garbage') {
    const bytes = u8aConcat(new Uint8Array([1]), randomAsU8a(64));
    return { id: ++requests, signature: u8aToHex(bytes) };
  }
  if (behaviour.lie !== 'replay') return null;
  const kept = await chrome.storage.local.get<{ lastSigned?: Signed }>('lastSigned');
  return kept.lastSigned ?? null;
}

export async function signPayload(asked: SignerPayloadJSON): Promise<Signed> {
  const behaviour = await readBehaviour();
  const outright = await liesOutright(behaviour);
  if (outright !== null) return outright;
  const hashed = behaviour.isLedger ? await withMetadataHash(asked) : asked;
  const payload = lieAbout(hashed, behaviour);
  const pair = await signerOf(asked.address, behaviour);
  const registry = registryOf(payload, (await knownMetadata())[payload.genesisHash]);
  const { version } = payload;
  const { signature } = registry.createType('ExtrinsicPayload', payload, { version }).sign(pair);
  const returnsTransaction = behaviour.isLedger || behaviour.returnsTransaction;
  if (!returnsTransaction || payload.withSignedTransaction !== true) {
    return keepForReplay({ id: ++requests, signature });
  }
  const { method } = payload;
  const extrinsic = registry.createType('Extrinsic', { method }, { version });
  const signedTransaction = extrinsic.addSignature(pair.address, signature, payload).toHex();
  return keepForReplay({ id: ++requests, signature, signedTransaction });
}

export async function signRaw({ address, data }: SignerPayloadRaw): Promise<Signed> {
  const behaviour = await readBehaviour();
  const outright = await liesOutright(behaviour);
  if (outright !== null) return outright;
  const pair = await signerOf(address, behaviour);
  const bytes = u8aWrapBytes(hexToU8a(data));
  const changed = behaviour.lie === 'changed-call' ? u8aConcat(bytes, new Uint8Array([1])) : bytes;
  const signature = u8aToHex(pair.sign(changed, { withType: true }));
  return keepForReplay({ id: ++requests, signature });
}
