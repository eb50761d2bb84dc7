// Rules against facts in memory: once per event, hysteresis, cooldown, quiet time, and that what is not known says nothing.
import assert from 'node:assert/strict';
import process from 'node:process';
import { test } from 'node:test';
import fc from 'fast-check';
import { backTest } from '../../src/alerts/back-test.ts';
import { evaluate, isQuiet, noState } from '../../src/alerts/evaluate.ts';
import { alertKinds, withSwapRule } from '../../src/alerts/kinds.ts';
import { needs } from '../../src/alerts/needs.ts';
import type { AlertFacts, AlertKind, AlertRule, AlertState } from '../../src/model/alert.ts';
import type { HistoryRecord } from '../../src/model/records.ts';
import { PPM, toNetuid, toRao, type Ss58Address } from '../../src/units.ts';
import { addressOf, genesisHash } from '../tools/pictures/chain.ts';

const WALKS = process.env['TAUBAR_DEEP'] === '1' ? 10_000 : 300;
const coldkey = addressOf(1);
const hotkey = addressOf(2);
const netuid = toNetuid(64);
const UNREAD = { known: false, reason: 'unreadable' } as const;
const known = <T>(value: T) => ({ known: true, value }) as const;

function rule(kind: AlertKind, part: Partial<AlertRule> = {}): AlertRule {
  const { sides, value, hysteresisPpm } = alertKinds[kind];
  return {
    id: kind,
    kind,
    scope: { of: 'everything' },
    side: sides[0] ?? null,
    value,
    hysteresisPpm,
    cooldownMinutes: 0,
    quiet: null,
    isEnabled: true,
    createdAt: 1,
    ...part,
  };
}

function factsAt(block: number, part: Partial<AlertFacts> = {}): AlertFacts {
  return {
    genesisHash,
    block,
    at: block * 12_000,
    accounts: UNREAD,
    everything: { spot: UNREAD, exit: UNREAD },
    subnets: [],
    positions: UNREAD,
    bonds: [],
    rootClaimable: UNREAD,
    calls: UNREAD,
    specVersion: 475,
    requests: [],
    ...part,
  };
}

const worth = (block: number, exit: bigint | null): AlertFacts =>
  factsAt(block, {
    everything: { spot: UNREAD, exit: exit === null ? UNREAD : known(toRao(exit)) },
  });

/** How many fired at each of these facts, in turn. */
function firing(
  rules: readonly AlertRule[],
  all: readonly AlertFacts[],
  minute = 600,
): { counts: number[]; state: AlertState } {
  let state = noState(genesisHash);
  const counts = all.map((facts) => {
    const found = evaluate(rules, facts, state, { at: facts.at, minute });
    state = found.state;
    return found.fired.length;
  });
  return { counts, state };
}

const values = (...exits: (bigint | null)[]) => exits.map((exit, i) => worth(i + 1, exit));

test('below its line a figure tells once, and again only after it stood the hysteresis above', () => {
  const below = rule('exit-value', { side: 'below', value: 1_000n, hysteresisPpm: 100_000n });
  const { counts } = firing(
    [below],
    values(1_050n, 1_000n, 999n, 900n, 1_099n, 999n, 1_100n, 999n),
  );
  assert.deepEqual(counts, [0, 0, 1, 0, 0, 0, 0, 1]);
  const above = rule('exit-value', { side: 'above', value: 1_000n, hysteresisPpm: 100_000n });
  assert.deepEqual(
    firing([above], values(1_000n, 1_001n, 950n, 1_001n, 901n, 1_001n, 900n, 1_001n)).counts,
    [0, 1, 0, 0, 0, 0, 0, 1],
  );
});

test('a figure beyond its line at the first look is told', () => {
  const below = rule('exit-value', { side: 'below', value: 1_000n });
  assert.deepEqual(firing([below], values(10n, 10n)).counts, [1, 0]);
});

test('what is not known neither tells nor takes back that it was told', () => {
  const below = rule('exit-value', { side: 'below', value: 1_000n });
  assert.deepEqual(
    firing([below], values(2_000n, null, 10n, null, 10n, null)).counts,
    [0, 0, 1, 0, 0, 0],
  );
});

test('noise within the hysteresis of a line tells nothing after the first, in any random walk', () => {
  const band = 20_000n;
  const below = rule('exit-value', { side: 'below', value: 1_000_000n, hysteresisPpm: band });
  const steps = fc.array(fc.bigInt({ min: -19_999n, max: 19_999n }), {
    minLength: 5,
    maxLength: 40,
  });
  fc.assert(
    fc.property(steps, (offsets) => {
      const walk = [2_000_000n, 999_999n, ...offsets.map((one) => 1_000_000n + one)];
      const { counts } = firing([below], values(...walk));
      assert.deepEqual(counts.slice(0, 2), [0, 1]);
      assert.ok(counts.slice(2).every((count) => count === 0));
    }),
    { numRuns: WALKS },
  );
});

test('in any walk two alerts of a level have a way back over the whole hysteresis between them', () => {
  const value = 1_000n;
  const below = rule('exit-value', { side: 'below', value, hysteresisPpm: 100_000n });
  fc.assert(
    fc.property(fc.array(fc.bigInt({ min: 800n, max: 1_300n }), { maxLength: 60 }), (walk) => {
      const { counts } = firing([below], values(...walk));
      let isNotified = false;
      for (const [i, figure] of walk.entries()) {
        if (isNotified && figure >= (value * 110n) / 100n) isNotified = false;
        assert.equal(counts[i], !isNotified && figure < value ? 1 : 0);
        if (counts[i] === 1) isNotified = true;
      }
    }),
    { numRuns: WALKS },
  );
});

test('a fall within a day is measured against a day ago, whatever was missed between', () => {
  const falls = rule('exit-value', { side: 'falls', value: PPM / 10n, hysteresisPpm: 200_000n });
  const day = 7_200;
  const at = (block: number, exit: bigint) => worth(block, exit);
  const { counts } = firing(
    [falls],
    [
      at(1, 1_000n),
      at(300, 950n),
      // A day has not passed.
      at(600, 800n),
      at(day + 10, 899n),
      at(day + 20, 898n),
      at(day + 310, 1_000n),
      at(2 * day + 700, 800n),
    ],
  );
  assert.deepEqual(counts, [0, 0, 0, 1, 0, 0, 1]);
  // After a week asleep no sample is a day old: nothing is told, and nothing storms.
  assert.deepEqual(
    firing([falls], [at(1, 1_000n), at(7 * day, 10n), at(7 * day + 5, 9n)]).counts,
    [0, 0, 0],
  );
});

test('in its cooldown and in quiet hours nothing is told; what still holds is told afterwards, once', () => {
  const cooling = rule('exit-value', { side: 'below', value: 1_000n, cooldownMinutes: 60 });
  const all = [
    worth(1, 10n),
    worth(2, 2_000n),
    worth(3, 10n),
    worth(300, 10n),
    worth(301, 10n),
    worth(302, 10n),
  ];
  assert.deepEqual(firing([cooling], all).counts, [1, 0, 0, 0, 1, 0]);

  const quiet = rule('exit-value', {
    side: 'below',
    value: 1_000n,
    quiet: { from: 1_320, to: 420 },
  });
  let state = noState(genesisHash);
  const at = (block: number, minute: number) => {
    const found = evaluate([quiet], worth(block, 10n), state, { at: 0, minute });
    state = found.state;
    return found.fired.length;
  };
  assert.deepEqual([at(1, 1_400), at(2, 10), at(3, 419), at(4, 420), at(5, 430)], [0, 0, 0, 1, 0]);
  assert.deepEqual(
    [isQuiet({ from: 60, to: 120 }, 60), isQuiet({ from: 60, to: 120 }, 120), isQuiet(null, 60)],
    [true, false, false],
  );
});

const account = (part: { nonce?: number; free?: bigint; swap?: number | null } = {}) => ({
  coldkey,
  nonce: part.nonce ?? 5,
  free: toRao(part.free ?? 100n),
  reserved: toRao(0n),
  frozen: toRao(0n),
  swapAnnouncedFor: known(part.swap ?? null),
  isSwapDisputed: UNREAD,
});

test('a swap announced is told at the first look; withdrawn and announced anew it is another', () => {
  const [swap] = withSwapRule([]);
  assert.ok(swap);
  const at = (block: number, atBlock: number | null) =>
    factsAt(block, { accounts: known([account({ swap: atBlock })]) });
  assert.deepEqual(
    firing([swap], [at(1, 90), at(2, 90), at(3, null), at(4, 95), at(5, 95)]).counts,
    [1, 0, 0, 1, 0],
  );
});

test('what held before a rule about events was made is no news', () => {
  const position = (isRegistered: boolean) =>
    known([
      {
        coldkey,
        hotkey,
        netuid,
        alpha: 5n,
        isRegistered: known(isRegistered),
        dividends: UNREAD,
        take: UNREAD,
        takeAt: 0,
      },
    ]);
  const at = (block: number, is: boolean) => factsAt(block, { positions: position(is) });
  const gone = rule('validator-unregistered');
  assert.deepEqual(
    firing([gone], [at(1, false), at(2, false), at(3, true), at(4, false)]).counts,
    [0, 0, 0, 1],
  );
});

test('facts of an earlier block, of another chain, and rules that are off say nothing', () => {
  const below = rule('exit-value', { side: 'below', value: 1_000n });
  assert.deepEqual(
    firing([below], [worth(10, 2_000n), worth(9, 10n), worth(11, 10n)]).counts,
    [0, 0, 1],
  );
  const other = { ...worth(12, 10n), genesisHash: `0x${'9'.repeat(64)}` as const };
  assert.deepEqual(firing([below], [other]).counts, [0]);
  assert.deepEqual(firing([{ ...below, isEnabled: false }], values(10n)).counts, [0]);
});

test('a transfer beside a transaction of ours cannot be told apart and is no alert; one alone is', () => {
  const rules = [rule('foreign-transfer', { value: 1n }), rule('signed-elsewhere')];
  const request = { id: 'a', coldkey, nonce: 5, mayCount: true, isOpen: false, since: 0 };
  const at = (block: number, part: Parameters<typeof account>[0], requests = [request]) =>
    factsAt(block, { accounts: known([account(part)]), requests });
  const { counts } = firing(rules, [
    at(1, {}),
    at(2, { nonce: 6, free: 90n }),
    at(3, { nonce: 6, free: 95n }),
    at(4, { nonce: 7, free: 95n }),
    at(5, { nonce: 8, free: 50n }),
  ]);
  assert.deepEqual(counts, [0, 0, 1, 1, 2]);
});

test('only what rules need is asked for: nothing for none, and what changes slowly by the hour', () => {
  const watched = {
    coldkeys: [coldkey] as Ss58Address[],
    held: [netuid],
    netuids: [netuid, toNetuid(3)],
    state: { ...noState(genesisHash), feeRates: { 64: 33 } },
    isSlowDue: false,
    isDailyDue: false,
  };
  assert.equal(needs([], watched), null);
  assert.equal(needs([rule('coldkey-swap', { isEnabled: false })], watched), null);
  const swap = needs([rule('coldkey-swap')], watched);
  assert.deepEqual(
    [swap?.accounts, swap?.sales, swap?.positions, swap?.lives],
    [[coldkey], null, [], []],
  );
  assert.equal(needs([rule('take-raised'), rule('subnet-gone')], watched), null);
  const slow = needs([rule('take-raised'), rule('subnet-gone')], { ...watched, isSlowDue: true });
  assert.deepEqual([slow?.positions, slow?.lives, slow?.wantsTakes], [[coldkey], [netuid], true]);
  // A subnet that was seen is read by itself only where the positions show no stake there any more, and by the day.
  const key = `${rule('subnet-gone').id} ${netuid}`;
  const seen = {
    ...watched.state,
    subjects: { [key]: { isNotified: false, notifiedAt: null, memory: '17' } },
  };
  const again = { ...watched, isSlowDue: true, state: seen };
  const beside = needs([rule('take-raised'), rule('subnet-gone')], again);
  assert.deepEqual([beside?.lives, beside?.livesIfLeft], [[], [netuid]]);
  const alone = needs([rule('subnet-gone')], again);
  assert.deepEqual([alone?.lives, alone?.livesIfLeft], [[netuid], []]);
  const daily = needs([rule('take-raised'), rule('subnet-gone')], { ...again, isDailyDue: true });
  assert.deepEqual([daily?.lives, daily?.livesIfLeft], [[netuid], []]);
  const one = rule('exit-value', { scope: { of: 'subnet', netuid } });
  const exit = needs([one], watched);
  assert.deepEqual(
    [exit?.accounts, exit?.sales?.netuids, exit?.feeRates],
    [[], [netuid], { 64: 33 }],
  );
  const all = needs([rule('exit-value')], { ...watched, isDailyDue: true });
  assert.deepEqual([all?.accounts, all?.sales?.netuids, all?.feeRates], [[coldkey], null, {}]);
  const near = rule('near-removal');
  assert.deepEqual(needs([near], watched)?.ladder, []);
  assert.deepEqual(needs([near], { ...watched, isDailyDue: true })?.ladder, [netuid, 3]);
});

test('prices of all subnets stand for weights where many pools are read', () => {
  const watched = (count: number) => ({
    coldkeys: [coldkey] as Ss58Address[],
    held: Array.from({ length: count }, (_n, at) => toNetuid(at + 1)),
    netuids: [],
    state: noState(genesisHash),
    isSlowDue: false,
    isDailyDue: false,
  });
  const all = [rule('exit-value')];
  assert.equal(needs(all, watched(13))?.wantsPriceMap, false);
  assert.equal(needs(all, watched(14))?.wantsPriceMap, true);
  assert.equal(needs([rule('free-tao')], watched(14))?.wantsPriceMap, false);
});

const DAY = 86_400_000;
const point = (daysAgo: number, sellable: bigint, price: bigint): HistoryRecord => ({
  genesisHash,
  at: 100 * DAY - daysAgo * DAY,
  block: 1_000_000 - daysAgo * 7_200,
  spot: toRao(sellable * 2n),
  sellable: toRao(sellable),
  coldkeys: [coldkey],
  held: [netuid],
  prices: [{ netuid, registeredAt: 1, raoPerAlpha: price }],
});

test('on our own record a rule tells how often it would have fired, by the same evaluation', () => {
  const history = [
    point(40, 5n, 5n),
    point(20, 1_000n, 5n),
    point(10, 10n, 9n),
    point(5, 2_000n, 5n),
    point(1, 9n, 9n),
  ];
  const of = { coldkeys: [coldkey], now: 100 * DAY };
  const below = rule('exit-value', { side: 'below', value: 100n });
  assert.deepEqual(backTest(below, history, of), { count: 2, since: 80 * DAY, isBySpot: false });
  const price = rule('spot-price', { side: 'above', value: 6n, scope: { of: 'subnet', netuid } });
  assert.equal(backTest(price, history, of)?.count, 2);
  assert.equal(backTest(rule('coldkey-swap'), history, of), null);
  assert.equal(backTest(below, history, { ...of, coldkeys: ['another'] }), null);
});

const subnet = (part: Partial<AlertFacts['subnets'][number]> = {}) => ({
  netuid,
  isHeld: true,
  registeredAt: known(1),
  price: UNREAD,
  spot: UNREAD,
  exit: UNREAD,
  sharePpm: UNREAD,
  immuneUntil: UNREAD,
  place: UNREAD,
  placesRead: 0,
  ...part,
});

test('what a look did not read of a subnet is not over: told once, whatever is looked at between', () => {
  const ending = rule('immunity-ending', { value: 100n });
  const immune = (block: number) =>
    factsAt(block, { subnets: [subnet({ immuneUntil: known(500) })] });
  const between = factsAt(402);
  const { counts } = firing(
    [ending],
    [
      immune(10),
      immune(401),
      between,
      immune(403),
      factsAt(404, { subnets: [subnet()] }),
      immune(405),
    ],
  );
  assert.deepEqual(counts, [0, 1, 0, 0, 0, 0]);
  // A first look that read no subnet was none: what holds then is no news either.
  assert.deepEqual(firing([ending], [factsAt(400), immune(401), immune(402)]).counts, [0, 0, 0]);
  const near = rule('near-removal', { cooldownMinutes: 1_440 });
  const next = (block: number, place: number | null) =>
    factsAt(block, { subnets: [subnet({ place: known(place), placesRead: 9 })] });
  assert.deepEqual(
    firing([near], [next(1, null), next(2, 1), factsAt(3), next(4, 1), next(5, 2)]).counts,
    [0, 1, 0, 0, 0],
  );
});

test('a block that a node made up silences nothing: what was told stays told, and the next is told', () => {
  const [swap] = withSwapRule([]);
  const cooling = rule('exit-value', { side: 'below', value: 1_000n, cooldownMinutes: 60 });
  assert.ok(swap);
  const at = (block: number, atBlock: number | null, exit: bigint, time = block) =>
    factsAt(block, {
      at: time * 12_000,
      accounts: known([account({ swap: atBlock })]),
      everything: { spot: UNREAD, exit: known(toRao(exit)) },
    });
  const { counts } = firing(
    [swap, cooling],
    [
      at(1_000, null, 2_000n),
      at(4_000_000_000, null, 10n, 1_001),
      at(1_002, 90, 2_000n),
      at(1_003, 90, 10n),
    ],
  );
  assert.deepEqual(counts, [0, 1, 1, 1]);
  // One that lags is as old as its number says, by this computer's clock.
  const state = firing([swap], [at(10_000, null, 0n)]).state;
  const late = evaluate([swap], at(9_000, 90, 0n), state, { at: 10_000 * 12_000, minute: 0 });
  assert.deepEqual([late.fired.length, late.state], [0, state]);
});

test('a take that was read before the last look takes nothing back; validators left are forgotten', () => {
  const raised = rule('take-raised');
  const at = (block: number, take: number, takeAt: number, of = hotkey) =>
    factsAt(block, {
      positions: known([
        {
          coldkey,
          hotkey: of,
          netuid,
          alpha: 5n,
          isRegistered: known(true),
          dividends: UNREAD,
          take: known(take),
          takeAt,
        },
      ]),
    });
  const { counts, state } = firing(
    [raised],
    [
      at(100, 10, 100),
      at(120, 18, 120),
      at(140, 10, 100),
      at(141, 18, 141),
      at(142, 10, 142),
      at(143, 11, 143),
    ],
  );
  assert.deepEqual(counts, [0, 1, 0, 0, 0, 1]);
  const other = evaluate([raised], at(144, 3, 144, addressOf(9)), state, { at: 0, minute: 0 });
  assert.deepEqual(Object.keys(other.state.subjects).length, 2);
});
