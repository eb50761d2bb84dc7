// Why a claim paid nothing, by the state right before its block: nothing owed, too little, or not known.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CheckResult } from '../../src/model/check.ts';
import type { PlannedClaim } from '../../src/model/root-claims.ts';
import { claimLines, emptyClaims } from '../../src/signing/claim-receipt.ts';
import { toRao } from '../../src/units.ts';
import { HOTKEY, OTHER_HOTKEY } from '../moves/sample-facts.ts';

const claim = (redeemable: bigint | null, hotkey = HOTKEY): PlannedClaim => ({
  hotkey,
  accrued: redeemable === null ? null : toRao(redeemable),
  redeemable: redeemable === null ? null : toRao(redeemable),
  forfeited: redeemable === null ? null : toRao(0n),
  doubt: null,
  rows: 3,
});
const planned = { claims: [claim(2_000_000n)] };
const none = { paidByFunds: [] };
const tooLittle: CheckResult = {
  id: 'claim-threshold',
  verdict: 'block',
  messageKey: '',
  values: { validator: { unit: 'address', text: HOTKEY } },
};

test('a claim that paid nothing says why', () => {
  const why = (claims: PlannedClaim[], checks: CheckResult[] = []) =>
    emptyClaims(planned, { claims, checks }, none).map((one) => one.why);
  assert.deepEqual(why([claim(0n)]), ['nothing-owed']);
  assert.deepEqual(why([claim(400_000n)], [tooLittle]), ['under-threshold']);
  assert.deepEqual(why([claim(2_000_000n)]), ['unknown']);
  assert.deepEqual(why([claim(null)]), ['unknown']);
  assert.deepEqual(why([]), ['unknown']);
  assert.deepEqual(
    emptyClaims(planned, null, none).map((one) => one.why),
    ['unknown'],
  );
});

test('what another validator paid does not count for this one', () => {
  const both = { claims: [claim(5n), claim(7n, OTHER_HOTKEY)] };
  const outcome = { paidByFunds: [{ hotkey: OTHER_HOTKEY, tao: 6n, forfeited: 2n }] };
  assert.deepEqual(
    claimLines(both, outcome).map(({ labelKey, expected, actual }) => [labelKey, expected, actual]),
    [
      ['receiptClaimedAll', 12n, 6n],
      ['receiptClaimed', 5n, 0n],
      ['receiptClaimed', 7n, 6n],
      ['receiptForfeited', 0n, 2n],
    ],
  );
  assert.deepEqual(
    emptyClaims(both, null, outcome).map(({ hotkey }) => hotkey),
    [HOTKEY],
  );
});
