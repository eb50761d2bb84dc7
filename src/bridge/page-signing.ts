// Makes an opened wallet sign, or learn about a chain, and brings its answer into our form. The background
// verifies signatures; this file does not.
import type { MetadataDefinition, PageAnswer, PageCommand } from './envelope.ts';
import { apply, bagOf, Failure, isArray, wordsOf, type Bag } from './page-language.ts';
import { openWallet, type OpenWallet } from './page-wallets.ts';
import type { SignerPayload } from '../model/extrinsic.ts';
import type { Hex } from '../units.ts';

function requireAccount({ accounts }: OpenWallet, address: string): void {
  for (let i = 0; i < accounts.length; i++) {
    if (accounts[i]?.address === address) return;
  }
  throw new Failure('no-such-account', address);
}

/** Calls one of the wallet's functions. Throws Failure: unsupported, wallet-error. */
async function callWallet(owner: Bag, name: string, argument: unknown): Promise<unknown> {
  const own = owner[name];
  if (typeof own !== 'function') throw new Failure('unsupported', name);
  try {
    const answer: unknown = await apply(own, owner, [argument]);
    return answer;
  } catch (error) {
    throw new Failure('wallet-error', wordsOf(error));
  }
}

const isHexText = (text: string): text is Hex => /^0x(?:[0-9a-fA-F]{2})*$/.test(text);
/** Of any realm: a wallet may have created the bytes in a frame. */
const isBytes = (value: unknown): value is Uint8Array =>
  ArrayBuffer.isView(value) && bagOf(value)['BYTES_PER_ELEMENT'] === 1;
const DIGITS = '0123456789abcdef';

/** Hex text as it is, bytes as hex text. Throws Failure garbage for anything else. */
function hexOf(value: unknown): Hex {
  if (typeof value === 'string' && isHexText(value)) return value;
  if (!isBytes(value)) throw new Failure('garbage', 'hex');
  let text: Hex = '0x';
  for (let i = 0; i < value.length; i++) {
    const byte = value[i] ?? 0;
    text = `${text}${DIGITS[byte >> 4] ?? ''}${DIGITS[byte & 15] ?? ''}`;
  }
  return text;
}

/** The wallet standard has no null: missing fields are left out. */
function toStandard({ metadataHash, ...payload }: SignerPayload): object {
  return metadataHash === null ? payload : { ...payload, metadataHash };
}

export async function signPayload({
  wallet: name,
  payload,
  plainFor,
}: Extract<PageCommand, { kind: 'sign-payload' }>): Promise<PageAnswer> {
  const wallet = await openWallet(name);
  requireAccount(wallet, payload.address);
  const withSignedTransaction = payload.withSignedTransaction && wallet.version !== plainFor;
  const asked = toStandard({ ...payload, withSignedTransaction });
  const answer = bagOf(await callWallet(wallet.signer, 'signPayload', asked));
  const whole = answer['signedTransaction'] ?? null;
  return {
    kind: 'sign-payload',
    signature: hexOf(answer['signature']),
    signedTransaction: whole === null ? null : hexOf(whole),
    version: wallet.version,
  };
}

/** Of a text, by which a wallet shows that it holds an address. */
export async function signRaw(name: string, address: string, bytes: Hex): Promise<PageAnswer> {
  const wallet = await openWallet(name);
  requireAccount(wallet, address);
  const raw = { address, data: bytes, type: 'bytes' };
  const answer = bagOf(await callWallet(wallet.signer, 'signRaw', raw));
  return { kind: 'sign-raw', signature: hexOf(answer['signature']) };
}

function isKnown(known: unknown, { genesisHash, specVersion }: MetadataDefinition): boolean {
  if (!isArray(known)) return false;
  for (let i = 0; i < known.length; i++) {
    const chain = bagOf(known[i]);
    if (chain['genesisHash'] === genesisHash && chain['specVersion'] === specVersion) return true;
  }
  return false;
}

/** Offers the chain's description to a wallet that accepts descriptions and lacks this version. */
export async function provideMetadata(
  name: string,
  definition: MetadataDefinition,
): Promise<PageAnswer> {
  const wallet = await openWallet(name);
  if (wallet.metadata === null) throw new Failure('unsupported', 'metadata');
  const known = await callWallet(wallet.metadata, 'get', undefined);
  const isTaken =
    isKnown(known, definition) ||
    (await callWallet(wallet.metadata, 'provide', definition)) === true;
  return { kind: 'provide-metadata', isTaken };
}
