// A fact, or why there is none.

/** A fact that this runtime may lack or that could not be read. Never replace it by a default. */
export type Reading<T> =
  | { known: true; value: T }
  | { known: false; reason: 'not-on-this-runtime' | 'unreadable' };
