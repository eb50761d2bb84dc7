// Every message between page, content script and background: its type, its limits and one strict parser.
// Parsers return null for anything else and never throw.
// Longer than 250 lines because a message's type, limits and parser are reviewed side by side.
import type { Hex } from '../units.ts';
import type { SignerPayload } from '../model/extrinsic.ts';

/** Longest answer, in characters of JSON, that a page may give to one command. */
export const MAX_ANSWER_CHARS = 1_000_000;
export const MAX_WALLETS = 50;
/** Accounts of one wallet; of a longer list the first ones are taken, and the rest is counted. */
export const MAX_ACCOUNTS = 1_000;
/** Of Bittensor's addresses. */
export const NETWORK_PREFIX = 42;
const MAX_HEX_CHARS = 200_000;
export const MAX_NAME_CHARS = 120;
export const MAX_VERSION_CHARS = 40;
export const MAX_ADDRESS_CHARS = 100;
export const MAX_KEY_TYPE_CHARS = 40;
const MAX_TEXT_CHARS = 300;

/** A chain's description for a wallet, in the wallet standard's form. */
export type MetadataDefinition = {
  chain: string;
  genesisHash: Hex;
  icon: string;
  ss58Format: number;
  chainType: 'substrate';
  specVersion: number;
  tokenDecimals: number;
  tokenSymbol: string;
  types: Record<string, Record<string, string> | string>;
  /** base64 */
  metaCalls: string;
  rawMetadata: Hex;
};

/** All that the background can make the page script do. */
export type PageCommand =
  | { kind: 'find-wallets' }
  | { kind: 'list-accounts'; wallet: string }
  | {
      kind: 'sign-payload';
      wallet: string;
      payload: SignerPayload;
      /** The wallet's version that makes no whole transaction, and is not asked for one; null: none is known. */
      plainFor: string | null;
    }
  | { kind: 'sign-raw'; wallet: string; address: string; bytes: Hex }
  | { kind: 'provide-metadata'; wallet: string; definition: MetadataDefinition };

export type CommandKind = PageCommand['kind'];

export type PageWallet = { name: string; version: string };

export type PageAccount = {
  address: string;
  name: string;
  /** In the wallet's own words; null: the wallet names none. */
  keyType: string | null;
  genesisHash: Hex | null;
  /** Why it can only be shown; null: nothing is wrong so far. */
  problem: AccountProblem | null;
};

/** What a member of a list lacks: an address, or a network that is stated as one. */
const accountProblems = ['address', 'genesis-hash'] as const;
type AccountProblem = (typeof accountProblems)[number];

/** Why a command failed. `wallet-error` carries the wallet's own words. */
export type FailureReason =
  | 'wallet-error'
  | 'silent'
  | 'no-such-wallet'
  | 'no-such-account'
  | 'unsupported'
  | 'garbage';

export type PageAnswer =
  | { kind: 'find-wallets'; wallets: PageWallet[] }
  | { kind: 'list-accounts'; accounts: readonly PageAccount[]; leftOut: number }
  | {
      kind: 'sign-payload';
      signature: Hex;
      signedTransaction: Hex | null;
      /** The wallet's, as the page says. */
      version?: string;
    }
  | { kind: 'sign-raw'; signature: Hex }
  | { kind: 'provide-metadata'; isTaken: boolean }
  | { kind: 'failed'; reason: FailureReason; text: string };

/** Background → content, by tabs.sendMessage into frame 0. */
export type ContentOrder =
  | { order: 'begin'; loadNonce: string }
  | { order: 'ping' }
  | { order: 'run'; loadNonce: string; promptId: string; patienceMs: number; command: PageCommand }
  | { order: 'forget'; promptId: string };

/** The content script's state; `held` lists the prompts whose answers it still waits for. */
export type ContentStatus = {
  loadNonce: string | null;
  origin: string;
  isPageReady: boolean;
  held: string[];
};

/** Content → page: the token joins question and answer and has no meaning elsewhere. */
export type PageQuestion = { token: string; patienceMs: number; command: PageCommand };
/** Page → content, as JSON text. */
export type PageReply = { token: string; answer: PageAnswer };
/** Content → background, inside `pageAnswered`. */
type AnswerEnvelope = { promptId: string; answer: PageAnswer };

/** The page script's first message on a channel: it receives and can send. */
export const PRESENT = 'present';

/** The only two event names that are not secret: the page script has started; the channel is handed to it. */
export const READY_EVENT = 'taubar-ready';
export const HELLO_EVENT = 'taubar-hello';
export const questionEvent = (channel: string): string => `taubar-question-${channel}`;
export const answerEvent = (channel: string): string => `taubar-answer-${channel}`;

type Fields = { readonly [name: string]: unknown };

function fieldsOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
}

function textOf(value: unknown, limit: number): string | null {
  return typeof value === 'string' && value.length <= limit ? value : null;
}

const HASH_CHARS = 66;
const ADDRESS = /^[0-9a-zA-Z]{1,100}$/;
const ID = /^[0-9a-zA-Z_-]{8,80}$/;

/** Our own ids and nonces: short, plain characters. */
export function parseId(value: unknown): string | null {
  return typeof value === 'string' && ID.test(value) ? value : null;
}

const isHex = (text: string): text is Hex => /^0x(?:[0-9a-f]{2})*$/.test(text);

function hexOf(value: unknown, limit = MAX_HEX_CHARS): Hex | null {
  if (typeof value !== 'string' || value.length > limit) return null;
  const text = value.toLowerCase();
  return isHex(text) ? text : null;
}

// C0 and C1 controls, bidirectional marks and overrides, zero-width characters, line separators.
const UNSEEN =
  // oxlint-disable-next-line no-control-regex -- the purpose is to remove control characters
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** Text of a page or wallet without invisible characters, cut to `limit` code points. */
export function cleanText(value: unknown, limit: number): string {
  if (typeof value !== 'string') return '';
  const seen = value
    .slice(0, limit * 4)
    .replace(UNSEEN, '')
    .trim();
  return Array.from(seen).slice(0, limit).join('');
}

/** The name is the key of the wallet's entry: no wallet where that hides something. */
function parseWallet(value: unknown): PageWallet | null {
  const fields = fieldsOf(value);
  const name = fields && textOf(fields['name'], MAX_NAME_CHARS);
  if (!fields || !name || cleanText(name, MAX_NAME_CHARS) !== name) return null;
  return { name, version: cleanText(fields['version'], MAX_VERSION_CHARS) };
}

/** Those that are wallets, each name once: an odd one hides no other. */
function parseWallets(value: unknown): PageWallet[] | null {
  if (!Array.isArray(value) || value.length > MAX_WALLETS) return null;
  const byName = new Map<string, PageWallet>();
  for (const wallet of value.map(parseWallet)) {
    if (wallet !== null && !byName.has(wallet.name)) byName.set(wallet.name, wallet);
  }
  return [...byName.values()];
}

/** Whatever a member is, it becomes an account, a sound one or one that can only be shown: the others are not refused for it. */
function parseAccount(value: unknown): PageAccount {
  const fields = fieldsOf(value) ?? {};
  const { address, keyType, genesisHash } = fields;
  const known = accountProblems.find((problem) => problem === fields['problem']) ?? null;
  const isAddress = typeof address === 'string' && ADDRESS.test(address);
  const hash = hexOf(genesisHash, HASH_CHARS);
  const isHash = genesisHash === null || hash?.length === HASH_CHARS;
  return {
    address: isAddress ? address : cleanText(address, MAX_ADDRESS_CHARS),
    name: cleanText(fields['name'], MAX_NAME_CHARS),
    keyType: keyType === null ? null : cleanText(keyType, MAX_KEY_TYPE_CHARS),
    genesisHash: isHash ? hash : null,
    problem: known ?? (!isAddress ? 'address' : isHash ? null : 'genesis-hash'),
  };
}

function parseAccounts(value: unknown): PageAccount[] | null {
  return Array.isArray(value) && value.length <= MAX_ACCOUNTS ? value.map(parseAccount) : null;
}

const countOf = (value: unknown): number | null =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;

/** Every member parsed, or null: one wrong member makes the list wrong. */
function listOf<T>(value: unknown, limit: number, parse: (part: unknown) => T | null): T[] | null {
  if (!Array.isArray(value) || value.length > limit) return null;
  const parts: T[] = [];
  for (const part of value) {
    const parsed = parse(part);
    if (parsed === null) return null;
    parts.push(parsed);
  }
  return parts;
}

const reasons: readonly FailureReason[] = [
  'wallet-error',
  'silent',
  'no-such-wallet',
  'no-such-account',
  'unsupported',
  'garbage',
];

// Sixty-four bytes, or one byte of scheme and sixty-four or sixty-five.
const SIGNATURE_CHARS = [130, 132, 134];

function signatureOf(value: unknown): Hex | null {
  const hex = hexOf(value, 134);
  return hex !== null && SIGNATURE_CHARS.includes(hex.length) ? hex : null;
}

/** A page's answer, or null when the value is none. */
export function parsePageAnswer(value: unknown): PageAnswer | null {
  const fields = fieldsOf(value);
  switch (fields?.['kind']) {
    case 'find-wallets': {
      const wallets = parseWallets(fields['wallets']);
      return wallets && { kind: 'find-wallets', wallets };
    }
    case 'list-accounts': {
      const accounts = parseAccounts(fields['accounts']);
      const leftOut = countOf(fields['leftOut']);
      if (accounts === null || leftOut === null) return null;
      return { kind: 'list-accounts', accounts, leftOut };
    }
    case 'sign-payload': {
      const signature = signatureOf(fields['signature']);
      const whole = fields['signedTransaction'];
      const signedTransaction = whole === null ? null : hexOf(whole);
      if (!signature || (whole !== null && !signedTransaction)) return null;
      const version = cleanText(fields['version'], MAX_VERSION_CHARS);
      const answer = { kind: 'sign-payload', signature, signedTransaction } as const;
      return version === '' ? answer : { ...answer, version };
    }
    case 'sign-raw': {
      const signature = signatureOf(fields['signature']);
      return signature && { kind: 'sign-raw', signature };
    }
    case 'provide-metadata': {
      const { isTaken } = fields;
      return typeof isTaken === 'boolean' ? { kind: 'provide-metadata', isTaken } : null;
    }
    case 'failed': {
      const reason = reasons.find((known) => known === fields['reason']);
      if (reason === undefined) return null;
      return { kind: 'failed', reason, text: cleanText(fields['text'], MAX_TEXT_CHARS) };
    }
    default:
      return null;
  }
}

function parseJson(text: unknown, limit: number): unknown {
  if (typeof text !== 'string' || text.length > limit) return null;
  try {
    const parsed: unknown = JSON.parse(text);
    return parsed;
  } catch {
    return null; // Text that is not JSON is no message.
  }
}

/** The page script's reply, as JSON text of bounded length. */
export function parsePageReply(text: unknown): PageReply | null {
  const fields = fieldsOf(parseJson(text, MAX_ANSWER_CHARS));
  const token = parseId(fields?.['token']);
  const answer = parsePageAnswer(fields?.['answer']);
  return token !== null && answer !== null ? { token, answer } : null;
}

/** The answer that the content script carried to the background. */
export function parseAnswerEnvelope(value: unknown): AnswerEnvelope | null {
  const fields = fieldsOf(value);
  const promptId = parseId(fields?.['promptId']);
  const answer = parsePageAnswer(fields?.['answer']);
  return promptId !== null && answer !== null ? { promptId, answer } : null;
}

/** The content script's answer to any order. */
export function parseContentStatus(value: unknown): ContentStatus | null {
  const fields = fieldsOf(value);
  if (!fields) return null;
  const { loadNonce, isPageReady } = fields;
  const origin = textOf(fields['origin'], 300);
  const held = listOf(fields['held'], 100, parseId);
  if (origin === null || !held || typeof isPageReady !== 'boolean') return null;
  if (loadNonce !== null && parseId(loadNonce) === null) return null;
  return { loadNonce: parseId(loadNonce), origin, isPageReady, held };
}
