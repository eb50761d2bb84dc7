// The first question to a node that limits requests: what is believed of its answer, and what is asked where it is not.
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { AppError } from '../../src/errors.ts';
import { createEndpointMemory } from '../../src/chain/rpc/endpoint-list.ts';
import { askOpening, OPENING_KEYS } from '../../src/chain/runtime/opening.ts';
import { createNodeAccess } from '../../src/chain/runtime/node-access.ts';
import { accessOptions } from '../fakes/test-client.ts';
import { dialling, ScriptedNode, scriptedHeader, SCRIPTED_GENESIS } from '../fakes/provider.ts';

const [GENESIS_KEY, NUMBER_KEY, DIGEST_KEY] = OPENING_KEYS;
const BLOCK = `0x${'ab'.repeat(32)}` as const;
const WANTED = '0x1234';
const PLAIN = '0x0806617572612000000000000000000446524e4b0c010203';

type Values = Record<string, string | null>;
const told: Values = {
  [GENESIS_KEY]: SCRIPTED_GENESIS,
  [NUMBER_KEY]: '0x070000f1',
  [DIGEST_KEY]: '0x00',
  [WANTED]: '0x99',
};

const answer = (values: Values, block: unknown = BLOCK): unknown => [
  { block, changes: Object.entries(values) },
];
const askedOf = (result: unknown) =>
  askOpening(async () => {
    if (result instanceof Error) throw result;
    return result;
  }, [WANTED, GENESIS_KEY, WANTED]);
const codeOf = (wanted: string) => (error: unknown) =>
  error instanceof AppError && error.code === wanted;

test('whose chain, which block and its values: of one answer', async () => {
  const asked: unknown[] = [];
  const opening = await askOpening(
    async (method, params) => {
      asked.push(method, params);
      return answer(told);
    },
    [WANTED, GENESIS_KEY, WANTED],
  );
  assert.deepEqual(asked, ['state_queryStorageAt', [[...OPENING_KEYS, WANTED]]]);
  assert.deepEqual(opening, {
    genesisHash: SCRIPTED_GENESIS,
    head: { hash: BLOCK, number: 0xf1000007 },
    hasNewCode: false,
    values: new Map(Object.entries(told)),
  });
});

test('a block sets another code where its digest says so, or is not known', async () => {
  const rows: readonly (readonly [string, string | null, boolean | 'NODE_MALFORMED'])[] = [
    ['none', '0x00', false],
    ['not stored', null, true],
    ['a slot and a root', PLAIN, false],
    ['a seal and a text', '0x080561757261040100041f', false],
    ['the mark alone', '0x0408', true],
    ['the mark after others', '0x0c06617572610407000008', true],
    ['a mark inside a text is none', '0x04000408', false],
    ['another kind', '0x0407', true],
    ['cut off', '0x0806617572612000', 'NODE_MALFORMED'],
    ['more than there is', '0x0800040800', 'NODE_MALFORMED'],
    ['a hundred', `0x9101${'0000'.repeat(100)}`, false],
    ['a kind below those with a name', '0x0403000000000400', true],
  ];
  for (const [what, digest, expected] of rows) {
    const asking = askedOf(answer({ ...told, [DIGEST_KEY]: digest }));
    if (typeof expected === 'boolean') assert.equal((await asking)?.hasNewCode, expected, what);
    else await assert.rejects(asking, codeOf(expected), what);
  }
});

test('what is no answer is none, and what a node refuses is asked otherwise', async () => {
  assert.equal(await askedOf(answer({ ...told, [GENESIS_KEY]: null })), null);
  assert.equal(await askedOf(answer({ ...told, [NUMBER_KEY]: null })), null);
  assert.equal(await askedOf(new AppError('NODE_REFUSED', { text: '', kind: 'question' })), null);
  const busy = new AppError('NODE_BUSY', { what: 'x' });
  await assert.rejects(askedOf(busy), (error) => error === busy);
  const { [WANTED]: _left, ...fewer } = told;
  for (const wrong of [
    null,
    [],
    [7],
    answer(fewer),
    answer(told, '0xab'),
    answer({ ...told, [NUMBER_KEY]: '0x0700000100' }),
    [
      { block: BLOCK, changes: [] },
      { block: BLOCK, changes: Object.entries(told) },
    ],
  ])
    await assert.rejects(askedOf(wrong), codeOf('NODE_MALFORMED'), JSON.stringify(wrong));
});

test('two thousand keys are asked for, and not one more', async () => {
  const keys = Array.from(
    { length: 1_998 },
    (_key, i) => `0x${(0x10000 + i).toString(16).padStart(6, '0')}` as const,
  );
  let questions = 0;
  const ask = async (_method: string, [list]: readonly unknown[]): Promise<unknown> => {
    questions += 1;
    const values = Object.fromEntries((list as string[]).map((key) => [key, told[key] ?? null]));
    return answer(values);
  };
  assert.equal(await askOpening(ask, keys), null);
  assert.equal(questions, 0);
  assert.equal((await askOpening(ask, keys.slice(1)))?.values.size, 2_000);
});

type Asked = { method: string; params: unknown[] }[];

/** A node, and an access that knows whether it limits requests. */
function accessTo(
  t: TestContext,
  values: Values,
  changes: { gapMs?: number; isBrief?: boolean; isKnown?: boolean } = {},
) {
  const { gapMs = 5, isBrief = false, isKnown = true } = changes;
  const node = new ScriptedNode({ state_queryStorageAt: () => answer(values), quick: () => 7 });
  const memory = createEndpointMemory();
  if (gapMs > 0) memory.paceOf('a').recall(gapMs, gapMs);
  const access = createNodeAccess({
    ...accessOptions(['a']),
    genesisHash: isKnown ? SCRIPTED_GENESIS : null,
    openSocket: dialling({ a: node }),
    memory,
    isBrief,
  });
  t.after(access.link.close);
  access.expectStorage(async () => [WANTED]);
  const asked = (): Asked => node.sockets.flatMap(({ requests }) => requests);
  return { node, access, asked, methods: () => asked().map(({ method }) => method) };
}

test('one question verifies a node that limits requests; blocks are followed when nothing else is asked', async (t) => {
  const { access, methods, node } = accessTo(t, told);
  const heads: number[] = [];
  access.onHead(({ number }) => void heads.push(number), new AbortController().signal);
  await access.link.connect();
  assert.deepEqual(await access.head(), { hash: BLOCK, number: 0xf1000007 });
  assert.deepEqual(heads, [0xf1000007]);
  assert.equal(await access.ask('quick', []), 7);
  while (!methods().includes('chain_subscribeNewHeads'))
    await new Promise((resolve) => setTimeout(resolve, 1));
  assert.deepEqual(methods(), ['state_queryStorageAt', 'quick', 'chain_subscribeNewHeads']);
  // The answer to the subscription comes before its first head.
  await new Promise((resolve) => setTimeout(resolve, 0));
  node.last.notify('chain_newHead', 'heads', scriptedHeader(0xf1000008));
  assert.deepEqual(heads, [0xf1000007, 0xf1000008]);
});

test('a node of another chain is not believed for what it keeps, and is asked as any other', async (t) => {
  const { access, methods } = accessTo(t, { ...told, [GENESIS_KEY]: `0x${'66'.repeat(32)}` });
  const heads: number[] = [];
  access.onHead(({ number }) => void heads.push(number), new AbortController().signal);
  await access.link.connect();
  assert.deepEqual(heads, []);
  assert.ok(methods().includes('chain_getBlockHash'));
});

test('who is known to limit nothing, of an unknown chain, or asked but once is verified as ever', async (t) => {
  for (const changes of [{ gapMs: 0 }, { isKnown: false }, { isBrief: true }]) {
    const { access, methods } = accessTo(t, told, changes);
    await access.link.connect();
    assert.ok(!methods().includes('state_queryStorageAt'), JSON.stringify(changes));
    assert.ok(methods().includes('chain_getBlockHash'));
  }
  const { access, methods } = accessTo(t, told);
  access.expectStorage(async () => null);
  await access.link.connect();
  assert.ok(!methods().includes('state_queryStorageAt'));
});
