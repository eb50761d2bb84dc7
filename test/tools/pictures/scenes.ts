// Every state worth looking at, by name: what the store holds and how the world behaves.
import type { AccountLimits, LimitsState } from '../../../src/model/account-limits.ts';
import type { Confirmation } from '../../../src/model/account.ts';
import type { HoldingChange } from '../../../src/model/change.ts';
import { compareSnapshots } from '../../../src/portfolio/compare-snapshots.ts';
import type { SnapshotRecord } from '../../../src/model/records.ts';
import { toWireError, AppError, type ErrorCode } from '../../../src/errors.ts';
import type { Connection } from '../../../src/model/connection.ts';
import { toAlphaRao, toNetuid, toRao, type Ss58Address } from '../../../src/units.ts';
import type { Behaviour } from './fake-background.ts';
import {
  accountFactsOf,
  addressOf,
  availabilityOf,
  blockAt,
  HEAD,
  hotkeys,
  names,
  positionOf,
  genesisHash,
} from './chain.ts';
import type { BookStep } from '../../../src/store/books.ts';
import { booksOf, priceDaysAgo, runOf, withGap } from './books.ts';
import { firedAlerts } from './alerts.ts';
import { countedOf, shownOf } from '../../../src/model/account.ts';
import { aWeek, emissionRecord, pricesRecords } from './emission.ts';
import { guardRecord } from './guard.ts';
import { proofNotServed, proofOfLie, proofRecord, proofWithoutStart } from './proofs.ts';
import { afterReceipts, finalizedWith, provenFinal, requestIn, stakeMove } from './requests.ts';
import { afterClaim, withRootClaims } from './root-claims.ts';
import {
  accountOf,
  historyOf,
  ledgerMain,
  positions,
  savings,
  snapshotWith,
  stored,
  watched,
  type Stored,
} from './stored.ts';

export type Scene = {
  stored: () => Stored;
  behaviour?: Behaviour;
  /** What the user's tab shows, if the browser reveals it. */
  pageUrl?: string;
};

/** Tight ones in force, looser ones in twenty hours. */
function ownLimits(): LimitsState {
  const inForce: AccountLimits = {
    mostPerOrder: toRao(15_000_000_000n),
    mostPerDay: toRao(100_000_000_000n),
    netuids: [0, 8, 64].map(toNetuid),
    hotkeys: hotkeys.slice(0, 2),
    mostImpactBps: 100,
    leastFree: toRao(500_000_000n),
    waitHours: 24,
  };
  const limits = { ...inForce, mostPerOrder: toRao(60_000_000_000n), hotkeys: null };
  return { inForce, loosening: { limits, from: Date.now() + 20 * 3_600_000 } };
}

const followed = (coldkey: Ss58Address, label: string) =>
  accountOf(coldkey, label, 1, { sources: [], isCounted: false });

const known = <T>(value: T) => ({ known: true, value }) as const;

const origin = 'https://taostats.io';

function connectionIn(state: Connection['state'], part: Partial<Connection> = {}): Connection {
  return {
    id: 'connection-1',
    startedAt: Date.now() - 8_000,
    state,
    tabId: 5,
    origin,
    wallets: [
      { name: 'talisman', version: '3.1.4' },
      { name: 'subwallet-js', version: '1.3.20' },
      { name: 'polkadot-js', version: '0.63.1' },
    ],
    wallet: ['choose-wallet', 'looking', 'opening-tab'].includes(state) ? null : 'talisman',
    found: [
      {
        coldkey: ledgerMain,
        text: ledgerMain,
        name: 'Ledger main',
        keyType: 'sr25519',
        genesisHash: null,
      },
      {
        coldkey: savings,
        text: savings,
        name: 'Savings',
        keyType: 'ed25519',
        genesisHash: null,
      },
      {
        coldkey: null,
        text: '0x71C7656EC7ab88b098defB751B7401B5f6d8976F',
        name: 'Metamask',
        keyType: 'ethereum',
        genesisHash: null,
      },
    ],
    error: null,
    ...part,
  };
}

const connecting = (...args: Parameters<typeof connectionIn>): Scene => ({
  stored: () => stored({ accounts: [], snapshot: null, connection: connectionIn(...args) }),
});

const failedWith = (code: ErrorCode, wallet: string | null = 'talisman'): Scene =>
  connecting('failed', { wallet, error: { code, detail: {} } });

/** Worked out when it is shown: their ages are told from then. */
const asking = (requests: () => readonly Parameters<typeof requestIn>[]): Scene => ({
  stored: () => {
    const made = requests().map((args) => requestIn(...args));
    return stored({ requests: made, snapshot: afterReceipts(made) });
  },
});

const moveInto = (netuid: number, tao: bigint): typeof stakeMove =>
  stakeMove.kind === 'stake'
    ? { ...stakeMove, netuid: toNetuid(netuid), amount: toRao(tao * 1_000_000_000n) }
    : stakeMove;
const waiting = (netuid: number, tao: bigint, part: Parameters<typeof requestIn>[1] = {}) =>
  [
    'queued',
    { id: `queued-${netuid}`, ...part },
    moveInto(netuid, tao),
  ] as const satisfies Parameters<typeof requestIn>;
/** First in the queue, and slightly younger than the finished request. */
const inTurn = () => ({ updatedAt: Date.now() - 90_000 });
const canceled = { code: 'REQUEST_CANCELLED', detail: {} } as const;
/** The price of SN1 moved by a hundredth: what would be received at least now. */
const changed = () => {
  const { receives } = requestIn('queued', {}, moveInto(1, 3n)).plan;
  if (receives === null) throw new RangeError('a stake receives');
  const [minimum, expected] = [receives.minimum.amount, receives.expected.amount];
  const less = (amount: bigint): bigint => (amount * 99n) / 100n;
  return toWireError(
    new AppError('PLAN_CHANGED', { minimum, now: less(minimum), expected: less(expected) }),
  );
};
/** In place of one that was given up, and was carried out all the same. */
const happened = () => {
  const { terms, receives } = requestIn('queued', {}, moveInto(1, 3n)).plan;
  if (receives === null) throw new RangeError('a stake receives');
  const { minimum, floor, worstPrice } = receives;
  const queueEntry = {
    place: 1,
    terms,
    minimum,
    floor,
    worstPrice,
    inPlaceOf: ['request-finalized'],
  };
  return waiting(1, 3n, { ...inTurn(), queueEntry });
};

function manyPositions(count: number) {
  const coldkeys = [ledgerMain, savings, addressOf(4)];
  return Array.from({ length: count }, (_n, index) =>
    positionOf(
      coldkeys[index % 3] ?? ledgerMain,
      1 + (index % 128),
      0.4 + ((index * 37) % 90),
      Math.floor(index / 128),
    ),
  );
}

const emissionScene = () => {
  const state = stored({
    emission: emissionRecord(),
    prices: pricesRecords(),
    history: historyOf(snapshotWith(positions, [4]), [ledgerMain, savings], aWeek),
  });
  const networks = state.settings.networks.map((network) => ({
    ...network,
    operators: {},
    archive: 'wss://archive.example.org',
  }));
  const favourites = [toNetuid(8)];
  // Home names the same subnet as next that the list has first.
  const record = state.snapshot;
  const snapshot = record && {
    ...record,
    snapshot: {
      ...record.snapshot,
      rules: { ...record.snapshot.rules, subnetToPrune: known(toNetuid(19)) },
    },
  };
  return { ...state, snapshot, settings: { ...state.settings, networks, favourites } };
};

/** The node could not list what one account holds. */
function withoutSavings(): SnapshotRecord {
  const record = snapshotWith(
    positions.filter(({ coldkey }) => coldkey !== savings),
    [4],
    { unread: [savings] },
  );
  const accounts = record.snapshot.accounts.filter(({ coldkey }) => coldkey !== savings);
  return { ...record, snapshot: { ...record.snapshot, accounts } };
}

/** A wallet was asked to confirm it. */
const savingsAsked = (state: Confirmation['state']) =>
  accountOf(savings, 'Savings', 1, {
    confirmation: {
      id: 'prompt-00000001',
      wallet: 'talisman',
      origin: 'https://taostats.io',
      text: '',
      askedAt: Date.now() - 8_000,
      state,
      error: state === 'failed' ? { code: 'NOT_CONFIRMED', detail: {} } : null,
    },
  });

/** In dollars too. */
function withFiat(state: Stored): Stored {
  const fiat = { currency: 'usd', source: 'coingecko' } as const;
  const rate = { ...fiat, microPerTao: 460_812_345n, at: Date.now() - 130_000 };
  return { ...state, fiat: rate, settings: { ...state.settings, fiat } };
}

/** With an archive node, as the loading of the past needs one. */
function withArchive(state: Stored): Stored {
  const networks = state.settings.networks.map((network) => ({
    ...network,
    operators: {},
    archive: 'wss://archive.example.org',
  }));
  return { ...state, settings: { ...state.settings, networks } };
}

/** What came from outside after a time, less what went there. */
const cameAfter = (books: readonly BookStep[], time: number): bigint =>
  books
    .flatMap(({ entries }) => entries)
    .filter(({ at, kind }) => at > time && (kind === 'tao-in' || kind === 'tao-out'))
    .flatMap(({ legs }) => legs)
    .reduce((sum, leg) => (leg.of === 'free' ? sum + leg.change : sum), 0n);

/** Taubar has been here for a week: its own record is as long. */
function afterAWeek(state: Stored): Stored {
  const { snapshot, accounts } = state;
  if (snapshot === null) return state;
  const coldkeys = countedOf(shownOf(accounts)).map(({ coldkey }) => coldkey);
  return { ...state, history: historyOf(snapshot, coldkeys, aWeek) };
}

function withBooks(
  part: Parameters<typeof booksOf>[1],
  run: Stored['bookRun'] = null,
  of: Stored = afterAWeek(stored()),
): Stored {
  const state = withArchive(of);
  const books = state.snapshot === null ? [] : booksOf(state.snapshot, part);
  // The value that was recorded has the steps of what was sent.
  const history = state.history.map((point) => {
    const came = cameAfter(books, point.at);
    return { ...point, spot: toRao(point.spot - came), sellable: toRao(point.sellable - came) };
  });
  return { ...state, books, bookRun: run, history };
}

export const scenes: Readonly<Record<string, Scene>> = {
  'first-run': { stored: () => stored({ accounts: [], snapshot: null }) },
  home: { stored: () => stored() },
  'home-reading': { stored: () => stored({ snapshot: null, hasNames: false }) },
  'home-cached': {
    stored: () =>
      stored({ snapshot: snapshotWith(positions, [4], { blockTime: Date.now() - 3 * 60_000 }) }),
  },
  'home-offline': {
    stored: () =>
      stored({
        snapshot: snapshotWith(positions, [4], { blockTime: Date.now() - 3 * 3_600_000 }),
        node: {
          networkId: 'finney',
          state: 'offline',
          endpoint: null,
          error: toWireError(
            new AppError('NODE_UNREACHABLE', { endpoint: 'entrypoint-finney.opentensor.ai' }),
          ),
          left: [],
          paced: [],
          clockOffset: null,
          at: Date.now(),
        },
      }),
  },
  'home-partial': {
    stored: () => {
      // Nothing is recorded while an account is not loaded.
      const { history } = stored();
      const since = Date.now() - 2 * 3_600_000;
      return stored({
        snapshot: withoutSavings(),
        history: history.filter(({ at }) => at < since),
      });
    },
  },
  'home-no-stake': {
    stored: () =>
      stored({
        emission: emissionRecord(),
        prices: pricesRecords(),
        // Root rewards are of root stake.
        snapshot: snapshotWith([], [], { unclaimed: { known: true, value: [] } }),
      }),
  },
  'home-differs': {
    stored: () => {
      const record = snapshotWith(positions, [4]);
      return stored({
        snapshot: {
          ...record,
          proof: { state: 'differs', block: blockAt(HEAD), netuid: toNetuid(64) },
        },
      });
    },
  },
  'home-devnet': {
    stored: () => {
      const state = stored();
      const own = 'ws://127.0.0.1:9944';
      const networks = state.settings.networks.map((network) => ({
        ...network,
        name: 'devnet',
        endpoints: [own],
        isReal: false,
      }));
      const node = state.node && { ...state.node, endpoint: own };
      const snapshot = state.snapshot && {
        ...state.snapshot,
        snapshot: { ...state.snapshot.snapshot, from: own },
      };
      return { ...state, node, snapshot, settings: { ...state.settings, networks } };
    },
  },
  /** Another node is connected than the one that told the figures. */
  'home-other-node': {
    stored: () => {
      const state = stored();
      const node = state.node && { ...state.node, endpoint: 'wss://node.example:443' };
      return { ...state, node };
    },
  },
  'home-needs': {
    stored: () => {
      const record = snapshotWith(positions, [4]);
      const accounts = record.snapshot.accounts.map((account) =>
        account.coldkey === savings
          ? { ...account, swapAnnouncedFor: { known: true, value: HEAD + 36_000 } as const }
          : account,
      );
      const rules = {
        ...record.snapshot.rules,
        subnetToPrune: { known: true, value: toNetuid(19) } as const,
      };
      return stored({
        snapshot: { ...record, snapshot: { ...record.snapshot, accounts, rules } },
        requests: [requestIn('waiting-for-wallet')],
      });
    },
  },
  'home-notice': {
    stored: () =>
      stored({
        notice: {
          at: Date.now() - 130_000,
          error: toWireError(new AppError('PLAN_CHANGED')),
          move: stakeMove,
        },
      }),
  },
  'home-exits': {
    stored: () =>
      stored({
        exits: {
          genesisHash,
          coldkey: ledgerMain,
          items: positions.slice(0, 3).map(({ hotkey, netuid }) => ({ hotkey, netuid })),
        },
      }),
  },
  'home-hidden': {
    stored: () => {
      const state = stored();
      return { ...state, settings: { ...state.settings, hidesAmounts: true } };
    },
  },
  'home-change': {
    stored: () => {
      // As Performance has them.
      const prices = pricesRecords().map((record) => {
        if (!record.prices.known) return record;
        const days = (HEAD - record.blockNumber) / 7_200;
        const then = record.prices.prices.map((one) => ({
          ...one,
          raoPerAlpha: days > 1 ? priceDaysAgo(one.netuid, days) : one.raoPerAlpha,
        }));
        return { ...record, prices: { ...record.prices, prices: then } };
      });
      const state = stored({ prices });
      const networks = state.settings.networks.map((network) => ({
        ...network,
        operators: {},
        archive: 'wss://archive.example.org',
      }));
      return { ...state, settings: { ...state.settings, networks } };
    },
  },
  'home-claims': { stored: withRootClaims },
  'claim-paid': { stored: () => afterClaim(true) },
  'claim-empty': { stored: () => afterClaim(false) },
  'settings-checked': {
    stored: () => stored({ guards: [guardRecord()], proofs: proofRecord('proven') }),
  },
  'proof-proven': { stored: () => stored({ proofs: proofRecord('proven') }) },
  'proof-authors': { stored: () => stored({ proofs: proofRecord('authors') }) },
  'proof-node': { stored: () => stored({ proofs: proofRecord('node') }) },
  'proof-lie': { stored: () => stored({ proofs: proofOfLie() }) },
  'proof-not-served': { stored: () => stored({ proofs: proofNotServed() }) },
  'proof-no-start': { stored: () => stored({ proofs: proofWithoutStart() }) },
  'home-fiat': { stored: () => withFiat(stored()) },
  'books-fiat': { stored: () => withBooks({}, null, withFiat(stored())) },
  'home-locks': {
    stored: () => {
      const mine = positions[4];
      if (mine === undefined) throw new RangeError('a position in SN4');
      const theirs = positionOf(savings, 4, 8.6, 0);
      const record = snapshotWith([...positions, theirs], []);
      const lockOf = (
        { coldkey, netuid, hotkey }: typeof mine,
        locked: bigint,
        isForever: boolean,
      ) =>
        ({
          coldkey,
          netuid,
          hotkey,
          locked: toAlphaRao(locked),
          isPerpetual: { known: true, value: isForever },
          unlockRate: { known: true, value: 934_866n },
        }) as const;
      const locks = [
        lockOf(mine, mine.alpha / 97n, false),
        lockOf(theirs, theirs.alpha / 2n, true),
      ];
      const availability = availabilityOf(record.snapshot.positions, []).map((one) => {
        const lock = locks.find(
          ({ coldkey, netuid }) => coldkey === one.coldkey && netuid === one.netuid,
        );
        return lock === undefined
          ? one
          : { ...one, locked: lock.locked, available: toAlphaRao(one.total - lock.locked) };
      });
      return stored({
        emission: emissionRecord(),
        snapshot: {
          ...record,
          snapshot: {
            ...record.snapshot,
            availability: { known: true, value: availability },
            locks: { known: true, value: locks },
          },
        },
      });
    },
  },
  'home-huge': {
    stored: () => {
      const huge = {
        ...positionOf(ledgerMain, 0, 1, 0),
        alpha: toAlphaRao(12_999_999_123_456_789n),
      };
      const record = snapshotWith([huge, positionOf(ledgerMain, 64, 99_000, 1)], []);
      const accounts = [
        { ...accountFactsOf(ledgerMain, 0), free: toRao(1n) },
        accountFactsOf(savings, 0),
      ];
      const snapshot = { ...record, snapshot: { ...record.snapshot, accounts } };
      return stored({ snapshot, history: [] });
    },
  },
  'home-many': {
    stored: () =>
      stored({
        accounts: [
          accountOf(ledgerMain, 'Ledger main', 0),
          accountOf(savings, 'Savings', 1),
          accountOf(
            addressOf(4),
            'An account with quite a long label, to see what becomes of it',
            2,
          ),
        ],
        snapshot: snapshotWith(manyPositions(5_000), [4, 9]),
        history: [],
      }),
  },
  'home-unconfirmed': {
    stored: () =>
      stored({
        accounts: [accountOf(ledgerMain, 'Ledger main', 0), savingsAsked('failed')],
      }),
  },
  'account-asked': {
    stored: () =>
      stored({ accounts: [accountOf(ledgerMain, 'Ledger main', 0), savingsAsked('asked')] }),
  },
  'home-vanished': {
    stored: () => {
      const state = stored();
      const record = state.snapshot;
      if (!record) throw new RangeError('a snapshot');
      const { snapshot } = record;
      const paid = toRao(412_345_678n);
      const before = {
        ...snapshot,
        block: blockAt(HEAD - 40),
        blockTime: snapshot.blockTime - 480_000,
      };
      const subnets = snapshot.subnets.map((one) =>
        one.netuid === 77 ? { ...one, exists: false } : one,
      );
      const left = snapshot.positions.filter(({ netuid }) => netuid !== 77 && netuid !== 45);
      // Paid out to the account that held the stake.
      const accounts = snapshot.accounts.map((one) =>
        one.coldkey === ledgerMain ? { ...one, free: toRao(one.free + paid) } : one,
      );
      const after = { ...snapshot, accounts, subnets, positions: left };
      const changes = compareSnapshots(before, after, {
        isOurs: () => false,
        nameOf: (netuid) => names[netuid]?.name ?? '',
      }).map((change): HoldingChange => {
        const { event } = change;
        if (event.kind !== 'subnet-dissolved') return change;
        return {
          ...change,
          event: {
            ...event,
            payout: {
              ...event.payout,
              state: 'read',
              paid,
              removedAt: HEAD - 30,
              next: HEAD - 20,
            },
          },
        };
      });
      return { ...state, snapshot: { ...record, snapshot: after }, changes };
    },
  },
  emission: { stored: emissionScene },
  'emission-slow': { stored: emissionScene, behaviour: { stakes: 'slow' } },
  'subnets-coming': {
    stored: () => stored({ accounts: [], snapshot: null, hasNames: false, emission: null }),
    behaviour: { emission: 'slow' },
  },
  'emission-reading': { stored: () => stored(), behaviour: { emission: 'slow' } },
  'emission-unmodelled': {
    stored: () => stored({ emission: { ...emissionRecord(), parent: null } }),
  },
  'settings-set-aside': {
    stored: () => {
      const state = withBooks({});
      const { plan: _none, ...rest } = requestIn('signed', { id: 'without a plan' });
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what another version may have left
      return { ...state, requests: [...state.requests, rest as (typeof state.requests)[number]] };
    },
  },
  'settings-network-added': {
    stored: () => {
      const state = stored({ snapshot: null });
      const added = {
        id: 'added',
        name: 'My own node',
        genesisHash: null,
        endpoints: ['wss://node.example.org', 'wss://reserve.example.org:9944'],
        operators: {},
        archive: null,
        isReal: true,
        explorer: null,
      };
      const networks = [...state.settings.networks, added];
      return { ...state, settings: { ...state.settings, networks, networkId: added.id } };
    },
  },
  'connect-elsewhere': {
    stored: () => stored({ accounts: [], snapshot: null }),
    pageUrl: 'chrome://newtab/',
  },
  'connect-here': {
    stored: () => stored({ accounts: [], snapshot: null }),
    pageUrl: 'https://app.example.org/portfolio',
  },
  'first-run-here': {
    stored: () => stored({ accounts: [], snapshot: null }),
    pageUrl: 'https://taostats.io/subnets',
  },
  'connect-looking': connecting('looking'),
  'connect-wallets': connecting('choose-wallet'),
  'connect-waiting': connecting('waiting-for-wallet'),
  'connect-accounts': connecting('choose-accounts'),
  'connect-done': {
    stored: () => {
      const { found, ...connection } = connectionIn('done');
      const accounts = stored().accounts.filter(({ coldkey }) =>
        found.some((one) => one.coldkey === coldkey),
      );
      // As they were kept: of what was found, those that were chosen.
      const kept = found.filter(({ coldkey }) => coldkey !== null);
      return stored({ accounts, connection: { ...connection, found: kept } });
    },
  },
  'connect-no-wallet': failedWith('NO_WALLET_FOUND', null),
  'connect-refused': failedWith('PERMISSION_REFUSED', null),
  'connect-pending': failedWith('WALLET_PENDING'),
  'connect-unreachable': failedWith('TAB_UNREACHABLE', null),
  'connect-interferes': connecting('failed', {
    wallet: null,
    origin: 'https://app.example.org',
    error: { code: 'PAGE_INTERFERES', detail: {} },
  }),
  'connect-wallet-failed': connecting('failed', {
    error: toWireError(
      new AppError('WALLET_FAILED', { text: '\u202Egnihtemos: Error <b>42</b> in vault' }),
    ),
  }),
  'connect-only-evm': failedWith('WALLET_ONLY_EVM'),
  alerts: { stored: () => stored({ alerts: firedAlerts() }) },
  'home-swap': {
    stored: () => {
      const record = snapshotWith(positions, [4]);
      const { snapshot } = record;
      const accounts = snapshot.accounts.map((one) =>
        one.coldkey === savings ? { ...one, swapAnnouncedFor: known(HEAD + 31_400) } : one,
      );
      return stored({
        snapshot: { ...record, snapshot: { ...snapshot, accounts } },
        alerts: firedAlerts(),
      });
    },
  },
  'home-followed': {
    stored: () => afterAWeek(stored({ accounts: [followed(savings, 'A validator I follow')] })),
  },
  'home-elsewhere': {
    stored: () =>
      stored({
        accounts: [accountOf(watched, 'My empty one', 0), followed(savings, 'A friend')],
        emission: emissionRecord(),
        prices: pricesRecords(),
      }),
  },
  'ticket-offline': {
    stored: () => {
      const state = stored();
      return { ...state, node: state.node && { ...state.node, state: 'offline' } };
    },
  },
  limits: { stored: () => stored(), behaviour: { limits: ownLimits } },
  'ticket-one-source': { stored: () => stored(), behaviour: { depth: 'one-source' } },
  'ticket-wrong': { stored: () => stored(), behaviour: { simulation: 'wrong' } },
  'ticket-silent': { stored: () => stored(), behaviour: { simulation: 'silent' } },
  'ticket-unverified': { stored: () => stored(), behaviour: { simulation: 'missing' } },
  'ticket-no-facts': { stored: () => stored(), behaviour: { facts: 'fail' } },
  'request-draft': asking(() => [['draft']]),
  'request-lost-tab': asking(() => [
    ['draft', { error: toWireError(new AppError('TAB_UNREACHABLE')) }],
  ]),
  'request-offered': {
    stored: () => {
      const request = requestIn('draft');
      const { wallet, id: requestId } = request;
      const { specVersion } = request.plan.runtime;
      const operators = ['Opentensor Foundation', 'Latent Holdings'];
      const about = { wallet, requestId, genesisHash, specVersion, operators };
      return stored({
        requests: [request],
        offers: [{ ...about, at: Date.now(), state: 'taken', error: null }],
      });
    },
  },
  'request-waiting': asking(() => [['waiting-for-wallet']]),
  'request-held': asking(() => [
    [
      'signed',
      { heldBecause: toWireError(new AppError('PRICE_LIMIT_EXCEEDED')), extrinsic: '0x00' },
    ],
  ]),
  'request-submitted': asking(() => [['submitted']]),
  'request-in-block': asking(() => [['in-block']]),
  'request-proven': asking(() => [['finalized', finalizedWith(provenFinal)]]),
  'request-on-word': asking(() => [
    [
      'finalized',
      finalizedWith({ events: 'not-served', final: null, gap: 'not-served', upTo: HEAD }),
    ],
  ]),
  'request-elsewhere': asking(() => [
    ['finalized', finalizedWith({ ...provenFinal, final: null, gap: 'elsewhere' })],
  ]),
  'line-ahead': asking(() => [['submitted'], waiting(1, 3n), waiting(8, 1n)]),
  'line-waits': asking(() => [['submitted'], waiting(1, 3n)]),
  'line-turn': asking(() => [['finalized'], waiting(1, 3n, inTurn()), waiting(8, 1n)]),
  'line-changed': asking(() => [['failed'], waiting(1, 3n, { ...inTurn(), error: changed() })]),
  'line-happened': asking(() => [['finalized', {}, moveInto(1, 2n)], happened()]),
  books: { stored: () => withBooks({}) },
  'books-emission': { stored: () => ({ ...withBooks({}), emission: emissionRecord() }) },
  'books-none': { stored: () => withArchive(stored()) },
  'books-gap': {
    stored: () => withBooks(withGap(24), runOf({ state: 'stopped', why: 'pruned', blocksLeft: 0 })),
  },
  'books-loading': { stored: () => withBooks(withGap(40), runOf({})) },
  'request-failed': asking(() => [['failed']]),
  activity: asking(() => [
    ['finalized'],
    ['failed', { createdAt: Date.now() - 300_000 }, moveInto(64, 8n)],
    [
      'rejected',
      { id: 'canceled', createdAt: Date.now() - 3_600_000, error: canceled },
      moveInto(1, 2n),
    ],
    [
      'rejected',
      { createdAt: Date.now() - 7_200_000, askedAt: 1, unseen: { by: 2, isNonceUsed: false } },
      moveInto(64, 5n),
    ],
    ['expired', { createdAt: Date.now() - 90_000_000 }, moveInto(64, 3n)],
    ['dropped', { createdAt: Date.now() - 190_000_000, askedAt: 1 }, moveInto(64, 6n)],
    ['superseded', { createdAt: Date.now() - 290_000_000, askedAt: 1 }, moveInto(64, 4n)],
  ]),
};

export function sceneOf(name: string): Scene {
  const scene = scenes[name];
  if (!scene) throw new RangeError(`no scene ${name}`);
  return scene;
}
