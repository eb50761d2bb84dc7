// Claims and locks at the exact edge of what the rules judge: one rao, one row, one block to either side; two validators of
// which one is unlike the other; and moves that are none.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plannedClaims } from '../../src/checks/planned-claims.ts';
import type { MoveFacts } from '../../src/model/facts.ts';
import type { Move } from '../../src/model/move.ts';
import { planMove } from '../../src/moves/plan-move.ts';
import { toRao } from '../../src/units.ts';
import {
  FEE,
  HOTKEY,
  known,
  ME,
  OTHER_HOTKEY,
  sampleFacts,
  SN1,
  TERMS,
  unknown,
} from '../moves/sample-facts.ts';
import { claim, claimAndLeave, claimBoth, owing, owingNothing } from './claim-cases.ts';
import { HELD, locking, lockOf, perpetual } from './lock-cases.ts';
import { tellResult } from './tell-result.ts';

type Edit = (facts: MoveFacts) => MoveFacts;
type Row = [move: Move, edit: Edit, wanted: string | null];

const stake: Move = {
  kind: 'stake',
  coldkey: ME,
  hotkey: HOTKEY,
  netuid: SN1,
  amount: toRao(1_000_000_000n),
};

function tell(id: string, rows: readonly Row[]): void {
  for (const [index, [move, edit, wanted]] of rows.entries()) {
    const { checks } = planMove(move, TERMS, edit(sampleFacts()));
    const told = tellResult(checks.find((one) => one.id === id) ?? null);
    assert.equal(told, wanted, `${id}, row ${index}`);
  }
}

const unread = owing({ payment: unknown });
/** The first fund pays so many rao, the second two TAO. */
const paying = (redeemable: bigint, threshold = 500_000n): Edit =>
  owing({}, { redeemable: toRao(redeemable) }, { threshold: known(toRao(threshold)) });
/** Both funds pay alike. */
const bothPaying =
  (edit: Edit): Edit =>
  (facts) => {
    const { claims, ...rest } = edit(facts);
    assert.ok(claims?.known);
    const of = claims.value.of.map((one) => {
      assert.ok(one.claims.known);
      const [first] = one.claims.value;
      assert.ok(first);
      return { ...one, claims: known([first, { ...first, hotkey: OTHER_HOTKEY }]) };
    });
    return { ...rest, claims: known({ ...claims.value, of }) };
  };

test('a claim of which one part is unread: what is known of the other is judged, the whole is not', () => {
  tell('claim-known', [[claimBoth, unread, `block remedy validator=${HOTKEY}`]]);
  tell('claim-owed', [
    [claimBoth, unread, 'pass'],
    [claimBoth, paying(0n), `block remedy validator=${HOTKEY}`],
    [claim, unread, null],
  ]);
  tell('claim-admitted', [
    [claimBoth, unread, null],
    [claimBoth, owing(), 'pass'],
  ]);
  tell('claim-forfeits', [[claimBoth, unread, null]]);
  tell('claim-worth', [[claimBoth, unread, null]]);
});

test('the least that a claim pays, to the rao; what pays nothing is another rule’s', () => {
  tell('claim-threshold', [
    [claim, paying(2n, 2n), 'pass threshold=2'],
    [claim, paying(1n, 2n), `block remedy validator=${HOTKEY} redeemable=1 threshold=2 missing=1`],
    [claim, paying(3n, 7n), `block remedy validator=${HOTKEY} redeemable=3 threshold=7 missing=4`],
    [claim, paying(0n), null],
    [claimBoth, paying(0n), 'pass threshold=500000'],
    [claim, unread, null],
    [claimBoth, unread, 'pass threshold=500000'],
    [claimBoth, bothPaying(paying(0n)), null],
    [claim, owing({}, {}, { threshold: unknown }), null],
    [stake, owing(), null],
  ]);
});

test('rows that are swept count as work, and who is owed nothing has none', () => {
  const rows = (all: number, swept: number) => owing({}, { rows: all, sweptRows: swept });
  tell('claim-admitted', [
    [claim, rows(100, 28), 'pass'],
    [claim, rows(100, 29), `block RootClaimTooHeavy validator=${HOTKEY}`],
  ]);
  const nothing = { accrued: 0n, redeemable: 0n, forfeited: 0n, doubt: null, rows: 0 };
  assert.deepEqual(plannedClaims(owingNothing(sampleFacts()), { hotkeys: [HOTKEY] }), [
    { hotkey: HOTKEY, ...nothing },
  ]);
});

test('of one validator nothing is said together', () => {
  tell('claim-fits', [
    [claim, owing(), null],
    [stake, owing(), null],
  ]);
  tell('claim-together', [
    [claim, owing(), null],
    [claimBoth, owing(), 'warn notice validators=2'],
    [stake, owing(), null],
  ]);
});

test('the hold: root stake may leave in the block in which its interval ends, and not before', () => {
  const now = sampleFacts().block.number;
  const since = (heldSince: Parameters<typeof owing>[0], interval = 7_200): Edit =>
    owing(heldSince, {}, { unlockInterval: known(interval) });
  const at = (block: number | null) => since({ heldSince: known(block) });
  const notice = 'warn notice interval=7200';
  const held = (from: number) => `block from=${from}`;
  tell('claim-hold', [
    [claimAndLeave, at(null), notice],
    [claimAndLeave, at(now + 1 - 7_200), notice],
    [claimAndLeave, at(now + 2 - 7_200), held(now + 2)],
    [claimAndLeave, at(now), held(now + 7_200)],
    [claimAndLeave, since({ heldSince: unknown }), held(now + 7_200)],
    [claimAndLeave, since({ heldSince: unknown }, 1), 'warn notice interval=1'],
    [claimAndLeave, since({ heldSince: unknown }, 2), held(now + 2)],
    // A validator that was not listed holds for the whole interval.
    [claimAndLeave, since({ hotkey: OTHER_HOTKEY }), held(now + 7_200)],
    [claim, at(now), notice],
    [claimAndLeave, since({ heldSince: known(now) }, 0), 'pass'],
    [stake, at(now), null],
  ]);
});

test('what a claim is worth: fee and forfeit beside what it brings, to the rao', () => {
  const worth = (brings: bigint, lost = 0n) =>
    owing({}, { redeemable: toRao(brings), forfeited: toRao(lost) });
  const figures = (brings: bigint, lost = 0n) => `brings=${brings} fee=${FEE} lost=${lost}`;
  const red = 'warn red asks remedy';
  const dear = 'warn warning remedy';
  tell('claim-worth', [
    [claim, worth(FEE), `${red} ${figures(FEE)}`],
    [claim, worth(FEE + 1n), `${dear} ${figures(FEE + 1n)}`],
    [claim, worth(FEE * 4n), `${dear} ${figures(FEE * 4n)}`],
    [claim, worth(FEE * 4n + 1n), `pass ${figures(FEE * 4n + 1n)}`],
    [claim, worth(FEE * 4n + 4n, 1n), `${dear} ${figures(FEE * 4n + 4n, 1n)}`],
    [claim, worth(FEE * 4n + 5n, 1n), `pass ${figures(FEE * 4n + 5n, 1n)}`],
    // The fee of both together was not read.
    [claimBoth, worth(FEE), 'unknown'],
    [claimBoth, paying(499_999n), null],
    [stake, owing(), null],
  ]);
});

test('a lock binds what was locked with what is locked now, and comes free in one way', () => {
  const lock = lockOf(500n);
  tell('lock-decays', [
    [lock, locking({}, 1_000n), 'warn red asks locked=1500@1 half=647999'],
    [lock, perpetual, null],
    [stake, locking(), null],
  ]);
  tell('lock-perpetual', [
    [lock, locking({ isPerpetual: known(true) }, 1_000n), 'warn red asks locked=1500@1'],
    [lock, locking(), null],
    [stake, perpetual, null],
  ]);
  const figures = `total=${HELD}@1 locked=1000@1`;
  tell('lock-stake', [
    [lockOf(HELD - 1_000n), locking({}, 1_000n), `pass ${figures}`],
    [
      lockOf(HELD - 999n),
      locking({}, 1_000n),
      `block InsufficientStakeForLock remedy ${figures} missing=1@1`,
    ],
  ]);
  tell('lock-amount', [
    [lockOf(0n), locking(), 'block AmountTooLow remedy'],
    [lockOf(1n), locking(), 'pass'],
  ]);
});
