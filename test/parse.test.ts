// Every shape against every small change of a value that fits it: refused, or harmless. A shape without an example here fails.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { test } from 'node:test';
import {
  pageAnswer,
  parseAnswerEnvelope,
  parseContentStatus,
  parsePageReply,
} from '../src/bridge/parse-envelope.ts';
import { formatSs58 } from '../src/chain/scale/ss58.ts';
import { AppError } from '../src/errors.ts';
import type { Body, MethodName } from '../src/messages.ts';
import type { Attention } from '../src/alerts/attention-item.ts';
import type { AccountLimits } from '../src/model/account-limits.ts';
import type { HoldingChange } from '../src/model/change.ts';
import type { AlertEvent, AlertRule, AlertState } from '../src/model/alert.ts';
import type { Connection } from '../src/model/connection.ts';
import type { DraftRecord } from '../src/model/draft.ts';
import type { ExitQueue, Notice, OfferRecord } from '../src/model/request.ts';
import type { FiatRecord, KeptFactsRecord, SurveyRecord } from '../src/model/records.ts';
import { object, parseExactly, parseKnown, text, type Test } from '../src/parse.ts';
import { bodyParsers } from '../src/service/parse-messages.ts';
import { isAccountLimits } from '../src/store/account-limits.ts';
import * as cached from '../src/store/cached-shapes.ts';
import * as books from '../src/store/book-shapes.ts';
import { isAlertEvent, isAlertRule, isAlertState } from '../src/store/alert-shapes.ts';
import { isHoldingChange } from '../src/store/change-shape.ts';
import { isDraft } from '../src/store/draft-shape.ts';
import { isEpochRecord } from '../src/store/earnings.ts';
import { isGuardRecord } from '../src/store/guards.ts';
import type { NewerRows } from '../src/model/rows.ts';
import { isNodeRecord } from '../src/store/node-shape.ts';
import { isHomeRecord } from '../src/store/read-home-record.ts';
import { isEmissionRecord } from '../src/store/read-emission-record.ts';
import { isProofRecord } from '../src/store/read-proof-record.ts';
import { isRootClaimsRecord } from '../src/store/read-root-claims-record.ts';
import { isSurveyRecord } from '../src/store/read-survey-record.ts';
import { isValidatorsRecord } from '../src/store/read-validators-record.ts';
import { packPoints } from '../src/store/pack-points.ts';
import { isRequest } from '../src/store/request-shapes.ts';
import * as user from '../src/store/user-shapes.ts';
import { toAlphaRao, toNetuid, toRao } from '../src/units.ts';
import { bookOf, entryOf, pointOf } from './store/sample-books.ts';
import { blockAt, genesisHash, HEAD, names, validatorsOf } from './tools/pictures/chain.ts';
import { epochRecords } from './tools/pictures/earnings.ts';
import { emissionRecord, pricesRecords } from './tools/pictures/emission.ts';
import { guardRecord } from './tools/pictures/guard.ts';
import { requestIn, stakeMove } from './tools/pictures/requests.ts';
import { proofNotServed, proofOfLie, proofRecord } from './tools/pictures/proofs.ts';
import { claimRequest, rootClaimsRecord } from './tools/pictures/root-claims.ts';
import { homeOf, positions, snapshotWith, stored } from './tools/pictures/stored.ts';

type Path = readonly (string | number)[];

const key = formatSs58(new Uint8Array(32).fill(7));
const netuid = toNetuid(64);
const id = 'request-0001';
const run = 'run-1';
const block = blockAt(HEAD);
const from = { coldkey: key, hotkey: key, netuid };
const query = {
  coldkey: key,
  netuids: [netuid],
  hotkeys: [key],
  destination: null,
  calls: ['A.b'],
};
const item = { hotkey: key, netuid };
const draft: DraftRecord['content'] = {
  kind: 'ticket',
  fields: {
    kind: 'stake',
    coldkey: key,
    hotkey: key,
    netuid,
    toHotkey: null,
    toNetuid: null,
    toColdkey: null,
    amountText: '1',
    amountAs: 'text',
    unit: 'tao',
    route: 'protected',
    exits: [item],
    sending: 'one-by-one',
    unstakes: false,
    accepts: false,
  },
  allowPartial: true,
  wallet: 'talisman',
  resolved: 5n,
  subnets: [{ netuid, registeredAt: 9 }],
};
const settings = stored().settings;
const alertRule: AlertRule = {
  id,
  kind: 'exit-value',
  scope: { of: 'subnet', netuid },
  side: 'below',
  value: 5n,
  hysteresisPpm: 5n,
  cooldownMinutes: 60,
  quiet: { from: 60, to: 120 },
  isEnabled: true,
  createdAt: 5,
};

const alertState: AlertState = {
  genesisHash,
  block: 5,
  askedAt: 5,
  slowAskedAt: 5,
  dailyAskedAt: 5,
  subjects: { 'a 64': { isNotified: true, notifiedAt: 5, memory: '5' } },
  feeRates: { 64: 33 },
};
const alertEvent: AlertEvent = {
  genesisHash,
  id,
  ruleId: id,
  kind: 'exit-value',
  side: 'below',
  scope: { of: 'everything' },
  value: 5n,
  netuid,
  coldkey: key,
  hotkey: key,
  figure: 5n,
  block: 5,
  at: 5,
  notifiedAt: 5,
  seenAt: 5,
};

const accountLimits: AccountLimits = {
  mostPerOrder: toRao(5n),
  mostPerDay: toRao(9n),
  netuids: [netuid],
  hotkeys: [key],
  mostImpactBps: 100,
  leastFree: toRao(1n),
  waitHours: 24,
};

const bodies: { [M in MethodName]: Body<M> } = {
  refresh: null,
  watchRows: { window: id, netuids: [toNetuid(1)] },
  startConnection: { tabId: 1, origin: 'https://a.example' },
  chooseWallet: { id, wallet: 'talisman' },
  keepAccounts: { id, kept: [{ coldkey: key, label: 'A' }] },
  cancelConnection: { id },
  permissionDecided: { id, granted: true },
  addWatched: { text: key, label: '', isMine: false },
  saveAccount: { coldkey: key, label: '', order: 1, isHidden: false, isCounted: true },
  removeAccount: { coldkey: key },
  confirmAddress: { coldkey: key, wallet: 'a', origin: 'https://a.example', tabId: 1 },
  cancelConfirmation: { coldkey: key },
  readAccountLimits: { genesisHash, coldkey: key },
  saveAccountLimits: { genesisHash, coldkey: key, limits: accountLimits },
  saveSettings: { ...settings, toleranceBps: { stake: 50 }, favourites: [netuid] },
  readNames: null,
  readValidators: { netuid },
  readEmission: null,
  readEarlierPrices: { blocksAgo: [7200] },
  readEarnings: { netuid },
  readRootClaims: null,
  readRootRates: null,
  checkAnswers: null,
  chooseStart: { text: null },
  startFromOperators: null,
  readSubnetLocks: { netuid, run },
  readValidatorStake: { netuids: [netuid], block, isWhole: true, run },
  readHolders: { from: { hotkey: key, after: '0x01' }, netuid, block, run },
  readPayoutFacts: { netuids: [netuid], hotkeys: [key], block, run },
  readRootBeforeDtao: { run },
  stopReading: { run },
  readMoveFacts: query,
  confirmDepth: { query, block },
  checkRuntime: { specVersion: 475, isAgain: false },
  simulate: { blockHash: block.hash, queries: [{ netuid, side: 'buy', amount: 5n }] },
  requestSignature: {
    move: { kind: 'transfer', ...from, toColdkey: key, amount: toAlphaRao(5n), isAll: true },
    terms: { toleranceBps: 50, allowPartial: false, eraBlocks: 32 },
    wallet: 'talisman',
    genesisHash,
    minimum: { unit: 'alpha', netuid, amount: toAlphaRao(4n) },
    floor: { unit: 'rao', amount: toRao(4n) },
    worstPrice: 5n,
    accepted: ['a'],
    reviewed: id,
    askOnTab: 1,
  },
  askWallet: { id, tabId: 1, isAgain: false },
  offerMetadata: { id, tabId: 1 },
  cancelRequest: { id },
  keepExits: { genesisHash, coldkey: key, items: [item] },
  dismissNotice: null,
  keepDraft: { key: 'ticket', at: 5, content: draft },
  dropDraft: { key: 'ticket' },
  dismissChange: { genesisHash, id },
  dismissRequest: { id },
  saveAlert: { rule: alertRule },
  removeAlert: { id },
  seeAlerts: null,
  startOver: null,
  dropSetAside: null,
  startBooks: { coldkeys: [key], from: 5, pace: 1000 },
  pauseBooks: null,
  resumeBooks: null,
  cancelBooks: null,
  setBooksPace: { pace: 1000 },
  forgetBooks: { coldkey: key },
  importBooks: { id, part: 1, text: '{}', isLast: true },
  importFiatDays: { currency: 'usd', text: '2026-11-29,412.5' },
  pageAnswered: { loadNonce: 'nonce-0001', envelope: null },
  pageLeft: { loadNonce: 'nonce-0001' },
};

const signature = `0x01${'ab'.repeat(64)}`;
const account = {
  address: '5Grw',
  name: 'A',
  keyType: 'sr25519',
  genesisHash: null,
  problem: null,
};
const answers: readonly object[] = [
  { kind: 'find-wallets', wallets: [{ name: 'talisman', version: '2' }] },
  { kind: 'list-accounts', accounts: [account], leftOut: 0 },
  { kind: 'sign-payload', signature, signedTransaction: '0x0102', version: '1' },
  { kind: 'sign-raw', signature },
  { kind: 'provide-metadata', isTaken: true },
  { kind: 'failed', reason: 'wallet-error', text: 'Cancelled' },
];
const ofPages: Record<string, { parse: (value: unknown) => unknown; examples: readonly object[] }> =
  {
    pageAnswer: { parse: (value) => parseKnown(pageAnswer, value), examples: answers },
    parsePageReply: {
      parse: (value) => parsePageReply(JSON.stringify(value)),
      examples: [{ token: 'token-0001', answer: answers[3] }],
    },
    parseAnswerEnvelope: {
      parse: parseAnswerEnvelope,
      examples: [{ promptId: 'prompt-0001', answer: answers[3] }],
    },
    parseContentStatus: {
      parse: parseContentStatus,
      examples: [
        { loadNonce: 'nonce-0001', origin: 'https://a.example', isPageReady: true, held: [id] },
      ],
    },
  };

const picture = { hash: block.hash, number: HEAD, at: 1 };
const change: HoldingChange = {
  genesisHash,
  id,
  coldkey: key,
  before: picture,
  after: picture,
  freeBefore: toRao(1n),
  freeAfter: toRao(2n),
  dismissedAt: null,
  event: {
    kind: 'subnet-dissolved',
    netuid,
    registeredAt: 1,
    name: 'A',
    held: [{ netuid, hotkey: key, alpha: toAlphaRao(5n), exit: toRao(1n), spot: toRao(2n) }],
    isReused: false,
    payout: { state: 'read', paid: toRao(1n), removedAt: 1, next: 2, failures: 0 },
  },
};
const connection: Connection = {
  id,
  startedAt: 1,
  state: 'choose-accounts',
  tabId: 1,
  origin: 'https://a.example',
  wallets: [{ name: 'a', version: '' }],
  wallet: 'a',
  found: [{ coldkey: key, text: key, name: '', keyType: 'sr25519', genesisHash }],
  leftOut: 0,
  error: null,
};
const notice: Notice = { at: 1, error: { code: 'PLAN_STALE', detail: {} }, move: stakeMove };
const exits: ExitQueue = { genesisHash, coldkey: key, items: [item] };
const offer: OfferRecord = {
  wallet: 'a',
  genesisHash,
  specVersion: 1,
  operators: ['a'],
  requestId: id,
  at: 1,
  state: 'failed',
  error: { code: 'PLAN_STALE', detail: {} },
};
const survey: SurveyRecord = {
  genesisHash,
  rows: [
    {
      netuid,
      locks: { block: 1, ppm: 1n, leftPpm: 1n, ownerPpm: 1n },
      validators: { block: 1, count: 1, largestPpm: 1n, needed: 1 },
    },
  ],
};
const keptFacts: KeptFactsRecord = {
  genesisHash,
  specVersion: 424,
  endpoint: 'wss://a',
  facts: '{}',
  checksum: genesisHash,
  of: genesisHash,
};
const fiat: FiatRecord = { currency: 'usd', source: 'a', microPerTao: 1n, at: 1 };
const [price] = pricesRecords();
const [epoch] = epochRecords();
const scene = stored();
const attention: Attention = {
  idle: { count: 2, worth: toRao(7n), isWhole: false },
  others: [
    { kind: 'swap-announced', coldkey: key, atBlock: 7, isDisputed: false },
    { kind: 'about-to-be-pruned', netuid },
    { kind: 'near-removal', netuid, place: 2 },
    { kind: 'immunity-ending', netuid, blocks: 7 },
    { kind: 'lock-ending', coldkey: key, netuid, days: 3 },
  ],
};

/** `open`: where anything passes, or is not looked into. `free`: fields that may be missing. */
const newerRows: NewerRows = {
  of: '0xaa',
  block,
  blockTime: 1,
  rows: [{ netuid, curve: 'stable', pool: { kind: 'stable' }, at: 7 }],
};

type Kept = { fits: Test<unknown>; examples: readonly unknown[]; open?: RegExp; free?: RegExp };
const ofStore: Record<string, Kept> = {
  isSnapshotRecord: {
    fits: cached.isSnapshotRecord,
    examples: [snapshotWith(positions, [4])],
    free: /^snapshot\.(networkFees\.|from$)|\.(flatFee|minimumReserve)$/,
  },
  isHomeRecord: {
    fits: isHomeRecord,
    examples: [homeOf(scene), { ...homeOf(scene), rows: '0xaa', attention }],
    free: /^from$/,
  },
  isNamesRecord: {
    fits: cached.isNamesRecord,
    examples: [{ genesisHash, block, readAt: 1, names: names.slice(0, 2) }],
  },
  isHistoryRecord: {
    fits: cached.isHistoryRecord,
    examples: scene.history.slice(0, 1),
    free: /^amounts$/,
  },
  isPricesRecord: { fits: cached.isPricesRecord, examples: [price] },
  isFiatRecord: { fits: cached.isFiatRecord, examples: [fiat] },
  isKeptFactsRecord: { fits: cached.isKeptFactsRecord, examples: [keptFacts] },
  isNodeRecord: {
    fits: isNodeRecord,
    examples: [scene.node, { ...scene.node, rows: newerRows }],
    free: /^rows$/,
  },
  isBook: {
    fits: books.isBook,
    examples: [
      {
        ...bookOf(key, [{ from: 1, to: 2, state: 'read', byNonce: true }]),
        marks: [{ block: 1, digest: '0x00' }],
        places: [{ hotkey: key, netuid }],
      },
      bookOf(key, [{ from: 1, to: 2, state: 'unread', why: 'pruned', at: 1 }]),
    ],
    free: /\.byNonce$/,
  },
  isBookEntry: {
    fits: books.isBookEntry,
    examples: [{ ...entryOf(key, 9), counterparty: key, error: 'A.B', triedIn: [netuid] }],
    free: /^triedIn$/,
  },
  isPointPack: {
    fits: books.isPointPack,
    examples: [packPoints([pointOf(key, 9)])],
    open: /^bytes\./,
  },
  isBookRun: {
    fits: books.isBookRun,
    examples: [
      {
        genesisHash,
        coldkeys: [key],
        from: 1,
        state: 'stopped',
        why: 'refused',
        pace: 1000,
        questions: 1,
        bytes: 1,
        entriesFound: 1,
        blocksLeft: 1,
        msLeft: 1,
        startedAt: 1,
        updatedAt: 1,
      },
    ],
  },
  isFiatDay: {
    fits: books.isFiatDay,
    examples: [{ currency: 'usd', day: '2026-11-29', microPerTao: 1n, source: 'file' }],
  },
  isHoldingChange: { fits: isHoldingChange, examples: [change], free: /\.spot$/ },
  isDraft: {
    fits: isDraft,
    examples: [{ key: 'a', at: 1, content: draft, requestId: null }],
    free: /\.(unstakes|accepts)$/,
  },
  isEpochRecord: { fits: isEpochRecord, examples: [epoch] },
  isGuardRecord: { fits: isGuardRecord, examples: [guardRecord()] },
  isProofRecord: {
    fits: isProofRecord,
    examples: [proofRecord('proven'), proofOfLie(), proofNotServed()],
    open: /error\.detail/,
    free: /error\.detail|(?:places|pauses)\.wss/,
  },
  isEmissionRecord: { fits: isEmissionRecord, examples: [emissionRecord()] },
  isRootClaimsRecord: { fits: isRootClaimsRecord, examples: [rootClaimsRecord()] },
  isSurveyRecord: { fits: isSurveyRecord, examples: [survey] },
  isValidatorsRecord: {
    fits: isValidatorsRecord,
    examples: [
      { genesisHash, netuid, block, readAt: 1, validators: validatorsOf(netuid).slice(0, 2) },
    ],
  },
  isRequest: {
    fits: isRequest,
    examples: [requestIn('finalized'), claimRequest(true)],
    open: /\.(detail|order|fill|sim|shortfall)\b|networkFee\b|\.(values|args)\./,
    free: /\.(severity|needsYes|remedyKey|chainError|isAll|claims|lock|orderValue|acceptsLocked|emptyClaims|unread|hotkey)$/,
  },
  isAccount: {
    fits: user.isAccount,
    examples: [{ ...scene.accounts[0], confirmedBy: { wallet: 'a', origin: 'b' } }],
    free: /^confirmedBy$/,
  },
  isAccountLimits: {
    fits: isAccountLimits,
    examples: [
      {
        genesisHash,
        coldkey: key,
        inForce: accountLimits,
        loosening: { limits: accountLimits, from: 1 },
      },
    ],
  },
  isNetwork: { fits: user.isNetwork, examples: settings.networks },
  isConnection: { fits: user.isConnection, examples: [connection], free: /^leftOut$/ },
  isNotice: { fits: user.isNotice, examples: [notice], open: /\.detail\b/ },
  isExitQueue: { fits: user.isExitQueue, examples: [exits] },
  isOffer: { fits: user.isOffer, examples: [offer], open: /\.detail\b/ },
  isAlertRule: { fits: isAlertRule, examples: [alertRule] },
  isAlertState: {
    fits: isAlertState,
    examples: [alertState],
    free: /^subjects\.a 64$|^feeRates\./,
  },
  isAlertEvent: {
    fits: isAlertEvent,
    examples: [alertEvent, { ...alertEvent, isConfirmed: true }],
    free: /^isConfirmed$/,
  },
};

/** Bytes are one thing. */
const hasParts = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !(value instanceof Uint8Array);

/** Of each list the first member, of each table of names the first three. */
function small(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, 1).map(small);
  if (!hasParts(value)) return value;
  const fields = Object.entries(value);
  const few = fields.length > 40 ? fields.slice(0, 3) : fields;
  return Object.fromEntries(few.map(([name, part]) => [name, small(part)]));
}

function* pathsOf(value: unknown, path: Path = []): Generator<Path> {
  if (!hasParts(value)) return;
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  for (const name of keys) {
    yield [...path, name];
    yield* pathsOf(Reflect.get(value, name), [...path, name]);
  }
}

const at = (value: unknown, path: Path): unknown =>
  path.reduce((part: unknown, name) => Reflect.get(part as object, name), value);

/** A copy in which `edit` was done to what holds the last name of the path. */
function changed(
  value: unknown,
  path: Path,
  edit: (holder: object, name: string | number) => void,
) {
  const copy: unknown = structuredClone(value);
  edit(at(copy, path.slice(0, -1)) as object, path.at(-1) ?? '');
  return copy;
}

const wrongs: readonly unknown[] = [
  undefined,
  null,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  -1,
  0.5,
  -1n,
  2n ** 70n,
  '',
  'x'.repeat(2_500),
  true,
  {},
  [],
  Object.create({ kind: 'stake', known: true }),
  // oxlint-disable-next-line no-sparse-arrays -- the hole is what is tested
  [, 1],
  Array.from({ length: 1_100 }, () => null),
  () => 1,
  Symbol('x'),
  new Proxy({}, { ownKeys: () => assert.fail('trap'), get: () => assert.fail('trap') }),
];
const kindOf = (value: unknown): string =>
  value === null ? 'null' : Array.isArray(value) ? 'list' : typeof value;

/** Own data fields of plain objects, all the way down. */
function assertPlain(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) assert.equal(Object.getPrototypeOf(value), Object.prototype);
  for (const [name, field] of Object.entries(Object.getOwnPropertyDescriptors(value))) {
    assert.ok('value' in field, name);
    assertPlain(field.value);
  }
}

type Way = { parse: (value: unknown) => unknown; isStrict: boolean };

/** null: refused. What comes out is plain, and fits as it is. */
function outcome({ parse }: Way, value: unknown): unknown {
  const parsed = parse(value);
  if (parsed === null) return null;
  assertPlain(parsed);
  assert.deepEqual(parse(parsed), parsed);
  return parsed;
}

function tryAll(way: Way, example: object, isOpen = (_path: Path): boolean => false): void {
  assert.deepEqual(outcome(way, example), example);
  for (const extra of ['extra', '__proto__', 'constructor', 'toString']) {
    for (const path of [[], ...pathsOf(example)].filter(
      (some) => kindOf(at(example, some)) === 'object',
    )) {
      if (isOpen(path)) continue;
      const more = changed(example, [...path, extra], (holder, name) =>
        Object.defineProperty(holder, name, {
          value: { polluted: 1 },
          enumerable: true,
          configurable: true,
          writable: true,
        }),
      );
      const label = [...path, extra].join('.');
      assert.deepEqual(outcome(way, more), way.isStrict ? null : example, label);
    }
  }
  for (const path of pathsOf(example)) {
    for (const wrong of wrongs) {
      outcome(
        way,
        changed(example, path, (holder, field) => Reflect.set(holder, field, wrong)),
      );
    }
    if (typeof path.at(-1) === 'number') continue;
    const good = at(example, path);
    outcome(
      way,
      changed(example, path, (holder, name) => Reflect.deleteProperty(holder, name)),
    );
    const inherited = changed(example, path, (holder, name) => {
      Reflect.deleteProperty(holder, name);
      Object.setPrototypeOf(holder, { [name]: good });
    });
    const missing = changed(example, path, (holder, name) => Reflect.deleteProperty(holder, name));
    assert.deepEqual(outcome(way, inherited), outcome(way, missing), path.join('.'));
    const turning = changed(example, path, (holder, name) => {
      let looks = 0;
      const get = () => (looks++ === 0 ? good : Symbol('another'));
      Object.defineProperty(holder, name, { get, enumerable: true });
    });
    outcome(way, turning);
    const throwing = changed(example, path, (holder, name) =>
      Object.defineProperty(holder, name, { get: () => assert.fail('getter'), enumerable: true }),
    );
    assert.equal(outcome(way, throwing), null, path.join('.'));
  }
}

test('a message with a field too many, too few or of another kind is refused; what passes is a plain copy', () => {
  // Whatever is inside is judged by the one who takes it.
  const envelope = (path: Path): boolean => path[0] === 'envelope';
  for (const [method, body] of Object.entries(bodies)) {
    if (body === null) continue;
    const parser: (value: unknown) => unknown = bodyParsers[method as MethodName];
    const parse = (value: unknown): unknown => {
      try {
        return parser(value);
      } catch (error) {
        assert.ok(error instanceof AppError && error.code === 'BAD_MESSAGE', method);
        assert.equal(error.detail['method'], method);
        return null;
      }
    };
    if (method !== 'pageAnswered') tryAll({ parse, isStrict: true }, body, envelope);
    for (const wrong of wrongs) if (kindOf(wrong) !== 'object') assert.equal(parse(wrong), null);
  }
});

test('a page’s answer loses what is not known, and anything else in it is refused or made harmless', () => {
  for (const [name, { parse, examples }] of Object.entries(ofPages)) {
    if (name === 'parsePageReply') {
      for (const example of examples) assert.deepEqual(parse(example), example);
      continue;
    }
    for (const example of examples) tryAll({ parse, isStrict: false }, example);
    for (const wrong of wrongs) assert.equal(parse(wrong), null);
  }
});

test('a stored record with a field missing or of another kind does not fit; one with more fits and is left alone', () => {
  const found: string[] = [];
  for (const [name, { fits, examples, open, free }] of Object.entries(ofStore)) {
    for (const example of examples.map(small)) {
      assert.ok(fits(example), name);
      for (const wrong of wrongs) assert.ok(!fits(wrong), name);
      for (const path of pathsOf(example)) {
        const label = path.join('.');
        if (open?.test(label) === true) continue;
        const last = path.at(-1);
        const good = kindOf(at(example, path));
        for (const wrong of wrongs) {
          const spoiled = changed(example, path, (holder, field) =>
            Reflect.set(holder, field, wrong),
          );
          const isLike = kindOf(wrong) === good || good === 'null' || wrong === null;
          const isOdd = Number.isNaN(wrong) || wrong === Number.POSITIVE_INFINITY;
          const mayPass = (isLike && !isOdd) || (wrong === undefined && free?.test(label) === true);
          if (fits(spoiled) && !mayPass) found.push(`${name} ${label} = ${kindOf(wrong)}`);
        }
        if (typeof last === 'number' || free?.test(label) === true) continue;
        const isOfMap = /(^|\.)(operators|networkFees|values|args)\.[^.]+$/.test(label);
        const missing = changed(example, path, (holder, field) =>
          Reflect.deleteProperty(holder, field),
        );
        if (fits(missing) && !isOfMap) found.push(`${name} without ${label}`);
      }
      const more = Object.assign(structuredClone(example) as object, { extra: 1 });
      assert.ok(fits(more) && 'extra' in more, name);
    }
  }
  assert.deepEqual(found, []);
});

test('a value deeper than the stack is refused, not thrown over', () => {
  assert.ok(isRequest(requestIn('queued')));
  let plan: object = requestIn('queued').plan;
  for (let depth = 0; depth < 20_000; depth++) plan = { ...plan, items: [plan] };
  assert.equal(isRequest({ ...requestIn('queued'), plan }), false);
});

test('the three uses of one shape: exactly its fields, those known, and the value as it is', () => {
  const shape = object({ name: text });
  const more = { name: 'a', extra: 1 };
  assert.throws(() => parseExactly(shape, more), { name: 'ShapeError', where: 'extra' });
  assert.throws(() => parseExactly(object({ inner: shape }), { inner: { name: 1 } }), {
    where: 'inner.name',
  });
  assert.deepEqual(parseKnown(shape, more), { name: 'a' });
});

test('every shape has its example here', async () => {
  const exported = async (file: string, pattern: RegExp): Promise<string[]> =>
    [...(await readFile(file, 'utf8')).matchAll(pattern)].map(([, name]) => name ?? '');
  const tests: string[] = [];
  for (const file of await readdir('src/store')) {
    tests.push(
      ...(await exported(
        `src/store/${file}`,
        /const (is\w+)(?:: Test<\w+>)? = (?:testOf|\(value\))/g,
      )),
    );
  }
  assert.deepEqual(tests.toSorted(), Object.keys(ofStore).toSorted());
  const pages = await exported(
    'src/bridge/parse-envelope.ts',
    /export const (pageAnswer|parse\w+) =/g,
  );
  assert.deepEqual(pages.toSorted(), Object.keys(ofPages).toSorted());
  assert.deepEqual(Object.keys(bodyParsers).toSorted(), Object.keys(bodies).toSorted());
});
