// An archive with a past: three years of a chain in which forty accounts did everything, read over a loopback WebSocket,
// and the maker's own record of it. The state is a function of the height; only blocks in which something happened exist.
// Refuses to share code with src: it is the referee of a book that was rebuilt from it.
import type { AccountId, LedgerState } from '../ledger/state/ledger-state.ts';
import { FaultRules } from '../node/faults/fault-rules.ts';
import type { RuntimeSpec } from '../node/runtime/runtime-spec.ts';
import { PastChain } from './past-chain.ts';
import { ERAS, HEAD, specAt, timeOf } from './past-eras.ts';
import { PastFaults } from './past-faults.ts';
import { beginPast, type Beginning } from './past-genesis.ts';
import { Maker } from './past-maker.ts';
import type { PastPoint, PastRecord } from './past-record.ts';
import { pointOf, servePast, type Counters } from './past-server.ts';
import { Story } from './past-story.ts';

export type {
  PastHolding,
  PastKind,
  PastLeg,
  PastPoint,
  PastPrice,
  PastRecord,
} from './past-record.ts';
export { PLACES } from './past-story.ts';

export type PastOptions = Readonly<{
  /** Default 1. */
  seed?: number;
  /** Default 40; at least 12. */
  coldkeys?: number;
}>;

export type Past = Readonly<{
  url: string;
  genesisHash: string;
  /** Its height. */
  head: number;
  coldkeys: readonly AccountId[];
  hotkeys: readonly AccountId[];
  /** `from`: the block whose state first holds the code; the next one runs on it. */
  runtimes: readonly Readonly<{ from: number; specVersion: number }>[];
  /** Blocks in which something happened, ascending. */
  eventful: readonly number[];
  chain: PastChain;
  faults: PastFaults;
  counters: Counters;
  /** In order of block and place. */
  record(coldkey: AccountId): readonly PastRecord[];
  /** What it had at the end of a block. */
  point(coldkey: AccountId, block: number): PastPoint;
  stateAt(block: number): LedgerState;
  hashOf(block: number): string;
  timeOf(block: number): number;
  specOf(block: number): RuntimeSpec;
  resetCounters(): void;
  stop(): Promise<void>;
}>;

type Made = Readonly<{ beginning: Beginning; maker: Maker }>;

/** By seed and accounts: what was made is never changed, so that several archives of a process share it. */
const made = new Map<string, Made>();

function make(seed: number, count: number): Made {
  const key = `${seed}/${count}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  const beginning = beginPast(seed, count);
  const maker = new Maker(beginning.state, beginning.world, beginning.coldkeys);
  new Story(beginning, seed).tell(maker);
  const all = { beginning, maker };
  made.set(key, all);
  return all;
}

export async function startPast(options: PastOptions = {}): Promise<Past> {
  const seed = options.seed ?? 1;
  const { beginning, maker } = make(seed, options.coldkeys ?? 40);
  const chain = new PastChain(seed, maker.blocks, beginning.world);
  const rules = new FaultRules();
  const faults = new PastFaults(chain, rules);
  const served = await servePast(chain, rules);
  return {
    url: served.url,
    genesisHash: chain.hashes.hashOf(0),
    head: HEAD,
    coldkeys: beginning.coldkeys,
    hotkeys: beginning.world.earning,
    runtimes: ERAS.map(({ from, spec }) => ({ from, specVersion: spec.specVersion })),
    eventful: maker.blocks.slice(1).map(({ number }) => number),
    chain,
    faults,
    counters: served.counters,
    record: (coldkey) =>
      maker.records
        .filter((record) => record.coldkey === coldkey)
        .map((record) => ({
          ...record,
          get hash() {
            return chain.hashes.hashOf(record.block);
          },
        })),
    point: (coldkey, block) => pointOf(chain.stateAt(block), coldkey, { block, at: timeOf(block) }),
    stateAt: (block) => chain.stateAt(block),
    hashOf: (block) => chain.hashes.hashOf(block),
    timeOf,
    specOf: specAt,
    resetCounters: served.resetCounters,
    stop: served.stop,
  };
}
