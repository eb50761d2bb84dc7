// Answers that the node changes before they leave: by storage item or by runtime API method, on decoded values.
// Refuses to touch the state itself.
import type { Value } from '../scale/type.ts';
import type { Block } from '../chain/block.ts';

/** Undefined: the item reads as absent. `value` is undefined where it is absent in truth. */
export type StorageLie = (value: Value | undefined, keys: readonly Value[]) => Value | undefined;
/** Changes the bytes themselves, so that they no longer fit the metadata. */
export type ByteLie = (bytes: Uint8Array) => Uint8Array;
export type ApiLie = (value: Value, args: readonly Value[]) => Value;

/** The chain as the node tells of it. */
export type ShownChain = Readonly<{
  show(block: Block): Block;
  find(hash: string, findTrue: (hash: string) => Block | null): Block | null;
}>;

export class Lies {
  private readonly storageLies = new Map<string, StorageLie>();
  private readonly apiLies = new Map<string, ApiLie>();
  private readonly byteLies = new Map<string, ByteLie>();
  private readonly refusals = new Set<string>();
  /** What is told of block 0's hash instead of the truth. */
  genesisHash: string | null = null;
  /** Blocks that are shown otherwise than they are; null: none. */
  hidden: ShownChain | null = null;
  /** The highest block that the node says it still has to fetch up to. */
  syncingTo: number | null = null;

  /** `SubtensorModule.SubnetTAO`. Returns the way back to the truth. */
  storage(item: string, lie: StorageLie): () => void {
    this.storageLies.set(item, lie);
    return () => {
      this.storageLies.delete(item);
    };
  }

  /** `SwapRuntimeApi_sim_swap_tao_for_alpha`. */
  api(method: string, lie: ApiLie): () => void {
    this.apiLies.set(method, lie);
    return () => {
      this.apiLies.delete(method);
    };
  }

  /** The answer of a method, `BetaBasketRuntimeApi_get_basket_claim_preview`, as other bytes. */
  bytes(method: string, lie: ByteLie): () => void {
    this.byteLies.set(method, lie);
    return () => {
      this.byteLies.delete(method);
    };
  }

  /** One storage item (`SubtensorModule.BasketShares`) or one method is not answered, with an error, others are. */
  refuse(what: string): () => void {
    this.refusals.add(what);
    return () => {
      this.refusals.delete(what);
    };
  }

  clear(): void {
    this.storageLies.clear();
    this.apiLies.clear();
    this.byteLies.clear();
    this.refusals.clear();
    this.genesisHash = null;
    this.hidden = null;
    this.syncingTo = null;
  }

  aboutStorage(item: string): StorageLie | undefined {
    return this.storageLies.get(item);
  }

  aboutBytes(method: string): ByteLie | undefined {
    return this.byteLies.get(method);
  }

  isRefused(what: string): boolean {
    return this.refusals.has(what);
  }

  aboutApi(method: string): ApiLie | undefined {
    return this.apiLies.get(method);
  }
}
