// What a plan is told of the user's own limits: at which moment, of which orders, and what stays unknown. And which orders
// are counted at each step of an order's way to a wallet.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noLimits, type AccountLimits } from '../../src/model/account-limits.ts';
import type { MoveFacts, Reading } from '../../src/model/facts.ts';
import type { SigningRequest, Unseen } from '../../src/model/request.ts';
import { meetLimits } from '../../src/signing/meet-limits.ts';
import { toNetuid, toRao, type Rao } from '../../src/units.ts';
import { requestIn } from '../tools/pictures/requests.ts';
import { factsAt, MOVE } from './fake-facts.ts';
import { ASK, blocks, honestAnswer, start } from './fake-world.ts';

const HEAD = 10_000_000;
const NONCE = 41;
const facts = factsAt(
  { hash: '0xb0', number: HEAD },
  { expected: 1n, nonce: NONCE, specVersion: 425, refusal: null },
);
const { genesisHash } = facts.runtime;
const aDay: AccountLimits = { ...noLimits, mostPerDay: toRao(100n) };

let ids = 0;
function order(state: SigningRequest['state'], value: bigint, part: object = {}): SigningRequest {
  const { plan, ...rest } = requestIn(state);
  const own = { id: `order-${(ids += 1)}`, genesisHash, askedAt: 5 };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- what a test combines need not fit together
  return {
    ...rest,
    ...own,
    plan: { ...plan, orderValue: toRao(value) },
    ...part,
  } as SigningRequest;
}

type World = {
  limits?: Reading<AccountLimits>;
  since?: SigningRequest[];
  all?: SigningRequest[];
  hasUnread?: boolean;
  isReal?: boolean;
  now?: number;
};

/** What the plan is told, what was read for it, and the moment that limits were asked for. */
async function meet(world: World, part: { instead?: string[]; isNew?: boolean } = {}) {
  const { limits = { known: true, value: aDay }, since = [], all = since, now = 0 } = world;
  const read: unknown[] = [];
  const deps = {
    now: () => now,
    accountLimits: async (of: object, at: number) => (read.push([of, at]), limits),
    store: {
      listOf: async () => (read.push('all'), all),
      listSince: async (_coldkey: string, block: number) => (read.push(block), since),
      hasUnread: async () => world.hasUnread ?? false,
    },
  };
  const chain = { network: { id: 'fake', isReal: world.isReal ?? true } };
  const { accountLimits } = await meetLimits(deps, chain, facts, {
    instead: [],
    isNew: true,
    ...part,
  });
  const [asked, ...listed] = read;
  const moved = accountLimits?.known ? accountLimits.value.movedToday : accountLimits;
  return { asked, listed, moved: moved?.known ? moved.value : (moved ?? null) };
}

const moved = async (...args: Parameters<typeof meet>) => (await meet(...args)).moved;

test('limits are those of the earlier of clock and chain time; where time means nothing, of the clock', async () => {
  const at = facts.blockTime;
  const asked = async (now: number, isReal: boolean) => (await meet({ now, isReal })).asked;
  const of = { genesisHash, coldkey: MOVE.coldkey };
  assert.deepEqual(await asked(at - 1, true), [of, at - 1]);
  assert.deepEqual(await asked(at + 1, true), [of, at]);
  assert.deepEqual(await asked(at + 1, false), [of, at + 1]);
  assert.deepEqual(await asked(at - 1, false), [of, at - 1]);
});

test('what cannot be read of limits or of orders is unknown, and no orders are read where nothing counts them', async () => {
  const unreadable = { known: false, reason: 'unreadable' } as const;
  const lost = await meet({ limits: unreadable });
  assert.deepEqual([lost.moved, lost.listed], [unreadable, []]);
  const free = await meet({ limits: { known: true, value: noLimits } });
  assert.deepEqual([free.moved, free.listed], [0n, []]);
  assert.deepEqual(await moved({ hasUnread: true }), unreadable);
});

test('a day of orders is read, and all of them only where one may have happened unseen', async () => {
  const told = (by: Unseen['by']) =>
    order('expired', 1n, { settledAt: 6, unseen: { by, isNonceUsed: false } });
  const listed = async (...since: SigningRequest[]) => (await meet({ since })).listed;
  const today = HEAD - 7_200 + 1;
  const done = order('submitted', 1n);
  assert.deepEqual(await listed(), [today]);
  assert.deepEqual(await listed(done), [today]);
  assert.deepEqual(await listed(told(2)), [today]);
  assert.deepEqual(await listed(told(1)), [today, 'all']);
  assert.deepEqual(await listed(told(1), done), [today, 'all']);
});

test('orders of this chain count, but not those in whose place the plan comes', async () => {
  const [one, two] = [order('submitted', 30n), order('submitted', 7n)];
  const far = order('submitted', 500n, { genesisHash: '0x99' });
  assert.equal(await moved({ since: [one, two, far] }), 37n);
  assert.equal(await moved({ since: [one, two, far] }, { instead: [one.id] }), 7n);
});

test('whose orders count with the day’s limit: at the review all that wait, at the wallet none that comes after', async () => {
  const { world, signing } = start();
  world.limits = aDay;
  const { planMove } = world.model;
  const seen: MoveFacts['accountLimits'][] = [];
  world.model.planMove = (move, terms, told) => {
    seen.push(told.accountLimits);
    return { ...planMove(move, terms, told), orderValue: toRao(30n) };
  };
  /** What was counted for each plan of this step. */
  async function counted(step: () => Promise<unknown>): Promise<(Rao | null)[]> {
    seen.length = 0;
    await step();
    const values = seen.map((one) =>
      one?.known && one.value.movedToday.known ? one.value.movedToday.value : null,
    );
    return [...new Set(values)];
  }
  const made: string[] = [];
  const make = (netuid: number) => async () => {
    const move = { ...MOVE, netuid: toNetuid(netuid) } as typeof MOVE;
    made.push((await signing.requestSignature({ ...ASK, move })).id);
  };
  const ask = (at: number) => () => signing.askWallet({ id: made[at] ?? '', tabId: 1 });
  assert.deepEqual(await counted(make(1)), [0n]);
  assert.deepEqual(await counted(make(2)), [30n], 'a draft waits');
  assert.deepEqual(await counted(ask(0)), [0n], 'the queued one comes after it');
  await signing.walletAnswered(world.lastPrompt().promptId, honestAnswer(world));
  await blocks(world, signing, 5);
  assert.deepEqual(await counted(make(3)), [60n], 'one done, one queued');
  assert.equal(world.stored.get(made[2] ?? '')?.state, 'queued');
  assert.deepEqual(
    await counted(ask(1)),
    [30n],
    'its turn has come: only what is done is before it',
  );
});
