// What a pool says of bytes that were sent: which word looks at the chain again, which takes back an earlier refusal, which
// is a refusal, and which is none. And when they are sent again, to the block.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '../../src/errors.ts';
import type { WatchStatus } from '../../src/chain/extrinsic/watch-extrinsic.ts';
import type { SigningRequest } from '../../src/model/request.ts';
import type { SigningDeps } from '../../src/signing/signing-deps.ts';
import { sendOrHold, type Sending } from '../../src/signing/submit.ts';
import { hash } from './fake-extrinsic.ts';
import { askedWallet, blocks, honestAnswer, settle, signedAndSent, start } from './fake-world.ts';

const mistake = new TypeError('a mistake of ours');

/** Signed, held by its price, and fit to be sent now. */
async function signed() {
  const { world, signing } = start();
  await askedWallet(signing);
  world.chain.expected = 980n;
  world.chain.mine();
  await signing.walletAnswered(world.lastPrompt().promptId, honestAnswer(world));
  await settle();
  signing.stop();
  world.chain.expected = 1_000n;
  world.chain.mine();
  const request = world.only();
  assert.ok(request.state === 'signed');
  return { world, request };
}

type Pool = (told: (status: WatchStatus) => void) => Promise<WatchStatus>;
const blockHash = hash('a block');
const statuses: readonly WatchStatus[] = [
  { kind: 'future' },
  { kind: 'ready' },
  { kind: 'broadcast' },
  { kind: 'in-block', blockHash },
  { kind: 'retracted', blockHash },
  { kind: 'finalized', blockHash },
];
const never = new Promise<never>(() => undefined);

/** Hands the bytes to this pool; with an error of the request's from an earlier time they go out again. */
async function send(pool: Pool, part: Partial<SigningRequest> | null = null) {
  const { world, request } = await signed();
  const { client, chain } = world;
  const seen = { rechecks: 0, reports: [] as unknown[], written: [] as string[] };
  let stored: SigningRequest = request;
  const deps = {
    model: world.model,
    announce: () => undefined,
    now: () => 7,
    report: (error: unknown) => seen.reports.push(error),
    store: {
      change: async (_id: string, change: (current: SigningRequest) => SigningRequest) => {
        stored = change(stored);
        seen.written.push(`${stored.state} ${stored.error?.code ?? ''}`.trim());
        return stored;
      },
      listUnsettled: async () => [stored],
    },
  };
  const sending: Sending = {
    recheck: () => (seen.rechecks += 1),
    signal: new AbortController().signal,
    sentAt: new Map([[request.id, -10]]),
  };
  if (part !== null) {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as it is stored once it was sent
    stored = { ...request, state: 'submitted', submittedAt: 3, ...part } as SigningRequest;
  }
  await sendOrHold(
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- all that is asked of it
    deps as unknown as SigningDeps,
    {
      ...client,
      submitAndWatch: (_bytes, told) =>
        pool((status) => {
          told(status);
        }),
    },
    stored,
    chain.head(),
    sending,
  );
  await settle();
  return seen;
}

const refused = { error: { code: 'SUBMISSION_DROPPED', detail: {} } } as const;

test('only a status that a block may have changed looks at the chain again', async () => {
  for (const status of statuses) {
    const { rechecks, written } = await send((told) => (told(status), never));
    const isOfBlock = 'blockHash' in status;
    assert.equal(rechecks, isOfBlock ? 1 : 0, status.kind);
    assert.deepEqual(written, ['submitted'], status.kind);
  }
});

test('an earlier refusal counts no more once the pool has the bytes, and only then', async () => {
  for (const status of statuses) {
    const { written } = await send((told) => (told(status), never), refused);
    const isTaken = !('blockHash' in status);
    const sent = 'submitted SUBMISSION_DROPPED';
    assert.deepEqual(written, isTaken ? [sent, 'submitted'] : [sent], status.kind);
  }
});

test('the pool’s last word is a refusal, or nothing but a reason to look', async () => {
  const words: readonly [WatchStatus, string | null][] = [
    [{ kind: 'dropped' }, 'SUBMISSION_DROPPED'],
    [{ kind: 'invalid' }, 'SUBMISSION_REFUSED'],
    [{ kind: 'usurped', byHash: blockHash }, 'NONCE_USED'],
    [{ kind: 'finalized', blockHash }, null],
  ];
  for (const [word, code] of words) {
    const { written, rechecks } = await send(async () => word);
    assert.deepEqual(written.slice(1), code === null ? [] : [`submitted ${code}`]);
    assert.equal(rechecks, 1, word.kind);
  }
});

test('a lost line is no verdict; “known already” is what was wanted; every other refusal is kept', async () => {
  const after = async (refusal: Error, part: Partial<SigningRequest> | null = null) =>
    (await send(() => Promise.reject(refusal), part)).written.slice(1);
  for (const lost of [
    new AppError('NODE_UNREACHABLE', { what: 'test' }),
    new AppError('NODE_TIMEOUT', { what: 'test' }),
    new AppError('NODE_MALFORMED'),
  ]) {
    assert.deepEqual(await after(lost), [], lost.code);
  }
  const no = (detail: object) => new AppError('SUBMISSION_REFUSED', { ...detail });
  const known = [{ rpcCode: 1013 }, { text: 'Already Imported' }, { text: 'already known' }];
  for (const detail of known) {
    assert.deepEqual(await after(no(detail)), []);
    assert.deepEqual(await after(no(detail), refused), ['submitted']);
  }
  for (const detail of [{}, { rpcCode: 1012 }, { rpcCode: 1014 }, { text: 'known' }, { text: 5 }]) {
    assert.deepEqual(await after(no(detail)), ['submitted SUBMISSION_REFUSED']);
  }
  const other = new AppError('CANNOT_PAY_FEE', { text: 'already known' });
  assert.deepEqual(await after(other), ['submitted CANNOT_PAY_FEE']);
  assert.deepEqual(await after(mistake), [], 'no word of the pool');
  assert.deepEqual((await send(() => Promise.reject(mistake))).reports, [mistake]);
});

test('a word that comes when the request has moved on is not reported; a mistake of ours is', async () => {
  const { world, request } = await signed();
  for (const [error, reports] of [
    [new AppError('REQUEST_MOVED_ON'), []],
    [new AppError('STORE_FAILED', { text: 'test' }), 1],
    [mistake, 1],
  ] as const) {
    const seen: unknown[] = [];
    let writes = 0;
    const deps = {
      model: world.model,
      announce: () => undefined,
      now: () => 7,
      report: (one: unknown) => seen.push(one),
      store: {
        change: async (_id: string, change: (current: SigningRequest) => SigningRequest) => {
          writes += 1;
          if (writes > 1) throw error;
          return change(request);
        },
      },
    };
    const dropped: Pool = async () => ({ kind: 'dropped' });
    await sendOrHold(
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- all that is asked of it
      deps as unknown as SigningDeps,
      { ...world.client, submitAndWatch: (_bytes, told) => dropped(told) },
      request,
      world.chain.head(),
      { recheck: () => undefined, signal: new AbortController().signal, sentAt: new Map() },
    );
    await settle();
    assert.equal(writes, 2);
    assert.equal(seen.length, reports === 1 ? 1 : 0, error.message);
  }
});

test('bytes that reached no block leave again at the second block after, not at the first', async () => {
  const { world, signing } = start();
  world.chain.losesNext = 1_000;
  await signedAndSent(world, signing);
  const counts: number[] = [];
  for (let block = 0; block < 5; block += 1) {
    await blocks(world, signing, 1);
    counts.push(world.chain.submissions.length);
  }
  assert.deepEqual(counts, [1, 2, 2, 3, 3]);
});

test('a new life of the background waits two blocks, and then sends what reached none', async () => {
  const { world, signing } = start();
  world.chain.losesNext = 1;
  await signedAndSent(world, signing);
  const next = world.live();
  const counts: number[] = [];
  for (let block = 0; block < 4; block += 1) {
    await blocks(world, next, 1);
    counts.push(world.chain.submissions.length);
  }
  assert.deepEqual(counts, [1, 1, 2, 2]);
  await blocks(world, next, 3);
  assert.equal(world.only().state, 'finalized');
});
