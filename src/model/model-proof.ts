// Whether this connection's node answers as our pool model does. What of a runtime was compared is in guard.ts. Types only.
import type { BlockRef } from './facts.ts';
import type { Netuid } from '../units.ts';

/** Whether the local pool model agreed with the node, on this connection and spec. */
export type ModelProof =
  | { state: 'untested' }
  | { state: 'proven'; block: BlockRef }
  | { state: 'differs'; block: BlockRef; netuid: Netuid }
  | { state: 'no-simulation' }
  | { state: 'no-model' };
