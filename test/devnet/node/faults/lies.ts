// Answers that the node changes before they leave: by storage item or by runtime API method, on decoded values.
// Refuses to touch the state itself.
import type { Value } from '../scale/type.ts';
import type { HiddenBlocks } from './hidden-blocks.ts';

/** Undefined: the item reads as absent. `value` is undefined where it is absent in truth. */
export type StorageLie = (value: Value | undefined, keys: readonly Value[]) => Value | undefined;
export type ApiLie = (value: Value, args: readonly Value[]) => Value;

export class Lies {
  private readonly storageLies = new Map<string, StorageLie>();
  private readonly apiLies = new Map<string, ApiLie>();
  /** What `chain_getBlockHash(0)` answers instead of the truth. */
  genesisHash: string | null = null;
  /** What blocks are shown without. */
  hidden: HiddenBlocks | null = null;
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

  clear(): void {
    this.storageLies.clear();
    this.apiLies.clear();
    this.genesisHash = null;
    this.hidden = null;
    this.syncingTo = null;
  }

  aboutStorage(item: string): StorageLie | undefined {
    return this.storageLies.get(item);
  }

  aboutApi(method: string): ApiLie | undefined {
    return this.apiLies.get(method);
  }
}
