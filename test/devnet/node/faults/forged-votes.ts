// By name: what is wrong with the votes that a node gives with a block.
// Refuses to forge more than has its name.
import type { Block } from '../chain/block.ts';
import { authorityKey, STRANGER } from '../proofs/authority-keys.ts';
import {
  encodeJustification,
  voteOf,
  type Justification,
  type Vote,
} from '../proofs/justification.ts';
import { toHex } from '../scale/bytes.ts';
import { blake2b256 } from '../scale/hashing.ts';

export type ForgeVotes = (true_: Justification, setId: bigint, block: Block) => Uint8Array;

const LAST = -1;

/** The last vote in another form. */
const withLast = (of: Justification, change: (vote: Vote) => Vote): Uint8Array =>
  encodeJustification({
    ...of,
    votes: of.votes.map((vote, at) => (at === of.votes.length - 1 ? change(vote) : vote)),
  });

/** All of them signed anew, for the block itself. */
const signedAnew = (of: Justification, vote: (key: string) => Vote): Uint8Array =>
  encodeJustification({ ...of, votes: of.votes.map(({ key }) => vote(key)), ancestries: [] });

export const FORGED_VOTES = {
  /** One bit of one signature. */
  'vote-forged': (of) =>
    withLast(of, (vote) => {
      const signature = vote.signature.slice();
      signature[0] = (signature[0] ?? 0) ^ 1;
      return { ...vote, signature };
    }),
  /** One less than needed. */
  'vote-missing': (of) => encodeJustification({ ...of, votes: of.votes.slice(0, LAST) }),
  /** One voter's vote counts twice. */
  'vote-twice': (of) =>
    encodeJustification({
      ...of,
      votes: [...of.votes.slice(0, LAST), ...of.votes.slice(-2, LAST)],
    }),
  /** One signs who is no voter. */
  'vote-stranger': (of, setId) =>
    withLast(of, ({ target }) => voteOf(authorityKey('voter', STRANGER), target, of.round, setId)),
  /** One is for a block that is no descendant. */
  'vote-elsewhere': (of, setId) =>
    withLast(of, ({ key, target }) => {
      const hash = toHex(blake2b256(new Uint8Array([1])));
      return voteOf(key, { ...target, hash }, of.round, setId);
    }),
  /** All are of another set. */
  'vote-of-other-set': (of, setId) =>
    signedAnew(of, (key) => voteOf(key, of.target, of.round, setId + 1n)),
  /** All are of another round. */
  'vote-of-other-round': (of, setId) =>
    signedAnew(of, (key) => voteOf(key, of.target, of.round + 1n, setId)),
  /** All are true, and for the block before. */
  'vote-for-other-block': (of, setId, block) => {
    const target = { hash: block.header.parentHash, number: block.number - 1 };
    const votes = of.votes.map(({ key }) => voteOf(key, target, of.round, setId));
    return encodeJustification({ ...of, target, votes, ancestries: [] });
  },
  /** The last byte is missing. */
  'vote-broken': (of) => encodeJustification(of).slice(0, LAST),
} as const satisfies Readonly<Record<string, ForgeVotes>>;

export type ForgedVotes = keyof typeof FORGED_VOTES;
