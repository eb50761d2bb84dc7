// Where the chain begins: block 0, and headers up to the height at which the ledger starts.
// Refuses to invent history: nothing happened in those blocks, and only the youngest have a state.
import { adoptRules } from '../../ledger/adopt-rules.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { toHex, utf8 } from '../scale/bytes.ts';
import { blake2b256 } from '../scale/hashing.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { Block, Header } from './block.ts';
import { hashHeader } from './block.ts';
import { migrateCurves } from './curve-migration.ts';
import { extrinsicsRoot } from './extrinsics-root.ts';

/** `first` is where the ledger starts. */
export type FirstBlocks = Readonly<{ genesis: Block; first: Block }>;

/** Headers kept in front of the first state, as on a node that synced by warp. */
const HEADERS_BEFORE = 256;
/** Of these, the ones that answer reads, with the state of the first block: clients look at parents. */
const STATES_BEFORE = 8;
const BLOCK_TIME = 12_000;

export type FirstBlocksPlan = Readonly<{
  runtime: Runtime;
  /** Another runtime for the blocks up to this one, which installs the later one. */
  early: Readonly<{ runtime: Runtime; until: number }> | null;
  /** An archive answers for every block there is a header of. */
  keepsAll: boolean;
  /** Milliseconds since 1970 of the block at which the ledger starts. */
  firstTime: number;
  seed: string;
}>;

export function firstBlocks(ledger: Ledger, plan: FirstBlocksPlan): FirstBlocks {
  const { runtime, early, keepsAll, firstTime, seed } = plan;
  migrateCurves(ledger.state, runtime.spec.curve);
  adoptRules(ledger.state, runtime.spec.rules);
  const { blockNumber } = ledger.state;
  const state = ledger.snapshot();
  const root = toHex(blake2b256(utf8(`taubar devnet ${seed}`)));
  const make = (number: number, parent: Block | null, parentHash: string): Block => {
    const header: Header = {
      parentHash,
      number,
      stateRoot: root,
      extrinsicsRoot: extrinsicsRoot([]),
      digest: { logs: [] },
    };
    return {
      hash: hashHeader(header),
      header,
      number,
      parent,
      extrinsics: [],
      timestamp: firstTime - (blockNumber - number) * BLOCK_TIME,
      events: new Uint8Array([0]),
      eventCount: 0,
      executedBy: early && number <= early.until ? early.runtime : runtime,
      // The block that installs the code has it in its state already.
      runtime: early && number < early.until ? early.runtime : runtime,
      state: keepsAll || number >= blockNumber - STATES_BEFORE ? state : null,
    };
  };
  const genesis = make(0, null, toHex(new Uint8Array(32)));
  let block = genesis;
  for (let number = Math.max(1, blockNumber - HEADERS_BEFORE); number <= blockNumber; number += 1) {
    const isLinked = block.number === number - 1;
    block = make(number, block, isLinked ? block.hash : root);
  }
  return { genesis, first: block };
}
