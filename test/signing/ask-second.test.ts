// What a second operator's node says of a request in a block: each answer, and each way in which it says nothing.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AppError } from '../../src/errors.ts';
import type { PlannedClaim } from '../../src/model/root-claims.ts';
import { askSecondOf, askSecondOutcome } from '../../src/signing/ask-second.ts';
import { claimLines, emptyClaims } from '../../src/signing/claim-receipt.ts';
import { isFinal } from '../../src/signing/look-for.ts';
import type { SecondChain } from '../../src/signing/signing-deps.ts';
import { toRao, type Hex } from '../../src/units.ts';
import { HOTKEY, OTHER_HOTKEY } from '../moves/sample-facts.ts';
import { blocks, signedAndSent, start } from './fake-world.ts';

const other: Hex = `0x${'99'.repeat(32)}`;

async function inBlock() {
  const { world, signing } = start();
  await signedAndSent(world, signing);
  await blocks(world, signing, 1);
  const request = world.only();
  assert.ok(request.state === 'in-block' && request.prepared !== null);
  return { world, request };
}

const through = (chain: SecondChain | Error) => ({
  async second<T>(use: (one: SecondChain) => Promise<T>): Promise<T> {
    if (chain instanceof Error) throw chain;
    return use(chain);
  },
});
const unreachable = new AppError('NODE_UNREACHABLE', { what: 'test' });
const noSecond = new AppError('NO_SECOND_SOURCE', {});
const mistake = new TypeError('a mistake of ours');

test('a block that only the second node shows: final, there, gone, or not told', async () => {
  const { world, request } = await inBlock();
  const ask = (chain: SecondChain | Error) => askSecondOf(through(chain), request);
  const honest: SecondChain = { ...world.client };
  const { number } = request.inBlock;
  const finalAt = async (at: number): Promise<{ number: number; hash: Hex }> => {
    const hash = await honest.blockHashAt(at);
    return { number: at, hash: hash ?? other };
  };
  assert.equal(await ask({ ...honest, finalizedHead: () => finalAt(number) }), 'final');
  assert.equal(await ask({ ...honest, finalizedHead: () => finalAt(number - 1) }), 'there');
  assert.equal(await ask({ ...honest, blockHashAt: async () => other }), 'gone');
  assert.equal(await ask({ ...honest, blockHashAt: async () => null }), null);
  assert.equal(await ask({ ...honest, genesisHash: () => other }), null);
  assert.equal(await ask(unreachable), null);
  assert.equal(await ask(noSecond), 'none');
  await assert.rejects(ask(mistake), TypeError);
});

test('how it ended by the second node: only of our extrinsic, in our block, once that is final there', async () => {
  const { world, request } = await inBlock();
  const ask = (chain: SecondChain | Error, of: Parameters<typeof askSecondOutcome>[1] = request) =>
    askSecondOutcome(through(chain), of);
  const client: SecondChain = { ...world.client };
  const { inBlock: block } = request;
  const final: SecondChain = { ...client, finalizedHead: async () => block };
  assert.equal(await ask(final), 'done');
  assert.equal(
    await ask({ ...final, finalizedHead: async () => ({ ...block, number: block.number - 1 }) }),
    null,
  );
  assert.equal(await ask({ ...final, genesisHash: () => other }), null);
  const found = async (part: { hash?: Hex; blockHash?: Hex } | null): Promise<SecondChain> => {
    const { prepared } = request;
    assert.ok(prepared);
    const honest = await client.findExtrinsic(prepared, block.number, block.number);
    assert.ok(honest.found);
    const hash = part?.hash ?? honest.found.hash;
    const there = {
      ...honest.found,
      hash,
      block: { ...block, hash: part?.blockHash ?? block.hash },
    };
    return { ...final, findExtrinsic: async () => ({ ...honest, found: part && there }) };
  };
  assert.equal(await ask(await found({})), 'done');
  assert.equal(await ask(await found(null)), null);
  assert.equal(await ask(await found({ hash: other })), null);
  assert.equal(await ask(await found({ blockHash: other })), null);
  const failed = { pallet: 'System', name: 'ExtrinsicFailed', fields: {}, isUnread: true };
  const failing = { ...final, readEvents: async () => [failed] };
  assert.equal(await ask(failing as unknown as SecondChain), 'failed');
  assert.equal(await ask(unreachable), null);
  await assert.rejects(ask(mistake), TypeError);
});

const claim = (redeemable: bigint, forfeited: bigint, hotkey = HOTKEY): PlannedClaim => ({
  hotkey,
  accrued: toRao(redeemable + forfeited),
  redeemable: toRao(redeemable),
  forfeited: toRao(forfeited),
  doubt: null,
  rows: 3,
});

test('lines of a claim: a sum of several only, and what was forfeited where it was told or happened', () => {
  const lines = (claims: PlannedClaim[], paid: [bigint, bigint][]) =>
    claimLines(
      { claims },
      {
        paidByFunds: paid.map(([tao, forfeited]) => ({
          hotkey: HOTKEY,
          tao: toRao(tao),
          forfeited: toRao(forfeited),
        })),
      },
    ).map(({ labelKey, expected, actual }) => [labelKey, expected, actual]);
  assert.deepEqual(lines([], [[5n, 1n]]), []);
  assert.deepEqual(lines([claim(5n, 0n)], [[5n, 0n]]), [['receiptClaimed', 5n, 5n]]);
  assert.deepEqual(lines([claim(5n, 1n)], [[5n, 0n]]), [
    ['receiptClaimed', 5n, 5n],
    ['receiptForfeited', 1n, 0n],
  ]);
  assert.deepEqual(
    lines(
      [claim(5n, 0n)],
      [
        [2n, 0n],
        [3n, 1n],
      ],
    ),
    [
      ['receiptClaimed', 5n, 5n],
      ['receiptForfeited', 0n, 1n],
    ],
  );
  const untold = { ...claim(0n, 0n, OTHER_HOTKEY), redeemable: null, forfeited: null };
  assert.deepEqual(lines([claim(5n, 0n), untold], [[5n, 0n]]), [
    ['receiptClaimedAll', 5n, 5n],
    ['receiptClaimed', 5n, 5n],
    ['receiptClaimed', null, 0n],
  ]);
});

test('a claim that paid a unit is not empty; one before which something was owed is not “nothing owed”', () => {
  const planned = { claims: [claim(5n, 0n)] };
  const paid = (tao: bigint) => ({
    paidByFunds: [{ hotkey: HOTKEY, tao: toRao(tao), forfeited: toRao(0n) }],
  });
  assert.deepEqual(emptyClaims(planned, null, paid(1n)), []);
  const why = (before: PlannedClaim) =>
    emptyClaims(planned, { claims: [before], checks: [] }, paid(0n)).map((one) => one.why);
  assert.deepEqual(why(claim(0n, 0n)), ['nothing-owed']);
  assert.deepEqual(why(claim(1n, 0n)), ['unknown']);
});

test('a block is final where the node shows it, and still shows a final head so high after that', async () => {
  const hash: Hex = `0x${'05'.repeat(32)}`;
  const block = { number: 5, hash };
  const seen = (shown: Hex | null, finalThen: number, finalized = { number: 9, hash: other }) =>
    isFinal(
      {
        blockHashAt: async () => shown,
        finalizedHead: async () => ({ number: finalThen, hash: other }),
      },
      block,
      finalized,
    );
  assert.equal(await seen(hash, 9), true);
  assert.equal(await seen(hash, 5), true);
  // Another node answers by now, which is not so far: the word of two nodes is none.
  assert.equal(await seen(hash, 4), false);
  assert.equal(await seen(other, 9), false);
  assert.equal(await seen(null, 9), false);
  assert.equal(await seen(hash, 9, { number: 4, hash: other }), false);
  assert.equal(await seen(other, 9, { number: 5, hash }), true, 'the final head itself');
  assert.equal(await seen(hash, 9, { number: 5, hash: other }), false);
});
