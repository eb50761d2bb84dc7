// A chain as a lying node tells of it: each block from some height on is told in other words, under its own hash or, with
// all that follows, under a made-up one. Refuses to touch the chain itself.
import type { Block } from '../chain/block.ts';
import type { ShownChain } from './lies.ts';

/** `parent` as it is told of; the same block: nothing to tell otherwise. */
export type Retell = (block: Block, parent: () => Block | null) => Block;

export type RetoldOptions = Readonly<{
  retell: Retell;
  /** The first block that is told otherwise. */
  since: number;
  /** Whoever asks for the true hash of a block hears the lie too. Default false. */
  coversTruth?: boolean;
}>;

export class RetoldChain implements ShownChain {
  private readonly options: RetoldOptions;
  private readonly shown = new Map<string, Block>();
  private readonly madeUp = new Map<string, Block>();

  constructor(options: RetoldOptions) {
    this.options = options;
  }

  show(block: Block): Block {
    if (block.number < this.options.since) return block;
    const known = this.shown.get(block.hash);
    const told = known ?? this.options.retell(block, () => block.parent && this.show(block.parent));
    if (told === block) return block;
    this.shown.set(block.hash, told);
    this.madeUp.set(told.hash, told);
    if (!block.state) forget(told);
    return told;
  }

  find(hash: string, findTrue: (hash: string) => Block | null): Block | null {
    const known = this.madeUp.get(hash.toLowerCase());
    if (known) return known;
    const truth = findTrue(hash);
    if (!truth) return null;
    const told = this.show(truth);
    return told.hash === truth.hash || this.options.coversTruth ? told : truth;
  }
}

function forget(block: Block): void {
  block.state = null;
  if (block.proof) block.proof.trie = null;
}

/** A node that goes on as if nothing had come after a block. */
export class StaleChain implements ShownChain {
  private readonly last: Block;

  constructor(last: Block) {
    this.last = last;
  }

  show(block: Block): Block {
    return block.number > this.last.number ? this.last : block;
  }

  find(hash: string, findTrue: (hash: string) => Block | null): Block | null {
    const block = findTrue(hash);
    return block && block.number <= this.last.number ? block : null;
  }
}
