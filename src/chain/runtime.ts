// One runtime's own description of itself, made usable.
import type { RuntimeRef } from '../facts.ts';

/** What a spec version can do; made by chain/, used through the client's functions. */
export type Runtime = {
  readonly ref: RuntimeRef;
};
