// A network that the user may follow. Types only.
import type { Hex } from '../units.ts';

export type Network = {
  id: string;
  name: string;
  /** null for a network the user added: taken over at the first connection, then held to. */
  genesisHash: Hex | null;
  endpoints: string[];
  archive: string | null;
  isReal: boolean;
  /** Template with {block}, {index}, {coldkey}; null: no explorer. */
  explorer: string | null;
};
