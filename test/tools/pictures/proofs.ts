// What was proven of home's figures, for the pictures: in each state that the sheet has.
import { AppError, toWireError } from '../../../src/errors.ts';
import type { HomeProof, ProofMark, ProofRecord } from '../../../src/model/proof.ts';
import { toNetuid } from '../../../src/units.ts';
import { blockAt, genesisHash, HEAD, hotkeys } from './chain.ts';
import { ledgerMain, savings } from './stored.ts';

const NODE = 'wss://entrypoint-finney.opentensor.ai:443';
const DAY = 86_400_000;

const keyOf = (index: number): `0x${string}` =>
  `0x${index.toString(16).padStart(2, '0').repeat(32)}`;

const set = {
  id: 6n,
  authorities: Array.from({ length: 20 }, (_unused, i) => ({ key: keyOf(i + 1), weight: 1n })),
};
const votes = { block: blockAt(HEAD - 12), setId: 6n, votes: 15, needed: 14, of: 20 };

function homeIn(mark: ProofMark): HomeProof {
  const [hotkey] = hotkeys;
  if (hotkey === undefined) throw new RangeError('no hotkeys');
  return {
    block: blockAt(mark === 'node' ? HEAD : HEAD - 31),
    mark,
    parts: [
      { kind: 'account', coldkey: ledgerMain },
      { kind: 'account', coldkey: savings },
      { kind: 'pool', netuid: toNetuid(64) },
      { kind: 'position', coldkey: ledgerMain, hotkey, netuid: toNetuid(64) },
      { kind: 'pool', netuid: toNetuid(8) },
      { kind: 'position', coldkey: ledgerMain, hotkey, netuid: toNetuid(8) },
    ],
    valueBps: 9_240,
    all: 14,
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
