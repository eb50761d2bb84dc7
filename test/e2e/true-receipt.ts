// Whether the receipt of a stake tells what the chain did: block, events, amounts and fee, against its plan too.
import assert from 'node:assert/strict';
import type { SigningRequest } from '../../src/model/request.ts';
import { amountAt, eventNamed, type Referee } from './referee.ts';

/** The fee is asked for before the nonce is known, as if that took four bytes: three more, at half a rao each. */
export const MOST_OVERQUOTED = 2n;

/** One extrinsic is in, its events say what the receipt says, and the receipt says what the plan said. */
export function assertReceiptIsTrue(
  referee: Referee,
  request: SigningRequest,
  start: number,
): void {
  const { receipt, plan, coldkey } = request;
  const included = referee.signedAfter(start);
  assert.deepEqual(
    included.map(({ hash }) => hash),
    [request.extrinsicHash],
  );
  const [only] = included;
  assert.ok(only && receipt);
  assert.equal(only.isFinal, true);
  assert.equal(referee.submissions(only.hash), 1);
  assert.deepEqual(receipt.block, { number: only.block.number, hash: only.block.hash });
  assert.equal(receipt.extrinsicIndex, only.index);
  assert.equal(receipt.isSuccess, true);
  const added = eventNamed(only, 'SubtensorModule.StakeAdded');
  assert.equal(added.values[0], coldkey);
  const byLabel = new Map(receipt.lines.map((line) => [line.labelKey, line]));
  assert.equal(byLabel.get('receiptGave')?.actual, amountAt(added, 2));
  assert.equal(byLabel.get('receiptReceived')?.actual, amountAt(added, 3));
  assert.equal(byLabel.get('receiptPoolFee')?.actual, amountAt(added, 5));
  const paid = eventNamed(only, 'TransactionPayment.TransactionFeePaid');
  assert.deepEqual(receipt.networkFee, { paidIn: 'tao', fee: amountAt(paid, 1) });
  assert.ok(plan.networkFee.known);
  const overquoted = plan.networkFee.value.fee - amountAt(paid, 1);
  assert.ok(overquoted >= 0n && overquoted <= MOST_OVERQUOTED, `${overquoted} rao over`);
  for (const { labelKey, expected, actual } of receipt.lines) {
    assert.equal(actual, expected, labelKey);
  }
  assert.equal(byLabel.get('receiptReceived')?.expected, plan.receives?.expected.amount);
}
