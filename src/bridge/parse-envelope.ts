// The parsers of messages between page, content script and background. They give null for what is no such message and
// never throw; what comes out is a copy with the known fields alone.
import {
  anything,
  byField,
  convert,
  count,
  either,
  flag,
  listUpTo,
  object,
  oneOf,
  orNull,
  parseKnown,
  textUpTo,
  type Parser,
} from '../parse.ts';
import type { Hex } from '../units.ts';
import {
  accountProblems,
  failureReasons,
  MAX_ACCOUNTS,
  MAX_ADDRESS_CHARS,
  MAX_ANSWER_CHARS,
  MAX_HEX_CHARS,
  MAX_KEY_TYPE_CHARS,
  MAX_NAME_CHARS,
  MAX_TEXT_CHARS,
  MAX_VERSION_CHARS,
  MAX_WALLETS,
  type AnswerEnvelope,
  type ContentStatus,
  type PageAccount,
  type PageReply,
  type PageWallet,
} from './envelope.ts';

const HASH_CHARS = 66;
const ADDRESS = /^[0-9a-zA-Z]{1,100}$/;
const ID = /^[0-9a-zA-Z_-]{8,80}$/;
// Sixty-four bytes, or one byte of scheme and sixty-four or sixty-five.
const SIGNATURE_CHARS = [130, 132, 134];

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

const cleaned = (limit: number): Parser<string, unknown> =>
  convert(anything, (value) => cleanText(value, limit));
/** Whatever it is, it refuses nothing around it. */
const orElse = <T, Else>(parse: Parser<T>, otherwise: Else): Parser<T | Else, unknown> =>
  either(
    parse,
    convert(anything, () => otherwise),
  );
/** Throws for a text that is not as it should be: convert refuses it then. */
function must(isRight: boolean): void {
  if (!isRight) throw new RangeError('another form');
}

const isHex = (text: string): text is Hex => /^0x(?:[0-9a-f]{2})*$/.test(text);

/** Lower case comes out. */
const hexOf = (longest: number, lengths?: readonly number[]): Parser<Hex, string> =>
  convert(textUpTo(longest), (value) => {
    const text = value.toLowerCase();
    must(lengths?.includes(text.length) ?? true);
    if (isHex(text)) return text;
    throw new RangeError('no hex');
  });

/** Our own ids and nonces: short, plain characters. */
export const ownId: Parser<string> = convert(textUpTo(80), (value) => {
  must(ID.test(value));
  return value;
});

/** The name is the key of the wallet's entry: no wallet where that hides something. */
const wallet: Parser<PageWallet> = object({
  name: convert(textUpTo(MAX_NAME_CHARS, 1), (name) => {
    must(cleanText(name, MAX_NAME_CHARS) === name);
    return name;
  }),
  version: cleaned(MAX_VERSION_CHARS),
});

/** Those that are wallets, each name once: an odd one hides no other. */
const wallets = convert(listUpTo(MAX_WALLETS, orElse(wallet, null)), (found) => {
  const byName = new Map<string, PageWallet>();
  for (const one of found) if (one !== null && !byName.has(one.name)) byName.set(one.name, one);
  return [...byName.values()];
});

const accountFields = object({
  address: anything,
  name: cleaned(MAX_NAME_CHARS),
  keyType: orNull(cleaned(MAX_KEY_TYPE_CHARS)),
  genesisHash: orElse(orNull(hexOf(HASH_CHARS, [HASH_CHARS])), 'wrong' as const),
  problem: orElse(oneOf(...accountProblems), null),
});
const noAccount = {
  address: '',
  name: '',
  keyType: '',
  genesisHash: 'wrong',
  problem: 'address',
} as const;

/** Whatever a member is, it becomes an account, a sound one or one that can only be shown: the others are not refused for it. */
const account = convert(orElse(accountFields, noAccount), (fields): PageAccount => {
  const { address, name, keyType, genesisHash, problem } = fields;
  const isAddress = typeof address === 'string' && ADDRESS.test(address);
  const isHash = genesisHash !== 'wrong';
  return {
    address: isAddress ? address : cleanText(address, MAX_ADDRESS_CHARS),
    name,
    keyType,
    genesisHash: isHash ? genesisHash : null,
    problem: problem ?? (!isAddress ? 'address' : isHash ? null : 'genesis-hash'),
  };
});

const signature = hexOf(134, SIGNATURE_CHARS);

/** A page's answer. */
export const pageAnswer = byField('kind', {
  'find-wallets': { wallets },
  'list-accounts': { accounts: listUpTo(MAX_ACCOUNTS, account), leftOut: count() },
  'sign-payload': {
    signature,
    signedTransaction: orNull(hexOf(MAX_HEX_CHARS)),
    version: convert(cleaned(MAX_VERSION_CHARS), (version) =>
      version === '' ? undefined : version,
    ),
  },
  'sign-raw': { signature },
  'provide-metadata': { isTaken: flag },
  failed: { reason: oneOf(...failureReasons), text: cleaned(MAX_TEXT_CHARS) },
});
const reply = object({ token: ownId, answer: pageAnswer });
const envelope = object({ promptId: ownId, answer: pageAnswer });
const status = object({
  loadNonce: orNull(ownId),
  origin: textUpTo(300),
  isPageReady: flag,
  held: listUpTo(100, ownId),
});

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
export const parsePageReply = (text: unknown): PageReply | null =>
  parseKnown(reply, parseJson(text, MAX_ANSWER_CHARS));

/** The answer that the content script carried to the background. */
export const parseAnswerEnvelope = (value: unknown): AnswerEnvelope | null =>
  parseKnown(envelope, value);

/** The content script's answer to any order. */
export const parseContentStatus = (value: unknown): ContentStatus | null =>
  parseKnown(status, value);
