// Schedules the reading of what hotkeys paid: each epoch once, after it ended, beside a snapshot; earlier epochs
// from an archive, for the subnet that is open. Reading and storing live elsewhere.
import type { ChainClient } from '../chain/chain-client.ts';
import { largestFirst } from '../emission/largest-first.ts';
import { isFresh } from '../model/age.ts';
import type { EarningsQuery, EpochFacts, Snapshot } from '../model/facts.ts';
import { readEpochs, readLastEpoch, writeEpochs } from '../store/earnings.ts';
import { readValidatorsRecord } from '../store/read-validators-record.ts';
import type { EpochRecord } from '../model/records.ts';
import { BLOCKS_PER_DAY, ROOT_NETUID, type Netuid, type Ss58Address } from '../units.ts';

type RecordEarnings = {
  /** After a snapshot, with the client that read it: reads what has ended since, at the same block. */
  snapshotRead(client: ChainClient, snapshot: Snapshot): Promise<void>;
  /** Asks an archive for what our own record lacks of the last days of one subnet. */
  lookedAt(client: ChainClient, snapshot: Snapshot, netuid: Netuid): Promise<void>;
  /** Reads what root's largest validators are paid now, and those of the stake here with them. */
  rootListed(client: ChainClient, snapshot: Snapshot): Promise<void>;
};

/** Not looked for more often than this, in blocks. */
const LOOK_EVERY = 50;
/** Root is paid by all subnets, each at its own time: a reading every six hours. */
const ROOT_EVERY = 1_800;
/** So many of root's largest validators are read when their list is looked at: it begins with them. */
const ROOT_LISTED = 8;
/** An epoch younger than this could still go with its block. */
const SETTLED = 10;
/** How many days back an archive is asked, one block a day; root takes many keys. */
const DAYS_BACK = [1, 2, 3, 4, 5, 6];
const ROOT_DAYS_BACK = [2, 4, 6];
/** An archive that had no answer is not asked again before this. */
const ARCHIVE_PAUSE_MS = 3_600_000;

type Query = EarningsQuery[number];

function queriesOf({ positions }: Snapshot): Query[] {
  const held = new Map<Netuid, Ss58Address[]>();
  for (const { netuid, hotkey } of positions) {
    const hotkeys = held.get(netuid) ?? [];
    if (!hotkeys.includes(hotkey)) held.set(netuid, [...hotkeys, hotkey]);
  }
  return [...held].map(([netuid, hotkeys]) => ({ netuid, hotkeys }));
}

const hotkeysOf = ({ earned }: EpochRecord): Ss58Address[] => earned.map(({ hotkey }) => hotkey);

const hasAll = ({ earned }: EpochRecord, hotkeys: readonly Ss58Address[]): boolean =>
  hotkeys.every((hotkey) => earned.some((one) => one.hotkey === hotkey));

/** What root's list is read of: its largest validators, and those of the stake here. Null: nowhere is it told, or none is known. */
async function rootList(snapshot: Snapshot): Promise<Query | null> {
  const { genesisHash, unclaimed } = snapshot;
  // A runtime with other books of root rewards has no records of payments.
  if (!unclaimed.known && unclaimed.reason === 'not-on-this-runtime') return null;
  const record = await readValidatorsRecord(genesisHash, ROOT_NETUID);
  const listed = (record?.validators ?? [])
    .toSorted((a, b) => largestFirst(a.alphaStake, b.alphaStake))
    .filter(({ alphaStake }) => alphaStake > 0n)
    .slice(0, ROOT_LISTED)
    .map(({ hotkey }) => hotkey);
  const held = queriesOf(snapshot).find(({ netuid }) => netuid === ROOT_NETUID)?.hotkeys ?? [];
  const hotkeys = [...new Set([...held, ...listed])];
  return listed.length === 0 ? null : { netuid: ROOT_NETUID, hotkeys };
}

/** Whether root was read for these not long before a block: what had no answer then has none now. */
const isRecent = ({ at }: { at: number }, now: number): boolean =>
  at <= now && now < at + ROOT_EVERY;

/** null: nothing new can have ended. */
async function due({ genesisHash, block, subnets }: Snapshot, query: Query): Promise<Query | null> {
  const { netuid, hotkeys } = query;
  const last = await readLastEpoch(genesisHash, netuid);
  const isRoot = netuid === ROOT_NETUID;
  // A development chain may begin anew with the same genesis: then what is kept lies ahead.
  const isKnown = last !== null && hasAll(last, hotkeys) && last.epoch <= block.number;
  if (isKnown && block.number < last.epoch + (isRoot ? ROOT_EVERY : last.period + SETTLED))
    return null;
  // An epoch before the registration is of an earlier subnet of that number.
  const newerThan = isKnown
    ? last.epoch
    : subnets.find((subnet) => subnet.netuid === netuid)?.registeredAt;
  return isRoot || newerThan === undefined ? query : { ...query, newerThan };
}

/** The earlier blocks to ask an archive about: those near which nothing is known. */
async function missing(
  { genesisHash, block: { number: head } }: Snapshot,
  { netuid, hotkeys }: Query,
): Promise<number[]> {
  const known = (await readEpochs(genesisHash, netuid)).filter((one) => hasAll(one, hotkeys));
  const days = netuid === ROOT_NETUID ? ROOT_DAYS_BACK : DAYS_BACK;
  return days
    .map((back) => head - back * BLOCKS_PER_DAY)
    .filter(
      (at) => at > 0 && !known.some(({ epoch }) => Math.abs(epoch - at) <= BLOCKS_PER_DAY / 2),
    );
}

async function keep(
  { genesisHash, block }: Pick<Snapshot, 'genesisHash' | 'block'>,
  epochs: readonly EpochFacts[],
  from: 'own' | 'archive',
): Promise<void> {
  const records = epochs
    .filter(({ netuid, epoch }) => netuid === ROOT_NETUID || block.number - epoch >= SETTLED)
    .map(({ earned, ...epoch }) => ({
      ...epoch,
      genesisHash,
      earned: earned.map((one) => ({ ...one, from })),
    }));
  await writeEpochs(records, block.number);
}

export function createRecordEarnings(announce: () => void, now: () => number): RecordEarnings {
  let looked: { at: number; of: string } | null = null;
  const askedAt = new Map<string, number>();
  const rootAsked = new Map<string, { at: number; hotkeys: readonly Ss58Address[] }>();
  const rootReading = new Map<string, Promise<void>>();

  async function readRoot(client: ChainClient, snapshot: Snapshot): Promise<void> {
    const query = await rootList(snapshot);
    if (query === null) return;
    const { genesisHash } = snapshot;
    // Not at the snapshot's block, which may be of yesterday.
    const block = await client.head();
    const last = await readLastEpoch(genesisHash, ROOT_NETUID);
    const readings = last === null ? [] : [{ at: last.epoch, hotkeys: hotkeysOf(last) }];
    const asked = rootAsked.get(genesisHash);
    const known = [...readings, ...(asked === undefined ? [] : [asked])].filter((one) =>
      isRecent(one, block.number),
    );
    if (query.hotkeys.every((hotkey) => known.some(({ hotkeys }) => hotkeys.includes(hotkey))))
      return;
    const epochs = await client.readEarnings([query], block);
    rootAsked.set(genesisHash, { at: block.number, hotkeys: query.hotkeys });
    await keep({ genesisHash, block }, epochs, 'own');
    announce();
  }

  return {
    async snapshotRead(client, snapshot) {
      const { genesisHash, block, positions } = snapshot;
      const of = `${genesisHash} ${positions.length}`;
      const since = looked?.of === of ? block.number - looked.at : LOOK_EVERY;
      if (since >= 0 && since < LOOK_EVERY) return;
      looked = { at: block.number, of };
      const queries = queriesOf(snapshot);
      const all = await Promise.all(queries.map((query) => due(snapshot, query)));
      const wanted = all.filter((query) => query !== null);
      if (wanted.length === 0) return;
      const epochs = await client.readEarnings(wanted, block);
      if (epochs.length === 0) return;
      await keep(snapshot, epochs, 'own');
      announce();
    },

    async lookedAt(client, snapshot, netuid) {
      const query = queriesOf(snapshot).find((one) => one.netuid === netuid);
      const key = `${snapshot.genesisHash} ${netuid}`;
      const asked = askedAt.get(key);
      const isPaused = asked !== undefined && isFresh(asked, now(), ARCHIVE_PAUSE_MS);
      if (query === undefined || isPaused) return;
      askedAt.set(key, now());
      const blocks = await missing(snapshot, query);
      const answers = await Promise.all(blocks.map((at) => client.readEarningsAt([query], at)));
      const epochs = answers.flatMap((one) => (one.known ? one.value : []));
      if (epochs.length === 0) return;
      await keep(snapshot, epochs, 'archive');
      announce();
    },

    async rootListed(client, snapshot) {
      const { genesisHash } = snapshot;
      const underWay = rootReading.get(genesisHash) ?? readRoot(client, snapshot);
      rootReading.set(genesisHash, underWay);
      await underWay.finally(() => rootReading.delete(genesisHash));
    },
  };
}
