// Every message between the parts: names, senders, bodies and replies. Both ends are checked by the compiler; the wire form (JSON with tagged bigints) is made and read here and nowhere else.
import { browser, type Sender } from './browser.ts';
import { AppError, fromWireError, toWireError } from './errors.ts';
import type {
  RootBeforeDtao,
  HoldersFrom,
  HoldersPart,
  LocksFacts,
  PricesAt,
  ValidatorStakeFacts,
} from './model/emission-facts.ts';
import type {
  BlockRef,
  MoveFacts,
  Reading,
  SimQuery,
  SimSwap,
  ValidatorFacts,
} from './model/facts.ts';
import type { Move, MoveTerms } from './model/move.ts';
import type { Exactness, Plan, Quantity } from './model/plan.ts';
import type { StoredAccount } from './model/account.ts';
import type { ExitQueue } from './model/request.ts';
import type { Settings } from './model/settings.ts';
import type { Hex, Netuid, Ss58Address } from './units.ts';

export type MoveFactsQuery = {
  coldkey: Ss58Address;
  netuids: Netuid[];
  hotkeys: Ss58Address[];
  destination: Ss58Address | null;
  /** `Pallet.call` names whose network fee is wanted. */
  calls: string[];
};

/** What the panel may send. No reply waits for a person. */
export type BackgroundMethods = {
  /** Read everything again now. */
  refresh(body: null): void;

  startConnection(body: { tabId: number; origin: string } | { site: string }): { id: string };
  chooseWallet(body: { id: string; wallet: string }): void;
  keepAccounts(body: { id: string; kept: { coldkey: Ss58Address; label: string }[] }): void;
  cancelConnection(body: { id: string }): void;
  /** The optional permission that was missing has been given or refused. */
  permissionDecided(body: { id: string; granted: boolean }): void;

  addWatched(body: { text: string; label: string; isMine: boolean }): { coldkey: Ss58Address };
  saveAccount(
    body: Pick<StoredAccount, 'coldkey' | 'label' | 'order' | 'isHidden' | 'isCounted'>,
  ): void;
  removeAccount(body: { coldkey: Ss58Address }): void;
  saveSettings(body: Partial<Settings>): void;

  readNames(body: null): void;
  readValidators(body: { netuid: Netuid }): { validators: ValidatorFacts[] };
  /** What decides emission, for all subnets: written to the store, announced as `emission`. */
  readEmission(body: null): void;
  /** Prices that many blocks before the head, from an archive where there is one. Written to the store, announced as `prices`. */
  readEarlierPrices(body: { blocksAgo: number[] }): PricesAt[];
  /** What the validators of our stake there paid in the last days, as far as known. Written to the store, announced as `earnings`. */
  readEarnings(body: { netuid: Netuid }): void;
  /** `netuid` null: of all. Its figures for each subnet go to the store, as `survey`. */
  readSubnetLocks(body: { netuid: Netuid | null; run: string }): Reading<LocksFacts>;
  /**
   * Stake by hotkey in these subnets; at a block, so that several answers make one picture. `isWhole`: miners too. Without miners,
   * each validator's share of the subnet's stake goes to the store, as `survey`.
   */
  readValidatorStake(body: {
    netuids: Netuid[];
    block: BlockRef | null;
    isWhole: boolean;
    run: string;
  }): ValidatorStakeFacts;
  /** A page of the positions under a hotkey; `netuid` null: in all subnets but root. */
  readHolders(body: {
    from: HoldersFrom;
    netuid: Netuid | null;
    block: BlockRef;
    run: string;
  }): HoldersPart;
  /** Who decided in the last block before dTAO, from an archive where there is one. */
  readRootBeforeDtao(body: { run: string }): RootBeforeDtao;
  /** Ends the readings of that run: nothing more is sent for them, and they end with an error. */
  stopReading(body: { run: string }): void;
  readMoveFacts(body: MoveFactsQuery): MoveFacts;
  /** The node's own figures for these trades at that block. */
  simulate(body: { blockHash: Hex; queries: SimQuery[] }): Reading<SimSwap>[];

  /**
   * Plans again at the newest block, checks, and stores the request; the wallet opens by `askWallet`. `isQueued`: another
   * request of the coldkey goes first, and this one is queued for the user to sign after it.
   */
  requestSignature(body: {
    move: Move;
    terms: MoveTerms;
    wallet: string;
    /** The network whose facts the user reviewed; signing on any other is refused. */
    genesisHash: Hex;
    /** What the user saw: the new plan may not bring less than this, nor anything else than this. */
    minimum: Quantity;
    /** With partial fill: rao per whole alpha that no unit may be worse than; the minimum is no promise then. */
    worstPrice: bigint | null;
    /** What the user said yes to, by the names of checks/acceptance.ts: whatever else needs a yes is refused. */
    accepted: string[];
    /** The unsigned request that the user reviewed again: this one replaces it. */
    reviewed: string | null;
    /** The wallet's page is in front of the user: ask there at once, even if the popup that sent this is gone by then. */
    askOnTab: number | null;
  }): { id: string; plan: Plan; exactness: Exactness; isQueued: boolean };
  /** A queued request is planned again first. `isAgain`: the user saw that the wallet is being asked, and wants a new prompt in its place. */
  askWallet(body: { id: string; tabId: number | null; isAgain: boolean }): void;
  /** Gives the wallet the metadata to show this request in words; the wallet may ask the user first. */
  offerMetadata(body: { id: string; tabId: number | null }): void;
  cancelRequest(body: { id: string }): void;
  /** Positions to leave one by one, in place of those kept before; one that a signature is asked for is removed. */
  keepExits(body: ExitQueue): void;
  /** The user has read the notice. */
  dismissNotice(body: null): void;
  /** Put a finished request away from the top of home. */
  dismissRequest(body: { id: string }): void;
};

/** What the content script may send. It carries; it decides nothing. */
type BridgeMethods = {
  pageAnswered(body: { loadNonce: string; envelope: unknown }): void;
};

type Methods = BackgroundMethods & BridgeMethods;
export type MethodName = keyof Methods;

export const senders: Record<MethodName, 'panel' | 'bridge'> = {
  refresh: 'panel',
  startConnection: 'panel',
  chooseWallet: 'panel',
  keepAccounts: 'panel',
  cancelConnection: 'panel',
  permissionDecided: 'panel',
  addWatched: 'panel',
  saveAccount: 'panel',
  removeAccount: 'panel',
  saveSettings: 'panel',
  readNames: 'panel',
  readValidators: 'panel',
  readEmission: 'panel',
  readEarlierPrices: 'panel',
  readEarnings: 'panel',
  readSubnetLocks: 'panel',
  readValidatorStake: 'panel',
  readHolders: 'panel',
  readRootBeforeDtao: 'panel',
  stopReading: 'panel',
  readMoveFacts: 'panel',
  simulate: 'panel',
  requestSignature: 'panel',
  askWallet: 'panel',
  offerMetadata: 'panel',
  cancelRequest: 'panel',
  keepExits: 'panel',
  dismissRequest: 'panel',
  dismissNotice: 'panel',
  pageAnswered: 'bridge',
};

type Body<M extends MethodName> = Parameters<Methods[M]>[0];
type Reply<M extends MethodName> = ReturnType<Methods[M]>;

/** Every handler gets the body and its sender; a missing handler is a type error. */
export type Handlers = {
  [M in MethodName]: (body: Body<M>, sender: Sender) => Promise<Reply<M>>;
};

/** Turns an unknown body into a typed one, or throws; one per method, so that no body is believed by its name. */
export type BodyParsers = { [M in MethodName]: (body: unknown) => Body<M> };

/** Announced on the channel after the store changed: what, never how. Readers read again. */
export type Change =
  | 'accounts'
  | 'settings'
  | 'connection'
  | 'snapshot'
  | 'names'
  | 'validators'
  | 'requests'
  | 'history'
  | 'notice'
  | 'offers'
  | 'exits'
  | 'fiat'
  | 'emission'
  | 'earnings'
  | 'survey'
  | 'prices'
  | 'node';

const CHANGE_CHANNEL = 'taubar-changes';
/** Name of the port that an open panel holds: as long as one is open, the node is followed. */
export const PANEL_PORT = 'panel';

const BIGINT_TAG = '$bigint';

/** Any value of messages as JSON text; bigints keep their digits. */
export function encodeMessage(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'bigint' ? { [BIGINT_TAG]: part.toString() } : part,
  );
}

/** The reverse of encodeMessage. Throws AppError BAD_MESSAGE on anything else. */
export function decodeMessage(text: unknown): unknown {
  if (typeof text !== 'string') throw new AppError('BAD_MESSAGE');
  try {
    const parsed: unknown = JSON.parse(text, (_key, part: unknown) => reviveBigint(part));
    return parsed;
  } catch (error) {
    throw new AppError('BAD_MESSAGE', {}, error);
  }
}

function reviveBigint(part: unknown): unknown {
  if (typeof part !== 'object' || part === null || !(BIGINT_TAG in part)) return part;
  const digits = part[BIGINT_TAG];
  if (
    typeof digits !== 'string' ||
    !/^-?\d{1,80}$/.test(digits) ||
    Object.keys(part).length !== 1
  ) {
    throw new AppError('BAD_MESSAGE');
  }
  return BigInt(digits);
}

type WireRequest = { taubar: MethodName; body: string };

function parseWireRequest(message: unknown): WireRequest | null {
  if (typeof message !== 'object' || message === null) return null;
  if (!('taubar' in message) || !('body' in message)) return null;
  const { taubar, body } = message;
  if (typeof taubar !== 'string' || typeof body !== 'string') return null;
  return isMethodName(taubar) ? { taubar, body } : null;
}

function isMethodName(name: string): name is MethodName {
  return Object.hasOwn(senders, name);
}

/** Our own pages are panels; a content script of ours speaks from a tab's page. Any other sender is refused. */
export function roleOf(
  sender: Sender,
  extensionId: string,
  extensionOrigin: string,
): 'panel' | 'bridge' | null {
  if (sender.id !== extensionId) return null;
  if (sender.url?.startsWith(extensionOrigin)) return 'panel';
  return sender.tab !== undefined && sender.frameId === 0 ? 'bridge' : null;
}

/** Sends a message to the background. Throws the AppError that the handler threw. */
export async function call<M extends MethodName>(method: M, body: Body<M>): Promise<Reply<M>> {
  const message: WireRequest = { taubar: method, body: encodeMessage(body) };
  const reply: unknown = await browser.runtime.sendMessage(message);
  if (typeof reply !== 'object' || reply === null) throw new AppError('BAD_MESSAGE', { method });
  if ('error' in reply) throw fromWireError(decodeMessage(reply.error));
  if (!('value' in reply)) throw new AppError('BAD_MESSAGE', { method });
  // The one place where a reply is believed: its sender is our own background, built from the same map.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- see above
  return decodeMessage(reply.value) as Reply<M>;
}

// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- ties the parser to the handler
async function answer<M extends MethodName>(
  method: M,
  handlers: Handlers,
  parsers: BodyParsers,
  text: string,
  sender: Sender,
): Promise<unknown> {
  const body = parsers[method](decodeMessage(text));
  return handlers[method](body, sender);
}

/**
 * Registers the one message listener, synchronously. The sender is judged before anything is awaited;
 * then `ready` is awaited, the body parsed, the handler called, and its value or error always answered.
 */
export function serve(handlers: Handlers, parsers: BodyParsers, ready: Promise<unknown>): void {
  const extensionId = browser.runtime.id;
  const origin = browser.runtime.getURL('');
  browser.runtime.onMessage.addListener((message: unknown, sender: Sender) => {
    const request = parseWireRequest(message);
    if (request === null) return undefined;
    if (roleOf(sender, extensionId, origin) !== senders[request.taubar]) {
      const refused = encodeMessage(
        toWireError(new AppError('NOT_ALLOWED', { method: request.taubar })),
      );
      return Promise.resolve({ error: refused });
    }
    return ready
      .then(() => answer(request.taubar, handlers, parsers, request.body, sender))
      .then(
        (value) => ({ value: encodeMessage(value ?? null) }),
        (error: unknown) => ({ error: encodeMessage(toWireError(error)) }),
      );
  });
}

/** Reports that something in the store changed. */
export function announce(change: Change): void {
  const channel = new BroadcastChannel(CHANGE_CHANNEL);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has no target
  channel.postMessage(change);
  channel.close();
}

/** Calls back with what changed until the signal aborts. */
export function onChange(callback: (change: Change) => void, signal: AbortSignal): void {
  const channel = new BroadcastChannel(CHANGE_CHANNEL);
  channel.addEventListener('message', (event: MessageEvent<Change>) => callback(event.data));
  signal.addEventListener('abort', () => channel.close(), { once: true });
}
