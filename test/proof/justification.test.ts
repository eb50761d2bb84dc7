// Votes for finality: the published ones hold, generated ones hold exactly where the referee counts enough, and whatever
// is changed in one is refused.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { ed25519, ED25519_TORSION_SUBGROUP } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import fc from 'fast-check';
import { fromHex, toHex } from '../../src/chain/scale/hex.ts';
import { AppError } from '../../src/errors.ts';
import { neededWeight, type AuthoritySet } from '../../src/proof/authority-set.ts';
import { verifierOfVotes, verifyByBoth, verifyByLibrary } from '../../src/proof/ed25519.ts';
import {
  parseJustification,
  verifyJustification,
  type Tally,
} from '../../src/proof/justification.ts';
import {
  hashOf,
  hash32,
  isEnough,
  isWhole,
  justificationBytes,
  needed,
  unsigned,
  voteFor,
  votedBytes,
  voterOf,
  type OracleHeader,
  type OracleJustification,
  type OracleSet,
  type OracleVote,
  type OracleVoter,
} from '../oracle/grandpa-oracle.ts';

const IS_DEEP = process.env['TAUBAR_DEEP'] === '1';
const RUNS = IS_DEEP ? 1_500 : 80;

type Published = {
  justification: { setId: number; authorities: `0x${string}`[]; bytes: `0x${string}` };
};
const published = (
  JSON.parse(readFileSync('test/vectors/published-finality.json', 'utf8')) as Published
).justification;
const publishedSet = (id: bigint): AuthoritySet => ({
  id,
  authorities: published.authorities.map((key) => ({ key, weight: 1n })),
});

const refused = (error: unknown): boolean =>
  error instanceof AppError && error.code === 'PROOF_INVALID';

const check = async (bytes: Uint8Array, set: AuthoritySet): Promise<Tally> =>
  verifyJustification(parseJustification(bytes), set);

const toSet = ({ id, voters }: OracleSet): AuthoritySet => ({
  id,
  authorities: voters.map(({ key, weight }) => ({ key: toHex(key), weight })),
});

test('the vote of appendix A5 is signed over the 53 bytes of set 3, and of no other set', async () => {
  const hash = fromHex('0x4d643da5fd7cd2b9ceb795091643e7223819e2a01f942ac049c5b928f7e30dc4');
  const key = fromHex('0x755f75dfc66aaa3b1e761a8845249509b8bd2fdf0d94cb74e1e12e1e0f4d3519');
  const signature = fromHex(
    '0x072a8a1a2567ca0633ac6497e47c95067ea208eb125b43664129aed09ec7e5c055a4bf320d879b4c0ed644c539a10ffa9c61eb2a464d78fd04950081f0aa7501',
  );
  const message = (setId: bigint) =>
    fromHex(toHex(votedBytes({ hash, number: 5_534_451 }, 799_276n, setId)));
  assert.equal(
    toHex(message(3n)),
    '0x014d643da5fd7cd2b9ceb795091643e7223819e2a01f942ac049c5b928f7e30dc4f37254002c320c00000000000300000000000000',
  );
  for (const verify of [verifyByLibrary, verifyByBoth, await verifierOfVotes()]) {
    assert.equal(await verify(key, signature, message(3n)), true);
    assert.equal(await verify(key, signature, message(2n)), false);
    assert.equal(await verify(key.subarray(1), signature, message(3n)), false);
    assert.equal(await verify(new Uint8Array(32).fill(255), signature, message(3n)), false);
  }
  assert.equal(await verifierOfVotes(), verifyByBoth);
});

test('the published justification of the test network holds for set 3 alone', async () => {
  const bytes = fromHex(published.bytes);
  assert.deepEqual(await check(bytes, publishedSet(3n)), { votes: 5, needed: 5 });
  const parsed = parseJustification(bytes);
  assert.equal(parsed.target.number, 5_534_451);
  const byLibrary = await verifyJustification(parsed, publishedSet(3n), verifyByLibrary);
  assert.deepEqual(byLibrary, { votes: 5, needed: 5 });
  for (const id of [2n, 4n]) await assert.rejects(check(bytes, publishedSet(id)), refused);
});

test('every bit of the published justification matters', async () => {
  const bytes = fromHex(published.bytes);
  const step = IS_DEEP ? 1 : 37;
  for (let bit = 0; bit < bytes.length * 8; bit += step) {
    const changed = Uint8Array.from(bytes);
    changed[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    await assert.rejects(async () => check(changed, publishedSet(3n)), refused, `bit ${bit}`);
  }
  for (const length of [0, 7, 43, 44, 45, bytes.length - 1]) {
    await assert.rejects(async () => check(bytes.subarray(0, length), publishedSet(3n)), refused);
  }
  const longer = Uint8Array.of(...bytes, 0);
  await assert.rejects(async () => check(longer, publishedSet(3n)), refused);
});

test('more than two thirds by weight, as the chain counts it', () => {
  const counts: [total: number, most: bigint][] = [
    [1, 1n],
    [2, 2n],
    [3, 3n],
    [4, 3n],
    [5, 4n],
    [6, 5n],
    [7, 5n],
    [10, 7n],
    [20, 14n],
    [100, 67n],
    [103, 69n],
  ];
  for (const [total, least] of counts) {
    const authorities = Array.from({ length: total }, (_unused, i) => ({
      key: toHex(unsigned(i, 8)),
      weight: 1n,
    }));
    assert.equal(neededWeight({ id: 0n, authorities }), least, String(total));
    assert.equal(needed(BigInt(total)), least, String(total));
  }
});

const voters: OracleVoter[] = Array.from({ length: 24 }, (_unused, i) => voterOf(i));

/** A chain above the target: on each height one block, and from some a branch of the same height. */
function blocksAbove(
  target: { hash: Uint8Array; number: number },
  heights: number,
): OracleHeader[] {
  const headers: OracleHeader[] = [];
  let parent = target;
  for (let i = 0; i < heights; i++) {
    const header: OracleHeader = {
      parentHash: parent.hash,
      number: parent.number + 1,
      stateRoot: hash32(unsigned(i, 8)),
      extrinsicsRoot: hash32(unsigned(i + 1_000, 8)),
      logs: [],
    };
    headers.push(header);
    parent = { hash: hashOf(header), number: header.number };
  }
  return headers;
}

type Case = { set: OracleSet; members: OracleVoter[]; justification: OracleJustification };

const caseArbitrary: fc.Arbitrary<Case> = fc
  .record({
    size: fc.integer({ min: 1, max: 20 }),
    weights: fc.array(fc.bigInt({ min: 1n, max: 5n }), { minLength: 20, maxLength: 20 }),
    isEven: fc.boolean(),
    id: fc.bigInt({ min: 0n, max: 2n ** 63n }),
    round: fc.bigInt({ min: 0n, max: 2n ** 63n }),
    number: fc.integer({ min: 1, max: 2 ** 31 }),
    heights: fc.array(fc.integer({ min: -3, max: 3 }), { minLength: 20, maxLength: 20 }),
    repeats: fc.array(fc.integer({ min: 0, max: 19 }), { maxLength: 3 }),
  })
  .map(({ size, weights, isEven, id, round, number, heights, repeats }) => {
    const members = voters.slice(0, size);
    const set: OracleSet = {
      id,
      voters: members.map(({ key }, i) => ({ key, weight: isEven ? 1n : (weights[i] ?? 1n) })),
    };
    const target = { hash: hash32(unsigned(number, 8)), number };
    const above = blocksAbove(target, 3);
    const blocks = [target, ...above.map((one) => ({ hash: hashOf(one), number: one.number }))];
    // Below 0: a voter who did not vote in time, but for one who votes for the block itself.
    const votes: OracleVote[] = [];
    let highest = 0;
    for (const [i, voter] of members.entries()) {
      const height = i === 0 ? 0 : (heights[i] ?? 0);
      const block = blocks[Math.max(0, height)];
      if (height < -1 || block === undefined) continue;
      highest = Math.max(highest, height);
      votes.push(voteFor(voter, block, round, id));
    }
    for (const i of repeats) {
      const again = votes[i];
      if (again !== undefined) votes.push(again);
    }
    const ancestry = above.slice(0, highest);
    return { set, members, justification: { round, ...target, votes, ancestry } };
  });

test('generated justifications hold exactly where the referee counts enough', async () => {
  let held = 0;
  await fc.assert(
    fc.asyncProperty(caseArbitrary, async ({ set, justification }) => {
      const checked = check(justificationBytes(justification), toSet(set));
      if (isEnough(justification, set)) {
        held += 1;
        const { votes, needed: least } = await checked;
        assert.ok(votes >= least);
        return;
      }
      await assert.rejects(checked, refused);
    }),
    { numRuns: RUNS },
  );
  assert.ok(held > RUNS / 4 && held < RUNS, `${held} of ${RUNS} held`);
});

type Mutation = (made: Case) => { justification: OracleJustification; set?: OracleSet } | null;

const replaced = <T>(items: readonly T[], at: number, item: T): T[] =>
  items.map((one, i) => (i === at ? item : one));
const withVotes = (made: Case, votes: readonly OracleVote[]) => ({
  justification: { ...made.justification, votes },
});
const flip = (bytes: Uint8Array, at: number): Uint8Array =>
  bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));

/** What a lying node may do to a justification that holds; null: this one has no place for it. */
const mutations: Readonly<Record<string, Mutation>> = {
  'a signature': (made) => {
    const [first] = made.justification.votes;
    if (!first) return null;
    const changed = { ...first, signature: flip(first.signature, 3) };
    return withVotes(made, replaced(made.justification.votes, 0, changed));
  },
  'votes of another round': (made) => ({
    justification: { ...made.justification, round: made.justification.round + 1n },
  }),
  'votes of another set': (made) => ({
    justification: made.justification,
    set: { ...made.set, id: made.set.id + 1n },
  }),
  'another block': (made) => ({
    justification: { ...made.justification, hash: flip(made.justification.hash, 0) },
  }),
  'another number': (made) => ({
    justification: { ...made.justification, number: made.justification.number + 1 },
  }),
  'a vote of a stranger that he did not sign': (made) => {
    const { hash, number, round, votes } = made.justification;
    const stranger = voteFor(voterOf(999), { hash, number }, round, made.set.id + 1n);
    return withVotes(made, [...votes, stranger]);
  },
  'strangers in the place of voters': (made) => {
    const { hash, number, round, votes } = made.justification;
    const stranger = voteFor(voterOf(999), { hash, number }, round, made.set.id);
    const kept = votes.slice(0, 1);
    if (isEnough({ ...made.justification, votes: kept }, made.set)) return null;
    const strangers = votes.slice(1).map((): OracleVote => stranger);
    return {
      justification: { ...made.justification, votes: [...kept, ...strangers], ancestry: [] },
    };
  },
  'one voter many times in the place of all': (made) => {
    const { votes } = made.justification;
    const [first] = votes;
    if (!first) return null;
    const justification = { ...made.justification, votes: votes.map(() => first), ancestry: [] };
    return isEnough(justification, made.set) ? null : { justification };
  },
  'a header that no vote needs': (made) => {
    const { ancestry, hash, number } = made.justification;
    const [spare] = blocksAbove({ hash: flip(hash, 1), number }, 1);
    return spare
      ? { justification: { ...made.justification, ancestry: [...ancestry, spare] } }
      : null;
  },
  'a header that comes twice': (made) => {
    const [first] = made.justification.ancestry;
    const ancestry = [...made.justification.ancestry, ...(first ? [first] : [])];
    return first ? { justification: { ...made.justification, ancestry } } : null;
  },
  'a header left out': (made) => {
    const { ancestry } = made.justification;
    return ancestry.length === 0
      ? null
      : { justification: { ...made.justification, ancestry: ancestry.slice(1) } };
  },
  'a header changed': (made) => {
    const { ancestry } = made.justification;
    const [first] = ancestry;
    if (!first) return null;
    const changed = { ...first, stateRoot: flip(first.stateRoot, 5) };
    return { justification: { ...made.justification, ancestry: replaced(ancestry, 0, changed) } };
  },
  'a vote for a block of another chain': (made) => {
    const { hash, number, round, votes } = made.justification;
    const [voter] = made.members;
    const [other] = blocksAbove({ hash: flip(hash, 1), number }, 1);
    if (!voter || !other) return null;
    const strange = voteFor(
      voter,
      { hash: hashOf(other), number: other.number },
      round,
      made.set.id,
    );
    return {
      justification: {
        ...made.justification,
        votes: [...votes, strange],
        ancestry: [...made.justification.ancestry, other],
      },
    };
  },
  'a vote signed with a number that is not the block’s': (made) => {
    const { hash, number, round, votes } = made.justification;
    const [voter] = made.members;
    if (!voter) return null;
    const wrong = voteFor(voter, { hash, number: number + 1 }, round, made.set.id);
    return withVotes(made, replaced(votes, 0, wrong));
  },
  'a vote too few': (made) => {
    const { votes, ancestry } = made.justification;
    const keys = new Set(votes.map(({ key }) => toHex(key)));
    const kept = new Set([...keys].slice(0, 1));
    const few = votes.filter(({ key }) => kept.has(toHex(key)));
    if (keys.size < 2 || isEnough({ ...made.justification, votes: few, ancestry }, made.set)) {
      return null;
    }
    return { justification: { ...made.justification, votes: few, ancestry: [] } };
  },
  'no votes': (made) => ({
    justification: { ...made.justification, votes: [], ancestry: [] },
  }),
};

for (const [name, mutate] of Object.entries(mutations)) {
  test(`refused: ${name}`, async () => {
    let tried = 0;
    await fc.assert(
      fc.asyncProperty(caseArbitrary, async (made) => {
        if (!isEnough(made.justification, made.set)) return;
        const mutated = mutate(made);
        if (mutated === null) return;
        tried += 1;
        const set = toSet(mutated.set ?? made.set);
        await assert.rejects(
          async () => check(justificationBytes(mutated.justification), set),
          refused,
        );
      }),
      { numRuns: IS_DEEP ? 300 : 25 },
    );
    assert.ok(tried > 0);
  });
}

test('two votes of one voter count once, and only one of them', async () => {
  const set: OracleSet = {
    id: 1n,
    voters: voters.slice(0, 4).map(({ key }) => ({ key, weight: 1n })),
  };
  const target = { hash: hash32(unsigned(7, 8)), number: 7 };
  const above = blocksAbove(target, 1);
  const later = above.map((header) => ({ hash: hashOf(header), number: header.number }));
  const made = (who: readonly number[]): OracleJustification => ({
    round: 1n,
    ...target,
    votes: who.flatMap((i) =>
      [target, ...(i === 0 ? later : [])].map((block) =>
        voteFor(voters[i] ?? voterOf(i), block, 1n, 1n),
      ),
    ),
    ancestry: above,
  });
  assert.deepEqual(await check(justificationBytes(made([0, 1, 2])), toSet(set)), {
    votes: 3,
    needed: 3,
  });
  await assert.rejects(check(justificationBytes(made([0, 1])), toSet(set)), refused);
});

test('one voter’s second signature for the same block must hold too', async () => {
  const set: OracleSet = {
    id: 1n,
    voters: voters.slice(0, 3).map(({ key }) => ({ key, weight: 1n })),
  };
  const target = { hash: hash32(unsigned(7, 8)), number: 0xffff_fff0 };
  const votes = voters.slice(0, 3).map((voter) => voteFor(voter, target, 1n, 1n));
  const made = { round: 1n, ...target, votes, ancestry: [] };
  assert.equal((await check(justificationBytes(made), toSet(set))).votes, 3);
  const [first] = votes;
  assert.ok(first);
  const forged = { ...first, signature: flip(first.signature, 1) };
  const bytes = justificationBytes({ ...made, votes: [...votes, forged] });
  await assert.rejects(check(bytes, toSet(set)), refused);
});

type Block = { hash: Uint8Array; number: number };

/** Four voters, a target, the block before it and two after it. */
function smallRound(): {
  set: OracleSet;
  before: Block;
  target: Block;
  above: readonly OracleHeader[];
  later: readonly Block[];
  targetHeader: OracleHeader;
  vote: (who: number, block: Block) => OracleVote;
  made: (votes: readonly OracleVote[], ancestry: readonly OracleHeader[]) => Uint8Array;
} {
  const set = { id: 1n, voters: voters.slice(0, 4).map(({ key }) => ({ key, weight: 1n })) };
  const before = { hash: hash32(unsigned(7, 8)), number: 7 };
  const [targetHeader, ...above] = blocksAbove(before, 3);
  assert.ok(targetHeader);
  const target = { hash: hashOf(targetHeader), number: 8 };
  return {
    set,
    before,
    target,
    above,
    later: above.map((header) => ({ hash: hashOf(header), number: header.number })),
    targetHeader,
    vote: (who, block) => voteFor(voters[who] ?? voterOf(who), block, 1n, 1n),
    made: (votes, ancestry) => justificationBytes({ round: 1n, ...target, votes, ancestry }),
  };
}

test('what others can put into the votes that an honest node keeps neither counts nor hinders', async () => {
  const { set, before, target, above, later, targetHeader, vote, made } = smallRound();
  const enough = [0, 1, 2].map((who) => vote(who, target));
  const few = enough.slice(1);
  const [next, second] = later;
  assert.ok(next && second);
  const additions: [name: string, votes: OracleVote[], ancestry: OracleHeader[]][] = [
    ['an honest vote for the block before', [vote(3, before)], [targetHeader]],
    ['a stranger’s vote', [vote(20, target)], []],
    ['a stranger’s vote for a block before', [vote(20, before)], [targetHeader]],
    ['three votes of one voter', [vote(1, next), vote(1, second)], [...above]],
  ];
  for (const [name, votes, ancestry] of additions) {
    const tally = await check(made([...enough, ...votes], ancestry), toSet(set));
    assert.deepEqual(tally, { votes: 3, needed: 3 }, name);
    await assert.rejects(check(made([...few, ...votes], ancestry), toSet(set)), refused, name);
    const spare = made([...enough, ...votes], [...ancestry, ...blocksAbove(next, 9).slice(8)]);
    await assert.rejects(check(spare, toSet(set)), refused, name);
  }
  // A block beside the target, over the same block before it: its votes are none for the target.
  const beside = { ...targetHeader, stateRoot: hash32(unsigned(99, 8)) };
  const away = vote(3, { hash: hashOf(beside), number: 8 });
  const fork = [targetHeader, beside];
  const low = vote(0, before);
  await assert.rejects(check(made([...few, away, low], fork), toSet(set)), refused);
  // Two blocks lowest: no node keeps that.
  await assert.rejects(check(made([...enough, away], []), toSet(set)), refused);
});

/** Seldom one, else 0. */
const seldom = fc.nat(40).map((at) => (at === 0 ? 1 : 0));
const treeArbitrary = fc.record({
  /** Of each header how far back its parent is among those before it, and how far its number is off. */
  parents: fc.array(fc.tuple(fc.constantFrom(0, 0, 0, 1), seldom), { minLength: 1, maxLength: 5 }),
  target: fc.nat(2),
  votes: fc.array(fc.tuple(fc.nat(5), fc.nat(4), seldom), { minLength: 3, maxLength: 8 }),
  isTrimmed: fc.constantFrom(true, true, true, false),
  dropped: fc.nat(40),
});

test('any tree of headers with any votes is judged as the referee judges it', async () => {
  const { set } = smallRound();
  let held = 0;
  const judge = async (justification: OracleJustification): Promise<boolean> => {
    const parsed = parseJustification(justificationBytes(justification));
    try {
      await verifyJustification(parsed, toSet(set), async () => true);
      return true;
    } catch (error) {
      assert.ok(refused(error));
      return false;
    }
  };
  await fc.assert(
    fc.asyncProperty(treeArbitrary, async ({ parents, target, votes, isTrimmed, dropped }) => {
      const root: OracleHeader = {
        parentHash: hash32(unsigned(1, 8)),
        number: 10,
        stateRoot: hash32(unsigned(2, 8)),
        extrinsicsRoot: hash32(unsigned(3, 8)),
        logs: [],
      };
      const tree = [root];
      for (const [i, [back, off]] of parents.entries()) {
        const parent = tree[Math.max(0, i - back)] ?? root;
        const stateRoot = hash32(unsigned(i + 10, 8));
        tree.push({
          ...root,
          parentHash: hashOf(parent),
          number: parent.number + 1 + off,
          stateRoot,
        });
      }
      const blockAt = (at: number): Block => {
        const header = tree[at % tree.length] ?? root;
        return { hash: hashOf(header), number: header.number };
      };
      const cast = votes.map(([at, who, off]): OracleVote => {
        const { hash, number } = blockAt(at);
        const key = (voters[who] ?? voterOf(who)).key;
        return { hash, number: number + off, signature: new Uint8Array(64), key };
      });
      const made = { round: 1n, ...blockAt(target), votes: cast };
      // Most headers that no vote needs are left out, and now and then one that is needed.
      let ancestry = tree.filter((_header, at) => at !== dropped);
      for (const header of isTrimmed ? ancestry.toReversed() : []) {
        const isOnWay = cast.some(({ hash }) => Buffer.from(hash).equals(hashOf(header)));
        const isParent = ancestry.some(({ parentHash }) =>
          Buffer.from(parentHash).equals(hashOf(header)),
        );
        const isLow = header.number <= Math.min(...cast.map(({ number }) => number));
        if ((!isOnWay && !isParent) || isLow) ancestry = ancestry.filter((one) => one !== header);
      }
      const justification = { ...made, ancestry };
      const truth = isWhole(justification) && isEnough(justification, set);
      if (truth) held += 1;
      assert.equal(await judge(justification), truth);
    }),
    { numRuns: IS_DEEP ? 3_000 : 200 },
  );
  assert.ok(held > 5, `${held} held`);
});

test('nothing is final by a set that cannot decide', async () => {
  const { set, target, vote, made } = smallRound();
  const bytes = made(
    [0, 1, 2, 20].map((who) => vote(who, target)),
    [],
  );
  const { id, authorities } = toSet(set);
  const [first, ...others] = authorities;
  assert.ok(first);
  const none = authorities.map(({ key }) => ({ key, weight: 0n }));
  for (const wrong of [[], none, [first, first], [{ ...first, weight: -1n }, ...others]]) {
    await assert.rejects(check(bytes, { id, authorities: wrong }), RangeError);
  }
});

test('a vote that only nodes’ own rules accept holds: one voter cannot make honest nodes look like liars', async () => {
  const { set, target, vote, made } = smallRound();
  const [first, second, third] = [0, 1, 2].map((who) => vote(who, target));
  assert.ok(first && second && third);
  // By a voter who knows his secret: R with a part of order 8.
  const { scalar, prefix, pointBytes } = ed25519.utils.getExtendedPublicKey(hash32(unsigned(0, 8)));
  assert.deepEqual(pointBytes, first.key);
  const { Point } = ed25519;
  const torsion = Point.fromHex(ED25519_TORSION_SUBGROUP[1] ?? '');
  const r = Point.Fn.create(BigInt(toHex(prefix)));
  const nonce = Point.BASE.multiply(r).add(torsion).toBytes();
  const message = votedBytes(target, 1n, 1n);
  const digest = sha512(Buffer.concat([nonce, first.key, message])).toReversed();
  const k = Point.Fn.create(BigInt(toHex(digest)));
  const s = Point.Fn.toBytes(Point.Fn.create(r + k * scalar));
  const odd = { ...first, signature: Uint8Array.from(Buffer.concat([nonce, s])) };
  assert.deepEqual(await check(made([odd, second, third], []), toSet(set)), {
    votes: 3,
    needed: 3,
  });
  // S is bounded by these rules as well.
  const order = Point.Fn.ORDER;
  const beyond = BigInt(toHex(Uint8Array.from(first.signature.slice(32)).reverse())) + order;
  const high = fromHex(`0x${beyond.toString(16).padStart(64, '0')}`).reverse();
  const twice = Uint8Array.from(Buffer.concat([first.signature.subarray(0, 32), high]));
  const malleable = made([{ ...first, signature: twice }, second, third], []);
  await assert.rejects(check(malleable, toSet(set)), refused);
});

test('refused as on the chain: votes that all are for later blocks', async () => {
  const set: OracleSet = {
    id: 1n,
    voters: voters.slice(0, 3).map(({ key }) => ({ key, weight: 1n })),
  };
  const target = { hash: hash32(unsigned(7, 8)), number: 7 };
  const ancestry = blocksAbove(target, 1);
  const [later] = ancestry.map((header) => ({ hash: hashOf(header), number: header.number }));
  assert.ok(later);
  const votes = voters.slice(0, 3).map((voter) => voteFor(voter, later, 1n, 1n));
  const bytes = justificationBytes({ round: 1n, ...target, votes, ancestry });
  await assert.rejects(check(bytes, toSet(set)), refused);
});

test('a list of votes or headers beyond all measure is refused before anything is verified', () => {
  const huge = new Uint8Array((1 << 20) + 1);
  assert.throws(() => parseJustification(huge), refused);
  const one: OracleVote = {
    hash: new Uint8Array(32),
    number: 1,
    signature: new Uint8Array(64),
    key: new Uint8Array(32),
  };
  const header: OracleHeader = {
    parentHash: new Uint8Array(32),
    number: 1,
    stateRoot: new Uint8Array(32),
    extrinsicsRoot: new Uint8Array(32),
    logs: [],
  };
  const parsed = (votes: number, headers: number) =>
    parseJustification(
      justificationBytes({
        round: 1n,
        hash: new Uint8Array(32),
        number: 1,
        votes: Array.from({ length: votes }, () => one),
        ancestry: Array.from({ length: headers }, () => header),
      }),
    );
  const most = parsed(512, 256);
  assert.deepEqual([most.votes.length, most.ancestry.length], [512, 256]);
  assert.throws(() => parsed(513, 0), refused);
  assert.throws(() => parsed(0, 257), refused);
});
