import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { maxAmount } from '../../src/moves/max-amount.ts';
import { planMove } from '../../src/moves/plan-move.ts';
import { assume } from '../../src/moves/what-if.ts';
import { toAlphaRao, toRao } from '../../src/units.ts';
import { HOTKEY, ME, OTHER_HOTKEY, SN1, TERMS, known, sampleFacts } from './sample-facts.ts';

const facts = sampleFacts();
const stakeIn = (alpha: bigint, hotkey = HOTKEY) => ({
  free: null,
  stake: { netuid: SN1, hotkey, alpha: toAlphaRao(alpha) },
});
const availableIn = (from: typeof facts) =>
  from.availability.known
    ? from.availability.value.find(({ netuid, coldkey }) => netuid === SN1 && coldkey === ME)
    : undefined;

test('whatIf nothing changes nothing', () => {
  assert.deepEqual(assume(facts, { free: null, stake: null }), facts);
});

test('assumed free TAO can all be spent, and everything else stays as it was read', () => {
  const bound = { ...facts, coldkey: { ...facts.coldkey, frozen: toRao(7n), reserved: toRao(3n) } };
  const assumed = assume(bound, { free: toRao(500n), stake: null });
  assert.deepEqual(assumed, {
    ...bound,
    coldkey: { ...bound.coldkey, free: 500n, frozen: 0n, reserved: 0n },
  });
});

test('an account that is assumed to hold the deposit is assumed to be there', () => {
  const nobody = known({ providers: 0, sufficients: 0 });
  const bare = { ...facts, coldkey: { ...facts.coldkey, references: nobody } };
  const providers = (free: bigint) => {
    const { references } = assume(bare, { free: toRao(free), stake: null }).coldkey;
    return references.known && references.value.providers;
  };
  assert.deepEqual([499n, 500n, 501n].map(providers), [0, 1, 1]);
});

test('a assumed position takes the place of the one that is held', () => {
  const assumed = assume(facts, stakeIn(123_456_789_000_000n));
  const mine = assumed.positions.filter(
    ({ coldkey, netuid, hotkey }) => coldkey === ME && netuid === SN1 && hotkey === HOTKEY,
  );
  assert.deepEqual(
    mine.map(({ alpha }) => alpha),
    [123_456_789_000_000n],
  );
  const move = {
    kind: 'unstake',
    coldkey: ME,
    hotkey: HOTKEY,
    netuid: SN1,
    amount: toAlphaRao(123_000_000_000_000n),
  } as const;
  assert.equal(maxAmount(move, TERMS, assumed), 123_456_789_000_000n);
  assert.equal(planMove(move, TERMS, assumed).gives?.amount, move.amount);
});

test('a position that is not held is assumed beside the others', () => {
  const bare = { ...facts, positions: [], availability: known([]) };
  const assumed = assume(bare, stakeIn(5_000_000_000n, OTHER_HOTKEY));
  assert.deepEqual(
    assumed.positions.map(({ hotkey, netuid, alpha }) => [hotkey, netuid, alpha]),
    [[OTHER_HOTKEY, SN1, 5_000_000_000n]],
  );
  assert.equal(availableIn(assumed)?.available, 5_000_000_000n);
});

test('what the runtime withholds stays withheld, whatever is assumed', () => {
  const amount = fc.bigInt(0n, 10n ** 15n);
  fc.assert(
    fc.property(fc.bigInt(0n, 10n ** 18n), amount, amount, (alpha, locked, beside) => {
      const before = availableIn(facts);
      assert.ok(before);
      const lock = locked < before.total ? locked : before.total;
      const kept = lock + beside < before.total ? lock + beside : before.total;
      const entry = {
        ...before,
        locked: toAlphaRao(lock),
        available: toAlphaRao(before.total - kept),
      };
      const assumed = assume({ ...facts, availability: known([entry]) }, stakeIn(alpha));
      const after = availableIn(assumed);
      assert.ok(after);
      assert.equal(after.available, after.total > kept ? after.total - kept : 0n);
      assert.ok(after.locked <= lock);
    }),
  );
});

test('what is not known of availability stays unknown', () => {
  const availability = { known: false, reason: 'unreadable' } as const;
  const assumed = assume({ ...facts, availability }, stakeIn(1n));
  assert.deepEqual(assumed.availability, availability);
});
