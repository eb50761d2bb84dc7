// Follows the state from block to block: reads what may have changed, encodes what has, and edits the trie by it.
// Refuses to rely on the order of blocks: it compares values, so any state may follow any other.
import { genesisOf, type Block } from '../chain/block.ts';
import { Table } from '../../ledger/state/table.ts';
import { RawBytes, type StateView, type TableSource } from '../runtime/description.ts';
import { CODE_KEY, keyOf, type Located, type Runtime } from '../runtime/runtime.ts';
import { BLOCK_HASH_COUNT } from '../runtime/system-pallets.ts';
import { equalBytes, fromHex } from '../scale/bytes.ts';
import { encode } from '../scale/codec.ts';
import type { Value } from '../scale/type.ts';
import { isList, isStruct } from '../scale/value.ts';
import { StateTrie, type StateChange } from './state-trie.ts';

type Stored = {
  readonly key: Uint8Array;
  value: Value | RawBytes;
  bytes: Uint8Array;
  seen: number;
};

/** What a read depended on, by name. */
type Inputs = Map<PropertyKey, unknown>;

type Followed = {
  readonly located: Located;
  table: Table<string, unknown> | null;
  ofView: Inputs;
  ofState: Inputs;
  readonly stored: Map<string, Stored>;
};

const BLOCK_HASH = 'System.BlockHash';

export class StateCache {
  private runtime: Runtime | null = null;
  private followed: Followed[] = [];
  private hashes = new Map<number, Block>();
  private lastParent: Block | null = null;
  private genesis: string | null = null;
  private hashOf: Located | null = null;
  private trie = StateTrie.empty;
  private round = 0;

  /** Stands where this one does; each follows its own blocks from there. */
  copy(): StateCache {
    const copy = new StateCache();
    copy.runtime = this.runtime;
    copy.followed = this.followed.map(({ stored, ...one }) => ({
      ...one,
      ofView: new Map(one.ofView),
      ofState: new Map(one.ofState),
      stored: new Map([...stored].map(([name, value]) => [name, { ...value }])),
    }));
    copy.hashes = new Map(this.hashes);
    copy.lastParent = this.lastParent;
    copy.genesis = this.genesis;
    copy.hashOf = this.hashOf;
    copy.trie = this.trie;
    copy.round = this.round;
    return copy;
  }

  /** The trie of the state after a block: `view` is that state, `runtime` its code, `parent` the block before. */
  moveTo(view: StateView, runtime: Runtime, parent: Block | null): StateTrie {
    this.round += 1;
    const changes: StateChange[] = [];
    if (this.runtime !== runtime) this.begin(view, runtime, changes);
    for (const one of this.followed) this.follow(one, view, changes);
    this.followHashes(view.number, parent, changes);
    this.trie = this.trie.with(changes);
    return this.trie;
  }

  private begin(view: StateView, runtime: Runtime, changes: StateChange[]): void {
    this.runtime = runtime;
    this.trie = StateTrie.empty;
    this.hashes = new Map();
    this.lastParent = null;
    this.genesis = null;
    changes.push([CODE_KEY, runtime.readStorage(view, CODE_KEY)]);
    this.hashOf = runtime.entries.find(({ path }) => path === BLOCK_HASH) ?? null;
    this.followed = runtime.entries
      .filter(({ path }) => path !== BLOCK_HASH)
      .map((located) => ({
        located,
        table: null,
        ofView: new Map(),
        ofState: new Map(),
        stored: new Map(),
      }));
  }

  private follow(one: Followed, view: StateView, changes: StateChange[]): void {
    const { source } = one.located.entry;
    if (source) this.followTable(one, source, view, changes);
    else this.followValues(one, view, changes);
  }

  private followTable(
    one: Followed,
    source: TableSource,
    view: StateView,
    changes: StateChange[],
  ): void {
    const before = one.table;
    const now = source.table(view.state);
    one.table = now;
    if (before?.isForkOf(now)) return;
    for (const row of before ? now.differing(before) : now.keys()) {
      const parts = source.parts(row);
      const value = one.located.entry.read(view, parts);
      if (value !== undefined) this.store(one, parts, value, changes);
      else this.drop(one, nameOf(parts), changes);
    }
  }

  private followValues(one: Followed, view: StateView, changes: StateChange[]): void {
    const isRead = one.ofView.size > 0;
    if (isRead && areSame(one.ofView, view) && areSame(one.ofState, view.state)) return;
    one.ofView = new Map();
    one.ofState = new Map();
    const state = noting(view.state, one.ofState);
    const watched = noting({ ...view, state }, one.ofView);
    const { entry } = one.located;
    for (const parts of entry.list(watched)) {
      const value = entry.read(watched, parts);
      if (value !== undefined) this.store(one, parts, value, changes);
    }
    // The proxy is another one each time; what was read through it stands in `ofState`.
    one.ofView.delete('state');
    one.ofView.set('spec', view.spec);
    for (const [name, { seen }] of one.stored) {
      if (seen !== this.round) this.drop(one, name, changes);
    }
  }

  private drop({ stored }: Followed, name: string, changes: StateChange[]): void {
    const known = stored.get(name);
    if (!known) return;
    stored.delete(name);
    changes.push([known.key, null]);
  }

  private store(
    { located, stored }: Followed,
    parts: readonly Value[],
    value: Value | RawBytes,
    changes: StateChange[],
  ): void {
    const name = nameOf(parts);
    const known = stored.get(name);
    if (known) known.seen = this.round;
    if (known && isSame(known.value, value)) return;
    const bytes = value instanceof RawBytes ? value.bytes : encode(located.entry.value, value);
    const key = known?.key ?? keyOf(located, parts);
    if (!known) stored.set(name, { key, value, bytes, seen: this.round });
    else {
      known.value = value;
      if (equalBytes(known.bytes, bytes)) return;
      known.bytes = bytes;
    }
    changes.push([key, bytes]);
  }

  /** 2,400 of them, of which one comes and one goes, and the first of all: compared by the block instead of read. */
  private followHashes(number: number, parent: Block | null, changes: StateChange[]): void {
    const { hashOf, lastParent } = this;
    this.lastParent = parent;
    if (!hashOf || (lastParent !== null && lastParent === parent)) return;
    const genesis = parent && genesisOf(parent);
    if (genesis !== this.genesis)
      changes.push([keyOf(hashOf, [0]), genesis === null ? null : fromHex(genesis)]);
    this.genesis = genesis;
    const first = Math.max(1, number - BLOCK_HASH_COUNT);
    if (parent && lastParent && parent.parent === lastParent && number === parent.number + 1) {
      this.hashes.set(parent.number, parent);
      changes.push([keyOf(hashOf, [parent.number]), fromHex(parent.hash)]);
      for (let gone = first - 1; this.hashes.delete(gone); gone -= 1) {
        changes.push([keyOf(hashOf, [gone]), null]);
      }
      return;
    }
    const left = new Map(this.hashes);
    for (let at = parent; at && at.number >= first; at = at.parent) {
      left.delete(at.number);
      if (this.hashes.get(at.number)?.hash === at.hash) continue;
      this.hashes.set(at.number, at);
      changes.push([keyOf(hashOf, [at.number]), fromHex(at.hash)]);
    }
    for (const gone of left.keys()) {
      this.hashes.delete(gone);
      changes.push([keyOf(hashOf, [gone]), null]);
    }
  }
}

/** Parts of keys are numbers and hex. */
const nameOf = (parts: readonly Value[]): string =>
  parts.map((part) => (typeof part === 'string' ? part : Number(part))).join('/');

/** The same object, which writes down what is read of it. */
function noting<T extends object>(of: T, inputs: Inputs): T {
  return new Proxy(of, {
    get(target, name): unknown {
      const value: unknown = Reflect.get(target, name);
      inputs.set(name, value);
      return value;
    },
  });
}

function areSame(inputs: Inputs, of: object): boolean {
  for (const [name, before] of inputs) {
    const now: unknown = Reflect.get(of, name);
    const isEqual = before instanceof Table ? before.isForkOf(now) : Object.is(before, now);
    if (!isEqual) return false;
  }
  return true;
}

function isSame(a: Value | RawBytes, b: Value | RawBytes): boolean {
  if (Object.is(a, b)) return true;
  if (a instanceof RawBytes || b instanceof RawBytes) {
    return a instanceof RawBytes && b instanceof RawBytes && equalBytes(a.bytes, b.bytes);
  }
  if (a instanceof Uint8Array || b instanceof Uint8Array) {
    return a instanceof Uint8Array && b instanceof Uint8Array && equalBytes(a, b);
  }
  if (isList(a)) {
    if (!isList(b) || a.length !== b.length) return false;
    return a.every((item, index) => isSame(item, b[index] ?? null));
  }
  if (!isStruct(a) || !isStruct(b)) return false;
  for (const name in a) if (!isSame(a[name] ?? null, b[name] ?? null)) return false;
  return true;
}
