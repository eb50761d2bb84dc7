// Reads what was proven on a network, and checks its shape, for the panel; proofs.ts writes it. All of it can be proven again
// but the start, which the user may have pasted: it is kept of a record whose rest does not fit, and where not even the start
// fits, the record is set aside, and no other start takes its place unasked.
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
  flag,
  hex,
  listOf,
  mapOf,
  number,
  oneOf,
  orMissing,
  orNull,
  recordOf,
  testOf,
  text,
  variantOf,
  fits,
  isObject,
} from '../parse.ts';
import { blockShape } from './block-shapes.ts';
import { finalVotesShape } from './receipt-shape.ts';
import { openStore } from './open-store.ts';
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

const startShape = orNull(
  recordOf<ChosenStart>({
    source: oneOf('shipped', 'pasted', 'operators'),
    set: voters,
    block: blockShape,
    madeAt: number,
  }),
);

export const isProofRecord = testOf<ProofRecord>({
  genesisHash: hex,
  start: startShape,
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
      valueBps: orNull(number),
      all: number,
      authors: orNull(recordOf<AuthorCount>({ authors: number, needed: number, of: number })),
      votes: orNull(finalVotesShape),
    }),
  ),
  error: orNull(wireErrorShape),
  lie: orNull(
    recordOf<FoundLie>({ endpoint: text, about: text, at: number, isOfSigning: orMissing(flag) }),
  ),
  endpoint: orNull(text),
  ranAt: number,
  bytes: number,
  ms: number,
});

/** As nothing was proven yet. */
export const noProofs = (genesisHash: Hex): ProofRecord => ({
  genesisHash,
  start: null,
  state: null,
  newest: null,
  authors: null,
  places: {},
  pauses: {},
  home: null,
  error: null,
  lie: null,
  endpoint: null,
  ranAt: 0,
  bytes: 0,
  ms: 0,
});

/** Whether it is known what proofs start from. */
export const hasReadableStart = (stored: unknown): stored is Pick<ProofRecord, 'start'> =>
  isObject(stored) && fits(startShape, stored['start']);

/** null: there is no record. `aside`: it is the user's to export or remove. */
export function proofRecordFrom(genesisHash: Hex, stored: unknown): ProofRecord | 'aside' | null {
  if (stored === undefined) return null;
  if (isProofRecord(stored)) return stored;
  if (!hasReadableStart(stored)) return 'aside';
  return { ...noProofs(genesisHash), start: stored.start };
}

/** null: nothing is kept, or it is set aside. */
export async function readProofRecord(genesisHash: Hex): Promise<ProofRecord | null> {
  const stored: unknown = await (await openStore()).get('proofs', genesisHash);
  const record = proofRecordFrom(genesisHash, stored);
  return record === 'aside' ? null : record;
}
