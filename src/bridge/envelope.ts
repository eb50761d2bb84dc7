// Every message between page, content script and background: its type and its limits. Their parsers are in
// parse-envelope.ts, apart from what the page script carries.
import type { Hex } from '../units.ts';
import type { SignerPayload } from '../model/extrinsic.ts';

/** Longest answer, in characters of JSON, that a page may give to one command. */
export const MAX_ANSWER_CHARS = 1_000_000;
export const MAX_WALLETS = 50;
/** Accounts of one wallet; of a longer list the first ones are taken, and the rest is counted. */
export const MAX_ACCOUNTS = 1_000;
/** Of Bittensor's addresses. */
export const NETWORK_PREFIX = 42;
export const MAX_HEX_CHARS = 200_000;
export const MAX_NAME_CHARS = 120;
export const MAX_VERSION_CHARS = 40;
export const MAX_ADDRESS_CHARS = 100;
export const MAX_KEY_TYPE_CHARS = 40;
export const MAX_TEXT_CHARS = 300;

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
export const accountProblems = ['address', 'genesis-hash'] as const;
type AccountProblem = (typeof accountProblems)[number];

/** Why a command failed. `wallet-error` carries the wallet's own words. */
export const failureReasons = [
  'wallet-error',
  'silent',
  'no-such-wallet',
  'no-such-account',
  'unsupported',
  'garbage',
] as const;
export type FailureReason = (typeof failureReasons)[number];

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
export type AnswerEnvelope = { promptId: string; answer: PageAnswer };

/** The page script's first message on a channel: it receives and can send. */
export const PRESENT = 'present';

/** The only two event names that are not secret: the page script has started; the channel is handed to it. */
export const READY_EVENT = 'taubar-ready';
export const HELLO_EVENT = 'taubar-hello';
export const questionEvent = (channel: string): string => `taubar-question-${channel}`;
export const answerEvent = (channel: string): string => `taubar-answer-${channel}`;
