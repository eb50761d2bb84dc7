// Our own records go on from where the past was read: a point of each account now and then as pictures of the chain come in, on
// both sides of what changed it, and an entry of each of our own requests. What lies between them is left open, never guessed.
import type { ChainClient } from '../chain/chain-client.ts';
import { isFresh } from '../model/age.ts';
import type { BookEntry, BookPoint, PriceThen } from '../model/book.ts';
import type { PricesAt } from '../model/emission-facts.ts';
import type { Snapshot } from '../model/facts.ts';
import { addOwnEntries, missingEntries } from '../store/books.ts';
import { readSnapshotRecord } from '../store/chain-cache.ts';
import { addOwnPoints, dropOwnPoints, isUnchanged, readLastPoints } from '../store/own-books.ts';
import { readSettledRequests } from '../store/requests.ts';
import { entryOfReceipt } from './own-entry.ts';
import { ROOT_NETUID, type Netuid } from '../units.ts';
import { pointOf } from './own-point.ts';

type Chain = Pick<ChainClient, 'blockHashAt'>;

type RecordBooks = {
  /** Before a picture gives way to the next one. */
  pictureReplaced(before: Snapshot | null): void;
  /** After a picture was written, with the client that read it. */
  snapshotRead(client: Chain, snapshot: Snapshot): Promise<void>;
};

/** A point without any change is this old before the next one. */
const EVERY_MS = 4 * 3_600_000;
/** What others send may come with every block. */
const CHANGE_MS = 10 * 60_000;
/** Without any change the store is not looked at more often than this, in blocks. */
const LOOK_EVERY = 50;

function isDue(last: BookPoint | undefined, point: BookPoint): boolean {
  if (last === undefined) return true;
  if (point.block.number <= last.block.number) return false;
  const passed = point.at - last.at;
  if (last.nonce !== point.nonce || passed >= EVERY_MS) return true;
  return passed >= CHANGE_MS && !isUnchanged(last, point);
}

/** Two pictures with the same text have the same accounts with the same stake, but for what grew. */
const standing = ({ genesisHash, accounts, positions }: Snapshot): string =>
  [
    genesisHash,
    ...accounts.map(
      ({ coldkey, nonce, free, reserved }) => `${coldkey} ${nonce} ${free} ${reserved}`,
    ),
    ...positions.map(({ coldkey, netuid, hotkey }) => `${coldkey} ${netuid} ${hotkey}`),
  ].join();

const pointsOf = (snapshot: Snapshot): BookPoint[] =>
  snapshot.accounts.map((account) => pointOf(snapshot, account)).filter((point) => point !== null);

/** false: another block has that number now; a node that does not know it is believed to be behind. */
async function isOnChain(chain: Chain, { block }: Pick<BookPoint, 'block'>): Promise<boolean> {
  const hash = await chain.blockHashAt(block.number);
  return hash === null || hash === block.hash;
}

/** Where an own transaction lies between two pictures: the account as it was before, with prices of what it got. */
function pointBefore(before: Snapshot, after: BookPoint): BookPoint | null {
  const account = before.accounts.find(({ coldkey }) => coldkey === after.coldkey);
  if (before.genesisHash !== after.genesisHash || account === undefined) return null;
  if (account.nonce === after.nonce || before.block.number >= after.block.number) return null;
  const got = after.holdings.map(({ netuid }) => netuid);
  return pointOf(before, account, got);
}

export function createRecordBooks(announce: () => void): RecordBooks {
  let before: Snapshot | null = null;
  let looked: { at: number; of: string } | null = null;
  let isRunning = false;

  async function record(client: Chain, snapshot: Snapshot): Promise<void> {
    const points = pointsOf(snapshot);
    const earlier = before;
    let lasts = await readLastPoints(points);
    const lastOf = ({ coldkey }: BookPoint): BookPoint | undefined =>
      lasts.find((one) => one.coldkey === coldkey);
    if (!points.some((point) => isDue(lastOf(point), point))) return;
    // A block that lost against another one after its point was written: nobody had what it says.
    const [newest] = lasts.toSorted((a, b) => b.block.number - a.block.number);
    if (newest?.source === 'own' && !(await isOnChain(client, newest))) {
      await dropOwnPoints(lasts.filter(({ block }) => block.hash === newest.block.hash));
      lasts = await readLastPoints(points);
    }
    const due = points.filter((point) => isDue(lastOf(point), point));
    const beside = due
      .map((point) => earlier && pointBefore(earlier, point))
      .filter((point) => point !== null);
    const [one] = beside;
    const isPictured = one !== undefined && (await isOnChain(client, one));
    await addOwnPoints([...(isPictured ? beside : []), ...due]);
    announce();
  }

  return {
    pictureReplaced(replaced) {
      before = replaced;
    },
    async snapshotRead(client, snapshot) {
      const of = standing(snapshot);
      const since = looked?.of === of ? snapshot.block.number - looked.at : LOOK_EVERY;
      if (isRunning || (since >= 0 && since < LOOK_EVERY)) return;
      looked = { at: snapshot.block.number, of };
      isRunning = true;
      try {
        await record(client, snapshot);
      } finally {
        isRunning = false;
      }
    },
  };
}

/** Newest settled requests that are looked at: more do not end at once. */
const SETTLED = 20;
/** What ended earlier was recorded then, or is forgotten. */
const RECENT_MS = 24 * 3_600_000;

function priced(entry: BookEntry, told: PricesAt): BookEntry {
  if (!told.known) return entry;
  const raoPerAlpha = new Map(told.prices.map((price) => [price.netuid, price.raoPerAlpha]));
  const prices = new Map<Netuid, PriceThen>();
  for (const leg of entry.legs) {
    if (leg.of === 'free' || leg.netuid === ROOT_NETUID) continue;
    const { netuid, registeredAt } = leg;
    const price = raoPerAlpha.get(netuid);
    if (price !== undefined) prices.set(netuid, { netuid, registeredAt, raoPerAlpha: price });
  }
  return { ...entry, prices: [...prices.values()] };
}

/**
 * Entries of our own requests that ended last, with the prices of the block before, where an archive tells them. True when any
 * was added.
 */
export async function recordReceipts(
  readPrices: (blockNumber: number) => Promise<PricesAt>,
  now: number,
): Promise<boolean> {
  const entries: BookEntry[] = [];
  for (const request of await readSettledRequests(SETTLED)) {
    if (!isFresh(request.settledAt ?? 0, now, RECENT_MS)) continue;
    const record = await readSnapshotRecord(request.genesisHash);
    const entry = record && entryOfReceipt(request, record.snapshot);
    if (entry) entries.push(entry);
  }
  const added: BookEntry[] = [];
  for (const entry of await missingEntries(entries)) {
    const isTraded = entry.legs.some(({ of }) => of === 'alpha');
    // Without an archive the entry has no price of its own: results take the last one known.
    const told = isTraded ? await readPrices(entry.block.number - 1).catch(() => null) : null;
    added.push(told === null ? entry : priced(entry, told));
  }
  return addOwnEntries(added);
}
