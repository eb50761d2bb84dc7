// What was proven of a node's answers, and what the proofs rest on. Types only.
import type { WireError } from '../errors.ts';
import type { BlockRef } from './facts.ts';
import type { Hex, Netuid, Ss58Address } from '../units.ts';

/**
 * `proven`: in or before a block that more than two thirds of the voters for finality signed. `authors`: in or under a block
 * that two thirds of the authors have built on. `node`: one node's word. A figure has the weakest of its inputs.
 */
export type ProofMark = 'proven' | 'authors' | 'node';

/** Who votes for finality: keys with weights, and the number that they sign with. */
export type VoterSet = { id: bigint; authorities: readonly { key: Hex; weight: bigint }[] };

/** `operators`: two operators said the same at that time; weaker, as both may have been wrong. */
type StartSource = 'shipped' | 'pasted' | 'operators';

/** Where proofs of finality start: it is believed, and everything else follows from it. */
export type ChosenStart = {
  source: StartSource;
  /** Votes for the blocks after `block`. */
  set: VoterSet;
  block: BlockRef;
  /** Time of the block, epoch milliseconds. */
  madeAt: number;
};

/** Votes that finalized a block. */
export type FinalVotes = {
  block: BlockRef;
  setId: bigint;
  votes: number;
  /** How many decide. */
  needed: number;
  /** How many there are. */
  of: number;
};

export type AuthorCount = { authors: number; needed: number; of: number };

/** A figure that was read with its proof and compared with what is shown. */
export type ProvenPart =
  | { kind: 'account'; coldkey: Ss58Address }
  | { kind: 'pool'; netuid: Netuid }
  | { kind: 'position'; coldkey: Ss58Address; hotkey: Ss58Address; netuid: Netuid };

/** What home's figures of one block rest on. */
export type HomeProof = {
  block: BlockRef;
  mark: ProofMark;
  parts: readonly ProvenPart[];
  /** Share of the positions' spot value that was proven; null: unknown, as a price was not read. */
  valueBps: number | null;
  /** How many accounts, pools and positions there are. */
  all: number;
  /** Who stands on the block; null: their list could not be proven. */
  authors: AuthorCount | null;
  /** The justified block that covers it; null: none does yet. */
  votes: FinalVotes | null;
};

/** A node whose answers a proof contradicts. */
export type FoundLie = {
  endpoint: string;
  about: string;
  /** Epoch milliseconds. */
  at: number;
  /** Found in a signature's inputs or a receipt, which no run over home's figures looks at. */
  isOfSigning?: boolean;
};

/** Per network: what the next run goes on from, and what the last one found. */
export type ProofRecord = {
  genesisHash: Hex;
  /** null: none is shipped or chosen for that network. */
  start: ChosenStart | null;
  /** Finality followed so far: the voters after `block`. */
  state: { set: VoterSet; block: BlockRef } | null;
  /** The newest block proven to be final; null: none but the start itself. */
  newest: FinalVotes | null;
  /** Who makes blocks, proven in the state of that final block; null: never proven. */
  authors: { block: BlockRef; keys: readonly Hex[] } | null;
  /** Where each endpoint keeps justifications: so many blocks past a multiple of the period. */
  places: Readonly<Record<string, number>>;
  /** Endpoints that serve no proofs: not asked before that time, epoch milliseconds. */
  pauses: Readonly<Record<string, number>>;
  home: HomeProof | null;
  /** Why the last run proved no more; null: nothing failed. */
  error: WireError | null;
  lie: FoundLie | null;
  /** Of the last run. */
  endpoint: string | null;
  ranAt: number;
  bytes: number;
  /** Verification alone, on this computer. */
  ms: number;
};
