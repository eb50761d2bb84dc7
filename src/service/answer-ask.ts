// Asks an archive what the reader of the past wants to know next: accounts at a block, or a block that changed them. Where a
// block's events name stake that was not known of, both its ends are asked for again first, so that no change is left out.
import {
  entriesOfBlock,
  isColdkeySwap,
  placesInBlock,
  type BookBlock,
  type EntriesOfBlock,
  type Past,
} from '../chain/past.ts';
import { changedPlaces } from '../history/rebuild-digest.ts';
import { priced } from '../history/rebuild-point.ts';
import type { Ask } from '../history/rebuild-account.ts';
import type { Rebuild } from '../history/rebuild.ts';
import type { BookEntry } from '../model/book.ts';
import type { PastMark } from '../model/past.ts';
import type { BlockRef } from '../model/reading.ts';
import { AppError } from '../errors.ts';
import { BLOCKS_PER_DAY, type Netuid, type Ss58Address } from '../units.ts';

/** Blocks whose accounts are asked for again keep their body meanwhile. */
const kept = new WeakMap<Rebuild, { hash: string; body: BookBlock }>();

/** Subnets are removed in minutes, and live for months before. */
const BEFORE_REMOVAL = BLOCKS_PER_DAY;

async function bodyOf(
  past: Past,
  rebuild: Rebuild,
  block: BlockRef,
  spec: number,
  signal: AbortSignal,
): Promise<BookBlock> {
  const known = kept.get(rebuild);
  if (known?.hash === block.hash) return known.body;
  const parent = past.hashOf(block.number - 1);
  if (parent === null) throw new AppError('BLOCK_PRUNED', { what: 'no parent' });
  const child = past.hashOf(block.number + 1);
  const body = await past.block(block, { parent, child }, spec, signal);
  const unread = body.events.find(({ isUnread }) => isUnread);
  if (unread !== undefined) throw new AppError('NOT_ON_THIS_RUNTIME', { what: unread.name });
  kept.set(rebuild, { hash: block.hash, body });
  return body;
}

/** In which block the subnets were registered; a removed one's by the state of a day before. */
async function generations(
  past: Past,
  coldkey: Ss58Address,
  marks: readonly PastMark[],
  netuids: readonly Netuid[],
  signal: AbortSignal,
): Promise<Map<Netuid, number>> {
  const found = new Map<Netuid, number>();
  const note = (mark: PastMark | undefined): void => {
    for (const { netuid, registeredAt } of mark?.full?.subnets ?? []) {
      if (registeredAt !== null && !found.has(netuid)) found.set(netuid, registeredAt);
    }
  };
  for (const mark of marks) note(mark);
  const missing = netuids.filter((netuid) => netuid !== 0 && !found.has(netuid));
  const number = (marks[0]?.block.number ?? 0) - BEFORE_REMOVAL;
  if (missing.length === 0 || number < 0) return found;
  await past.hashes([number], signal);
  const hash = past.hashOf(number);
  if (hash === null) return found;
  const places = missing.map((netuid) => ({ hotkey: coldkey, netuid }));
  const how = { isFull: true, specs: { from: 0, to: Number.MAX_SAFE_INTEGER } };
  const [mark] = await past.marks({ hash, number }, [{ coldkey, places }], how, signal);
  note(mark);
  return found;
}

/** Entries by account; none of those whose ends must be asked for again. */
async function readChangedBlock(
  past: Past,
  rebuild: Rebuild,
  ask: Ask,
  block: BlockRef,
  now: number,
  signal: AbortSignal,
): Promise<Map<Ss58Address, BookEntry[]>> {
  const ready: { coldkey: Ss58Address; before: PastMark; made: EntriesOfBlock }[] = [];
  for (const coldkey of ask.coldkeys) {
    const before = rebuild.mark(coldkey, block.number - 1);
    const after = rebuild.mark(coldkey, block.number);
    if (before === null || after === null) continue;
    const body = await bodyOf(past, rebuild, block, after.spec, signal);
    const known = rebuild.placesOf(coldkey);
    const places = placesInBlock(body, coldkey, before, known);
    if (isColdkeySwap(body, coldkey) && before.hotkeys.length > 0) {
      const had = await past.positions(before.block, [coldkey], signal);
      places.push(...had.map(({ place }) => place));
    }
    if (rebuild.addPlaces(coldkey, places)) continue;
    const changed = changedPlaces(before.digest, after.digest, known);
    const netuids = changed.map(({ netuid }) => netuid);
    const since = await generations(past, coldkey, [before, after], netuids, signal);
    const { genesisHash } = rebuild.book(coldkey);
    const registeredAt = (netuid: Netuid): number | null => since.get(netuid) ?? null;
    const of = { genesisHash, coldkey, body, before, after, changed, registeredAt };
    ready.push({ coldkey, before, made: entriesOfBlock(of) });
  }
  // Nothing is waited for from here on: a block is taken in for all of them, or asked for again.
  const entries = new Map<Ss58Address, BookEntry[]>();
  for (const { coldkey, before, made } of ready) {
    if (rebuild.takeBlock(coldkey, block.number, made.own, made.isReaped)) {
      const isPaid = ({ kind, legs }: BookEntry): boolean =>
        kind === 'payout' && legs.some((leg) => leg.of === 'free');
      if (made.entries.some(isPaid)) {
        rebuild.lookBefore(coldkey, block.number);
      }
      entries.set(
        coldkey,
        made.entries.map((entry) => priced(entry, before)),
      );
    } else rebuild.fail({ ...ask, coldkeys: [coldkey] }, 'incomplete', now);
  }
  return entries;
}

/** Asks, and takes the answer in. Entries by account. */
export async function answerAsk(
  past: Past,
  rebuild: Rebuild,
  ask: Ask,
  now: number,
  signal: AbortSignal,
): Promise<Map<Ss58Address, BookEntry[]>> {
  const { block: number } = ask;
  const isLast = number === rebuild.head;
  const around = isLast ? [number, number - 1] : [number, number - 1, number + 1];
  const needed = ask.kind === 'block' ? around : [number];
  if (needed.some((block) => past.hashOf(block) === null)) {
    await past.hashes([...needed, ...rebuild.ahead(ask)], signal);
  }
  const hash = past.hashOf(ask.block);
  if (hash === null) throw new AppError('BLOCK_PRUNED', { what: 'no block of that number' });
  const block = { hash, number: ask.block };
  if (ask.kind === 'block') return readChangedBlock(past, rebuild, ask, block, now, signal);
  const accounts = ask.coldkeys.map((coldkey) => ({
    coldkey,
    places: rebuild.placesOf(coldkey),
  }));
  const marks = await past.marks(block, accounts, ask, signal);
  for (const [at, coldkey] of ask.coldkeys.entries()) {
    const mark = marks[at];
    if (mark !== undefined) rebuild.takeMark(coldkey, mark);
  }
  return new Map();
}
