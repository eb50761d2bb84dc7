// Finality followed over a chain that the referees made: to the newest block that the node keeps votes for, through every
// change of who votes; and a node that lies in any answer is found.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toHex } from '../../src/chain/scale/hex.ts';
import { AppError, type ErrorCode } from '../../src/errors.ts';
import { followFinality, type Finality } from '../../src/proof/follow-finality.ts';
import { changeItem, unsigned, votersBytes, type OracleSet } from '../oracle/grandpa-oracle.ts';
import {
  buildChain,
  justified,
  membersOf,
  toSet,
  VOTERS,
  VOTERS_ID,
  type Lie,
  type ProofChain,
} from './proof-node.ts';

const PERIOD = 16;

const throws = (code: ErrorCode) => (error: unknown) =>
  error instanceof AppError && error.code === code;

type Options = Partial<Parameters<typeof followFinality>[1]>;

const follow = ({ node, start }: ProofChain, options: Options = {}): Promise<Finality> =>
  followFinality(node.ask, {
    state: start,
    finalized: node.head.header.number,
    place: null,
    period: PERIOD,
    ...options,
  });

test('the newest justified block, a few past a multiple of the period; the next run knows the place', async () => {
  const chain = buildChain({ length: 60, period: PERIOD, offset: 3 });
  const found = await follow(chain);
  assert.deepEqual(found.justified?.header, chain.node.header(51));
  assert.deepEqual([found.justified.votes, found.justified.needed], [3, 3]);
  assert.deepEqual(found.place, { offset: 3 });
  assert.deepEqual(found.state, { ...chain.start, block: { ...found.state.block, number: 51 } });
  assert.ok(found.bytes > 1_000);
  const looks = () => chain.node.asked.filter((method) => method === 'chain_getBlock').length;
  assert.equal(looks(), 4);
  chain.node.asked.length = 0;
  await follow(chain, { place: found.place });
  assert.equal(looks(), 1);
  // Nothing newer: no votes are asked for that were verified already.
  chain.node.asked.length = 0;
  const again = await follow(chain, { state: found.state, place: found.place });
  assert.equal(again.justified, null);
  assert.equal(again.isMore, false);
  assert.deepEqual(again.state, found.state);
  assert.equal(chain.node.asked.length, 0);
});

test('one multiple back, where the newest has none yet', async () => {
  const chain = buildChain({ length: 50, period: PERIOD, offset: 3 });
  assert.equal((await follow(chain)).justified?.header.number, 35);
});

test('the chain’s own period is 512; what was read is counted to the byte', async () => {
  const { node, start } = buildChain({ length: 516, period: 512, offset: 2 });
  let bytes = 0;
  node.lie = (_method, _params, answer) => {
    bytes += JSON.stringify(answer).length;
    return answer;
  };
  const options = { state: start, finalized: 516, place: null };
  const found = await followFinality(node.ask, options);
  assert.equal(found.justified?.header.number, 514);
  assert.equal(found.bytes, bytes);
});

test('from a block that is the newest multiple itself, nothing is asked', async () => {
  const chain = buildChain({ length: 60, period: PERIOD });
  const { state } = await follow(chain);
  assert.equal(state.block.number, 48);
  chain.node.asked.length = 0;
  assert.equal((await follow(chain, { state })).justified, null);
  assert.deepEqual(chain.node.asked, []);
});

test('a change in the digest that the state after it does not have is refused, and no lie of the node’s', async () => {
  const change = () => changeItem(membersOf(9).map(({ key }) => ({ key, weight: 1n })));
  for (const at of [20, 32]) {
    const chain = buildChain({ length: 34, period: PERIOD, changes: [at], change });
    await assert.rejects(follow(chain), throws('PROOF_NOT_SERVED'), String(at));
  }
});

test('a node that kept no voters in earlier states, or says too much of them', async () => {
  const chain = buildChain({ length: 60, period: PERIOD, changes: [20] });
  const both = [
    [VOTERS, toHex(votersBytes([]))],
    [VOTERS_ID, toHex(unsigned(3, 8))],
  ];
  const answers: [ErrorCode, unknown][] = [
    ['PROOF_NOT_SERVED', [{ changes: [[VOTERS, null], both[1]] }]],
    ['PROOF_NOT_SERVED', [{ changes: [both[0], [VOTERS_ID, null]] }]],
    ['PROOF_NOT_SERVED', [{ changes: [] }]],
    ['PROOF_INVALID', [{ changes: both }]],
    ['PROOF_INVALID', [{ changes: [...both, both[0]] }]],
    ['PROOF_INVALID', [{ changes: [[VOTERS], both[1]] }]],
    ['PROOF_INVALID', [{ changes: null }]],
    ['PROOF_INVALID', []],
    ['PROOF_INVALID', null],
  ];
  for (const [code, said] of answers) {
    chain.node.lie = (method, _params, answer) =>
      method === 'state_queryStorageAt' ? said : answer;
    await assert.rejects(follow(chain), throws(code), JSON.stringify(said));
  }
});

test('a node that keeps none', async () => {
  const chain = buildChain({ length: 60, period: PERIOD, keepsNone: true });
  await assert.rejects(follow(chain), throws('PROOF_NOT_SERVED'));
});

for (const changes of [[20], [3, 20, 21], [2, 7, 30, 47], [3, 48]]) {
  test(`changes of voters in blocks ${changes.join(', ')} are followed`, async () => {
    const chain = buildChain({ length: 60, period: PERIOD, changes });
    const { state, justified: newest } = await follow(chain);
    assert.equal(newest?.header.number, 48);
    assert.deepEqual(state.set, toSet(chain.sets.at(-1) ?? { id: 0n, voters: [] }));
    assert.equal(state.set.id, BigInt(3 + changes.length));
    // Who signed a block that changes the set is the set before.
    assert.equal(newest.set.id, changes.includes(48) ? state.set.id - 1n : state.set.id);
  });
}

test('more changes than one run follows: the next goes on where it ended', async () => {
  const changes = Array.from({ length: 11 }, (_unused, i) => 3 + 3 * i);
  const chain = buildChain({ length: 60, period: PERIOD, changes });
  const first = await follow(chain);
  assert.deepEqual([first.isMore, first.justified], [true, null]);
  assert.equal(first.state.set.id, 11n);
  assert.equal(first.state.block.number, 24);
  const second = await follow(chain, { state: structuredClone(first.state) });
  assert.equal(second.isMore, false);
  assert.equal(second.justified?.header.number, 48);
  assert.equal(second.state.set.id, 14n);
});

test('voters count their sets: a state that counts less is followed all the same', async () => {
  const chain = buildChain({ length: 60, period: PERIOD, changes: [20, 40], stateLags: 2n });
  assert.equal((await follow(chain)).state.set.id, 5n);
});

test('voters who left and came back, over a state that counts no sets: followed, or not proven, but no lie', async () => {
  const back = { length: 60, period: PERIOD, stateCountsNone: true };
  const members = (id: number) => membersOf(id % 2 === 1 ? 3 : 4);
  const followed = await follow(buildChain({ ...back, changes: [10, 31], members }));
  assert.equal(followed.justified?.header.number, 48);
  assert.equal(followed.state.set.id, 5n);
  // Too short to be met; the same voters once more; and others after that.
  const unseen: [changes: number[], members: (id: number) => ReturnType<typeof membersOf>][] = [
    [[20, 21], members],
    [[20], () => membersOf(3)],
    [[20, 21, 40], (id) => membersOf(id === 6 ? 5 : id % 2 === 1 ? 3 : 4)],
    [[20, 21, 48], (id) => membersOf(id === 6 ? 5 : id % 2 === 1 ? 3 : 4)],
  ];
  for (const [changes, who] of unseen) {
    const chain = buildChain({ ...back, changes, members: who });
    await assert.rejects(follow(chain), throws('PROOF_NOT_SERVED'), changes.join());
  }
});

test('states that are gone: a change of voters cannot be found there', async () => {
  const chain = buildChain({ length: 60, period: PERIOD, changes: [20] });
  chain.node.keepsStatesFrom = 40;
  await assert.rejects(follow(chain), throws('PROOF_NOT_SERVED'));
  // Without a change no state is asked for.
  const quiet = buildChain({ length: 60, period: PERIOD });
  quiet.node.keepsStatesFrom = 1_000;
  assert.equal((await follow(quiet)).justified?.header.number, 48);
});

test('votes as hex, as a gateway may write them', async () => {
  const chain = buildChain({ length: 40, period: PERIOD });
  chain.node.lie = (method, _params, answer) => {
    if (method !== 'chain_getBlock') return answer;
    const whole = answer as { justifications: [number[], number[]][] | null };
    const justifications =
      whole.justifications?.map(([engine, bytes]) => [engine, toHex(Uint8Array.from(bytes))]) ??
      null;
    return { ...whole, justifications };
  };
  assert.equal((await follow(chain)).justified?.header.number, 32);
});

test('a change that is forced, delayed or empty is refused, and no lie of the node’s', async () => {
  const kinds: [string, (next: OracleSet['voters']) => Uint8Array][] = [
    ['forced', (next) => changeItem(next, 0, 7)],
    ['delayed', (next) => changeItem(next, 3)],
    ['empty', () => changeItem([])],
    ['one key twice', (next) => changeItem([...next, ...next])],
    ['without weight', (next) => changeItem(next.map(({ key }) => ({ key, weight: 0n })))],
  ];
  for (const [name, change] of kinds) {
    for (const at of [20, 32]) {
      const chain = buildChain({ length: 34, period: PERIOD, changes: [at], change });
      await assert.rejects(follow(chain), throws('PROOF_NOT_SERVED'), `${name} in ${at}`);
    }
  }
});

type Answer = { block: { header: Record<string, unknown> }; justifications: unknown };

/** Changes the answer of chain_getBlock for that block. */
const inBlock =
  (chain: ProofChain, number: number, change: (answer: Answer) => unknown): Lie =>
  (method, params, answer) =>
    method === 'chain_getBlock' && params[0] === chain.node.block(number).hash
      ? change(answer as Answer)
      : answer;
const signedBy = (chain: ProofChain, number: number, id: number): unknown => {
  const { header } = chain.node.block(number);
  const { hash } = chain.node.header(number);
  const block = { hash: Uint8Array.from(Buffer.from(hash.slice(2), 'hex')), number: header.number };
  return [[[...Buffer.from('FRNK')], [...justified(block, BigInt(id), membersOf(id))]]];
};
const flipLast = (justifications: unknown): unknown => {
  const [[engine, bytes]] = justifications as [[number[], number[]]];
  return [[engine, bytes.map((byte, i) => (i === 70 ? byte ^ 1 : byte))]];
};
const saying =
  (says: (number: number) => number): ((chain: ProofChain) => Lie) =>
  (chain) =>
  (method, params, answer) => {
    if (method !== 'state_queryStorageAt') return answer;
    const [{ block }] = answer as [{ block: string }];
    const number = Array.from({ length: 60 }, (_unused, i) => i + 1).find(
      (one) => chain.node.block(one).hash === params[1],
    );
    const id = says(number ?? 0);
    const voters = membersOf(id).map(({ key }) => ({ key, weight: 1n }));
    const changes = [
      [VOTERS, toHex(votersBytes(voters))],
      [VOTERS_ID, toHex(unsigned(id, 8))],
    ];
    return [{ block, changes }];
  };

/** Each over a chain with a change of voters in block 20; the newest justified block is 48. */
const lies: [name: string, code: ErrorCode, lie: (chain: ProofChain) => Lie][] = [
  [
    'a vote of the newest block',
    'PROOF_INVALID',
    (chain) => inBlock(chain, 48, (a) => ({ ...a, justifications: flipLast(a.justifications) })),
  ],
  [
    'a vote of the block that changes the voters',
    'PROOF_INVALID',
    (chain) => inBlock(chain, 20, (a) => ({ ...a, justifications: flipLast(a.justifications) })),
  ],
  [
    'votes of the new set for its own change',
    'PROOF_INVALID',
    (chain) => inBlock(chain, 20, (a) => ({ ...a, justifications: signedBy(chain, 20, 4) })),
  ],
  [
    'votes for another block',
    'PROOF_INVALID',
    (chain) => inBlock(chain, 48, (a) => ({ ...a, justifications: signedBy(chain, 47, 4) })),
  ],
  [
    'a header’s state root',
    'PROOF_INVALID',
    (chain) =>
      inBlock(chain, 48, (a) => ({
        ...a,
        block: { header: { ...a.block.header, stateRoot: a.block.header['parentHash'] } },
      })),
  ],
  [
    'a header without the change of voters',
    'PROOF_INVALID',
    (chain) =>
      inBlock(chain, 20, (a) => {
        const { logs } = a.block.header['digest'] as { logs: string[] };
        const digest = { logs: [logs[0], logs.at(-1)] };
        return { ...a, block: { header: { ...a.block.header, digest } } };
      }),
  ],
  [
    'another block under that hash',
    'PROOF_INVALID',
    (chain) =>
      inBlock(chain, 48, () => ({
        block: { header: chain.node.block(47).header },
        justifications: null,
      })),
  ],
  [
    'another block’s hash under that number',
    'PROOF_INVALID',
    (chain) => (method, params, answer) =>
      method === 'chain_getBlockHash' && params[0] === 48 ? chain.node.block(47).hash : answer,
  ],
  [
    'no votes for the change',
    'PROOF_NOT_SERVED',
    (chain) => inBlock(chain, 20, (a) => ({ ...a, justifications: null })),
  ],
  ['no change, by its word', 'PROOF_INVALID', saying(() => 3)],
  ['the change in a later block', 'PROOF_NOT_SERVED', saying((number) => (number >= 25 ? 4 : 3))],
  ['the change where votes are kept', 'PROOF_INVALID', saying((number) => (number >= 16 ? 4 : 3))],
  [
    'the voters in the state',
    'PROOF_INVALID',
    (chain) => (method, params, answer) =>
      method === 'state_getReadProof'
        ? {
            at: params[1],
            proof: chain.node
              .block(19)
              .trie.prove([Uint8Array.from(Buffer.from(VOTERS.slice(2), 'hex'))])
              .map(toHex),
          }
        : answer,
  ],
  [
    'justifications in no known form',
    'PROOF_INVALID',
    (chain) => inBlock(chain, 48, (a) => ({ ...a, justifications: [[70, 82]] })),
  ],
  [
    'bytes that are no bytes',
    'PROOF_INVALID',
    (chain) => inBlock(chain, 48, (a) => ({ ...a, justifications: [[[70, 82, 78, 75], [256]]] })),
  ],
  [
    'voters in no known form',
    'PROOF_INVALID',
    () => (method, _params, answer) =>
      method === 'state_queryStorageAt'
        ? [
            {
              changes: [
                [VOTERS, '0x04'],
                [VOTERS_ID, '0x00'],
              ],
            },
          ]
        : answer,
  ],
  [
    'no hash for a number',
    'PROOF_NOT_SERVED',
    () => (method, params, answer) =>
      method === 'chain_getBlockHash' && params[0] === 48 ? null : answer,
  ],
];

const chain = buildChain({ length: 60, period: PERIOD, changes: [20] });

test('an answer nested beyond all measure is refused like any other', async () => {
  const deep = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000)) as unknown;
  for (const asked of ['chain_getBlockHash', 'chain_getBlock', 'state_queryStorageAt']) {
    chain.node.lie = (method, _params, answer) => (method === asked ? [deep] : answer);
    await assert.rejects(follow(chain), throws('PROOF_INVALID'), asked);
  }
});

for (const [name, code, lie] of lies) {
  test(`a lie is found: ${name}`, async () => {
    chain.node.lie = lie(chain);
    await assert.rejects(follow(chain), throws(code));
  });
}
