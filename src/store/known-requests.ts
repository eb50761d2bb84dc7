// What is known of stored requests without reading them again: which of them fit their shape, and which a block holds for
// good. Every request is read once while the database is open; whatever is not known yet is read when somebody asks.
import { openStore, type Store } from './open-store.ts';
import { isRequest } from './request-shapes.ts';
import type { SigningRequest } from '../model/request.ts';
import type { Hex, Ss58Address } from '../units.ts';

/** `heldBy`: number of the block that holds it for good; null: it may still change. */
type Known = { coldkey: string; heldBy: number | null };
type Look = { store: Store; known: Map<string, Known>; misfits: readonly unknown[] };

/** Gone with the connection: what another version of the extension does while it is closed is looked at anew. */
const knownIn = new WeakMap<Store, Map<string, Known>>();

/** So many are read in one task. */
const AT_ONCE = 100;

const knownOf = (request: SigningRequest): Known => ({
  coldkey: request.coldkey,
  heldBy: request.state === 'finalized' ? request.inBlock.number : null,
});

/** Keys beside each other that are not known, as ranges of at most so many. */
function rangesOf(keys: readonly string[], known: ReadonlyMap<string, Known>): IDBKeyRange[] {
  const ranges: IDBKeyRange[] = [];
  let run: string[] = [];
  const end = (): void => {
    const [first] = run;
    const last = run.at(-1);
    if (first !== undefined && last !== undefined) ranges.push(IDBKeyRange.bound(first, last));
    run = [];
  };
  for (const key of keys) {
    if (known.has(key)) end();
    else if (run.push(key) === AT_ONCE) end();
  }
  end();
  return ranges;
}

/** Reads what is not known, and what fits no shape every time. */
async function look(): Promise<Look> {
  const store = await openStore();
  const known = knownIn.get(store) ?? new Map<string, Known>();
  knownIn.set(store, known);
  const keys = await store.getAllKeys('requests');
  const misfits: unknown[] = [];
  for (const range of rangesOf(keys, known)) {
    for (const record of await store.getAll('requests', range)) {
      if (isRequest(record)) known.set(record.id, knownOf(record));
      else misfits.push(record);
    }
  }
  return { store, known, misfits };
}

const isOther = (kept: unknown, wanted: string): boolean =>
  typeof kept === 'string' && kept !== '' && kept !== wanted;

/** Whether a record that fits no shape is of that account on that chain, or may be for all that can be read of it. */
export async function hasUnreadRequest(coldkey: Ss58Address, genesisHash: Hex): Promise<boolean> {
  // What has no coldkey is in no index.
  const { misfits } = await look();
  return misfits.some(
    (record) =>
      !isOther(Object(record).coldkey, coldkey) &&
      !isOther(Object(record).genesisHash, genesisHash),
  );
}

/** All of one coldkey but those that a block before `block` holds for good. */
export async function readRequestsSince(
  coldkey: Ss58Address,
  block: number,
): Promise<SigningRequest[]> {
  const { store, known } = await look();
  const wanted = [...known].filter(
    ([, one]) => one.coldkey === coldkey && (one.heldBy === null || one.heldBy >= block),
  );
  const table = store.transaction('requests').store;
  const found = await Promise.all(wanted.map(([id]) => table.get(id)));
  return wanted.flatMap(([id], at) => {
    const request = found[at];
    if (isRequest(request)) {
      known.set(id, knownOf(request));
      return [request];
    }
    // Removed, or changed under us: it is looked at again, and told as one that cannot be read.
    known.delete(id);
    return [];
  });
}
