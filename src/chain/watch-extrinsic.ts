// What becomes of a submitted extrinsic.
import type { Hex } from '../units.ts';

export type WatchStatus =
  | { kind: 'future' }
  | { kind: 'ready' }
  | { kind: 'broadcast' }
  | { kind: 'in-block'; blockHash: Hex }
  /** That block is no longer on the best chain; it may come in again. */
  | { kind: 'retracted'; blockHash: Hex }
  | { kind: 'finalized'; blockHash: Hex }
  /** Last ones, without inclusion: finality-timeout: in a block, but the node stopped watching. */
  | { kind: 'finality-timeout'; blockHash: Hex }
  | { kind: 'usurped'; byHash: Hex }
  | { kind: 'dropped' }
  | { kind: 'invalid' };
