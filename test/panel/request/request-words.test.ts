// The words of a request: no cost unless one was paid, no outcome that only a node or a page reported.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { errorCodes, messageKeyOf, type ErrorCode, type WireError } from '../../../src/errors.ts';
import { finalityKey } from '../../../src/panel/request/receipt-finality.tsx';
import type { ReceiptProof } from '../../../src/model/receipt.ts';
import { badgeKeyOf } from '../../../src/panel/request/queue-neighbours.tsx';
import { stageStates } from '../../../src/panel/request/stage-states.ts';
import { costShare } from '../../../src/panel/ticket/claim-card.tsx';
import { quoteNow } from '../../../src/panel/request/quote-now.ts';
import { amountOfMove } from '../../../src/panel/request/move-name.tsx';
import { toneOf } from '../../../src/panel/request/request-tone.ts';
import { wordsOf } from '../../../src/panel/request/request-words.ts';
import type { SigningState } from '../../../src/model/request.ts';
import { toNetuid } from '../../../src/units.ts';
import { TAO } from '../../tools/pictures/chain.ts';
import {
  finalizedWith,
  provenFinal,
  requestIn,
  type RequestFields,
} from '../../tools/pictures/requests.ts';
import { claimRequest } from '../../tools/pictures/root-claims.ts';

type Messages = Record<string, { message: string }>;
const messages: Messages = JSON.parse(await readFile('assets/_locales/en/messages.json', 'utf8'));
const source = await readFile('src/panel/words/error-text.ts', 'utf8');

const states: SigningState[] = [
  'queued',
  'draft',
  'waiting-for-wallet',
  'signed',
  'submitted',
  'in-block',
  'finalized',
  'rejected',
  'expired',
  'failed',
  'dropped',
  'superseded',
];

const errorOf = (code: ErrorCode, detail: WireError['detail'] = {}): WireError => ({
  code,
  detail,
});
const held = (error: WireError, part: RequestFields = {}) =>
  wordsOf(requestIn('signed', { heldBecause: error, ...part }));
const sentence = (key: string): string => messages[key]?.message ?? `no ${key}`;

test('every request has its sentences, watched or settled, held or failed', () => {
  for (const state of states) {
    for (const settledAt of [null, 1]) {
      for (const code of errorCodes) {
        const error = errorOf(code);
        const fields = { askedAt: 1, settledAt, error, heldBecause: error };
        const { titleKey, textKey } = wordsOf(requestIn(state, fields));
        assert.ok(messages[titleKey], titleKey);
        assert.ok(messages[textKey], textKey);
      }
    }
  }
  assert.ok(messages[wordsOf(requestIn('finalized', { receipt: null })).textKey]);
});

test('a receipt is called proven only with its votes and its events, and finalized never against the votes', () => {
  const keyOf = (state: SigningState, proof?: ReceiptProof) => {
    const { receipt } = requestIn('finalized');
    assert.ok(receipt);
    return finalityKey({ state, receipt: { ...receipt, ...(proof && { proof }) } });
  };
  const notYet: ReceiptProof = { ...provenFinal, final: null, gap: 'not-yet' };
  assert.equal(keyOf('finalized'), 'isFinal');
  assert.equal(keyOf('in-block'), 'notYetFinal');
  assert.equal(keyOf('finalized', notYet), 'isFinal');
  assert.equal(keyOf('in-block', notYet), 'notYetFinal');
  assert.equal(keyOf('finalized', provenFinal), 'provenFinal');
  assert.equal(keyOf('failed', provenFinal), 'provenFinal');
  assert.equal(keyOf('finalized', { ...provenFinal, events: 'not-served' }), 'isFinal');
  assert.equal(keyOf('finalized', { ...notYet, gap: 'elsewhere' }), 'notFinal');
});

test('every bare reason has its sentence, and says neither what it cost nor that it is over', () => {
  const keys = [...source.matchAll(/'(fact[A-Za-z]+)'/g)].map(([, key]) => key ?? '');
  assert.ok(keys.length > 10);
  for (const key of keys) {
    assert.ok(messages[key], key);
    assert.doesNotMatch(sentence(key), /cost|charged|sent|submitted|traded|unchanged/i, key);
  }
});

test('no error before sending says that a fee was lost', () => {
  for (const code of errorCodes) {
    assert.doesNotMatch(
      sentence(messageKeyOf(code)),
      /cost the network fee|fee was charged|^Failed/,
      code,
    );
  }
});

test('a held request says that it would fail only where it would', () => {
  const wouldFail = /would fail and cost/;
  const refused = errorOf('STAKE_LOCKED', { pallet: 'SubtensorModule', name: 'StakeUnavailable' });
  assert.match(sentence(held(refused).textKey), wouldFail);
  assert.deepEqual(held(refused).reason, { error: refused, as: 'plain' });
  const { plan } = requestIn('signed');
  assert.ok(plan.receives);
  const open = { plan: { ...plan, receives: { ...plan.receives, isGuaranteed: false } } };
  const price = errorOf('PRICE_LIMIT_EXCEEDED', { minimum: 1n });
  assert.match(sentence(held(price).textKey), wouldFail);
  assert.doesNotMatch(sentence(held(price, open).textKey), wouldFail);
  const bySlippage = errorOf('PRICE_LIMIT_EXCEEDED', { pallet: 'Swap', name: 'SlippageTooHigh' });
  assert.match(sentence(held(bySlippage, open).textKey), wouldFail);
  for (const code of ['NODE_UNREACHABLE', 'NODE_TIMEOUT', 'NODE_MALFORMED'] as const) {
    assert.doesNotMatch(sentence(held(errorOf(code)).textKey), /fail|cost/, code);
  }
  for (const code of ['RUNTIME_CHANGED', 'NONCE_USED', 'PLAN_BLOCKED'] as const) {
    assert.doesNotMatch(sentence(held(errorOf(code)).textKey), /cost/, code);
    assert.equal(held(errorOf(code)).reason, null, code);
  }
});

const comfort = /cost nothing|[Nn]othing was (sent|submitted|traded|signed|charged)|has expired/;
const byOne = { by: 1, isNonceUsed: false } as const;
const byTwo = { by: 2, isNonceUsed: false } as const;

test('after its era a held request tells why it was held, and that it cost nothing where two operators say so', () => {
  const error = errorOf('PRICE_LIMIT_EXCEEDED');
  const over = { error, askedAt: 1, settledAt: 2 };
  const { textKey, reason } = wordsOf(requestIn('expired', { ...over, unseen: byTwo }));
  assert.match(sentence(textKey), /[Nn]othing was charged/);
  assert.deepEqual(reason, { error, as: 'plain' });
});

test('on one node’s word nothing is said to have cost nothing, and old records are on one node’s word', () => {
  for (const state of ['rejected', 'expired', 'dropped', 'superseded'] as const) {
    for (const unseen of [undefined, null, byOne, byTwo]) {
      const fields = unseen === undefined ? {} : { unseen };
      const { textKey } = wordsOf(requestIn(state, { ...fields, askedAt: 1, settledAt: 2 }));
      const isProven = unseen?.by === 2;
      assert.equal(comfort.test(sentence(textKey)), isProven, `${textKey}: ${sentence(textKey)}`);
      if (!isProven)
        assert.match(sentence(textKey), /One node (shows|reports that) no block/, textKey);
    }
  }
  // The second operator cannot be asked for now: the same words, and the user may go on.
  const waiting = { askedAt: 1, settledAt: null, unseen: byOne };
  assert.equal(wordsOf(requestIn('dropped', waiting)).textKey, 'requestByOne_dropped');
});

test('a used nonce that no block accounts for is told as an unknown outcome, unless another request had it', () => {
  const unseen = { by: 1, isNonceUsed: true } as const;
  const request = requestIn('superseded', { askedAt: 1, settledAt: 2, unseen });
  const { titleKey, textKey, isCautious } = wordsOf(request, [request]);
  assert.deepEqual([titleKey, isCautious], ['requestUnaccounted', true]);
  assert.doesNotMatch(sentence(textKey), comfort);
  const other = requestIn('finalized', { id: 'other', coldkey: request.coldkey });
  const { textKey: known } = wordsOf(request, [request, other]);
  assert.equal(known, 'requestByOne_superseded');
});

test('where only another operator’s node shows the block, the words say so and that the outcome is unknown', () => {
  const error = errorOf('NODES_DISAGREE', { block: 7 });
  for (const state of ['in-block', 'finalized'] as const) {
    const { textKey } = wordsOf(requestIn(state, { error, receipt: null, askedAt: 1 }));
    assert.equal(textKey, 'requestDisagreeText');
  }
});

test('no error of asking or sending says that nothing was signed, or what a page has done', () => {
  for (const code of errorCodes) {
    assert.doesNotMatch(sentence(messageKeyOf(code)), /Nothing was (shared or )?signed\./, code);
  }
  for (const code of ['SIGNATURE_INVALID', 'SIGNED_SOMETHING_ELSE', 'NONCE_USED'] as const) {
    assert.doesNotMatch(sentence(messageKeyOf(code)), comfort, code);
  }
});

test('the pool’s word is told as the node’s, and decides nothing', () => {
  for (const code of ['SUBMISSION_DROPPED', 'SUBMISSION_REFUSED', 'NONCE_USED'] as const) {
    const error = errorOf(code);
    const { textKey, reason } = wordsOf(requestIn('submitted', { error }));
    assert.equal(textKey, 'requestText_submitted');
    assert.deepEqual(reason, { error, as: 'node' });
  }
  assert.match(sentence('nodeReports'), /may still be included until block \$BLOCK\$/);
});

test('what a page may still send is not said to have cost nothing, and what was sent by it neither', () => {
  const watched = ['rejected', 'expired', 'superseded', 'dropped'] as const;
  for (const state of watched) {
    const error = errorOf('WALLET_REJECTED');
    const { textKey, reason } = wordsOf(requestIn(state, { askedAt: 1, settledAt: null, error }));
    assert.doesNotMatch(
      sentence(textKey),
      /cost nothing|[Nn]othing was charged|has expired/,
      textKey,
    );
    if (state === 'rejected') assert.equal(reason, null);
  }
});

test('a dispatched failure is told with its reason alone: its cost stands in the sentence', () => {
  const error = errorOf('PRICE_LIMIT_EXCEEDED', { fee: 1n });
  const { textKey, reason } = wordsOf(requestIn('failed', { error }));
  assert.match(sentence(textKey), /network fee/);
  assert.deepEqual(reason, { error, as: 'plain' });
});

test('final is said on the node’s word or on the votes, irreversible on the votes alone, and done only with a receipt', () => {
  const said = (part: RequestFields) => sentence(wordsOf(requestIn('finalized', part)).textKey);
  const onWord = [{}, finalizedWith({ ...provenFinal, final: null, gap: 'not-served' })];
  for (const part of [...onWord, finalizedWith({ ...provenFinal, events: 'not-served' })]) {
    assert.match(said(part), /as your node reports/);
    assert.doesNotMatch(said(part), /reversed/);
  }
  assert.match(said(finalizedWith(provenFinal)), /proven by the network’s votes.*reversed/);
  const unread = requestIn('finalized', { receipt: null, error: errorOf('BLOCK_PRUNED') });
  assert.deepEqual(wordsOf(unread), {
    titleKey: 'requestUnread',
    textKey: 'requestUnreadText',
    reason: null,
    isCautious: true,
  });
});

test('what no wallet was asked for says nothing of signatures or of a no', () => {
  const code = 'REQUEST_CANCELLED';
  const cancelled = wordsOf(requestIn('rejected', { error: errorOf(code), settledAt: 1 }));
  assert.equal(cancelled.titleKey, 'requestBeforeWallet');
  assert.equal(cancelled.textKey, 'requestText_cancelled');
  const late = wordsOf(requestIn('expired', { error: errorOf('REQUEST_EXPIRED'), settledAt: 1 }));
  assert.equal(late.textKey, 'requestText_unsigned');
  for (const { textKey } of [cancelled, late]) {
    assert.match(sentence(textKey), /nothing was charged/);
    assert.doesNotMatch(sentence(textKey), /signature|[Rr]ejected/);
  }
  const words = wordsOf(requestIn('rejected', { askedAt: 1, error: errorOf(code), settledAt: 1 }));
  assert.equal(words.textKey, 'requestByOne_rejected');
});

test('a claim that was carried out and paid nothing is not simply done', () => {
  const empty = claimRequest(false);
  const { titleKey, isCautious } = wordsOf(empty);
  assert.deepEqual([titleKey, isCautious], ['requestPaidNothing', true]);
  assert.equal(wordsOf(claimRequest(true)).titleKey, 'requestState_finalized');
});

test('what could not reach the wallet’s page is not ready to sign', () => {
  const error = errorOf('TAB_UNREACHABLE');
  const { titleKey, reason, isCautious } = wordsOf(requestIn('draft', { error }));
  assert.deepEqual([titleKey, isCautious], ['requestNotReached', true]);
  assert.deepEqual(reason, { error, as: 'sentence' });
  assert.equal(wordsOf(requestIn('draft')).titleKey, 'requestState_draft');
});

test('one title and one tone for a request, for its screen and for home: none calms where something is wrong', () => {
  const ofHome = (state: SigningState, part: RequestFields = {}) => {
    const request = requestIn(state, part);
    const words = wordsOf(request, [request]);
    return [words.titleKey, toneOf(request, words)];
  };
  const expected: Record<SigningState, string> = {
    queued: 'notice',
    draft: 'notice',
    'waiting-for-wallet': 'notice',
    signed: 'notice',
    submitted: 'notice',
    'in-block': 'ok',
    finalized: 'ok',
    rejected: 'notice',
    expired: 'warning',
    failed: 'red',
    dropped: 'warning',
    superseded: 'warning',
  };
  for (const state of states) assert.equal(ofHome(state)[1], expected[state], state);
  const lost = errorOf('TAB_UNREACHABLE');
  assert.deepEqual(ofHome('draft', { error: lost }), ['requestNotReached', 'warning']);
  const changed = errorOf('PLAN_CHANGED');
  assert.deepEqual(ofHome('queued', { error: changed }), ['queueChanged', 'warning']);
  assert.deepEqual(ofHome('signed', { heldBecause: changed }), ['requestHeld', 'warning']);
  const { receipt } = requestIn('failed');
  assert.deepEqual(ofHome('in-block', { receipt }), ['requestState_failed', 'red']);
  const disagree = { error: errorOf('NODES_DISAGREE'), receipt: null };
  assert.deepEqual(ofHome('in-block', disagree), ['requestDisagree', 'warning']);
  const elsewhere = finalizedWith({ ...provenFinal, final: null, gap: 'elsewhere' });
  assert.deepEqual(ofHome('finalized', elsewhere), ['notFinal', 'red']);
  const paid = requestIn('finalized').receipt;
  assert.ok(paid);
  const shortfall = {
    of: 'amount',
    unit: 'alpha',
    netuid: toNetuid(64),
    actual: 1n,
    promised: 2n,
  } as const;
  const less = { receipt: { ...paid, shortfall } };
  assert.deepEqual(ofHome('finalized', less), ['shortfallTitle', 'red']);
  const empty = claimRequest(false);
  const words = wordsOf(empty);
  assert.deepEqual([words.titleKey, toneOf(empty, words)], ['requestPaidNothing', 'warning']);
});

test('a request is named with the amount that it is about, and with none where none moved', () => {
  assert.deepEqual(amountOfMove(requestIn('queued')), { unit: 'rao', amount: 12n * TAO });
  assert.equal(amountOfMove(claimRequest(true))?.amount, 1_869_207_692n);
  assert.equal(amountOfMove(claimRequest(false)), null);
});

test('what failed is said to have run and been undone, with its fee where that was read', () => {
  const { receipt } = requestIn('failed');
  assert.ok(receipt);
  const unread = requestIn('failed', { receipt: { ...receipt, networkFee: null } });
  assert.equal(wordsOf(unread).textKey, 'requestText_failedFeeUnread');
  for (const request of [requestIn('failed'), unread, requestIn('in-block', { receipt })]) {
    assert.match(sentence(wordsOf(request).textKey), /ran in a block and was undone/);
  }
});

test('one word for what the user canceled, and a queued one is at its first step only in its turn', () => {
  assert.equal(badgeKeyOf(requestIn('rejected')), 'requestBadge_canceled');
  assert.equal(wordsOf(requestIn('rejected')).titleKey, 'requestBeforeWallet');
  assert.equal(badgeKeyOf(requestIn('rejected', { askedAt: 1 })), 'requestBadge_rejected');
  const [waits] = stageStates(requestIn('queued'));
  const [begins] = stageStates(requestIn('queued'), true);
  assert.deepEqual([waits?.state, begins?.state], ['later', 'now']);
  assert.equal(begins?.words, 'stage_wallet_later');
});

test('what a claim costs of what it pays is rounded up, and not told of nothing', () => {
  const rao = (amount: bigint) => ({ unit: 'rao', amount }) as const;
  const share = (brings: bigint, fee: bigint, lost: bigint) =>
    costShare({ brings: rao(brings), fee: rao(fee), lost: rao(lost) });
  assert.equal(share(1_000_000n, 1n, 2n), 3n);
  assert.equal(share(3_000_000n, 1n, 0n), 1n);
  // Printed with two decimals, or two digits: these are raised, not cut.
  assert.equal(share(1_870_412_603n, 864_000n, 30_118_744n), 16_600n);
  assert.equal(share(1_000_000n, 1n, 640n), 650n);
  assert.equal(share(0n, 1n, 0n), null);
  assert.equal(costShare({}), null);
});

test('beside what was reviewed stands what it would be now, only where it is less', () => {
  const { receives } = requestIn('queued').plan;
  assert.ok(receives);
  const { minimum } = receives;
  const nowOf = (now: bigint, code: ErrorCode = 'PLAN_CHANGED') =>
    quoteNow(requestIn('queued', { error: errorOf(code, { now }) }))?.minimum.amount;
  assert.equal(nowOf(minimum.amount - 1n), minimum.amount - 1n);
  assert.equal(nowOf(minimum.amount), undefined);
  assert.equal(nowOf(1n, 'PLAN_BLOCKED'), undefined);
  assert.equal(quoteNow(requestIn('queued')), null);
  const now = minimum.amount - 1n;
  const quoteOf = (detail: Record<string, bigint>) =>
    quoteNow(requestIn('queued', { error: errorOf('PLAN_CHANGED', detail) }));
  assert.equal(quoteOf({ now })?.expected, null);
  assert.deepEqual(quoteOf({ now, expected: now + 5n }), {
    expected: { ...minimum, amount: now + 5n },
    minimum: { ...minimum, amount: now },
  });
});
