// What was proven of home's figures, for the pictures: in each state that the sheet has.
import { AppError, toWireError } from '../../../src/errors.ts';
import type { HomeProof, ProofMark, ProofRecord } from '../../../src/model/proof.ts';
import { chooseFigures } from '../../../src/service/choose-figures.ts';
import { blockAt, genesisHash, HEAD } from './chain.ts';
import { positions, snapshotWith, watched } from './stored.ts';

const NODE = 'wss://entrypoint-finney.opentensor.ai:443';
const DAY = 86_400_000;

const keyOf = (index: number): `0x${string}` =>
  `0x${index.toString(16).padStart(2, '0').repeat(32)}`;

const set = {
  id: 6n,
  authorities: Array.from({ length: 20 }, (_unused, i) => ({ key: keyOf(i + 1), weight: 1n })),
};
const votes = { block: blockAt(HEAD - 12), setId: 6n, votes: 15, needed: 14, of: 20 };

/** Of what home shows, as a run chooses it: the largest positions, up to nine tenths of their value. */
function homeIn(mark: ProofMark): HomeProof {
  const { snapshot } = snapshotWith(positions, [4]);
  const accounts = snapshot.accounts.filter(({ coldkey }) => coldkey !== watched);
  const { parts, all, valueOf } = chooseFigures({ ...snapshot, accounts });
  return {
    block: blockAt(mark === 'node' ? HEAD : HEAD - 31),
    mark,
    parts,
    valueBps: valueOf(parts),
    all,
    authors: mark === 'node' ? null : { authors: 14, needed: 14, of: 20 },
    votes: mark === 'proven' ? votes : null,
  };
}

export const proofRecord = (mark: ProofMark, part: Partial<ProofRecord> = {}): ProofRecord => ({
  genesisHash,
  start: {
    source: 'shipped',
    set,
    block: blockAt(HEAD - 200_000),
    madeAt: Date.now() - 28 * DAY,
  },
  state: { set, block: votes.block },
  newest: votes,
  authors: { block: votes.block, keys: set.authorities.map(({ key }) => key) },
  places: { [NODE]: 3 },
  pauses: {},
  home: homeIn(mark),
  error: null,
  lie: null,
  endpoint: NODE,
  ranAt: Date.now() - 240_000,
  bytes: 148_200,
  ms: 22,
  ...part,
});

/** A node that lies, and is left. */
export const proofOfLie = (): ProofRecord =>
  proofRecord('node', {
    home: null,
    lie: { endpoint: NODE, about: 'the liquidity of SN64', at: Date.now() - 60_000 },
    error: toWireError(new AppError('PROOF_INVALID', { about: 'the liquidity of SN64' })),
  });

/** A node that keeps no votes, and a start that is old and only two operators' word. */
export const proofNotServed = (): ProofRecord =>
  proofRecord('node', {
    start: {
      source: 'operators',
      set,
      block: blockAt(HEAD - 1_500_000),
      madeAt: Date.now() - 200 * DAY,
    },
    authors: null,
    pauses: { [NODE]: Date.now() + 41 * 60_000 },
    error: toWireError(new AppError('PROOF_NOT_SERVED', { about: 'justifications' })),
  });

export const proofWithoutStart = (): ProofRecord =>
  proofRecord('node', { start: null, state: null, newest: null, authors: null, home: null });
