// Finds what the chain paid out for removed subnets: the block of the removal by halving, then the payouts block by block
// until the chain says that it is done. What it cannot read it leaves unread: nothing is worked out.
import type { ChainClient } from '../chain/chain-client.ts';
import { AppError } from '../errors.ts';
import type { HoldingChange, Payout } from '../model/change.ts';
import type { Snapshot } from '../model/facts.ts';
import { editChange, readChanges } from '../store/changes.ts';
import { toRao } from '../units.ts';
import { reportBackgroundError } from './report-background-error.ts';

type Client = Pick<ChainClient, 'readGeneration' | 'readPaidOut'>;
type Dissolved = HoldingChange & {
  event: Extract<HoldingChange['event'], { kind: 'subnet-dissolved' }>;
};

/** Blocks behind the head: a younger one may still lose against another. */
const SETTLED = 2;
/** Blocks after the removal in which a payout is looked for; the longest seen took 25. */
const LONGEST = 300;
/** Blocks read before what was found is stored. */
const AT_ONCE = 20;
/** After so many failures of nodes the payout counts as unread. */
const MOST_FAILURES = 12;

const unread = (payout: Payout): Payout => ({ ...payout, state: 'unread' });

/** First block in which that generation of the subnet is gone; null: no node keeps the states to tell. Throws what reading throws. */
async function findRemoval(client: Client, change: Dissolved): Promise<number | null> {
  const { netuid, registeredAt } = change.event;
  let there = change.before.number;
  let gone = change.after.number;
  while (gone - there > 1) {
    const middle = Math.floor((there + gone) / 2);
    const found = await client.readGeneration(netuid, middle);
    if (!found.known) {
      if (found.reason === 'unreadable')
        throw new AppError('NODE_UNREACHABLE', { what: 'archive' });
      return null;
    }
    if (found.value === registeredAt) there = middle;
    else gone = middle;
  }
  return gone;
}

async function readOn(
  client: Client,
  { coldkey, event }: Dissolved,
  start: { payout: Payout; from: number; last: number },
): Promise<Payout> {
  const { from, last } = start;
  let { payout } = start;
  for (let number = from; number <= last; number += 1) {
    const found = await client.readPaidOut({ netuid: event.netuid, coldkey }, number);
    if (!found.known) {
      if (found.reason === 'unreadable')
        throw new AppError('NODE_UNREACHABLE', { what: 'archive' });
      return unread(payout);
    }
    const paid = toRao(payout.paid + found.value.paid);
    payout = { ...payout, paid, next: number + 1 };
    if (found.value.isOver) return { ...payout, state: 'read' };
  }
  return payout;
}

/** The payout after one more step; the same object: nothing to read yet. */
async function goOn(client: Client, change: Dissolved, head: number): Promise<Payout> {
  const { payout } = change.event;
  const settled = head - SETTLED;
  if (payout.removedAt === null) {
    if (change.after.number > settled) return payout;
    const removedAt = await findRemoval(client, change);
    return removedAt === null ? unread(payout) : { ...payout, removedAt, next: removedAt };
  }
  const from = payout.next ?? payout.removedAt;
  const end = payout.removedAt + LONGEST;
  if (from > end) return unread(payout);
  const last = Math.min(settled, end, from + AT_ONCE - 1);
  return from > last ? payout : readOn(client, change, { payout, from, last });
}

const isDissolved = (change: HoldingChange): change is Dissolved =>
  change.event.kind === 'subnet-dissolved';

async function keep(change: Dissolved, payout: Payout): Promise<Dissolved | null> {
  let kept: Dissolved | null = null;
  await editChange(change, (stored) => {
    if (!isDissolved(stored)) return stored;
    kept = { ...stored, event: { ...stored.event, payout } };
    return kept;
  });
  return kept;
}

async function follow(client: Client, first: Dissolved, head: number): Promise<boolean> {
  let change: Dissolved | null = first;
  let isChanged = false;
  while (change?.event.payout.state === 'looking') {
    const { payout } = change.event;
    let next: Payout;
    let isFailed = false;
    try {
      next = await goOn(client, change, head);
    } catch (error) {
      // A node in trouble is asked again later; anything else is a fault of ours, which must be seen.
      if (!(error instanceof AppError)) reportBackgroundError(error);
      isFailed = true;
      const failures = payout.failures + 1;
      next = { ...payout, failures, state: failures < MOST_FAILURES ? 'looking' : 'unread' };
    }
    if (next === payout) break;
    change = await keep(change, next);
    isChanged = true;
    if (isFailed) break;
  }
  return isChanged;
}

let isRunning = false;

/** Goes on with every payout that is looked for, as far as the snapshot's block. Never two at a time. */
export async function findPayouts(
  client: Client,
  { genesisHash, block }: Snapshot,
  announce: () => void,
): Promise<void> {
  if (isRunning) return;
  isRunning = true;
  try {
    for (const change of (await readChanges(genesisHash)).filter(isDissolved)) {
      if (await follow(client, change, block.number)) announce();
    }
  } finally {
    isRunning = false;
  }
}
