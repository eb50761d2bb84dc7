// Schedules the reading of what hotkeys paid: each epoch once, after it ended, beside a snapshot; earlier epochs
// from an archive, for the subnet that is open. Reading and storing live elsewhere.
import type { ChainClient } from '../chain/chain-client.ts';
import { isFresh } from '../model/age.ts';
import type { EarningsQuery, EpochFacts, Snapshot } from '../model/facts.ts';
import { readEpochs, readLastEpoch, writeEpochs } from '../store/earnings.ts';
import { readValidatorsRecord } from '../store/read-validators-record.ts';
import type { EpochRecord } from '../model/records.ts';
import { BLOCKS_PER_DAY, ROOT_NETUID, type Netuid, type Ss58Address } from '../units.ts';

type RecordEarnings = {
  /** After a snapshot, with the client that read it: reads what has ended since, at the same block. */
  snapshotRead(client: ChainClient, snapshot: Snapshot): Promise<void>;
  /** Asks an archive for what our own record lacks of the last days of one subnet; on root, reads its largest validators too. */
  lookedAt(client: ChainClient, snapshot: Snapshot, netuid: Netuid): Promise<void>;
};

/** Not looked for more often than this, in blocks. */
const LOOK_EVERY = 50;
/** Root is paid by all subnets, each at its own time: a reading every six hours. */
const ROOT_EVERY = 1_800;
/** So many of root's largest validators are read beside those of the stake here, when root is looked at: its list begins with them. */
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

const hasAll = ({ earned }: EpochRecord, hotkeys: readonly Ss58Address[]): boolean =>
  hotkeys.every((hotkey) => earned.some((one) => one.hotkey === hotkey));

/** What is to be read of root's largest validators, and of those of the stake here with them; null: it is known, or nowhere. */
async function rootDue(snapshot: Snapshot): Promise<Query | null> {
  const { genesisHash, block, unclaimed } = snapshot;
  // A runtime with other books of root rewards has no records of payments.
  if (!unclaimed.known && unclaimed.reason === 'not-on-this-runtime') return null;
  const record = await readValidatorsRecord(genesisHash, ROOT_NETUID);
  const listed = (record?.validators ?? [])
    .toSorted((a, b) => (a.alphaStake < b.alphaStake ? 1 : a.alphaStake > b.alphaStake ? -1 : 0))
    .slice(0, ROOT_LISTED)
    .map(({ hotkey }) => hotkey);
  const held = queriesOf(snapshot).find(({ netuid }) => netuid === ROOT_NETUID)?.hotkeys ?? [];
  const hotkeys = [...new Set([...held, ...listed])];
  const last = await readLastEpoch(genesisHash, ROOT_NETUID);
  const isKnown =
    last !== null &&
    hasAll(last, hotkeys) &&
    last.epoch <= block.number &&
    block.number < last.epoch + ROOT_EVERY;
  return listed.length === 0 || isKnown ? null : { netuid: ROOT_NETUID, hotkeys };
}

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
  { genesisHash, block }: Snapshot,
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
      const ofRoot = netuid === ROOT_NETUID ? await rootDue(snapshot) : null;
      if (ofRoot !== null) {
        const epochs = await client.readEarnings([ofRoot], snapshot.block);
        await keep(snapshot, epochs, 'own');
        announce();
      }
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
  };
}
