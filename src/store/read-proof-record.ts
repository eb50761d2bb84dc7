// Reads what was proven on a network, and checks its shape, for the panel; proofs.ts writes it.
import type {
  AuthorCount,
  ChosenStart,
  FoundLie,
  HomeProof,
  ProofRecord,
  ProvenPart,
  VoterSet,
} from '../model/proof.ts';
import type { Hex } from '../units.ts';
import {
  amount,
  hex,
  listOf,
  mapOf,
  number,
  oneOf,
  orNull,
  recordOf,
  testOf,
  text,
  variantOf,
} from '../parse.ts';
import { blockShape } from './cached-shapes.ts';
import { finalVotesShape } from './receipt-shape.ts';
import { readWhole } from './read-whole.ts';
import { wireErrorShape } from './request-shapes.ts';

const voters = recordOf<VoterSet>({
  id: amount,
  authorities: listOf(recordOf<VoterSet['authorities'][number]>({ key: hex, weight: amount })),
});
const part = variantOf<ProvenPart, 'kind'>('kind', {
  account: { coldkey: text },
  pool: { netuid: number },
  position: { coldkey: text, hotkey: text, netuid: number },
});

export const isProofRecord = testOf<ProofRecord>({
  genesisHash: hex,
  start: orNull(
    recordOf<ChosenStart>({
      source: oneOf('shipped', 'pasted', 'operators'),
      set: voters,
      block: blockShape,
      madeAt: number,
    }),
  ),
  state: orNull(recordOf<NonNullable<ProofRecord['state']>>({ set: voters, block: blockShape })),
  newest: orNull(finalVotesShape),
  authors: orNull(
    recordOf<NonNullable<ProofRecord['authors']>>({ block: blockShape, keys: listOf(hex) }),
  ),
  places: mapOf(number),
  pauses: mapOf(number),
  home: orNull(
    recordOf<HomeProof>({
      block: blockShape,
      mark: oneOf('proven', 'authors', 'node'),
      parts: listOf(part),
      valueBps: number,
      all: number,
      authors: orNull(recordOf<AuthorCount>({ authors: number, needed: number, of: number })),
      votes: orNull(finalVotesShape),
    }),
  ),
  error: orNull(wireErrorShape),
  lie: orNull(recordOf<FoundLie>({ endpoint: text, about: text, at: number })),
  endpoint: orNull(text),
  ranAt: number,
  bytes: number,
  ms: number,
});

export async function readProofRecord(genesisHash: Hex): Promise<ProofRecord | null> {
  return readWhole('proofs', genesisHash, isProofRecord);
}
