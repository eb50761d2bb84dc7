// Whether a runtime lays out a call or an event as published. Types only.

/** `absent`: the runtime has none of that name. The texts name each field with its type, in the order of the bytes. */
export type LayoutVerdict =
  | { state: 'same' }
  | { state: 'absent' }
  | { state: 'other'; ours: string; chain: string };
