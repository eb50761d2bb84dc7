// Runs in a page of the extension: fills its store with a small or a large portfolio, by the store's own code.
import type { SigningRequest } from '../../../src/model/request.ts';
import type { HistoryRecord } from '../../../src/model/records.ts';
import { openStore } from '../../../src/store/open-store.ts';
import { packPoints } from '../../../src/store/pack-points.ts';
import { toNetuid } from '../../../src/units.ts';
import { bookOf, pointOf } from '../../store/sample-books.ts';
import { addressOf, genesisHash, hotkeys, positionOf } from '../pictures/chain.ts';
import { requestIn } from '../pictures/requests.ts';
import { seed } from '../pictures/seed.ts';
import { accountOf, snapshotWith, stored, type Stored } from '../pictures/stored.ts';

export type Filling = {
  coldkeys: number;
  positions: number;
  requests: number;
  bookPoints: number;
  /** Where nobody answers: what is stored stays. */
  endpoint: string;
};

const SUBNETS = 128;
const DAY = 86_400_000;

/** The newest an hour old, each a minute older than the one before: all are over. */
function requestsOf(count: number): SigningRequest[] {
  const one = requestIn('finalized', { dismissedAt: 1, plan: requestIn('finalized').plan });
  const now = Date.now() - 3_600_000;
  return Array.from({ length: count }, (_none, index): SigningRequest => {
    const at = now - index * 60_000;
    const id = `request-${String(index).padStart(6, '0')}`;
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- of the same state
    return { ...one, id, createdAt: at, updatedAt: at, settledAt: at } as SigningRequest;
  });
}

function pricesOf(scene: Stored): HistoryRecord[] {
  const [first] = scene.history;
  const subnets = scene.snapshot?.snapshot.subnets ?? [];
  if (first === undefined) return [];
  const points = 400;
  const now = Date.now();
  return Array.from({ length: points }, (_none, index) => ({
    ...first,
    at: now - (points - index) * (DAY / 12),
    prices: subnets.slice(1).map(({ netuid, registeredAt }) => ({
      netuid,
      registeredAt,
      raoPerAlpha: 20_000_000n + BigInt((index * 7919 + netuid * 104_729) % 9_999_991),
    })),
  }));
}

async function fillBooks(coldkeys: number, points: number): Promise<void> {
  const store = await openStore();
  const each = Math.ceil(points / coldkeys);
  const transaction = store.transaction(['books', 'bookPoints'], 'readwrite');
  for (let account = 0; account < (points > 0 ? coldkeys : 0); account += 1) {
    const coldkey = addressOf(1 + account);
    const last = 9_240_000;
    const first = last - each * 300;
    const all = Array.from({ length: each }, (_none, index) =>
      pointOf(coldkey, first + index * 300),
    );
    const stretch = { from: first, to: last, state: 'read' } as const;
    void transaction.objectStore('books').put({ ...bookOf(coldkey, []), stretches: [stretch] });
    for (let at = 0; at < each; at += 500) {
      void transaction.objectStore('bookPoints').put(packPoints(all.slice(at, at + 500)));
    }
  }
  await transaction.done;
}

export async function fill(filling: Filling): Promise<void> {
  const { coldkeys, positions, requests, bookPoints, endpoint } = filling;
  const held = Array.from({ length: positions }, (_none, index) => {
    const coldkey = addressOf(1 + (index % coldkeys));
    const netuid = toNetuid(1 + (Math.floor(index / coldkeys) % SUBNETS));
    return positionOf(coldkey, netuid, 1 + (index % 97), index % hotkeys.length);
  });
  const scene = stored({
    accounts: Array.from({ length: coldkeys }, (_none, index) =>
      accountOf(addressOf(1 + index), `Account ${index}`, index),
    ),
    snapshot: snapshotWith(held, []),
    requests: requestsOf(requests),
    offers: [],
    changes: [],
    drafts: [],
    node: null,
    alerts: { rules: [], log: [] },
  });
  const network = {
    id: 'local',
    name: 'Bench',
    genesisHash,
    endpoints: [endpoint],
    operators: {},
    archive: null,
    isReal: true,
    explorer: null,
  };
  const settings = { ...scene.settings, networkId: 'local', networks: [network] };
  await seed({ ...scene, settings, history: pricesOf(scene) });
  await fillBooks(coldkeys, bookPoints);
}
