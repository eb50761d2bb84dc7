// The context of a plan at the moment of review: the newest block, the node's own figures, the user's settings, the
// wallet. Types only.
import type { ForeignForm, KeyType } from '../model/account.ts';
import type { Reading } from '../model/facts.ts';
import type { ModelProof } from '../model/model-proof.ts';
import type { Exactness, Plan } from '../model/plan.ts';
import type { Hex } from '../units.ts';

export type Signer =
  /** A watched account, or assumed balances: a simulation. */
  | { kind: 'nobody' }
  | {
      kind: 'wallet';
      name: string;
      keyType: KeyType;
      /** The one network the wallet restricts the account to; null: any. */
      genesisHash: Hex | null;
    };

export type ReviewContext = {
  plan: Plan;
  exactness: Exactness;
  /** Whether the local model agreed with the node on this connection and spec, for each curve that the plan trades on. */
  proof: ModelProof;
  /** Number of the newest block. */
  head: Reading<number>;
  /** A plan older than this many blocks is made again. */
  oldestBlocks: number;
  /** The user's own limit, in basis points. */
  impactLimitBps: number;
  signer: Signer;
  /** Only for a transfer: whether a signature has confirmed the address, or only a page reported it. */
  destination: 'confirmed' | 'typed' | 'unconfirmed' | null;
  /** The form of another network in which a typed destination was given; null: this network's. */
  destinationForm: ForeignForm | null;
};
