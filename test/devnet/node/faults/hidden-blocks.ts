// The lie of a node that shows its chain without some extrinsics: bodies lack them, and headers are made up to fit, from
// the first block that holds one up to a height where it shows the truth again. Refuses to touch the chain itself.
import { hashHeader, type Block } from '../chain/block.ts';
import { extrinsicsRoot } from '../chain/extrinsics-root.ts';

export class HiddenBlocks {
  private readonly isHidden: (extrinsic: Uint8Array) => boolean;
  private readonly until: number;
  /** Made-up blocks by the hash of the true one, and by their own. */
  private readonly shown = new Map<string, Block>();
  private readonly madeUp = new Map<string, Block>();

  constructor(isHidden: (extrinsic: Uint8Array) => boolean, until: number) {
    this.isHidden = isHidden;
    this.until = until;
  }

  /** The block as it is told of. Its state stays the true one: lies about that are told apart. */
  show(block: Block): Block {
    const known = this.shown.get(block.hash);
    if (known) return known;
    const told = this.make(block);
    this.shown.set(block.hash, told);
    if (told !== block) this.madeUp.set(told.hash, told);
    return told;
  }

  find(hash: string, findTrue: (hash: string) => Block | null): Block | null {
    return this.madeUp.get(hash) ?? findTrue(hash);
  }

  private make(block: Block): Block {
    if (block.number > this.until || block.parent === null || block.extrinsics.length === 0) {
      return block;
    }
    const parent = this.show(block.parent);
    const extrinsics = block.extrinsics.filter((bytes) => !this.isHidden(bytes));
    const isTrue = parent === block.parent && extrinsics.length === block.extrinsics.length;
    if (isTrue) return block;
    const root = extrinsicsRoot(extrinsics);
    const header = { ...block.header, parentHash: parent.hash, extrinsicsRoot: root };
    return { ...block, parent, header, hash: hashHeader(header), extrinsics };
  }
}
