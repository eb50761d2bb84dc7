// Opens a wallet of a page with extension-dapp. That library enables every wallet it sees and
// swallows every error: so it sees one entry at a time, and the wallet's error is kept beside it.
import { web3Accounts, web3Enable, web3FromSource } from '@polkadot/extension-dapp/bundle';
import { dappWindow } from './dapp-realm.ts';
import { NETWORK_PREFIX, type PageAccount } from './envelope.ts';
import { encodableOf, joinAccounts, membersOf, type Member } from './page-accounts.ts';
import { openerOf, pageEntries, versionOf } from './page-wallet-list.ts';
import { after, apply, bagOf, Failure, isBag, wordsOf, type Bag } from './page-language.ts';

const APP_NAME = 'Taubar';

export type OpenWallet = {
  signer: Bag;
  version: string;
  metadata: Bag | null;
  accounts: readonly PageAccount[];
  /** How many more the wallet listed than are taken. */
  leftOut: number;
};

/** Runs one step of the wallet's code; whatever the step throws becomes a `wallet-error` in `trouble`. */
async function inWallet<T>(trouble: Failure[], step: () => Promise<T>): Promise<T> {
  try {
    return await step();
  } catch (error) {
    const failure = error instanceof Failure ? error : new Failure('wallet-error', wordsOf(error));
    trouble[trouble.length] = failure;
    throw failure;
  }
}

function raise(trouble: Failure[]): void {
  if (trouble[0] !== undefined) throw trouble[0];
}

// extension-dapp keeps its last enabled wallet in one global: one wallet has its turn at a time. A turn ends when
// the wallet has answered, or TURN_MS after it began, because a wallet may wait for a person.
const TURN_MS = 250;
let isTaken = false;
let turns = 0;
const waiting: (() => void)[] = [];
let served = 0;

type Turn = { number: number; end: () => void };

async function takeTurn(): Promise<Turn> {
  if (isTaken) {
    await {
      // oxlint-disable-next-line unicorn/no-thenable -- as in `pause`
      then: (callback: () => void) => {
        waiting[waiting.length] = callback;
      },
    };
  }
  isTaken = true;
  turns += 1;
  let isOver = false;
  const end = (): void => {
    if (isOver) return;
    isOver = true;
    const next = waiting[served];
    // The turn stays taken for the next caller, which resumes a moment later.
    isTaken = next !== undefined;
    if (next === undefined) return;
    served += 1;
    next();
  };
  after(TURN_MS, end);
  return { number: turns, end };
}

/** What a wallet gave when it was opened on this load of the page: some open a window each time that they are opened. */
const opened: { entry: unknown; injected: Bag }[] = [];

function openedBefore(entry: unknown): Bag | null {
  for (let i = 0; i < opened.length; i++) {
    const one = opened[i];
    if (one !== undefined && one.entry === entry) return one.injected;
  }
  return null;
}

function keepOpened(entry: unknown, injected: Bag): void {
  opened[opened.length] = { entry, injected };
}

/** A wallet that shares nothing, or refuses to, is opened anew when it is needed again. */
function dropOpened(entry: unknown): void {
  for (let i = 0; i < opened.length; i++) {
    const one = opened[i];
    if (one !== undefined && one.entry === entry) one.entry = null;
  }
}

/**
 * Enables one wallet, unless it was enabled on this load of the page and `isAnew` is false, and lists its accounts. Throws
 * Failure: no-such-wallet, wallet-error, garbage.
 */
export async function openWallet(name: string, isAnew = false): Promise<OpenWallet> {
  for (let isFirst = true; ; isFirst = false) {
    const { number, end } = await takeTurn();
    try {
      const wallet = await openInTurn(name, number, isAnew && isFirst);
      if (wallet !== null) return wallet;
    } finally {
      end();
    }
  }
}

/** null: another wallet had its turn before this one answered. The next try is quick, as the wallet is enabled by then. */
async function openInTurn(name: string, turn: number, isAnew: boolean): Promise<OpenWallet | null> {
  const entry = pageEntries()[name];
  const open = openerOf(entry);
  if (open === null) throw new Failure('no-such-wallet', name);
  const trouble: Failure[] = [];
  let injected: Bag = {};
  let members: readonly Member[] | null = null;
  let leftOut = 0;
  const get = async (): Promise<unknown[]> => {
    const read = await inWallet(trouble, async () => {
      const accounts = bagOf(injected['accounts']);
      if (typeof accounts['get'] !== 'function') throw new Failure('unsupported', 'accounts');
      const list: unknown = await apply(accounts['get'], accounts, []);
      return membersOf(list);
    });
    members = read.members;
    leftOut = read.leftOut;
    return encodableOf(read.members);
  };
  dappWindow.injectedWeb3 = {
    [name]: {
      version: versionOf(entry),
      enable: async (appName) => {
        const before = isAnew ? null : openedBefore(entry);
        injected = before ?? bagOf(await inWallet(trouble, async () => open(appName)));
        if (before === null) {
          dropOpened(entry);
          keepOpened(entry, injected);
        }
        return { accounts: { get, subscribe: () => () => undefined } };
      },
    },
  };
  const enabled = await web3Enable(APP_NAME);
  if (enabled.length !== 1) dropOpened(entry);
  raise(trouble);
  if (turn !== turns) return null;
  // What the wallet threw could not even be looked at: here of being enabled, below of its list.
  if (enabled.length !== 1) throw new Failure('garbage', 'enable');
  // Both read the last enabled wallet when called: no await may come between the two calls.
  const source = web3FromSource(name);
  const accounts = web3Accounts({ extensions: [name], ss58Format: NETWORK_PREFIX });
  await source;
  const mapped = await accounts;
  if (mapped.length === 0) dropOpened(entry);
  raise(trouble);
  if (members === null) throw new Failure('garbage', 'accounts');
  const { signer, metadata } = injected;
  return {
    signer: bagOf(signer),
    version: versionOf(entry),
    metadata: isBag(metadata) ? metadata : null,
    accounts: joinAccounts(members, mapped),
    leftOut,
  };
}
