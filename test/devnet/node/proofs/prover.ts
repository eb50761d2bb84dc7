// What makes a chain provable: real state roots, seals and votes, for the blocks that the author makes and for forgeries.
// Refuses to choose what a block holds.
import { hashHeader, viewOf, type Block, type Header } from '../chain/block.ts';
import type { Chain } from '../chain/chain.ts';
import { extrinsicsRoot } from '../chain/extrinsics-root.ts';
import type { Consensus } from '../runtime/description.ts';
import { fromHex } from '../scale/bytes.ts';
import type { Value } from '../scale/type.ts';
import { authorOf, Authorities, type AuthorityChange } from './authorities.ts';
import { signAsAuthor } from './authority-keys.ts';
import { sealLog } from './digest.ts';
import { encodeJustification, justify, type Justification } from './justification.ts';
import { StateCache } from './state-cache.ts';
import { StateTrie } from './state-trie.ts';

export type ProofOptions = Readonly<{
  /** Default 6. */
  authors?: number;
  /** Default 6. */
  voters?: number;
  /** Votes are kept of blocks that cross a multiple of it, and where the voters change. Default 512. */
  justificationPeriod?: number;
  /** How many blocks after the multiple the round that crosses it ends. Default 3, or the period less one. */
  justificationOffset?: number;
  /** A node that keeps no votes. Default false. */
  noJustifications?: boolean;
}>;

/** What a client is shipped with. */
export type TrustedStart = Readonly<{
  genesisHash: string;
  setId: bigint;
  authorities: readonly Readonly<{ key: string; weight: bigint }>[];
  block: Readonly<{ hash: string; number: number }>;
}>;

/** A block before its header is made. */
export type Draft = Omit<Block, 'hash' | 'header' | 'proof'> &
  Readonly<{
    parentHash: string;
    consensus: Consensus;
    /** Without the seal. */
    logs: readonly Value[];
    /** Tells seals of the same header apart. */
    salt: string;
    /** Who seals; missing: whose turn it is. Null: nobody does. */
    sealedBy?: string | null;
  }>;

const FIRST_SET = 6n;
const PERIOD = 512;
const NO_BODY = extrinsicsRoot([]);
const OFFSET = 3;

export class Prover {
  readonly options: ProofOptions;
  readonly period: number;
  /** Where the state was followed to. */
  cache = new StateCache();
  readonly authorities: Authorities;
  private readonly offset: number;
  private readonly keepsVotes: boolean;
  private readonly votes = new WeakMap<Block, Justification>();

  constructor(options: ProofOptions) {
    this.options = options;
    this.period = options.justificationPeriod ?? PERIOD;
    this.offset = options.justificationOffset ?? Math.min(OFFSET, this.period - 1);
    this.keepsVotes = options.noJustifications !== true;
    this.authorities = new Authorities(options.authors ?? 6, options.voters ?? 6, FIRST_SET);
  }

  /** `at`, or the block after the best one. */
  change(head: Block, change: AuthorityChange): number {
    const at = change.at ?? head.number + 1;
    if (at <= head.number) throw new RangeError(`Block ${at} is there already`);
    this.authorities.plan(at, change);
    return at;
  }

  /** A block without a state (an old header) gets a root that nothing stands behind. */
  complete(draft: Draft, rootWithoutState?: string): Block {
    const { parentHash, consensus, logs, salt, sealedBy, ...rest } = draft;
    const digest: Value = { logs };
    const open: Header = {
      parentHash,
      number: rest.number,
      stateRoot: rootWithoutState ?? StateTrie.empty.rootHash,
      extrinsicsRoot: rest.extrinsics.length === 0 ? NO_BODY : extrinsicsRoot(rest.extrinsics),
      digest,
    };
    const proof = { trie: null, consensus, digest };
    const view = viewOf({ ...rest, hash: '', header: open, proof });
    const trie = view && this.cache.moveTo(view, rest.runtime, rest.parent);
    const header: Header = trie ? { ...open, stateRoot: trie.rootHash } : open;
    const author = sealedBy === undefined ? this.authorOf(draft) : sealedBy;
    const sealed = author === null ? header : seal(header, logs, author, salt);
    return { ...rest, header: sealed, hash: hashHeader(sealed), proof: { ...proof, trie } };
  }

  /** The trie of another state of the block, which its header knows nothing of. */
  trieOf(block: Block): StateTrie | null {
    const view = viewOf(block);
    return view && this.cache.moveTo(view, block.runtime, block.parent);
  }

  /** Null where the node has kept none. */
  justificationOf(block: Block, chain: Pick<Chain, 'at' | 'finalizedHead'>): Uint8Array | null {
    if (!this.keepsVotes || !this.isKept(block)) return null;
    if (block.number > chain.finalizedHead.number || chain.at(block.number)?.hash !== block.hash)
      return null;
    const made = this.votes.get(block) ?? this.vote(block, chain.at(block.number + 1));
    if (made) this.votes.set(block, made);
    return made && encodeJustification(made);
  }

  /** By those who were voters before the block. Voters go no further than a block that replaces them. */
  vote(block: Block, child: Block | null): Justification | null {
    const before = block.parent?.proof?.consensus;
    if (!before || before.voters.length === 0) return null;
    return justify(block, this.changesVoters(block) ? null : child, before.voters, before.setId);
  }

  /** The last number up to this one of which votes are kept, as far as authorities stay; null: none are. */
  lastKept(number: number): number | null {
    if (!this.keepsVotes) return null;
    return number - ((number - this.offset + this.period) % this.period);
  }

  private authorOf({ parent, consensus }: Draft): string {
    return authorOf(parent?.proof?.consensus ?? consensus, consensus.slot);
  }

  private isKept(block: Block): boolean {
    return block.number % this.period === this.offset || this.changesVoters(block);
  }

  private changesVoters({ parent, proof }: Block): boolean {
    return parent?.proof !== undefined && parent.proof.consensus.setId !== proof?.consensus.setId;
  }
}

function seal(header: Header, logs: readonly Value[], author: string, salt: string): Header {
  const signature = signAsAuthor(author, fromHex(hashHeader(header)), salt);
  return { ...header, digest: { logs: [...logs, sealLog(signature)] } };
}
