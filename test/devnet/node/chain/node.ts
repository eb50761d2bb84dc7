// The node without its wires: chain, pool and ledger together; submits, produces, reorganises, upgrades.
// Refuses to know JSON-RPC.
import type { Ledger, LedgerReads } from '../../ledger/ledger.ts';
import type { LedgerState } from '../../ledger/state/ledger-state.ts';
import { Reader, toHex } from '../scale/bytes.ts';
import { blake2b256 } from '../scale/hashing.ts';
import { Prover, type ProofOptions } from '../proofs/prover.ts';
import { withConsensus } from '../runtime/consensus-pallets.ts';
import type { RuntimeSpec } from '../runtime/runtime-spec.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { buildRuntime } from '../runtime/runtime.ts';
import { buildBlock, type Candidate, type TraderCall } from './author.ts';
import { firstBlocks } from './first-blocks.ts';
import type { Block } from './block.ts';
import { Chain } from './chain.ts';
import type { SubmitOutcome, TxStatus } from './tx-pool.ts';
import { TxPool } from './tx-pool.ts';
import { validate, type Validity } from './validity.ts';

export type NodeOptions = Readonly<{
  spec: RuntimeSpec;
  finalityLag: number;
  keptStates: number | null;
  /** Ran until the block that installed `spec`. */
  early: Readonly<{ spec: RuntimeSpec; until: number }> | null;
  poolLimit: number;
  /** Milliseconds since 1970 of the first block. */
  firstTime: number;
  /** Of the block after this one. */
  nextTime: (parent: number) => number;
  seed: string;
  /** Null: nothing of the chain can be proven. */
  proofs: ProofOptions | null;
  /** What the ledger was copied from, where other chains are, too; null: it is this chain's alone. */
  origin: LedgerState | null;
}>;

export type Submission =
  | SubmitOutcome
  | Readonly<{ ok: false; error: 'invalid'; verdict: Exclude<Validity, { ok: true }> }>
  | Readonly<{ ok: false; error: 'bad-format'; detail: string }>;

export type ProduceOptions = Readonly<{
  /** False leaves the pool's extrinsics waiting. Default true. */
  includesPool?: boolean;
  /** False imports it as a side branch. Default true. */
  becomesBest?: boolean;
  /** Default: the best block. */
  parent?: Block;
}>;

/** Of all nodes of the process: a runtime holds nothing of a chain, and its metadata takes long to encode and hash. */
const runtimes = new WeakMap<LedgerReads, Map<RuntimeSpec, Runtime>>();

export class DevNode {
  readonly chain: Chain;
  readonly pool: TxPool;
  readonly ledger: Ledger;
  readonly prover: Prover | null;
  /** Calls of others, asked for at each block. */
  tradersOf: (parent: Block, runtime: Runtime) => readonly TraderCall[] = () => [];
  /** While held, blocks leave the pool's extrinsics waiting. */
  isPoolHeld = false;

  /** Of the first blocks, the one that a client would be shipped with. */
  readonly trusted: Block;

  private readonly options: NodeOptions;
  private readonly reads: LedgerReads;
  private readonly upgrades = new Map<number, RuntimeSpec>();
  /** The block at whose state the ledger stands. */
  private standsAt: Block;
  private forks = 0;

  constructor(ledger: Ledger, reads: LedgerReads, options: NodeOptions) {
    this.ledger = ledger;
    this.reads = reads;
    this.options = options;
    this.pool = new TxPool(options.poolLimit);
    this.prover = options.proofs && new Prover(options.proofs);
    const runtime = this.runtime(options.spec);
    const { early } = options;
    const { genesis, first, trusted } = firstBlocks(ledger, {
      runtime,
      early: early && { runtime: this.runtime(early.spec), until: early.until },
      keepsAll: options.keptStates === null,
      firstTime: options.firstTime,
      seed: options.seed,
      prover: this.prover,
      origin: options.origin,
    });
    this.trusted = trusted;
    this.chain = new Chain(genesis, first, options);
    this.standsAt = first;
    this.chain.bestChanged.add((_, { retracted, enacted }) => {
      this.pool.update(retracted, enacted, extrinsicHashes, (entry) => this.judge(entry.extrinsic));
    });
    this.chain.finalized.add((block) => {
      this.pool.finalize(block);
    });
  }

  runtime(given: RuntimeSpec): Runtime {
    const spec = this.prover ? withConsensus(given) : given;
    const ofReads = runtimes.get(this.reads) ?? new Map<RuntimeSpec, Runtime>();
    runtimes.set(this.reads, ofReads);
    const built = ofReads.get(spec) ?? buildRuntime(spec, this.reads);
    ofReads.set(spec, built);
    return built;
  }

  /** The block of that number installs the new code; the one after it runs on it. */
  upgradeAt(number: number, spec: RuntimeSpec): void {
    this.upgrades.set(number, spec);
  }

  /** What the runtime says of an extrinsic on top of the best block. */
  judge(extrinsic: Uint8Array): Validity {
    this.standOn(this.chain.head);
    return this.judgeAt(extrinsic, this.chain.head, this.chain.head.runtime);
  }

  submit(extrinsic: Uint8Array, watcher: ((status: TxStatus) => void) | null): Submission {
    if (!bodyOf(extrinsic)) {
      return { ok: false, error: 'bad-format', detail: 'Could not decode `OpaqueExtrinsic`' };
    }
    const verdict = this.judge(extrinsic);
    if (!verdict.ok) return { ok: false, error: 'invalid', verdict };
    const hash = extrinsicHash(extrinsic);
    return this.pool.submit(hash, extrinsic, verdict, this.chain.head.number, watcher);
  }

  produceBlock(options: ProduceOptions = {}): Block {
    const parent = options.parent ?? this.chain.head;
    this.standOn(parent);
    const { runtime } = parent;
    const upgrade = this.upgrades.get(parent.number + 1);
    const includesPool = !this.isPoolHeld && (options.includesPool ?? true);
    const candidates = this.candidates(parent, runtime);
    const block = buildBlock(this.ledger, {
      parent,
      runtime,
      upgradeTo: upgrade ? this.runtime(upgrade) : null,
      timestamp: this.options.nextTime(parent.timestamp),
      traders: this.tradersOf(parent, runtime),
      nextCandidate: () => (includesPool ? candidates.next().value : null),
      salt: `${this.options.seed}/${this.forks}`,
      prover: this.prover,
    });
    this.standsAt = block;
    this.chain.import(block, options.becomesBest ?? true);
    return block;
  }

  /**
   * The last `depth` best blocks lose against a branch one longer, whose last block alone is announced as the best.
   * Retracted extrinsics return to the pool; `includesPool` says whether the branch takes them again.
   */
  reorganise(depth: number, includesPool: boolean): Block {
    const fork = this.chain.at(this.chain.head.number - depth);
    if (fork && fork.number < this.chain.finalizedHead.number) {
      throw new RangeError('A final block cannot be retracted');
    }
    if (!fork?.state) throw new RangeError(`No state ${depth} blocks back`);
    this.forks += 1;
    let tip = fork;
    for (let i = 0; i < depth; i += 1) {
      tip = this.produceBlock({ parent: tip, becomesBest: false, includesPool: false });
    }
    return this.produceBlock({ parent: tip, includesPool });
  }

  private *candidates(parent: Block, runtime: Runtime): Iterator<Candidate, null> {
    for (const entry of this.pool.candidates(parent)) {
      const validity = this.judgeAt(entry.extrinsic, parent, runtime);
      if (validity.ok && validity.nonceGap === 0) yield { extrinsic: entry.extrinsic, validity };
    }
    return null;
  }

  private judgeAt(extrinsic: Uint8Array, parent: Block, runtime: Runtime): Validity {
    const body = bodyOf(extrinsic) ?? new Uint8Array();
    const context = {
      parent,
      runtime,
      genesisHash: this.chain.genesis.hash,
      ledger: this.ledger,
      state: this.ledger.state,
    };
    return validate(context, extrinsic, body);
  }

  private standOn(block: Block): void {
    if (this.standsAt === block) return;
    if (!block.state) throw new RangeError(`State already discarded for ${block.hash}`);
    this.ledger.restore(block.state);
    this.standsAt = block;
  }
}

export const extrinsicHash = (extrinsic: Uint8Array): string => toHex(blake2b256(extrinsic));

const extrinsicHashes = (block: Block): string[] => block.extrinsics.map(extrinsicHash);

/** Null when the length prefix does not fit. */
export function bodyOf(extrinsic: Uint8Array): Uint8Array | null {
  const reader = new Reader(extrinsic);
  try {
    const body = reader.raw(reader.count());
    reader.end();
    return body;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
