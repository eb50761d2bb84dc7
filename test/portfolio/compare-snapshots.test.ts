// What counts as gone between two pictures, what does not, and that one event makes one record.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { HoldingChange } from '../../src/model/change.ts';
import type { AccountFacts, Position, Snapshot } from '../../src/model/facts.ts';
import { compareSnapshots, type CompareWith } from '../../src/portfolio/compare-snapshots.ts';
import { newChanges, withdrawn } from '../../src/portfolio/known-changes.ts';
import { mayHaveVanished } from '../../src/service/record-changes.ts';
import { toAlphaRao, toNetuid } from '../../src/units.ts';
import { blockAt, HEAD, hotkeys } from '../tools/pictures/chain.ts';
import { ledgerMain, positions, savings, snapshotWith } from '../tools/pictures/stored.ts';

const nothing: CompareWith = { isOurs: () => false, nameOf: () => '' };
const base: Snapshot = snapshotWith(positions, []).snapshot;
const at = (number: number, part: Partial<Snapshot> = {}): Snapshot => ({
  ...base,
  block: blockAt(number),
  ...part,
});
const before = at(HEAD);
const later = (part: Partial<Snapshot>): Snapshot => at(HEAD + 10, part);
/** Whatever is found was suspected first: the background compares closely only then. */
function compare(a: Snapshot, b: Snapshot, how: CompareWith): HoldingChange[] {
  const found = compareSnapshots(a, b, how);
  assert.ok(found.length === 0 || mayHaveVanished(a, b));
  return found;
}
const kindsOf = (changes: readonly HoldingChange[]): string[] =>
  changes.map(({ event }) => event.kind);
const isOf = (netuid: number) => (one: Pick<Position, 'netuid'>) => one.netuid === netuid;
const without = (netuid: number): Position[] => base.positions.filter((one) => !isOf(netuid)(one));
const withAccount = (part: Partial<AccountFacts>): AccountFacts[] =>
  base.accounts.map((one) => (one.coldkey === ledgerMain ? { ...one, ...part } : one));

test('nothing is gone where nothing changed, and where the later picture did not read the account', () => {
  assert.equal(mayHaveVanished(before, later({})), false);
  assert.deepEqual(compare(before, later({}), nothing), []);
  const unread = later({ positions: [], unread: [ledgerMain, savings] });
  assert.deepEqual(compare(before, unread, nothing), []);
  assert.deepEqual(compare(before, later({ positions: [], accounts: [] }), nothing), []);
});

test('an earlier block, the same block and another chain are no later picture', () => {
  for (const other of [
    at(HEAD - 1, { positions: [] }),
    at(HEAD, { positions: [] }),
    later({ positions: [], genesisHash: '0x99' }),
  ]) {
    assert.deepEqual(compare(before, other, nothing), []);
  }
});

test('a removed subnet is told for each account that held it, with its exit value; its number’s heir is another', () => {
  for (const heir of [null, HEAD + 5]) {
    const subnets = base.subnets.map((subnet) => {
      if (!isOf(64)(subnet)) return subnet;
      return heir === null ? { ...subnet, exists: false } : { ...subnet, registeredAt: heir };
    });
    const found = compare(before, later({ subnets, positions: without(64) }), {
      ...nothing,
      nameOf: (netuid, registeredAt) => `${netuid} of ${registeredAt}`,
    });
    assert.deepEqual(kindsOf(found), ['subnet-dissolved', 'subnet-dissolved']);
    assert.deepEqual(
      found.map(({ coldkey }) => coldkey),
      [ledgerMain, savings],
    );
    for (const { event } of found) {
      assert.ok(event.kind === 'subnet-dissolved');
      assert.equal(event.isReused, heir !== null);
      assert.match(event.name, /^64 of \d+$/);
      assert.deepEqual(event.payout, {
        state: 'looking',
        paid: 0n,
        removedAt: null,
        next: null,
        failures: 0,
      });
      assert.ok(event.held.every(({ exit }) => exit !== null && exit > 0n));
    }
  }
});

test('a subnet that was not read later is not known to be removed', () => {
  const subnets = base.subnets.filter((subnet) => !isOf(64)(subnet));
  const found = compare(before, later({ subnets, positions: without(64) }), nothing);
  assert.deepEqual(kindsOf(found), ['positions-gone', 'positions-gone']);
});

test('a position that goes with a request of ours is not told; any other one is, without a cause', () => {
  const gone = later({ positions: without(1) });
  const [change, ...more] = compare(before, gone, nothing);
  assert.equal(more.length, 0);
  assert.ok(change?.event.kind === 'positions-gone');
  assert.equal(change.event.isSwapDue, false);
  assert.deepEqual(compare(before, gone, { ...nothing, isOurs: isOf(1) }), []);
});

test('what could not be sold keeps its spot value; without a price nothing of it is known', () => {
  const eventIn = (part: Partial<Snapshot>) => {
    const subnets = base.subnets.map((one) =>
      isOf(1)(one) ? { ...one, isSubtokenEnabled: { known: true, value: false } as const } : one,
    );
    const found = compare(
      at(HEAD, { subnets, ...part }),
      later({ subnets, positions: without(1) }),
      nothing,
    );
    const event = found[0]?.event;
    assert.ok(event?.kind === 'positions-gone');
    return event.positions[0];
  };
  const halted = eventIn({});
  assert.equal(halted?.exit, 0n);
  assert.ok((halted.spot ?? 0n) > 0n);
  const unpriced = base.subnets.map((one) =>
    isOf(1)(one)
      ? { ...one, pool: null, nodePrice: { known: false, reason: 'unreadable' } as const }
      : one,
  );
  assert.equal(eventIn({ subnets: unpriced })?.spot, null);
});

test('all positions gone once an announced swap may run says so; before that block it does not', () => {
  for (const [block, isDue] of [
    [HEAD + 10, true],
    [HEAD + 11, false],
  ] as const) {
    const announced = withAccount({ swapAnnouncedFor: { known: true, value: block } });
    const positionsLeft = base.positions.filter(({ coldkey }) => coldkey !== ledgerMain);
    const found = compare(
      at(HEAD, { accounts: announced }),
      later({ positions: positionsLeft }),
      nothing,
    );
    assert.deepEqual(kindsOf(found), ['positions-gone']);
    assert.ok(found[0]?.event.kind === 'positions-gone' && found[0].event.isSwapDue === isDue);
  }
});

test('a hotkey in the place of another, an account that began anew, a validator without its slot', () => {
  const [moved] = base.positions.filter(isOf(1));
  assert.ok(moved);
  const hotkey = hotkeys[9] ?? moved.hotkey;
  const swapped = { ...moved, hotkey, alpha: toAlphaRao(moved.alpha + 1n) };
  const replaced = later({ positions: [...without(1), swapped] });
  assert.deepEqual(kindsOf(compare(before, replaced, nothing)), ['hotkey-replaced']);
  const less = later({ positions: [...without(1), { ...swapped, alpha: toAlphaRao(1n) }] });
  assert.deepEqual(kindsOf(compare(before, less, nothing)), ['positions-gone']);

  // Two that came, or two that went: which is whose is not said.
  const another = { ...swapped, hotkey: hotkeys[8] ?? hotkey };
  assert.notEqual(another.hotkey, hotkey);
  const twoCame = later({ positions: [...without(1), swapped, another] });
  assert.deepEqual(kindsOf(compare(before, twoCame, nothing)), ['positions-gone']);
  const twoHeld = at(HEAD, { positions: [...base.positions, another] });
  assert.deepEqual(kindsOf(compare(twoHeld, replaced, nothing)), ['positions-gone']);

  const used = at(HEAD, { accounts: withAccount({ nonce: 7 }) });
  const reaped = later({ accounts: withAccount({ nonce: 0 }) });
  assert.deepEqual(kindsOf(compare(used, reaped, nothing)), ['account-reaped']);

  const registered = base.positions.map((one) => ({ ...one, isRegistered: true }));
  const lost = registered.map((one) => (one.netuid === 1 ? { ...one, isRegistered: false } : one));
  const found = compare(at(HEAD, { positions: registered }), later({ positions: lost }), nothing);
  assert.deepEqual(kindsOf(found), ['validator-deregistered']);
  assert.notEqual(found[0]?.dismissedAt, null, 'home warns of it by itself');

  // On root nobody has a slot to lose.
  const onRoot = { ...moved, netuid: toNetuid(0), isRegistered: true };
  assert.deepEqual(
    compare(
      at(HEAD, { positions: [onRoot] }),
      later({ positions: [{ ...onRoot, isRegistered: false }] }),
      nothing,
    ),
    [],
  );

  // A hotkey that keeps its slot in another subnet.
  const [here, there] = [1, 64].map((netuid) => ({
    ...moved,
    netuid: toNetuid(netuid),
    isRegistered: true,
  }));
  assert.ok(here && there);
  const inBoth = at(HEAD, { positions: [here, there] });
  const inOne = later({ positions: [{ ...here, isRegistered: false }, there] });
  assert.deepEqual(
    compare(inBoth, inOne, nothing).map(({ event }) => 'netuid' in event && event.netuid),
    [1],
  );
});

test('a position is there from its first unit on, and one of nothing is none', () => {
  const [one] = base.positions.filter(isOf(1));
  assert.ok(one);
  const holding = (alpha: bigint) => [...without(1), { ...one, alpha: toAlphaRao(alpha) }];
  const of = (was: bigint, is: bigint) =>
    compareSnapshots(
      at(HEAD, { positions: holding(was) }),
      later({ positions: holding(is) }),
      nothing,
    );
  assert.deepEqual(kindsOf(of(1n, 0n)), ['positions-gone']);
  assert.deepEqual(of(0n, 0n), []);
  assert.deepEqual(of(2n, 1n), []);
  assert.deepEqual(
    compareSnapshots(
      at(HEAD, { positions: holding(0n) }),
      later({ positions: without(1) }),
      nothing,
    ),
    [],
  );
  const gone = of(1n, 0n);
  assert.equal(withdrawn(gone, at(HEAD + 11, { positions: holding(0n) }), 64).length, 0);
  assert.equal(withdrawn(gone, at(HEAD + 11, { positions: holding(1n) }), 64).length, 1);
});

test('the same event seen again, after a node that lagged, makes no second record', () => {
  const gone = { positions: without(1) };
  const first = compare(at(HEAD + 4), later(gone), nothing);
  assert.deepEqual(newChanges(first, []), first);
  // A node that lags shows an earlier picture, and then the vanishing again.
  const again = compare(at(HEAD + 2), at(HEAD + 11, gone), nothing);
  assert.deepEqual(newChanges(again, first), []);
  const since = compare(at(HEAD + 20), at(HEAD + 21, gone), nothing);
  assert.equal(newChanges(since, first).length, 1, 'bought again and gone again is another event');
});

test('a vanishing whose block lost is taken back; one of long ago is not', () => {
  const known = compare(before, later({ positions: without(1) }), nothing);
  assert.deepEqual(withdrawn(known, at(HEAD + 12), 64), known);
  assert.deepEqual(withdrawn(known, at(HEAD + 12, { positions: without(1) }), 64), []);
  assert.deepEqual(withdrawn(known, at(HEAD + 5), 64), []);
  assert.deepEqual(withdrawn(known, at(HEAD + 500), 64), []);
  // Several that went together come back together.
  const left = base.positions.filter(({ coldkey }) => coldkey !== ledgerMain);
  const all = compare(before, later({ positions: left }), nothing);
  const [first, ...rest] = base.positions.filter(({ coldkey }) => coldkey === ledgerMain);
  assert.ok(first && rest.length > 0 && all.length === 1);
  assert.deepEqual(withdrawn(all, at(HEAD + 12, { positions: [...left, first] }), 64), []);
  assert.deepEqual(withdrawn(all, at(HEAD + 12, { positions: [...left, ...rest] }), 64), []);
  assert.deepEqual(withdrawn(all, at(HEAD + 12), 64), all);
});

test('an event is the same one only of the same account, kind and subject, between pictures that overlap', () => {
  const [gone] = compare(before, later({ positions: without(1) }), nothing);
  assert.ok(gone?.event.kind === 'positions-gone');
  const record = (part: Partial<HoldingChange>): HoldingChange => ({
    ...gone,
    id: 'known',
    ...part,
  });
  const [first, last] = [blockAt(HEAD), blockAt(HEAD + 10)];
  const picture = (block: ReturnType<typeof blockAt>) => ({ ...block, at: 0 });
  const isNew = (found: HoldingChange, one: HoldingChange): boolean =>
    newChanges([found], [one]).length === 1;
  assert.equal(isNew(gone, record({ id: gone.id, coldkey: savings })), false, 'its own record');
  assert.equal(isNew(gone, record({})), false);
  assert.equal(isNew(gone, record({ coldkey: savings })), true);
  assert.equal(isNew(gone, record({ after: picture(first) })), true, 'ended where this began');
  assert.equal(isNew(gone, record({ after: picture(blockAt(HEAD + 1)) })), false);
  assert.equal(
    isNew(gone, record({ before: picture(last), after: picture(blockAt(HEAD + 20)) })),
    true,
  );
  assert.equal(isNew(gone, record({ before: picture(blockAt(HEAD + 9)) })), false);
  const [position] = gone.event.positions;
  assert.ok(position);
  const replaced = record({
    event: {
      kind: 'hotkey-replaced',
      position,
      toHotkey: position.hotkey,
      toAlpha: position.alpha,
    },
  });
  assert.equal(isNew(gone, replaced), false);
  assert.equal(isNew({ ...replaced, id: 'new' }, gone), false);
  const elsewhere = { ...position, netuid: toNetuid(77) };
  const other = record({ event: { ...gone.event, positions: [elsewhere] } });
  assert.equal(isNew({ ...replaced, id: 'new' }, other), true);
  const both = { ...gone, event: { ...gone.event, positions: [position, elsewhere] } };
  const [rest] = newChanges([both], [record({})]);
  assert.deepEqual(rest?.event.kind === 'positions-gone' && rest.event.positions, [elsewhere]);
  const reaped = record({ event: { kind: 'account-reaped' } });
  const lost = record({
    event: { kind: 'validator-deregistered', netuid: position.netuid, hotkey: position.hotkey },
  });
  const lostElsewhere = record({
    event: { kind: 'validator-deregistered', netuid: toNetuid(77), hotkey: position.hotkey },
  });
  const seen = (found: HoldingChange, one: HoldingChange) => isNew({ ...found, id: 'new' }, one);
  assert.deepEqual(
    [
      seen(reaped, reaped),
      seen(lost, lost),
      seen(lost, lostElsewhere),
      seen(reaped, lost),
      seen(lost, gone),
    ],
    [false, false, true, true, true],
  );
});

test('a record is taken back in its own time, for what is there again', () => {
  const subnets = base.subnets.map((one) => (isOf(64)(one) ? { ...one, exists: false } : one));
  const known = compare(before, later({ subnets, positions: without(64) }), nothing);
  const backAt = (block: number, part: Partial<Snapshot> = {}) =>
    withdrawn(known, at(block, part), 64).length;
  assert.equal(known.length, 2);
  assert.deepEqual(
    [10, 11, 74, 75].map((blocks) => backAt(HEAD + blocks)),
    [0, 2, 2, 0],
  );
  assert.equal(backAt(HEAD + 11, { genesisHash: '0x99' }), 0);
  assert.equal(backAt(HEAD + 11, { subnets }), 0);
  const heir = base.subnets.map((one) => (isOf(64)(one) ? { ...one, registeredAt: HEAD } : one));
  assert.equal(backAt(HEAD + 11, { subnets: heir }), 0);
  const reaped = compare(
    at(HEAD, { accounts: withAccount({ nonce: 7 }) }),
    later({ accounts: withAccount({ nonce: 0 }) }),
    nothing,
  );
  assert.deepEqual(withdrawn(reaped, at(HEAD + 11), 64), [], 'nothing of it can be there again');
});

test('property: every position that is gone and not ours is told in exactly one change', () => {
  fc.assert(
    fc.property(
      fc.subarray([...base.positions.keys()]),
      fc.subarray([...base.positions.keys()]),
      (kept, ours) => {
        const left = kept.flatMap((i) => base.positions[i] ?? []);
        const own = new Set(ours.map((i) => base.positions[i]));
        const found = compare(before, later({ positions: left }), {
          ...nothing,
          isOurs: (position) => own.has(position),
        });
        const told = found.flatMap(({ event }) =>
          event.kind === 'positions-gone'
            ? event.positions.map(({ netuid, hotkey, alpha }) => `${netuid} ${hotkey} ${alpha}`)
            : [],
        );
        const expected = base.positions
          .filter((position) => !left.includes(position) && !own.has(position))
          .map(({ netuid, hotkey, alpha }) => `${netuid} ${hotkey} ${alpha}`);
        assert.deepEqual(told.toSorted(), expected.toSorted());
      },
    ),
    { numRuns: 60 },
  );
});
