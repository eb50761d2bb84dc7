// Where the chain begins: block 0, and headers up to the height at which the ledger starts.
// Refuses to invent history: nothing happened in those blocks, and only the youngest have a state.
import { adoptRules } from '../../ledger/adopt-rules.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { LedgerState } from '../../ledger/state/ledger-state.ts';
import { toHex, utf8 } from '../scale/bytes.ts';
import { blake2b256 } from '../scale/hashing.ts';
import type { Draft, Prover } from '../proofs/prover.ts';
import type { StateCache } from '../proofs/state-cache.ts';
import type { Consensus } from '../runtime/description.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { BLOCK_HASH_COUNT } from '../runtime/system-pallets.ts';
import type { Block, Header } from './block.ts';
import { hashHeader } from './block.ts';
import { migrateCurves } from './curve-migration.ts';
import { extrinsicsRoot } from './extrinsics-root.ts';

/** `first` is where the ledger starts. */
export type FirstBlocks = Readonly<{
  genesis: Block;
  first: Block;
  /** The last one whose votes are kept, on a chain that proves. */
  trusted: Block;
}>;

/** Headers kept in front of the first state, as on a node that synced by warp. */
const HEADERS_BEFORE = 256;
/** Of these, the ones that answer reads, with the state of the first block: clients look at parents. */
const STATES_BEFORE = 8;
const BLOCK_TIME = 12_000;

export type FirstBlocksPlan = Readonly<{
  runtime: Runtime;
  /** Another runtime for the blocks up to this one, which installs the later one. */
  early: Readonly<{ runtime: Runtime; until: number }> | null;
  /** An archive answers for each of the headers before, of a chain that proves for the youngest 256 and the first. */
  keepsAll: boolean;
  /** Milliseconds since 1970 of the block at which the ledger starts. */
  firstTime: number;
  seed: string;
  prover: Prover | null;
  /** The genesis that other chains of the process begin with, too: they begin with copies of the same blocks. */
  origin: LedgerState | null;
}>;

/** In front of the first state of a chain that proves: as many as `System.BlockHash` holds. */
const PROVEN_HEADERS_BEFORE = BLOCK_HASH_COUNT;
/** Of these, the youngest have seals: who looks at the head looks some way back. */
const SEALED_BEFORE = 32;

type Kept = Readonly<{
  plan: FirstBlocksPlan;
  blocks: FirstBlocks;
  /** Where the ledger stands. */
  state: LedgerState;
  cache: StateCache | null;
}>;

const keptBlocks = new WeakMap<LedgerState, Kept[]>();

export function firstBlocks(ledger: Ledger, plan: FirstBlocksPlan): FirstBlocks {
  const { origin, prover } = plan;
  if (!origin) return makeBlocks(ledger, plan);
  const ofOrigin = keptBlocks.get(origin) ?? [];
  keptBlocks.set(origin, ofOrigin);
  let kept = ofOrigin.find((one) => isSamePlan(one.plan, plan));
  if (!kept) {
    const blocks = makeBlocks(ledger, plan);
    kept = { plan, blocks, state: ledger.snapshot(), cache: prover?.cache.copy() ?? null };
    ofOrigin.push(kept);
  }
  // Also for the first of them: a chain prunes its blocks and may lie about them.
  ledger.restore(kept.state);
  if (prover && kept.cache) prover.cache = kept.cache.copy();
  return copyBlocks(kept.blocks);
}

const isSamePlan = (a: FirstBlocksPlan, b: FirstBlocksPlan): boolean =>
  a.runtime === b.runtime &&
  a.early?.runtime === b.early?.runtime &&
  a.early?.until === b.early?.until &&
  a.keepsAll === b.keepsAll &&
  a.firstTime === b.firstTime &&
  a.seed === b.seed &&
  JSON.stringify(a.prover?.options) === JSON.stringify(b.prover?.options);

/** What a chain changes of its blocks is its own. */
function copyBlocks({ genesis, first, trusted }: FirstBlocks): FirstBlocks {
  const copies = new Map<Block, Block>();
  const line: Block[] = [];
  for (let at: Block | null = first; at; at = at.parent) line.push(at);
  for (const block of line.toReversed()) {
    const { state, proof } = block;
    copies.set(block, {
      ...block,
      parent: block.parent && copyOf(block.parent),
      state: state && { ...state },
      ...(proof && { proof: { ...proof } }),
    });
  }
  function copyOf(block: Block): Block {
    const copy = copies.get(block);
    if (!copy) throw new RangeError(`Block ${block.number} does not lead to the first one`);
    return copy;
  }
  return { genesis: copyOf(genesis), first: copyOf(first), trusted: copyOf(trusted) };
}

function makeBlocks(ledger: Ledger, plan: FirstBlocksPlan): FirstBlocks {
  const { runtime, early, keepsAll, firstTime, seed, prover } = plan;
  const headersBefore = prover ? PROVEN_HEADERS_BEFORE : HEADERS_BEFORE;
  migrateCurves(ledger.state, runtime.spec.curve);
  adoptRules(ledger.state, runtime.spec.rules);
  const { blockNumber } = ledger.state;
  const start = prover?.lastKept(blockNumber) ?? blockNumber;
  const state = ledger.snapshot();
  // Told apart where block hashes are among the keys that a runtime remembers for a state.
  const ownState = (): LedgerState => (prover ? { ...state } : state);
  const root = toHex(blake2b256(utf8(`taubar devnet ${seed}`)));
  const make = (number: number, parent: Block | null, parentHash: string): Block => {
    const timestamp = firstTime - (blockNumber - number) * BLOCK_TIME;
    const kept = keepsAll ? HEADERS_BEFORE : STATES_BEFORE;
    const isGenesisKept = keepsAll && number === 0;
    const isKept = number >= blockNumber - kept || number === start || isGenesisKept;
    const rest = {
      number,
      parent,
      extrinsics: [],
      timestamp,
      events: new Uint8Array([0]),
      eventCount: 0,
      executedBy: early && number <= early.until ? early.runtime : runtime,
      // The block that installs the code has it in its state already.
      runtime: early && number < early.until ? early.runtime : runtime,
      state: isKept ? ownState() : null,
    };
    if (prover) {
      const before: Consensus = parent?.proof?.consensus ?? {
        ...prover.authorities.first,
        slot: 0n,
      };
      const { consensus, logs } = prover.authorities.after(before, number, timestamp);
      const isSealed = number > blockNumber - SEALED_BEFORE;
      const draft: Draft = { ...rest, parentHash, consensus, logs, salt: seed };
      return prover.complete(isSealed ? draft : { ...draft, sealedBy: null }, root);
    }
    const header: Header = {
      parentHash,
      number,
      stateRoot: root,
      extrinsicsRoot: extrinsicsRoot([]),
      digest: { logs: [] },
    };
    return { ...rest, hash: hashHeader(header), header };
  };
  const genesis = make(0, null, toHex(new Uint8Array(32)));
  let block = genesis;
  let trusted = genesis;
  for (let number = Math.max(1, blockNumber - headersBefore); number <= blockNumber; number += 1) {
    const isLinked = block.number === number - 1;
    block = make(number, block, isLinked ? block.hash : root);
    if (number === start) trusted = block;
  }
  return { genesis, first: block, trusted };
}
