// A network that the user may follow. Types only.
import type { Hex } from '../units.ts';

export type Network = {
  id: string;
  name: string;
  /** null for a network the user added: adopted at the first connection, then required. */
  genesisHash: Hex | null;
  endpoints: string[];
  /** Who runs an endpoint, where neither the shipped table nor its host says so. */
  operators: Readonly<Record<string, string>>;
  archive: string | null;
  isReal: boolean;
  /** Template with {block}, {index}, {coldkey}; null: no explorer. */
  explorer: string | null;
};
