// What the store holds in a scene: accounts, settings, the snapshot, names, validators, history, node.
import {
  batchOf,
  CLAIM_CALL,
  EXIT_CALL,
  PROTECTED_CALLS,
} from '../../../src/moves/run/chain-call.ts';
import type { ChainRules } from '../../../src/model/chain-rules.ts';
import type {
  MoveFacts,
  Position,
  Reading,
  ReceiverFacts,
  Snapshot,
} from '../../../src/model/facts.ts';
import type { MoveFactsQuery } from '../../../src/messages.ts';
import type { BookRun } from '../../../src/model/book.ts';
import type { BookStep } from '../../../src/store/books.ts';
import { defaultSettings } from '../../../src/store/settings.ts';
import type { StoredAccount } from '../../../src/model/account.ts';
import type { Alerts } from '../../../src/model/alert.ts';
import type { HoldingChange } from '../../../src/model/change.ts';
import type { DraftRecord } from '../../../src/model/draft.ts';
import type { Connection } from '../../../src/model/connection.ts';
import type {
  EmissionRecord,
  EpochRecord,
  FiatRecord,
  HistoryRecord,
  NodeRecord,
  PricesRecord,
  SnapshotRecord,
} from '../../../src/model/records.ts';
import type { ExitQueue, Notice, OfferRecord, SigningRequest } from '../../../src/model/request.ts';
import type { GuardRecord } from '../../../src/model/guard-record.ts';
import type { ProofRecord } from '../../../src/model/proof.ts';
import type { RootClaimsRecord } from '../../../src/model/root-claims.ts';
import type { Settings } from '../../../src/model/settings.ts';
import { toAlphaRao, toNetuid, toRao, type Rao, type Ss58Address } from '../../../src/units.ts';
import { homeRecord } from '../../../src/alerts/home-figures.ts';
import type { HomeRecord } from '../../../src/alerts/home-record.ts';
import { countedOf, shownOf } from '../../../src/model/account.ts';
import { valuePortfolio, valuationPrice } from '../../../src/portfolio/value-portfolio.ts';
import {
  accountFactsOf,
  addressOf,
  availabilityOf,
  blockAt,
  genesisHash,
  HEAD,
  hotkeys,
  IMMUNITY,
  positionOf,
  ROOT_REWARDS,
  runtime,
  subnets,
  TAO,
  validatorsOf,
  priceThen,
} from './chain.ts';
import { epochRecords } from './earnings.ts';

export const ledgerMain = addressOf(1);
export const savings = addressOf(2);
export const watched = addressOf(3);

export type Stored = {
  accounts: StoredAccount[];
  settings: Settings;
  snapshot: SnapshotRecord | null;
  requests: SigningRequest[];
  notice: Notice | null;
  offers: OfferRecord[];
  exits: ExitQueue | null;
  changes: HoldingChange[];
  drafts: DraftRecord[];
  connection: Connection | null;
  node: NodeRecord | null;
  history: HistoryRecord[];
  hasNames: boolean;
  emission: EmissionRecord | null;
  prices: PricesRecord[];
  epochs: EpochRecord[];
  fiat: FiatRecord | null;
  rootClaims: RootClaimsRecord | null;
  guards: GuardRecord[];
  proofs: ProofRecord | null;
  books: readonly BookStep[];
  bookRun: BookRun | null;
  alerts: Alerts;
};

export function accountOf(
  coldkey: Ss58Address,
  label: string,
  order: number,
  part: Partial<StoredAccount> = {},
): StoredAccount {
  return {
    coldkey,
    label,
    order,
    isHidden: false,
    isCounted: true,
    sources: [
      {
        wallet: 'talisman',
        origin: 'https://taostats.io',
        keyType: 'sr25519',
        name: label,
        seenAt: Date.now() - 86_400_000,
        genesisHash: null,
      },
    ],
    confirmedAt: null,
    ...part,
  };
}

const fee = (rao: bigint): Reading<Rao> => ({ known: true, value: toRao(rao) });
const calls = [
  'add_stake',
  'add_stake_limit',
  'remove_stake',
  'remove_stake_limit',
  'remove_stake_full_limit',
  'move_stake',
  'move_stake_limit',
  'swap_stake',
  'swap_stake_limit',
  'transfer_stake',
].map((name) => `SubtensorModule.${name}`);
const batches = [
  batchOf(PROTECTED_CALLS),
  ...Array.from({ length: 8 }, (_, last) =>
    batchOf(Array(last + 1).fill('SubtensorModule.remove_stake_full_limit')),
  ),
  CLAIM_CALL,
  batchOf(Array(2).fill(CLAIM_CALL)),
  batchOf([CLAIM_CALL, EXIT_CALL]),
];
const LOCK_CALLS = ['SubtensorModule.lock_stake', 'SubtensorModule.set_reject_locked_alpha'];
export const networkFees = Object.fromEntries(
  [...calls, ...LOCK_CALLS, ...batches].map((name, index) => [
    name,
    fee(780_000n + BigInt(index) * 4_000n),
  ]),
);

export const rules: ChainRules = {
  existentialDeposit: toRao(500n),
  minimumStake: toRao(2_000_000n),
  minimumTransfer: toRao(100_000n),
  overAmounts: { known: true, value: 'takes-all' },
  safeModeUntil: { known: true, value: null },
  rootHold: { known: true, value: 0 },
  hotkeyCaps: { known: true, value: { own: 256, receiver: 128 } },
  nominatorMinimumFactor: { known: true, value: 1_000_000n },
  calls: [...calls, CLAIM_CALL, ...LOCK_CALLS, 'Utility.batch_all'],
  hasSimulation: true,
  subnetToPrune: { known: true, value: null },
  immunityPeriod: { known: true, value: IMMUNITY },
};

export const positions: readonly Position[] = [
  positionOf(ledgerMain, 64, 96.1, 0),
  positionOf(ledgerMain, 64, 24, 1),
  positionOf(savings, 64, 40, 0),
  positionOf(ledgerMain, 1, 61.2, 2),
  positionOf(ledgerMain, 4, 180.4, 0),
  positionOf(ledgerMain, 0, 120, 0),
  positionOf(savings, 8, 44.3, 3),
  positionOf(savings, 51, 31.7, 4),
  positionOf(ledgerMain, 45, 22.9, 7),
  positionOf(savings, 19, 12.5, 6),
  positionOf(ledgerMain, 77, 9.1, 10),
  positionOf(ledgerMain, 88, 3.3, 5),
  positionOf(savings, 99, 1.2, 8),
  ...Array.from({ length: 12 }, (_n, index) => positionOf(ledgerMain, 20 + index, 0.002, index)),
];

export function snapshotWith(
  held: readonly Position[],
  locked: readonly number[],
  part: Partial<Snapshot> = {},
): SnapshotRecord {
  const coldkeys = [...new Set(held.map(({ coldkey }) => coldkey))];
  const free = [18.4, 12.8, 3.1];
  return {
    genesisHash,
    proof: { state: 'proven', block: blockAt(HEAD - 20) },
    snapshot: {
      genesisHash,
      block: blockAt(HEAD),
      blockTime: Date.now() - 4_000,
      from: 'wss://entrypoint-finney.opentensor.ai:443',
      runtime,
      accounts: [ledgerMain, savings, watched, ...coldkeys]
        .filter((coldkey, index, all) => all.indexOf(coldkey) === index)
        .map((coldkey, index) => accountFactsOf(coldkey, free[index] ?? 1)),
      positions: held,
      availability: { known: true, value: availabilityOf(held, locked) },
      locks: { known: true, value: [] },
      subnets,
      rules,
      networkFees,
      unread: [],
      unclaimed: {
        known: true,
        value: [
          {
            coldkey: ledgerMain,
            value: toRao(ROOT_REWARDS.first + ROOT_REWARDS.second),
            belowThreshold: toRao(ROOT_REWARDS.small),
          },
        ],
      },
      ...part,
    },
  };
}

const HOUR = 3_600_000;

/** Of a holding that had rewards, so much less an hour ago, as its validators' yield says; where its validator pays none, it is as it was. */
const GROWTH = 26_800n;

type Past = {
  /** Ascending, the last is now. */
  agos: readonly number[];
  /** Of the price now, in parts per million, so many hours ago. */
  priceAgo: (netuid: number, ago: number) => bigint;
};

const hourly = (hours: number): number[] =>
  Array.from({ length: hours + 1 }, (_n, index) => hours - index);

/** Two days of points, every hour, up to the prices of the snapshot. */
export function historyOf(
  record: SnapshotRecord,
  coldkeys: readonly Ss58Address[],
  { agos, priceAgo }: Past = { agos: hourly(48), priceAgo: priceThen },
): HistoryRecord[] {
  const value = valuePortfolio(record.snapshot, coldkeys);
  const hasRewards = (netuid: number): boolean =>
    record.snapshot.positions.some(
      ({ netuid: at, hotkeyDividends: paid }) => at === netuid && paid.known && paid.value > 0n,
    );
  const heldThen = (netuid: number, alpha: bigint, ago: number): bigint =>
    alpha - (hasRewards(netuid) ? (alpha * BigInt(ago)) / GROWTH : 0n);
  const swingOf = (netuid: number, ago: number): bigint =>
    netuid === 0 ? 1_000_000n : priceAgo(netuid, ago);
  /** Now less what each subnet's price and rewards have added since. */
  const worthThen = (which: 'spot' | 'sellable', ago: number): Rao =>
    toRao(
      value.subnets.reduce((sum, subnet) => {
        const { netuid, alpha } = subnet;
        const held = (subnet[which] * heldThen(netuid, alpha, ago)) / (alpha === 0n ? 1n : alpha);
        return sum - subnet[which] + (held * swingOf(netuid, ago)) / 1_000_000n;
      }, BigInt(value[which])),
    );
  return agos.map((ago) => {
    return {
      genesisHash,
      at: record.snapshot.blockTime - ago * HOUR,
      block: HEAD - ago * 300,
      spot: worthThen('spot', ago),
      sellable: worthThen('sellable', ago),
      coldkeys: [...coldkeys],
      held: value.subnets.map(({ netuid }) => netuid),
      amounts: value.subnets.map(({ netuid, alpha }) => ({
        netuid,
        alpha: toAlphaRao(heldThen(netuid, alpha, ago)),
      })),
      prices: record.snapshot.subnets.flatMap((facts) => {
        const price = valuationPrice(facts);
        return price === null
          ? []
          : [
              {
                netuid: facts.netuid,
                registeredAt: facts.registeredAt,
                raoPerAlpha:
                  (((price.rao * TAO) / price.perAlphaRao) * priceAgo(facts.netuid, ago)) /
                  1_000_000n,
              },
            ];
      }),
    };
  });
}

export function stored(part: Partial<Stored> = {}): Stored {
  const snapshot = part.snapshot === undefined ? snapshotWith(positions, [4]) : part.snapshot;
  const accounts = part.accounts ?? [
    accountOf(ledgerMain, 'Ledger main', 0),
    accountOf(savings, 'Savings', 1, { confirmedAt: Date.now() - 40 * HOUR }),
    accountOf(watched, 'A friend', 2, { sources: [], isCounted: false }),
  ];
  const counted = countedOf(shownOf(accounts)).map(({ coldkey }) => coldkey);
  return {
    accounts,
    settings: {
      ...defaultSettings,
      networks: [
        {
          id: 'finney',
          name: 'Bittensor',
          genesisHash,
          endpoints: ['wss://entrypoint-finney.opentensor.ai:443'],
          operators: {},
          archive: null,
          isReal: true,
          explorer: 'https://taostats.io/extrinsic/{block}-{index}',
        },
      ],
    },
    requests: [],
    notice: null,
    offers: [],
    exits: null,
    changes: [],
    drafts: [],
    connection: null,
    node: {
      networkId: 'finney',
      state: 'connected',
      endpoint: 'wss://entrypoint-finney.opentensor.ai:443',
      error: null,
      left: [],
      paced: [],
      clockOffset: null,
      at: Date.now(),
    },
    history: snapshot === null ? [] : historyOf(snapshot, counted),
    hasNames: true,
    emission: null,
    prices: [],
    epochs: epochRecords(),
    rootClaims: null,
    guards: [],
    proofs: null,
    books: [],
    bookRun: null,
    alerts: { rules: [], log: [] },
    fiat: null,
    ...part,
    snapshot,
  };
}

/** Neither hotkey nor contract. */
const ORDINARY_RECEIVER: ReceiverFacts = {
  hotkeyOwner: { known: true, value: null },
  isContract: { known: true, value: false },
  isKeyless: false,
};

/** What a node would answer to a ticket's question, at the snapshot's block. */
export function moveFactsFrom({ snapshot }: SnapshotRecord, ask: MoveFactsQuery): MoveFacts {
  const accountOfKey = (coldkey: Ss58Address) =>
    snapshot.accounts.find((account) => account.coldkey === coldkey) ??
    accountFactsOf(coldkey, 412);
  const wanted = new Set<number>(ask.netuids);
  return {
    block: snapshot.block,
    blockTime: snapshot.blockTime,
    runtime,
    rules: snapshot.rules,
    coldkey: accountOfKey(ask.coldkey),
    destination: ask.destination === null ? null : accountOfKey(ask.destination),
    receiver: ask.destination === null ? null : ORDINARY_RECEIVER,
    subnets: subnets.filter(({ netuid }) => wanted.has(netuid)),
    depth: 'two-sources',
    positions: snapshot.positions.filter(
      ({ coldkey, netuid }) => coldkey === ask.coldkey && wanted.has(netuid),
    ),
    availability: snapshot.availability.known
      ? {
          known: true,
          value: snapshot.availability.value.filter(({ netuid }) => wanted.has(netuid)),
        }
      : snapshot.availability,
    locks: { known: true, value: [] },
    hotkeys: ask.hotkeys.map((hotkey) => {
      const facts = validatorsOf(toNetuid(1)).find((validator) => validator.hotkey === hotkey);
      return facts ?? { hotkey, owner: addressOf(99), take: 11_796, name: null };
    }),
    registrations: Object.fromEntries(
      ask.netuids.flatMap((netuid) =>
        [...hotkeys, ...ask.hotkeys].map((hotkey) => [`${netuid}:${hotkey}`, true]),
      ),
    ),
    stakingHotkeys: [ask.coldkey, ...(ask.destination === null ? [] : [ask.destination])].map(
      (coldkey) => ({ coldkey, hotkeys: { known: true, value: [...hotkeys, ...ask.hotkeys] } }),
    ),
    rootStakedAt: ask.hotkeys.map((hotkey) => ({ hotkey, block: { known: true, value: null } })),
    locking: {
      hotkey: { known: true, value: null },
      isPerpetual: { known: true, value: false },
      unlockRate: { known: true, value: 934_866n },
    },
    networkFees,
  };
}

/** What the background wrote with the scene's snapshot. */
export function homeOf({
  accounts,
  settings,
  snapshot,
  node,
  emission,
}: Stored): HomeRecord | null {
  if (snapshot === null) return null;
  const { smallUnderRao } = settings;
  const coldkeys = countedOf(shownOf(accounts)).map(({ coldkey }) => coldkey);
  const facts = emission?.facts ?? null;
  return homeRecord(snapshot, node?.rows, { coldkeys, smallUnderRao }, facts, valuePortfolio);
}
