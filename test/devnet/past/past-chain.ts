// The chain that the archive tells of: any block and any state, worked out when it is asked for.
// Refuses to make up history: what happened is in the made blocks, and only what was told to lie lies.
import { forkState, type LedgerState } from '../ledger/state/ledger-state.ts';
import { hashHeader, type Block, type Header } from '../node/chain/block.ts';
import type { Chain, Switch } from '../node/chain/chain.ts';
import { timestampExtrinsic } from '../node/chain/author.ts';
import { encodeEvents } from '../node/chain/event-records.ts';
import { Listeners } from '../node/chain/listeners.ts';
import type { Runtime } from '../node/runtime/runtime.ts';
import type { RuntimeSpec } from '../node/runtime/runtime-spec.ts';
import { eventRecords } from '../node/runtime/system-pallets.ts';
import type { ChainView } from '../node/rpc/rpc-context.ts';
import { decode, encode } from '../node/scale/codec.ts';
import type { Value } from '../node/scale/type.ts';
import { isList, isStruct, listOf, partOf, variantName } from '../node/scale/value.ts';
import { drift, type World } from './past-drift.ts';
import { BOTH_MAPS_AT, HEAD, specAt, specThatMade, timeOf } from './past-eras.ts';
import { PastHashes } from './past-hashes.ts';
import { runtimeOf, type MadeBlock } from './past-maker.ts';
import { withBothMaps, withoutMetadata } from './past-runtimes.ts';

const MOST_STATES = 64;
const MOST_BLOCKS = 4_000;

/** What the archive says that is not so, or does not say. */
export type Untruths = {
  lag: number;
  prunedBelow: number;
  /** Blocks from ≤ n ≤ to that it does not know. */
  forgotten: { from: number; to: number }[];
  wrongParents: Set<number>;
  wrongEvents: Set<number>;
  shortBodies: Set<number>;
  /** Blocks in whose place it shows one of another branch. */
  branches: Set<number>;
  withoutMetadata: Set<number>;
};

export const noUntruths = (): Untruths => ({
  lag: 0,
  prunedBelow: 0,
  forgotten: [],
  wrongParents: new Set(),
  wrongEvents: new Set(),
  shortBodies: new Set(),
  branches: new Set(),
  withoutMetadata: new Set(),
});

export class PastChain implements ChainView {
  readonly imported: Chain['imported'] = new Listeners<readonly [Block]>();
  readonly bestChanged: Chain['bestChanged'] = new Listeners<readonly [Block, Switch]>();
  readonly finalized: Chain['finalized'] = new Listeners<readonly [Block]>();
  readonly hashes: PastHashes;
  untruths = noUntruths();

  private readonly made: readonly MadeBlock[];
  private readonly world: World;
  private readonly states = new Map<number, LedgerState>();
  private readonly blocks = new Map<number, Block>();
  private readonly siblings = new Map<string, number>();
  private readonly bothMaps: Runtime;
  private readonly quiet = new Map<RuntimeSpec, Uint8Array>();

  constructor(seed: number, made: readonly MadeBlock[], world: World) {
    this.made = made;
    this.world = world;
    this.hashes = new PastHashes(seed, made);
    this.bothMaps = withBothMaps(runtimeOf(specAt(BOTH_MAPS_AT)), this.stateAt(BOTH_MAPS_AT));
  }

  get height(): number {
    return HEAD - this.untruths.lag;
  }

  get head(): Block {
    return this.block(this.height);
  }

  get finalizedHead(): Block {
    return this.head;
  }

  at(number: number): Block | null {
    return this.isKnown(number) ? this.block(number) : null;
  }

  find(hash: string): Block | null {
    const lower = hash.toLowerCase();
    const branch = this.siblings.get(lower);
    if (branch !== undefined) return this.isKnown(branch) ? this.sibling(branch) : null;
    const number = this.hashes.find(lower);
    if (number === null || !this.isKnown(number)) return null;
    return this.untruths.branches.has(number) ? this.trueBlock(number) : this.block(number);
  }

  /** After the untruths changed: nothing that was shaped by the earlier ones is told again. */
  forget(): void {
    this.blocks.clear();
    this.siblings.clear();
  }

  /** Subscribers hear of the head. */
  announce(): void {
    const block = this.head;
    this.bestChanged.emit(block, { retracted: [], enacted: [block] });
    this.finalized.emit(block);
  }

  /** At the end of a block. Not to be changed. */
  stateAt(number: number): LedgerState {
    const last = this.lastMade(number);
    if (last.number === number) return last.state;
    const known = this.states.get(number);
    if (known !== undefined) return known;
    const state = forkState(last.state);
    drift(state, last.number, number, this.world);
    if (this.states.size >= MOST_STATES) {
      this.states.delete(this.states.keys().next().value ?? 0);
    }
    this.states.set(number, state);
    return state;
  }

  private isKnown(number: number): boolean {
    if (number < 0 || number > this.height) return false;
    return !this.untruths.forgotten.some(({ from, to }) => from <= number && number <= to);
  }

  private block(number: number): Block {
    const known = this.blocks.get(number);
    if (known !== undefined) return known;
    const block = this.untruths.branches.has(number)
      ? this.sibling(number)
      : this.trueBlock(number);
    if (this.blocks.size >= MOST_BLOCKS) {
      this.blocks.delete(this.blocks.keys().next().value ?? 0);
    }
    this.blocks.set(number, block);
    return block;
  }

  private trueBlock(number: number): Block {
    const header = this.headerOf(number);
    return this.blockOf(number, this.hashes.hashOf(number), header, this.eventsOf(number));
  }

  /** On the same parent, with other amounts in its events; the next block does not follow it. */
  private sibling(number: number): Block {
    const header = { ...this.headerOf(number), stateRoot: this.hashes.hashOf(number) };
    const hash = hashHeader(header);
    this.siblings.set(hash, number);
    return this.blockOf(number, hash, header, this.alteredEvents(number));
  }

  private headerOf(number: number): Header {
    const header = this.hashes.header(number, this.hashes.parentOf(number));
    return this.untruths.wrongParents.has(number)
      ? { ...header, parentHash: header.stateRoot }
      : header;
  }

  private blockOf(number: number, hash: string, header: Header, events: Uint8Array): Block {
    const parentBlock = (): Block | null => (number === 0 ? null : this.block(number - 1));
    const state = (): LedgerState | null =>
      number < this.untruths.prunedBelow ? null : this.stateAt(number);
    const made = this.madeAt(number);
    const runtime = runtimeOf(specThatMade(number));
    const isShort = this.untruths.shortBodies.has(number);
    return {
      hash,
      header,
      number,
      get parent() {
        return parentBlock();
      },
      get extrinsics() {
        const all = made?.extrinsics ?? [timestampExtrinsic(runtime, timeOf(number))];
        return isShort ? all.slice(0, -1) : all;
      },
      timestamp: timeOf(number),
      events,
      eventCount: made?.eventCount ?? 1,
      executedBy: runtime,
      runtime: this.shownRuntime(number),
      get state() {
        return state();
      },
    };
  }

  private shownRuntime(number: number): Runtime {
    const spec = specAt(number);
    const runtime = spec === this.bothMaps.spec ? this.bothMaps : runtimeOf(spec);
    return this.untruths.withoutMetadata.has(spec.specVersion) ? withoutMetadata(runtime) : runtime;
  }

  private eventsOf(number: number): Uint8Array {
    return this.untruths.wrongEvents.has(number)
      ? this.alteredEvents(number)
      : this.trueEvents(number);
  }

  private trueEvents(number: number): Uint8Array {
    const made = this.madeAt(number);
    if (made) return made.events;
    if (number === 0) return new Uint8Array([0]);
    const spec = specThatMade(number);
    const success = { pallet: 'System', name: 'ExtrinsicSuccess', fields: {} };
    const known =
      this.quiet.get(spec) ??
      encodeEvents(runtimeOf(spec).description, [{ phase: 0, event: success, weight: null }]);
    this.quiet.set(spec, known);
    return known;
  }

  /** Every amount of the pallets that move money is one rao more. */
  private alteredEvents(number: number): Uint8Array {
    const type = eventRecords(runtimeOf(specThatMade(number)).description.outer.event);
    const records = listOf(decode(type, this.trueEvents(number)));
    const altered = records.map((record): Value => {
      const pallet = variantName(partOf(record, 'event'));
      const isMoney = pallet === 'SubtensorModule' || pallet === 'Balances';
      return isMoney ? oneMore(record) : record;
    });
    return encode(type, altered);
  }

  private madeAt(number: number): MadeBlock | null {
    const last = this.lastMade(number);
    return last.number === number ? last : null;
  }

  private lastMade(number: number): MadeBlock {
    let low = 0;
    let high = this.made.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.made[middle]?.number ?? HEAD + 1) <= number) low = middle;
      else high = middle - 1;
    }
    const found = this.made[low];
    if (found === undefined) throw new RangeError(`nothing before block ${number}`);
    return found;
  }
}

function oneMore(value: Value): Value {
  if (typeof value === 'bigint') return value + 1n;
  if (isList(value)) return value.map(oneMore);
  if (!isStruct(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, oneMore(item)]));
}
