// Turns a message's body into a typed one, method by method. The senders are ours, and still no body is believed
// by its method's name.
import { AppError } from '../errors.ts';
import { LARGEST_TOLERANCE_BPS } from '../model/move.ts';
import type { BodyParsers } from '../messages.ts';
import { MOST_ACCOUNTS } from '../wallet/found-account.ts';
import { toAlphaRao, toRao, type Hex } from '../units.ts';
import { coldkey, hash, kind, many, netuid, u64, words } from './domain-shapes.ts';
import { draftContent, draftKey } from './parse-draft.ts';
import {
  anything,
  boolean,
  byKind,
  count,
  either,
  finite,
  list,
  map,
  nothing,
  nullable,
  object,
  onlyTrue,
  oneOf,
  partial,
  record,
  ShapeError,
  text,
  type Parser,
} from './shapes.ts';

const rao = map(u64, toRao);
const alpha = map(u64, toAlphaRao);
const tabId = count();
const id = text(100, 1);
const bps = count(10_000);
const tolerance = count(LARGEST_TOLERANCE_BPS);
const storageKey = map(text(400), (value): Hex => {
  if (!/^0x([0-9a-f]{2})+$/.test(value)) throw new RangeError('no storage key');
  return `0x${value.slice(2)}`;
});

/** Validators that one coldkey can have stake with. */
const LONGEST_CLAIM = 256;
const from = { coldkey, hotkey: coldkey, netuid };
/** With or without the word that the whole position is meant. */
const orAll = <F extends Readonly<Record<string, Parser<unknown>>>>(fields: F) =>
  either(object(fields), object({ ...fields, isAll: onlyTrue }));
const move = byKind({
  stake: object({ kind: kind('stake'), ...from, amount: rao }),
  unstake: object({ kind: kind('unstake'), ...from, amount: alpha }),
  'unstake-all': object({ kind: kind('unstake-all'), ...from }),
  'change-validator': orAll({
    kind: kind('change-validator'),
    ...from,
    toHotkey: coldkey,
    amount: alpha,
  }),
  'change-subnet': orAll({
    kind: kind('change-subnet'),
    ...from,
    toNetuid: netuid,
    toHotkey: coldkey,
    amount: alpha,
    route: oneOf('protected', 'one-call'),
  }),
  transfer: orAll({ kind: kind('transfer'), ...from, toColdkey: coldkey, amount: alpha }),
  'exit-several': object({
    kind: kind('exit-several'),
    coldkey,
    items: many(object({ hotkey: coldkey, netuid })),
    sending: oneOf('one-by-one', 'one-batch'),
  }),
  claim: object({
    kind: kind('claim'),
    coldkey,
    hotkeys: list(coldkey, LONGEST_CLAIM, 1),
    unstakes: boolean,
  }),
  lock: object({ kind: kind('lock'), ...from, amount: alpha }),
  'accept-locked': object({ kind: kind('accept-locked'), coldkey, accepts: boolean }),
});
const quantity = either(
  object({ unit: kind('rao'), amount: rao }),
  object({ unit: kind('alpha'), netuid, amount: alpha }),
);
const terms = object({ toleranceBps: tolerance, allowPartial: boolean, eraBlocks: count(4096, 4) });

const network = object({
  id,
  name: words,
  genesisHash: nullable(hash),
  endpoints: list(words, 20, 1),
  operators: record(words, 40),
  archive: nullable(words),
  isReal: boolean,
  explorer: nullable(words),
});
const settings = partial({
  networkId: id,
  networks: list(network, 50),
  theme: oneOf('system', 'dark', 'light'),
  hidesAmounts: boolean,
  smallUnderRao: rao,
  impactLimitBps: bps,
  toleranceBps: partial({
    stake: tolerance,
    unstake: tolerance,
    'unstake-all': tolerance,
    'change-validator': tolerance,
    'change-subnet': tolerance,
    transfer: tolerance,
    'exit-several': tolerance,
    claim: tolerance,
    lock: tolerance,
    'accept-locked': tolerance,
  }),
  badge: oneOf('none', 'sellable', 'change'),
  fiat: nullable(object({ currency: words, source: words })),
  favourites: many(netuid),
  sort: words,
});

/** A parser that returns what the shape gives, or throws BAD_MESSAGE with the method and the place. */
function bodyOf<T>(method: string, shape: Parser<T>): Parser<T> {
  return (body) => {
    try {
      return shape(body);
    } catch (error) {
      const where = error instanceof ShapeError ? error.where : '';
      throw new AppError('BAD_MESSAGE', { method, where }, error);
    }
  };
}

const byId = object({ id });
const run = text(60, 1);
const byRun = object({ run });
const blockRef = object({ hash, number: count() });

const moveFactsQuery = object({
  coldkey,
  netuids: many(netuid),
  hotkeys: many(coldkey),
  destination: nullable(coldkey),
  calls: many(words),
});

export const bodyParsers: BodyParsers = {
  refresh: nothing,
  startConnection: bodyOf(
    'startConnection',
    either(object({ tabId, origin: words }), object({ site: text(2000) })),
  ),
  chooseWallet: bodyOf('chooseWallet', object({ id, wallet: words })),
  keepAccounts: bodyOf(
    'keepAccounts',
    object({ id, kept: list(object({ coldkey, label: words }), MOST_ACCOUNTS) }),
  ),
  cancelConnection: bodyOf('cancelConnection', byId),
  permissionDecided: bodyOf('permissionDecided', object({ id, granted: boolean })),
  addWatched: bodyOf('addWatched', object({ text: words, label: words, isMine: boolean })),
  saveAccount: bodyOf(
    'saveAccount',
    object({ coldkey, label: words, order: finite, isHidden: boolean, isCounted: boolean }),
  ),
  removeAccount: bodyOf('removeAccount', object({ coldkey })),
  confirmAddress: bodyOf(
    'confirmAddress',
    object({ coldkey, wallet: words, origin: words, tabId: nullable(tabId) }),
  ),
  cancelConfirmation: bodyOf('cancelConfirmation', object({ coldkey })),
  saveSettings: bodyOf('saveSettings', settings),
  readNames: nothing,
  readValidators: bodyOf('readValidators', object({ netuid })),
  readEmission: nothing,
  readEarlierPrices: bodyOf('readEarlierPrices', object({ blocksAgo: list(count(), 20) })),
  readEarnings: bodyOf('readEarnings', object({ netuid })),
  readRootClaims: nothing,
  readSubnetLocks: bodyOf('readSubnetLocks', object({ netuid: nullable(netuid), run })),
  readValidatorStake: bodyOf(
    'readValidatorStake',
    object({
      netuids: many(netuid),
      block: nullable(blockRef),
      isWhole: boolean,
      run,
    }),
  ),
  readHolders: bodyOf(
    'readHolders',
    object({
      from: object({ hotkey: coldkey, after: nullable(storageKey) }),
      netuid: nullable(netuid),
      block: blockRef,
      run,
    }),
  ),
  readPayoutFacts: bodyOf(
    'readPayoutFacts',
    object({ netuids: many(netuid), hotkeys: many(coldkey), block: blockRef, run }),
  ),
  readRootBeforeDtao: bodyOf('readRootBeforeDtao', byRun),
  stopReading: bodyOf('stopReading', byRun),
  readMoveFacts: bodyOf('readMoveFacts', moveFactsQuery),
  confirmDepth: bodyOf('confirmDepth', object({ query: moveFactsQuery, block: blockRef })),
  checkRuntime: bodyOf('checkRuntime', object({ specVersion: count(), isAgain: boolean })),
  simulate: bodyOf(
    'simulate',
    object({
      blockHash: hash,
      queries: many(object({ netuid, side: oneOf('buy', 'sell'), amount: u64 })),
    }),
  ),
  requestSignature: bodyOf(
    'requestSignature',
    object({
      move,
      terms,
      wallet: words,
      genesisHash: hash,
      minimum: quantity,
      floor: nullable(quantity),
      worstPrice: nullable(u64),
      accepted: list(text(60, 1), 60),
      reviewed: nullable(id),
      askOnTab: nullable(tabId),
    }),
  ),
  askWallet: bodyOf('askWallet', object({ id, tabId: nullable(tabId), isAgain: boolean })),
  offerMetadata: bodyOf('offerMetadata', object({ id, tabId: nullable(tabId) })),
  cancelRequest: bodyOf('cancelRequest', byId),
  keepExits: bodyOf(
    'keepExits',
    object({ genesisHash: hash, coldkey, items: many(object({ hotkey: coldkey, netuid })) }),
  ),
  keepDraft: bodyOf('keepDraft', object({ key: draftKey, at: count(), content: draftContent })),
  dropDraft: bodyOf('dropDraft', object({ key: draftKey })),
  dismissChange: bodyOf('dismissChange', object({ genesisHash: hash, id: text(300, 1) })),
  dismissNotice: nothing,
  dropSetAside: nothing,
  startOver: nothing,
  dismissRequest: bodyOf('dismissRequest', byId),
  pageAnswered: bodyOf('pageAnswered', object({ loadNonce: text(200), envelope: anything })),
  pageLeft: bodyOf('pageLeft', object({ loadNonce: text(200) })),
};
