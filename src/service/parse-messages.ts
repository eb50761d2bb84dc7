// Turns a message's body into a typed one, method by method. The senders are ours, and still no body is believed
// by its method's name.
// Longer than 250 lines because each message is a parser here, and one table has them all.
import { AppError } from '../errors.ts';
import { LARGEST_TOLERANCE_BPS } from '../model/move.ts';
import type { BodyParsers } from '../messages.ts';
import { MOST_ACCOUNTS } from '../wallet/found-account.ts';
import { toAlphaRao, type Hex } from '../units.ts';
import {
  bps,
  coldkey,
  hash,
  limitsOfAccount,
  many,
  netuid,
  rao,
  u64,
  words,
} from './domain-shapes.ts';
import { alertRule } from './parse-alert.ts';
import { draftContent, draftKey } from './parse-draft.ts';
import {
  anything,
  byField,
  convert,
  count,
  either,
  flag,
  listUpTo,
  mapUpTo,
  number,
  object,
  oneOf,
  only,
  orMissing,
  orNull,
  parseExactly,
  partialOf,
  ShapeError,
  textUpTo,
  type Parser,
} from '../parse.ts';

const alpha = convert(u64, toAlphaRao);
const tabId = count();
const id = textUpTo(100, 1);
const tolerance = count(LARGEST_TOLERANCE_BPS);
const storageKey = convert(textUpTo(400), (value): Hex => {
  if (!/^0x([0-9a-f]{2})+$/.test(value)) throw new RangeError('no storage key');
  return `0x${value.slice(2)}`;
});

/** Validators that one coldkey can have stake with. */
const LONGEST_CLAIM = 256;
const from = { coldkey, hotkey: coldkey, netuid };
/** Said or left out, never denied. */
const isAll = orMissing(only(true));
const move = byField('kind', {
  stake: { ...from, amount: rao },
  unstake: { ...from, amount: alpha },
  'unstake-all': from,
  'change-validator': {
    ...from,
    toHotkey: coldkey,
    amount: alpha,
    isAll,
  },
  'change-subnet': {
    ...from,
    toNetuid: netuid,
    toHotkey: coldkey,
    amount: alpha,
    isAll,
    route: oneOf('protected', 'one-call'),
  },
  transfer: { ...from, toColdkey: coldkey, amount: alpha, isAll },
  'exit-several': {
    coldkey,
    items: many(object({ hotkey: coldkey, netuid })),
    sending: oneOf('one-by-one', 'one-batch'),
  },
  claim: {
    coldkey,
    hotkeys: listUpTo(LONGEST_CLAIM, coldkey, 1),
    unstakes: flag,
  },
  lock: { ...from, amount: alpha },
  'accept-locked': { coldkey, accepts: flag },
});
const quantity = byField('unit', { rao: { amount: rao }, alpha: { netuid, amount: alpha } });
const terms = object({ toleranceBps: tolerance, allowPartial: flag, eraBlocks: count(4096, 4) });

const network = object({
  id,
  name: words,
  genesisHash: orNull(hash),
  endpoints: listUpTo(20, words, 1),
  operators: mapUpTo(40, words),
  archive: orNull(words),
  isReal: flag,
  explorer: orNull(words),
});
const settings = partialOf({
  networkId: id,
  networks: listUpTo(50, network),
  theme: oneOf('system', 'dark', 'light'),
  hidesAmounts: flag,
  smallUnderRao: rao,
  impactLimitBps: bps,
  toleranceBps: partialOf({
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
  validator: orNull(coldkey),
  badge: oneOf('none', 'sellable', 'change', 'alerts'),
  alertMinutes: count(60, 5),
  fiat: orNull(object({ currency: words, source: words })),
  checksAnswers: flag,
  favourites: many(netuid),
  sort: words,
  lotMethod: oneOf('fifo', 'average'),
});

/** Gives what fits the shape, or throws BAD_MESSAGE with the method and the place. */
const bodyOf =
  <T>(method: string, shape: Parser<T, never>) =>
  (body: unknown): T => {
    try {
      return parseExactly(shape, body);
    } catch (error) {
      const where = error instanceof ShapeError ? error.where : '';
      throw new AppError('BAD_MESSAGE', { method, where }, error);
    }
  };

/** Milliseconds between two questions to an archive. */
const pace = count(60_000);
/** Of a file that is taken in: more would not fit the memory of a worker. */
const MOST_PARTS = 600;
const LONGEST_PART = 262_144;
/** A pasted set of voters, or the chain spec's part that has one. */
const LONGEST_START = 200_000;
/** Daily prices of some ten years. */
const LONGEST_PRICES = 1_048_576;

const byId = object({ id });
const run = textUpTo(60, 1);
const byRun = object({ run });
const blockRef = object({ hash, number: count() });

const moveFactsQuery = object({
  coldkey,
  netuids: many(netuid),
  hotkeys: many(coldkey),
  destination: orNull(coldkey),
  calls: many(words),
});

export const bodyParsers: BodyParsers = {
  refresh: () => null,
  startConnection: bodyOf(
    'startConnection',
    either(object({ tabId, origin: words }), object({ site: textUpTo(2000) })),
  ),
  chooseWallet: bodyOf('chooseWallet', object({ id, wallet: words })),
  keepAccounts: bodyOf(
    'keepAccounts',
    object({ id, kept: listUpTo(MOST_ACCOUNTS, object({ coldkey, label: words })) }),
  ),
  cancelConnection: bodyOf('cancelConnection', byId),
  permissionDecided: bodyOf('permissionDecided', object({ id, granted: flag })),
  addWatched: bodyOf('addWatched', object({ text: words, label: words, isMine: flag })),
  saveAccount: bodyOf(
    'saveAccount',
    object({ coldkey, label: words, order: number, isHidden: flag, isCounted: flag }),
  ),
  removeAccount: bodyOf('removeAccount', object({ coldkey })),
  confirmAddress: bodyOf(
    'confirmAddress',
    object({ coldkey, wallet: words, origin: words, tabId: orNull(tabId) }),
  ),
  cancelConfirmation: bodyOf('cancelConfirmation', object({ coldkey })),
  readAccountLimits: bodyOf('readAccountLimits', object({ genesisHash: hash, coldkey })),
  saveAccountLimits: bodyOf('saveAccountLimits', limitsOfAccount),
  saveSettings: bodyOf('saveSettings', settings),
  watchRows: bodyOf('watchRows', object({ window: id, netuids: many(netuid) })),
  readNames: () => null,
  readValidators: bodyOf('readValidators', object({ netuid })),
  readEmission: () => null,
  readEarlierPrices: bodyOf('readEarlierPrices', object({ blocksAgo: listUpTo(20, count()) })),
  readEarnings: bodyOf('readEarnings', object({ netuid })),
  readRootClaims: () => null,
  readRootRates: () => null,
  checkAnswers: () => null,
  chooseStart: bodyOf('chooseStart', object({ text: orNull(textUpTo(LONGEST_START)) })),
  startFromOperators: () => null,
  readSubnetLocks: bodyOf('readSubnetLocks', object({ netuid: orNull(netuid), run })),
  readValidatorStake: bodyOf(
    'readValidatorStake',
    object({
      netuids: many(netuid),
      block: orNull(blockRef),
      isWhole: flag,
      run,
    }),
  ),
  readHolders: bodyOf(
    'readHolders',
    object({
      from: object({ hotkey: coldkey, after: orNull(storageKey) }),
      netuid: orNull(netuid),
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
  checkRuntime: bodyOf('checkRuntime', object({ specVersion: count(), isAgain: flag })),
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
      floor: orNull(quantity),
      worstPrice: orNull(u64),
      accepted: listUpTo(60, textUpTo(60, 1)),
      reviewed: orNull(id),
      askOnTab: orNull(tabId),
    }),
  ),
  askWallet: bodyOf('askWallet', object({ id, tabId: orNull(tabId), isAgain: flag })),
  offerMetadata: bodyOf('offerMetadata', object({ id, tabId: orNull(tabId) })),
  cancelRequest: bodyOf('cancelRequest', byId),
  keepExits: bodyOf(
    'keepExits',
    object({ genesisHash: hash, coldkey, items: many(object({ hotkey: coldkey, netuid })) }),
  ),
  keepDraft: bodyOf('keepDraft', object({ key: draftKey, at: count(), content: draftContent })),
  dropDraft: bodyOf('dropDraft', object({ key: draftKey })),
  dismissChange: bodyOf('dismissChange', object({ genesisHash: hash, id: textUpTo(300, 1) })),
  saveAlert: bodyOf('saveAlert', object({ rule: alertRule })),
  removeAlert: bodyOf('removeAlert', byId),
  seeAlerts: () => null,
  dismissNotice: () => null,
  dropSetAside: () => null,
  startBooks: bodyOf(
    'startBooks',
    object({ coldkeys: listUpTo(MOST_ACCOUNTS, coldkey, 1), from: count(), pace }),
  ),
  pauseBooks: () => null,
  resumeBooks: () => null,
  cancelBooks: () => null,
  setBooksPace: bodyOf('setBooksPace', object({ pace })),
  forgetBooks: bodyOf('forgetBooks', object({ coldkey: orNull(coldkey) })),
  importBooks: bodyOf(
    'importBooks',
    object({ id, part: count(MOST_PARTS), text: textUpTo(LONGEST_PART), isLast: flag }),
  ),
  importFiatDays: bodyOf(
    'importFiatDays',
    object({ currency: textUpTo(10, 1), text: textUpTo(LONGEST_PRICES) }),
  ),
  startOver: () => null,
  dismissRequest: bodyOf('dismissRequest', byId),
  pageAnswered: bodyOf('pageAnswered', object({ loadNonce: textUpTo(200), envelope: anything })),
  pageLeft: bodyOf('pageLeft', object({ loadNonce: textUpTo(200) })),
};
