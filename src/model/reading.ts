// What every fact is made with: a value that may be unknown, and the block that it was read at. Types only.
import type { Hex } from '../units.ts';

/** A fact that this runtime may lack or that could not be read. Never replace it by a default. */
export type Reading<T> =
  | { known: true; value: T }
  | { known: false; reason: 'not-on-this-runtime' | 'unreadable' };

export type BlockRef = { hash: Hex; number: number };
