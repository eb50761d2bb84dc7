// Events of a block, decoded by name and field.

/** Amounts are bigint, accounts SS58 (prefix 42), bytes hex, absent options null, enums {type, value}. */
export type EventValue =
  | bigint
  | number
  | boolean
  | string
  | null
  | readonly EventValue[]
  | { readonly [field: string]: EventValue };

export type ChainEvent = {
  pallet: string;
  name: string;
  /** By field name; unnamed fields by position ("0", "1", …), those of stake events by the names of the chain reference. */
  fields: Readonly<Record<string, EventValue>>;
  /** null: not part of an extrinsic (the block's initialisation or end). */
  extrinsicIndex: number | null;
};
