// The user's own limits on the simulated chain: whatever is ordered, reviewed again, queued, asked of a wallet or given up in
// whatever order, while limits change, no order that breaks one reaches a wallet. The referee here reads moves and prices
// itself and knows no rule.
import assert from 'node:assert/strict';
import { after, before as beforeAll, test } from 'node:test';
import { largestImpact } from '../../src/checks/price-rules.ts';
import { AppError } from '../../src/errors.ts';
import { noLimits, type AccountLimits } from '../../src/model/account-limits.ts';
import type { MoveFacts } from '../../src/model/facts.ts';
import type { Move } from '../../src/model/move.ts';
import type { SigningRequest } from '../../src/model/request.ts';
import { factsQueryOf } from '../../src/moves/facts-query.ts';
import type { Signing } from '../../src/signing/create-signing.ts';
import {
  RAO_PER_TAO,
  toAlphaRao,
  toNetuid,
  toRao,
  type Netuid,
  type Ss58Address,
} from '../../src/units.ts';
import { createRandom } from '../devnet/ledger/genesis/random.ts';
import type { Stage } from './devnet-world.ts';
import {
  answer,
  askFor,
  fromIn,
  isIn,
  startStory,
  stakeOf,
  TAO,
  until,
  type Story,
} from './devnet-story.ts';

let story: Story;

beforeAll(async () => {
  story = await startStory();
});

after(() => story.world.stop());

const withLimits = (part: Partial<AccountLimits>): AccountLimits => ({ ...noLimits, ...part });

function live(limits: Partial<AccountLimits>): { stage: Stage; signing: Signing } {
  const stage = story.world.newStage();
  stage.limits = withLimits(limits);
  return { stage, signing: story.world.live(stage) };
}

const limitOf = (check: string) => (error: unknown) => {
  assert.ok(error instanceof AppError);
  assert.deepEqual(
    [error.code, error.detail['check']],
    ['ACCOUNT_LIMIT', `account-limit-${check}`],
  );
  return true;
};

async function ordered(signing: Signing, move: Move, reviewed: string | null = null) {
  return signing.requestSignature({ ...askFor(story, move), reviewed });
}

test('an order at the limit reaches the wallet, one rao more does not', async () => {
  const { stage, signing } = live({ mostPerOrder: toRao(10n * TAO) });
  const more: Move = { ...fromIn(story, 1), kind: 'stake', amount: toRao(10n * TAO + 1n) };
  await assert.rejects(ordered(signing, more), limitOf('order'));
  assert.equal(stage.stored.size, 0);
  const { id } = await ordered(signing, stakeOf(story));
  await signing.askWallet({ id, tabId: 1 });
  assert.equal(stage.asked.length, 1);
  await signing.cancelRequest(id);
});

test('a limit that becomes tighter stops a draft, a second prompt and a queued order; the queued one says why', async () => {
  const { stage, signing } = live({});
  const draft = await ordered(signing, stakeOf(story));
  const other: Move = { ...fromIn(story, 2), kind: 'stake', amount: toRao(TAO) };
  const queued = await ordered(signing, other);
  assert.equal(queued.isQueued, true);
  stage.limits = withLimits({ mostPerOrder: toRao(TAO - 1n) });
  await assert.rejects(signing.askWallet({ id: draft.id, tabId: 1 }), limitOf('order'));
  assert.deepEqual(stage.asked, []);
  stage.limits = noLimits;
  await signing.askWallet({ id: draft.id, tabId: 1 });
  stage.limits = withLimits({ netuids: [toNetuid(5)] });
  const again = signing.askWallet({ id: draft.id, tabId: 1, isAgain: true });
  await assert.rejects(again, limitOf('subnet'));
  assert.equal(stage.asked.length, 1);
  await signing.cancelRequest(draft.id);
  await assert.rejects(signing.askWallet({ id: queued.id, tabId: 1 }), limitOf('subnet'));
  assert.equal(stage.asked.length, 1);
  const kept = stage.stored.get(queued.id);
  assert.deepEqual([kept?.state, kept?.error?.code], ['queued', 'ACCOUNT_LIMIT']);
});

test('the day counts what is made, at the wallet and done; a review of the same counts once', async () => {
  const { stage, signing } = live({ mostPerDay: toRao(20n * TAO) });
  const first = await ordered(signing, stakeOf(story, 12n));
  const other: Move = { ...fromIn(story, 2), kind: 'stake', amount: toRao(9n * TAO) };
  await assert.rejects(ordered(signing, other), limitOf('day'));
  // In place of the first one, not beside it.
  const second = await ordered(signing, stakeOf(story, 15n), first.id);
  assert.equal(stage.stored.get(first.id)?.state, 'superseded');
  await signing.askWallet({ id: second.id, tabId: 1 });
  await assert.rejects(ordered(signing, other), limitOf('day'));
  await answer(story, stage, signing);
  await until(story, stage, second.id, () => stage.delivered === 1);
  await story.world.blocks(signing, 4);
  await until(story, stage, second.id, isIn('finalized'));
  await assert.rejects(ordered(signing, other), limitOf('day'));
  const rest: Move = { ...fromIn(story, 2), kind: 'stake', amount: toRao(5n * TAO) };
  const third = await ordered(signing, rest);
  await signing.askWallet({ id: third.id, tabId: 1 });
  assert.equal(stage.asked.length, 2);
});

/** The value of a move by the node's own prices, rounded down, and where its stake arrives. */
function readMove(move: Move, { subnets, positions }: MoveFacts) {
  const priced = (netuid: Netuid, alpha: bigint): bigint => {
    const price = subnets.find((one) => one.netuid === netuid)?.nodePrice;
    assert.ok(price?.known);
    return (alpha * price.value) / RAO_PER_TAO;
  };
  const held = (hotkey: Ss58Address, netuid: Netuid): bigint =>
    positions.find((one) => one.hotkey === hotkey && one.netuid === netuid)?.alpha ?? 0n;
  switch (move.kind) {
    case 'stake':
      return { value: move.amount, to: [move.netuid, move.hotkey] as const };
    case 'unstake':
      return { value: priced(move.netuid, move.amount), to: null };
    case 'unstake-all':
      return { value: priced(move.netuid, held(move.hotkey, move.netuid)), to: null };
    case 'exit-several': {
      const parts = move.items.map(({ hotkey, netuid }) => priced(netuid, held(hotkey, netuid)));
      return { value: parts.reduce((a, b) => a + b, 0n), to: null };
    }
    case 'change-validator':
      return { value: priced(move.netuid, move.amount), to: [move.netuid, move.toHotkey] as const };
    case 'change-subnet':
      return {
        value: priced(move.netuid, move.amount),
        to: [move.toNetuid, move.toHotkey] as const,
      };
    case 'lock':
    case 'transfer':
      return { value: priced(move.netuid, move.amount), to: [move.netuid, move.hotkey] as const };
    case 'claim':
    case 'accept-locked':
      throw new RangeError('not ordered here');
  }
}

/** Our own trades move a price between the plan and the referee's reading. */
const isWithin = (value: bigint, most: bigint | null): boolean =>
  most === null || value - value / 500n <= most;

type Way = 'ticket' | 'queue' | 'batch' | 'again' | 'second prompt';

test(
  'no order that breaks a limit reaches a wallet, by whatever way',
  { timeout: 240_000 },
  async () => {
    const random = createRandom(7);
    const { world, positions } = story;
    const { stage, signing } = live({});
    const pick = <T>(list: readonly T[]): T => {
      const one = list[random.index(list.length)];
      assert.ok(one !== undefined);
      return one;
    };
    const chance = (percent: number): boolean => random.index(100) < percent;
    const places = [1, 2, 3].map((netuid) => fromIn(story, netuid));
    const hotkeys = [...new Set(positions.map(({ hotkey }) => hotkey))];
    /** What was shown to the wallet, and what it signed. */
    const atWallet = new Map<string, bigint>();
    const signed = new Map<string, bigint>();
    const reached: Record<Way, number> = {
      ticket: 0,
      queue: 0,
      batch: 0,
      again: 0,
      'second prompt': 0,
    };
    const refused = { made: 0, asked: 0 };
    const reviewedAgain = new Set<string>();
    const wasQueued = new Set<string>();

    function anyMove(): Move {
      const from = pick(places);
      const { coldkey, netuid } = from;
      const tao = toRao(BigInt(1 + random.index(30)) * TAO);
      const alpha = toAlphaRao(BigInt(1 + random.index(30)) * TAO);
      const [, , last = from] = places;
      const other = pick(places.filter((one) => one.netuid !== netuid));
      const moves: readonly Move[] = [
        { kind: 'stake', ...from, amount: tao },
        { kind: 'stake', ...from, hotkey: pick(hotkeys), amount: tao },
        { kind: 'unstake', ...from, amount: alpha },
        { kind: 'change-validator', ...from, toHotkey: pick(hotkeys), amount: alpha },
        {
          kind: 'change-subnet',
          ...from,
          toNetuid: other.netuid,
          toHotkey: other.hotkey,
          amount: alpha,
          route: pick(['protected', 'one-call']),
        },
        {
          kind: 'exit-several',
          coldkey,
          items: places
            .slice(0, 2)
            .map((place) => ({ hotkey: place.hotkey, netuid: place.netuid })),
          sending: 'one-batch',
        },
        { kind: 'lock', ...last, amount: toAlphaRao(TAO) },
      ];
      return pick(moves);
    }

    function anyLimits(): AccountLimits {
      const some = <T>(value: T): T | null => (chance(35) ? value : null);
      return withLimits({
        mostPerOrder: some(toRao(BigInt(1 + random.index(25)) * TAO)),
        mostPerDay: some(toRao(BigInt(20 + random.index(400)) * TAO)),
        netuids: some([1, 2, 3].map(toNetuid).filter(() => chance(70))),
        hotkeys: chance(20) ? hotkeys.filter(() => chance(70)) : null,
        mostImpactBps: chance(20) ? pick([1, 10, 100, 500]) : null,
        leastFree: chance(20) ? toRao(BigInt(random.index(3)) * 1_000n * TAO) : null,
      });
    }

    /** Everything that the wallet was shown since is within the limits in force now. */
    async function judge(asked: number, way: Way): Promise<void> {
      for (const prompt of stage.asked.slice(asked)) {
        const request = stage.stored.get(prompt.requestId);
        assert.ok(request);
        const { move, legs, freeAfter } = request.plan;
        const facts = await world.client.readMoveFacts(
          factsQueryOf(move),
          await world.client.head(),
        );
        const { value, to } = readMove(move, facts);
        const { limits } = stage;
        assert.ok(isWithin(value, limits.mostPerOrder), `${move.kind}: ${value} in an order`);
        const others = [...signed].filter(([id]) => id !== request.id);
        const today = others.reduce((sum, [, one]) => sum + one, value);
        assert.ok(isWithin(today, limits.mostPerDay), `${move.kind}: ${today} in a day`);
        if (to !== null) {
          assert.ok(limits.netuids?.includes(to[0]) ?? true, `${move.kind} to ${to[0]}`);
          assert.ok(limits.hotkeys?.includes(to[1]) ?? true, `${move.kind} with ${to[1]}`);
        }
        if (limits.mostImpactBps !== null) {
          assert.ok(largestImpact(legs) <= BigInt(limits.mostImpactBps) * 100n);
        }
        assert.ok(freeAfter.known);
        const isLess = freeAfter.value < facts.coldkey.free;
        assert.ok(!isLess || freeAfter.value >= (limits.leastFree ?? 0n), `${move.kind}: free`);
        reached[way] += 1;
        if (move.kind === 'exit-several') reached.batch += 1;
        if (wasQueued.has(request.id)) reached.queue += 1;
        if (reviewedAgain.has(request.id)) reached.again += 1;
        atWallet.set(request.id, value);
      }
    }

    /** What the chain or the store refuses for other reasons is no subject here. */
    async function tried<T>(at: keyof typeof refused, work: () => Promise<T>): Promise<T | null> {
      try {
        return await work();
      } catch (error) {
        assert.ok(error instanceof AppError, String(error));
        if (error.code === 'ACCOUNT_LIMIT') refused[at] += 1;
        else assert.notEqual(error.code, 'INTERNAL', error.message);
        return null;
      }
    }

    async function make(move: Move, reviewed: string | null): Promise<void> {
      const made = await tried('made', async () => {
        const body = { ...askFor(story, move), reviewed };
        try {
          return await signing.requestSignature(body);
        } catch (error) {
          const isOpen = error instanceof AppError && error.code === 'ACCEPTANCE_NEEDED';
          if (!isOpen) throw error;
          const accepted = String(error.detail['reason']).split(', ');
          return signing.requestSignature({ ...body, accepted });
        }
      });
      if (made === null) return;
      if (made.isQueued) wasQueued.add(made.id);
      if (reviewed !== null) reviewedAgain.add(made.id);
    }

    const inState = (...states: SigningRequest['state'][]) =>
      [...stage.stored.values()].filter(isIn(...states));

    async function ask(id: string, way: Way, isAgain = false): Promise<void> {
      const asked = stage.asked.length;
      await tried('asked', () => signing.askWallet({ id, tabId: 1, isAgain }));
      await judge(asked, way);
    }

    for (let round = 0; round < 28; round += 1) {
      stage.limits = chance(85) ? anyLimits() : noLimits;
      for (let order = 1 + random.index(3); order > 0; order -= 1) {
        const unsigned = inState('draft', 'queued');
        await make(anyMove(), unsigned.length > 0 && chance(35) ? pick(unsigned).id : null);
      }
      if (chance(50)) stage.limits = anyLimits();
      for (const { id } of inState('draft', 'queued')) await ask(id, 'ticket');
      if (chance(30)) stage.limits = anyLimits();
      for (const { id } of inState('waiting-for-wallet')) {
        if (chance(50)) await ask(id, 'second prompt', true);
        const { delivered } = stage;
        if (chance(30)) {
          await signing.cancelRequest(id);
        } else {
          await answer(story, stage, signing);
          signed.set(id, atWallet.get(id) ?? 0n);
          await until(story, stage, id, () => stage.delivered > delivered);
        }
        await world.blocks(signing, 4);
      }
      for (const { id } of inState('queued')) await ask(id, 'ticket');
      // What waits for its turn waits on, unless it is given up.
      for (const { id } of inState('draft', 'queued')) {
        if (chance(20)) await signing.cancelRequest(id);
      }
      for (const [id] of signed) {
        if (stage.stored.get(id)?.state === 'failed') signed.delete(id);
      }
    }
    assert.ok(refused.made > 8 && refused.asked > 3, JSON.stringify(refused));
    for (const [way, count] of Object.entries(reached))
      assert.ok(count > 0, `${way}: ${JSON.stringify(reached)}`);
  },
);
