// The tree of blocks: which is best, which is final, what was retracted, whose state is still kept.
// Refuses to make blocks or to know transactions.
import type { Block } from './block.ts';
import { ancestorAt } from './block.ts';
import { Listeners } from './listeners.ts';

export type ChainOptions = Readonly<{
  /** Blocks between the best and the last final one. */
  finalityLag: number;
  /** States kept behind the best block; null keeps all (an archive node). */
  keptStates: number | null;
}>;

/** What becoming the best block changed: oldest first. */
export type Switch = Readonly<{ retracted: readonly Block[]; enacted: readonly Block[] }>;

export class Chain {
  readonly genesis: Block;
  /** Every block that was imported, best or not. */
  readonly imported = new Listeners<readonly [Block]>();
  readonly bestChanged = new Listeners<readonly [Block, Switch]>();
  readonly finalized = new Listeners<readonly [Block]>();

  private readonly options: ChainOptions;
  private readonly blocks = new Map<string, Block>();
  /** Final blocks by number: of a long chain the way down from the best one is too long for each question. */
  private readonly finals = new Map<number, Block>();
  private best: Block;
  private lastFinal: Block;
  private finalityHeld = false;

  /** `first` is the block at which the ledger starts; it counts as final. */
  constructor(genesis: Block, first: Block, options: ChainOptions) {
    this.options = options;
    this.genesis = genesis;
    this.best = first;
    this.lastFinal = first;
    for (let at: Block | null = first; at; at = at.parent) {
      this.blocks.set(at.hash, at);
      this.finals.set(at.number, at);
    }
  }

  get head(): Block {
    return this.best;
  }

  get finalizedHead(): Block {
    return this.lastFinal;
  }

  find(hash: string): Block | null {
    return this.blocks.get(hash.toLowerCase()) ?? null;
  }

  /** On the best chain. */
  at(number: number): Block | null {
    return this.finals.get(number) ?? ancestorAt(this.best, number);
  }

  isCanonical(block: Block): boolean {
    return this.at(block.number) === block;
  }

  /** Finality stands still until it is let go again. */
  holdFinality(isHeld: boolean): void {
    this.finalityHeld = isHeld;
    if (!isHeld) this.advanceFinality();
  }

  import(block: Block, becomesBest: boolean): void {
    this.blocks.set(block.hash, block);
    this.imported.emit(block);
    if (becomesBest) this.setBest(block);
  }

  private setBest(block: Block): void {
    const change = this.switchTo(block);
    this.best = block;
    this.bestChanged.emit(block, change);
    this.advanceFinality();
    this.prune();
  }

  private switchTo(block: Block): Switch {
    const retracted: Block[] = [];
    const enacted: Block[] = [];
    let [old, fresh]: [Block | null, Block | null] = [this.best, block];
    while (old && fresh && old !== fresh) {
      if (old.number > fresh.number) {
        retracted.unshift(old);
        old = old.parent;
      } else if (fresh.number > old.number) {
        enacted.unshift(fresh);
        fresh = fresh.parent;
      } else {
        retracted.unshift(old);
        enacted.unshift(fresh);
        [old, fresh] = [old.parent, fresh.parent];
      }
    }
    return { retracted, enacted };
  }

  private advanceFinality(): void {
    if (this.finalityHeld) return;
    const target = this.best.number - this.options.finalityLag;
    for (let number = this.lastFinal.number + 1; number <= target; number += 1) {
      const block = ancestorAt(this.best, number);
      if (!block) return;
      this.lastFinal = block;
      this.finals.set(number, block);
      this.finalized.emit(block);
    }
  }

  private prune(): void {
    const { keptStates } = this.options;
    if (keptStates === null) return;
    const old = ancestorAt(this.best, this.best.number - keptStates);
    if (!old) return;
    old.state = null;
    if (old.proof) old.proof.trie = null;
  }
}
