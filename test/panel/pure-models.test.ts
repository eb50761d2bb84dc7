// The panel's small pure rules: needs, freshness, request stages, orders, links, windows.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { AppError, toWireError } from '../../src/errors.ts';
import type { HeldLock } from '../../src/model/facts.ts';
import type { NodeRecord } from '../../src/model/records.ts';
import {
  nextRows,
  rowsInSight,
  ROWS_A_TASK,
  type RowRange,
} from '../../src/panel/ui/rows-in-sight.ts';
import type { EmissionFacts } from '../../src/model/emission-facts.ts';
import { explorerLink, networkOf } from '../../src/panel/request/explorer-link.ts';
import { moneyText } from '../../src/panel/words/format.ts';
import { lockCourse } from '../../src/emission/lock-course.ts';
import { attentionOf } from '../../src/alerts/attention.ts';
import {
  betterValidator,
  idlePositions,
  isWorth,
  yearlyGain,
  moveFee,
} from '../../src/panel/home/fix-model.ts';
import { valuePortfolio } from '../../src/portfolio/value-portfolio.ts';
import { withNewerRows } from '../../src/portfolio/with-newer-rows.ts';
import {
  actionsOf,
  wentWell,
  openRequestOf,
  pinnedRequestOf,
  tellPinned,
} from '../../src/panel/request/request-view.ts';
import { activityStateOf, amountsOf } from '../../src/panel/request/activity.ts';
import { hasOutcome } from '../../src/panel/request/outcome-card.tsx';
import { badgeKeyOf } from '../../src/panel/request/queue-neighbours.tsx';
import { stageStates } from '../../src/panel/request/stage-states.ts';
import { wordsOf } from '../../src/panel/request/request-words.ts';
import { freshnessOf, isContradicted, isOfNow } from '../../src/panel/core/freshness.ts';
import { proofOfLie, proofRecord } from '../tools/pictures/proofs.ts';
import {
  validatorOrder,
  validatorOrders,
  currentLast,
  searchValidators,
  yearlyYieldPpm,
  epochYield,
} from '../../src/panel/subnets/validator-order.ts';
import type { SigningRequest, SigningState } from '../../src/model/request.ts';
import { toAlphaRao, toNetuid, toRao } from '../../src/units.ts';
import { HEAD, positionOf, validatorsOf } from '../tools/pictures/chain.ts';
import { emissionRecord } from '../tools/pictures/emission.ts';
import {
  finalizedWith,
  provenFinal,
  requestIn,
  type RequestFields,
} from '../tools/pictures/requests.ts';
import { ledgerMain, savings, snapshotWith } from '../tools/pictures/stored.ts';

const small = toRao(10_000_000n);

test('an announced key swap comes before everything else', () => {
  const record = snapshotWith([positionOf(ledgerMain, 19, 5, 6)], []);
  const accounts = record.snapshot.accounts.map((account) => ({
    ...account,
    swapAnnouncedFor: { known: true, value: HEAD + 10 } as const,
  }));
  const needs = attentionOf({ ...record.snapshot, accounts }, [ledgerMain], small);
  assert.deepEqual(
    needs.map(({ kind }) => kind),
    ['swap-announced', 'earned-nothing'],
  );
});

test('figures are contradicted until they are proven anew', () => {
  const caught = proofOfLie();
  assert.equal(isContradicted(caught), true);
  assert.equal(isContradicted({ ...caught, home: proofRecord('authors').home }), false);
  assert.equal(isContradicted(proofRecord('node', { home: null })), false);
  assert.equal(isContradicted(null), false);
});

test('of subnets whose immunity ends, the soonest comes first', () => {
  const held = [19, 64, 77].map((netuid) => positionOf(ledgerMain, netuid, 5, 1));
  const { snapshot } = snapshotWith(held, []);
  const age = new Map([
    [19, 5],
    [64, 1],
    [77, 3],
  ]);
  const period = 864_000;
  const subnets = snapshot.subnets.map((subnet) => {
    const days = age.get(subnet.netuid) ?? 100;
    const ends = snapshot.block.number + days * 7_200;
    return { ...subnet, registeredAt: ends - period };
  });
  const rules = { ...snapshot.rules, immunityPeriod: { known: true, value: period } as const };
  const needs = attentionOf({ ...snapshot, subnets, rules }, [ledgerMain], small);
  assert.deepEqual(
    needs.flatMap((one) => (one.kind === 'immunity-ending' ? [one.netuid] : [])),
    [64, 77, 19],
  );
});

test('idle stake: most money first, and a validator of its subnet that pays in place of its own', () => {
  const held = [positionOf(ledgerMain, 19, 5, 6), positionOf(ledgerMain, 77, 500, 1)];
  const { snapshot } = snapshotWith(
    held.map((one) => ({ ...one, isRegistered: false })),
    [],
  );
  const needs = attentionOf(snapshot, [ledgerMain], small);
  const rows = idlePositions(needs, valuePortfolio(snapshot, [ledgerMain]));
  assert.equal(rows.length, 2);
  assert.ok(rows[0] && rows[1] && rows[0].spot >= rows[1].spot);
  const [position] = rows;
  const validators = validatorsOf(position.netuid);
  const better = betterValidator(position, validators, snapshot.positions);
  assert.ok(better);
  assert.notEqual(better.hotkey, position.hotkey);
  assert.ok(better.isRegistered && better.dividends.known && better.dividends.value > 0n);
  // Its own validator alone is no way out.
  const own = validators.map((one) => ({ ...one, hotkey: position.hotkey }));
  assert.equal(betterValidator(position, own, snapshot.positions), null);
});

test('a move is not worth a fee that takes a quarter of the position, and an unknown fee is none', () => {
  const { snapshot } = snapshotWith([], []);
  const fee = moveFee(snapshot);
  assert.ok(fee !== null);
  assert.equal(isWorth(fee * 4n, fee, null), false);
  assert.equal(isWorth(fee * 4n + 1n, fee, null), true);
  // A year of it has to bring more than the fee.
  assert.equal(isWorth(fee * 100n, fee, fee), false);
  assert.equal(isWorth(fee * 100n, fee, yearlyGain(fee * 100n, 20_000n)), true);
  assert.equal(yearlyGain(fee, null), null);
  assert.equal(moveFee({ networkFees: {} }), null);
  const unread = { known: false, reason: 'unreadable' } as const;
  assert.equal(moveFee({ networkFees: { 'SubtensorModule.move_stake': unread } }), null);
});

test('what is not known is no news, and neither is what is not mine', () => {
  const record = snapshotWith([positionOf(savings, 19, 5, 6)], []);
  assert.deepEqual(attentionOf(record.snapshot, [ledgerMain], small), []);
  const unknown = record.snapshot.positions.map((position) => ({
    ...position,
    hotkeyDividends: { known: false, reason: 'unreadable' } as const,
  }));
  assert.deepEqual(attentionOf({ ...record.snapshot, positions: unknown }, [savings], small), []);
});

test('the next subnet to be removed is told only to its holders', () => {
  const record = snapshotWith([positionOf(ledgerMain, 64, 5, 0)], []);
  const rules = {
    ...record.snapshot.rules,
    subnetToPrune: { known: true, value: toNetuid(64) } as const,
  };
  assert.equal(
    attentionOf({ ...record.snapshot, rules }, [ledgerMain], small)[0]?.kind,
    'about-to-be-pruned',
  );
  assert.deepEqual(attentionOf({ ...record.snapshot, rules }, [savings], small), []);
});

test('places two and three of the ladder are news while it is of this day and has the same first', () => {
  // 19, 76, 26, 83 and 33 are the five of the believable chain.
  const record = snapshotWith(
    [19, 76, 26, 83].map((netuid) => positionOf(ledgerMain, netuid, 5, 0)),
    [],
  );
  const { facts } = emissionRecord();
  const needsWith = (next: number, emission: EmissionFacts | null) => {
    const subnetToPrune = { known: true, value: toNetuid(next) } as const;
    const rules = { ...record.snapshot.rules, subnetToPrune };
    return attentionOf({ ...record.snapshot, rules }, [ledgerMain], small, emission)
      .filter(({ kind }) => kind === 'about-to-be-pruned' || kind === 'near-removal')
      .map((item) => ('netuid' in item ? `${item.kind} ${item.netuid}` : ''));
  };
  assert.deepEqual(needsWith(19, facts), [
    'about-to-be-pruned 19',
    'near-removal 76',
    'near-removal 26',
  ]);
  assert.deepEqual(needsWith(76, facts), ['about-to-be-pruned 76']);
  assert.deepEqual(needsWith(19, null), ['about-to-be-pruned 19']);
  const old = { ...facts, block: { ...facts.block, number: HEAD - 7_201 } };
  assert.deepEqual(needsWith(19, old), ['about-to-be-pruned 19']);
});

test('immunity that ends within a week is news to holders, not before and not after', () => {
  const record = snapshotWith([positionOf(ledgerMain, 64, 5, 0)], []);
  const registeredAt = record.snapshot.subnets.find(({ netuid }) => netuid === 64)?.registeredAt;
  assert.ok(registeredAt !== undefined);
  const needsWith = (left: number, coldkey = ledgerMain) => {
    const immunityPeriod = { known: true, value: HEAD - registeredAt + left } as const;
    const rules = { ...record.snapshot.rules, immunityPeriod };
    return attentionOf({ ...record.snapshot, rules }, [coldkey], small);
  };
  assert.deepEqual(needsWith(50_400), [{ kind: 'immunity-ending', netuid: 64, blocks: 50_400 }]);
  assert.deepEqual(needsWith(50_401), []);
  assert.deepEqual(needsWith(0), []);
  assert.deepEqual(needsWith(100, savings), []);
  const unread = { known: false, reason: 'unreadable' } as const;
  const rules = { ...record.snapshot.rules, immunityPeriod: unread };
  assert.deepEqual(attentionOf({ ...record.snapshot, rules }, [ledgerMain], small), []);
});

const lockOf = (part: Partial<HeldLock> = {}): HeldLock => ({
  coldkey: ledgerMain,
  netuid: toNetuid(64),
  hotkey: null,
  locked: toAlphaRao(0n),
  isPerpetual: { known: true, value: false },
  unlockRate: { known: true, value: 934_866n },
  ...part,
});

test('a decaying lock says when half of it is free, a perpetual one that it stays', () => {
  assert.deepEqual(lockCourse(lockOf()), { kind: 'decays', halfLifeBlocks: 647_999n });
  assert.equal(lockCourse(lockOf({ isPerpetual: { known: true, value: true } })).kind, 'stays');
  const unread = { known: false, reason: 'unreadable' } as const;
  assert.equal(lockCourse(lockOf({ isPerpetual: unread })).kind, 'unknown');
  assert.equal(lockCourse(lockOf({ unlockRate: unread })).kind, 'unknown');
});

test('a lock is news in the days before it holds next to nothing, not long before and not after', () => {
  const record = snapshotWith([positionOf(ledgerMain, 64, 500, 0)], []);
  const total = record.snapshot.positions[0]?.alpha ?? 0n;
  const needsWith = (ppm: bigint, part: Partial<HeldLock> = {}) => {
    const locked = toAlphaRao((total * ppm) / 1_000_000n);
    return attentionOf(
      { ...record.snapshot, locks: { known: true, value: [lockOf({ locked, ...part })] } },
      [ledgerMain],
      small,
    );
  };
  // A week takes about 5 % of it away.
  assert.deepEqual(needsWith(10_400n), [
    { kind: 'lock-ending', coldkey: ledgerMain, netuid: 64, days: 6 },
  ]);
  assert.deepEqual(needsWith(10_700n), []);
  assert.deepEqual(needsWith(9_900n), []);
  assert.deepEqual(needsWith(10_400n, { isPerpetual: { known: true, value: true } }), []);
  assert.deepEqual(needsWith(10_400n, { coldkey: savings }), []);
});

const nodeWith = (part: Partial<NodeRecord>): NodeRecord => ({
  networkId: 'x',
  state: 'connected',
  endpoint: null,
  error: null,
  left: [],
  paced: [],
  clockOffset: null,
  at: 0,
  ...part,
});

test('figures are live, then cached, and offline when the node says so', () => {
  const snapshot = { block: { number: 7 }, blockTime: 1_000 };
  assert.equal(freshnessOf(snapshot, null, 1_000).state, 'live');
  assert.equal(freshnessOf(snapshot, null, 1_000 + 61_000).state, 'cached');
  assert.equal(freshnessOf(null, null, 0).state, 'nothing');
  assert.deepEqual(freshnessOf(null, nodeWith({ state: 'offline' }), 0), {
    state: 'offline',
    block: null,
    age: null,
    error: null,
  });
});

test('the age is the block’s own: blocks of 51 days ago are no news, however lately they were read', () => {
  const days = 51 * 86_400_000;
  const found = freshnessOf({ block: { number: 7 }, blockTime: 1_000 }, nodeWith({}), 1_000 + days);
  assert.ok(found.state === 'cached' && found.age === days);
});

test('figures that a strip calls old, unreached or offline are grey; those of a slow block are not', () => {
  const snapshot = { block: { number: 7 }, blockTime: 1_000 };
  const isGrey = (node: NodeRecord | null, now: number): boolean =>
    !isOfNow(freshnessOf(snapshot, node, now));
  assert.equal(isOfNow(freshnessOf(null, null, 1_000)), true, 'nothing there is old');
  assert.equal(isGrey(null, 1_000), false);
  assert.equal(isGrey(null, 1_000 + 180_000), false);
  assert.equal(isGrey(null, 1_000 + 180_001), true);
  const error = toWireError(new AppError('NODE_TIMEOUT', { what: 'head' }));
  assert.equal(isGrey(nodeWith({ error }), 1_000), false);
  assert.equal(isGrey(nodeWith({ error }), 1_000 + 61_000), true);
  assert.equal(isGrey(nodeWith({ state: 'offline' }), 1_000), true);
});

test('newer prices keep the figures fresh and name both blocks; those of another snapshot say nothing', () => {
  const snapshot = { block: { number: 7, hash: '0xaa' }, blockTime: 0 } as const;
  const block = { number: 10, hash: '0xbb' } as const;
  const rows = { of: '0xaa', block, blockTime: 36_000, rows: [] } as const;
  const found = freshnessOf(snapshot, nodeWith({ rows }), 70_000);
  assert.deepEqual(found, { state: 'live', block: 7, prices: 10, age: 34_000, error: null });
  const other = freshnessOf(snapshot, nodeWith({ rows: { ...rows, of: '0xcc' } }), 70_000);
  assert.deepEqual(other, { state: 'cached', block: 7, age: 70_000, error: null });
});

test('newer rows change prices and nothing else, of their own snapshot alone', () => {
  const held = [positionOf(ledgerMain, 19, 5, 6), positionOf(ledgerMain, 77, 500, 1)];
  const { snapshot } = snapshotWith(held, []);
  const subnet = snapshot.subnets.find(({ netuid }) => netuid === 19);
  assert.ok(subnet?.pool && subnet.pool.kind !== 'stable');
  const pool = { ...subnet.pool, taoReserve: subnet.pool.taoReserve * 2n };
  const block = { number: snapshot.block.number + 3, hash: '0xbb' } as const;
  const row = { netuid: subnet.netuid, curve: subnet.curve, pool, at: block.number };
  const rows = { of: snapshot.block.hash, block, blockTime: 1, rows: [row] };
  const newer = withNewerRows(snapshot, rows);
  assert.deepEqual({ ...newer, subnets: snapshot.subnets }, snapshot);
  for (const [i, one] of newer.subnets.entries()) {
    if (one.netuid !== 19) assert.equal(one, snapshot.subnets[i]);
    else assert.deepEqual([one.pool, one.nodePrice.known], [pool, false]);
  }
  assert.equal(withNewerRows(snapshot, undefined), snapshot);
  assert.equal(withNewerRows(snapshot, { ...rows, of: '0xcc' }), snapshot);
});

test('why there is nothing newer goes with the figures, and with there being none', () => {
  const error = { code: 'NODE_BUSY', detail: {} } as const;
  const snapshot = { block: { number: 7 }, blockTime: 0 };
  const found = freshnessOf(snapshot, nodeWith({ error }), 120_000);
  assert.ok(found.state === 'cached' && found.error === error);
  const none = freshnessOf(null, nodeWith({ error }), 120_000);
  assert.ok(none.state === 'nothing' && none.error === error);
});

test('a clock that two operators contradict is corrected: the figures stay as fresh as they are', () => {
  const hour = 3_600_000;
  const snapshot = { block: { number: 7 }, blockTime: 10 * hour };
  const found = freshnessOf(snapshot, nodeWith({ clockOffset: -hour }), 11 * hour + 5_000);
  assert.ok(found.state === 'live' && found.age === 5_000);
});

test('money keeps every digit that is shown, cut and never rounded up', () => {
  const bare = (text: string) => text.replaceAll(/[\u2066\u2069]/g, '');
  assert.equal(bare(moneyText(312_004_999_999n, 'usd')), '$312,004');
  assert.equal(bare(moneyText(12_349_999n, 'usd')), '$12.34');
  assert.equal(bare(moneyText(12_999_999n, 'jpy')), '¥12');
  // More than a float can hold.
  assert.equal(bare(moneyText(9_007_199_254_740_993_000_001n, 'usd')), '$9,007,199,254,740,993');
});

test('a clock a little behind shows no negative age; a block of the future is never live', () => {
  const at = { block: { number: 7 }, blockTime: 50_000 };
  const near = freshnessOf(at, null, 40_000);
  assert.ok(near.state === 'live' && near.age === 0);
  const far = freshnessOf(at, null, 10_000);
  assert.ok(far.state === 'cached' && far.age === null);
});

test('every state of a request has one open and one failed stage at most, and acts that fit', () => {
  const states: SigningState[] = [
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
  for (const state of states) {
    const request = requestIn(state);
    const marks = stageStates(request).map((stage) => stage.state);
    assert.ok(marks.filter((mark) => mark === 'now').length <= 1, state);
    assert.ok(marks.filter((mark) => mark === 'failed').length <= 1, state);
    assert.ok(!marks.join().includes('later,done'), state);
  }
  const marksOf = (request: SigningRequest) => stageStates(request).map((stage) => stage.state);
  assert.deepEqual(marksOf(requestIn('failed')), ['done', 'done', 'failed']);
  const receipt = requestIn('failed').receipt;
  const failing = requestIn('in-block', { receipt });
  assert.deepEqual(marksOf(failing), ['done', 'done', 'failed', 'now']);
  assert.deepEqual(actionsOf(requestIn('submitted')), []);
  assert.deepEqual(actionsOf(requestIn('signed')), ['cancel']);
  const cancelled = requestIn('signed', { heldBecause: { code: 'REQUEST_CANCELLED', detail: {} } });
  assert.deepEqual(actionsOf(cancelled), []);
});

test('what turned out not to be final is nothing to go on from', () => {
  const request = requestIn('finalized');
  assert.ok(wentWell(request));
  const proof = { events: 'proven', final: null, gap: 'elsewhere', upTo: 1 } as const;
  const { receipt } = request;
  assert.ok(receipt !== null);
  const lied = { ...request, receipt: { ...receipt, proof } };
  assert.ok(!wentWell(lied) && !hasOutcome(lied));
  assert.equal(pinnedRequestOf([lied]), lied);
  assert.equal(pinnedRequestOf([{ ...lied, dismissedAt: 1 }]), null);
  assert.equal(activityStateOf(lied), 'failed');
  assert.equal(amountsOf(lied).isReal, false);
  assert.equal(badgeKeyOf(lied), 'notFinal');
  const { titleKey, textKey, isCautious } = wordsOf(lied);
  assert.deepEqual([titleKey, textKey, isCautious], ['notFinal', 'receiptFinal_elsewhere', true]);
});

test('a stage is named as done only once it is; of one that ended no more is said than is known, and nothing is to come', () => {
  const wordsOfStages = (state: SigningState, part: RequestFields = {}): string[] =>
    stageStates(requestIn(state, part)).map(({ words }) => words.replace('stage_', ''));
  const [sign, submit, include, finalize] = [
    'wallet_later',
    'sent_later',
    'block_later',
    'final_later',
  ];
  const heldBecause = { code: 'PRICE_LIMIT_EXCEEDED', detail: {} } as const;
  const rows: readonly [SigningState, RequestFields, string[]][] = [
    ['draft', {}, [sign, submit, include, finalize]],
    ['waiting-for-wallet', {}, ['wallet_now', submit, include, finalize]],
    ['signed', {}, ['wallet_done', 'sent_now', include, finalize]],
    ['signed', { heldBecause }, ['wallet_done', 'sent_held', include, finalize]],
    ['submitted', {}, ['wallet_done', 'sent_done', 'block_now', finalize]],
    ['in-block', {}, ['wallet_done', 'sent_done', 'block_done', 'final_now']],
    ['finalized', {}, ['wallet_done', 'sent_done', 'block_done', 'final_done']],
    ['failed', {}, ['wallet_done', 'sent_done', 'block_refused']],
    ['rejected', { askedAt: null }, ['wallet_unasked']],
    ['rejected', { askedAt: 1 }, ['wallet_failed']],
    ['expired', { extrinsicHash: '0x00' }, ['wallet_done', 'sent_failed']],
    ['dropped', { extrinsicHash: '0x00' }, ['wallet_done', 'sent_done', 'block_failed']],
  ];
  const proof = { ...provenFinal, final: null, gap: 'elsewhere' } as const;
  const denied = requestIn('finalized', finalizedWith(proof));
  assert.deepEqual(
    stageStates(denied).map(({ words }) => words),
    ['stage_wallet_done', 'stage_sent_done', 'stage_block_done', 'notFinal'],
  );
  for (const [state, part, expected] of rows) {
    assert.deepEqual(wordsOfStages(state, part), expected, state);
  }
});

test('one in line may be cancelled at any time, signed in its turn, and reviewed where it no longer fits', () => {
  const queued = requestIn('queued', { id: 'b' });
  const ahead = requestIn('submitted', { id: 'a' });
  assert.deepEqual(actionsOf(queued, [queued, ahead]), ['cancel']);
  assert.deepEqual(actionsOf(queued, [queued, requestIn('finalized')]), ['ask-wallet', 'cancel']);
  const error = { code: 'PLAN_CHANGED', detail: {} } as const;
  const changed = requestIn('queued', { id: 'b', error });
  assert.deepEqual(actionsOf(changed, [changed]), ['review-again', 'cancel']);
  assert.equal(wordsOf(changed, [changed]).titleKey, 'queueChanged');
  assert.equal(wordsOf(changed, [changed, ahead]).titleKey, 'queueWaits');
  const earlier = requestIn('rejected', { id: 'c', askedAt: 1, settledAt: null });
  const detail = { id: 'c', state: 'rejected', block: 9 };
  const beside = requestIn('queued', { error: { code: 'EARLIER_UNDECIDED', detail } });
  assert.deepEqual(actionsOf(beside, [beside, earlier]), ['cancel']);
  assert.equal(wordsOf(beside, [beside, earlier]).titleKey, 'queueUndecided');
  const decided = requestIn('rejected', { id: 'c', askedAt: 1, settledAt: 2 });
  assert.deepEqual(actionsOf(beside, [beside, decided]), ['ask-wallet', 'cancel']);
  assert.equal(wordsOf(beside, [beside, decided]).titleKey, 'queueTurn');
  assert.ok(stageStates(queued).every(({ state }) => state === 'later'));
});

test('home shows what is under way, then whose turn has come; a cancelled signature hides nobody', () => {
  const queued = requestIn('queued', { id: 'b', createdAt: Date.now() });
  const ahead = requestIn('submitted', { id: 'a' });
  assert.equal(openRequestOf([queued, ahead])?.id, 'a');
  assert.equal(openRequestOf([queued, requestIn('finalized')])?.id, 'b');
  const heldBecause = { code: 'REQUEST_CANCELLED', detail: {} } as const;
  assert.equal(openRequestOf([requestIn('signed', { heldBecause }), queued])?.id, 'b');
});

test('an outcome is pinned until a later move succeeded: what came to nothing before is no news then', () => {
  const expired = requestIn('expired', { id: 'old', createdAt: 1 });
  const later = (part: Partial<SigningRequest>) =>
    requestIn('finalized', { id: 'new', createdAt: 2, ...part });
  assert.equal(pinnedRequestOf([expired])?.id, 'old');
  assert.equal(pinnedRequestOf([later({}), expired])?.id, 'new');
  assert.equal(pinnedRequestOf([later({ dismissedAt: 3 }), expired]), null);
  assert.equal(pinnedRequestOf([expired, later({ dismissedAt: 3 })]), null, 'in any order');
  // What failed later, or was rejected, replaces nothing.
  const rejected = requestIn('rejected', { createdAt: 2 });
  assert.equal(pinnedRequestOf([rejected, expired])?.id, 'old');
});

test('where the newest few tell what is pinned, all tell the same', () => {
  const FEW = 4;
  const anyState = fc.constantFrom(
    'finalized',
    'failed',
    'expired',
    'dropped',
    'rejected',
    'draft',
  );
  const anyRequest = fc.record({ state: anyState, isDismissed: fc.boolean() });
  const told = { yes: 0, no: 0 };
  fc.assert(
    fc.property(fc.array(anyRequest, { maxLength: 3 * FEW }), (list) => {
      const all = list.map(({ state, isDismissed }, index) =>
        requestIn(state, {
          id: `r${index}`,
          createdAt: 1_000 - index,
          dismissedAt: isDismissed ? 1 : null,
        }),
      );
      // As they are read: the newest, and older ones that are still open.
      const isOpen = ({ state }: SigningRequest): boolean => state === 'draft';
      const few = all.filter((request, index) => index < FEW || isOpen(request));
      if (!tellPinned(few, FEW)) told.no += 1;
      else {
        told.yes += 1;
        assert.equal(pinnedRequestOf(few)?.id, pinnedRequestOf(all)?.id);
      }
    }),
    { numRuns: 400 },
  );
  assert.ok(told.yes > 100 && told.no > 0, JSON.stringify(told));
});

test('stake that earns nothing is told with its worth, most money first', () => {
  const held = [
    positionOf(ledgerMain, 20, 8, 6),
    positionOf(ledgerMain, 21, 321, 10),
    positionOf(ledgerMain, 22, 40, 13),
    positionOf(savings, 22, 2, 13),
  ];
  const { snapshot } = snapshotWith(held, []);
  const needs = attentionOf(snapshot, [ledgerMain, savings], small);
  const told = needs.map((item) =>
    'worth' in item ? [item.kind, item.netuid, (item.worth ?? 0n) / 1_000_000_000n] : [],
  );
  assert.deepEqual(told, [
    ['not-registered', 21, 320n],
    ['earned-nothing', 22, 41n],
    ['earned-nothing', 20, 7n],
  ]);
});

test('a validator that takes more than the default comes after all that do not', () => {
  const all = validatorsOf(toNetuid(1));
  const best = all.toSorted(validatorOrder)[0];
  const greedy = all.map((one) => (one === best ? { ...one, take: 65_535 } : one));
  const ordered = greedy.toSorted(validatorOrder);
  const at = ordered.findIndex(({ hotkey }) => hotkey === best?.hotkey);
  assert.ok(ordered.slice(0, at).every(({ isRegistered }) => isRegistered));
  assert.ok(ordered.slice(at + 1).every(({ isRegistered }) => !isRegistered));
});

test('validators: registered first, then by what stakers earned, unknown last', () => {
  const ordered = validatorsOf(toNetuid(1)).toSorted(validatorOrder);
  const firstOut = ordered.findIndex(({ isRegistered }) => !isRegistered);
  assert.ok(ordered.slice(firstOut).every(({ isRegistered }) => !isRegistered));
  const earned = ordered.slice(0, firstOut).map((validator) => epochYield(validator) ?? -1n);
  assert.deepEqual(
    earned,
    earned.toSorted((a, b) => (a < b ? 1 : a > b ? -1 : 0)),
  );
});

test('by stake and by take too, those without a slot come last', () => {
  const [first, ...others] = validatorsOf(toNetuid(1));
  assert.ok(first !== undefined);
  // The default take is what a validator takes that never set one.
  const all = [{ ...first, take: null }, ...others];
  const [byStake, byTake] = [
    all.toSorted(validatorOrders.stake),
    all.toSorted(validatorOrders.take),
  ];
  for (const ordered of [byStake, byTake]) {
    const firstOut = ordered.findIndex(({ isRegistered }) => !isRegistered);
    assert.ok(ordered.slice(firstOut).every(({ isRegistered }) => !isRegistered));
  }
  const stakes = byStake.filter(({ isRegistered }) => isRegistered).map((one) => one.alphaStake);
  assert.deepEqual(
    stakes,
    stakes.toSorted((a, b) => (a < b ? 1 : a > b ? -1 : 0)),
  );
  const takes = byTake.filter(({ isRegistered }) => isRegistered).map((one) => one.take ?? 11_796);
  assert.deepEqual(
    takes,
    takes.toSorted((a, b) => a - b),
  );
});

test('validators stand in the order of the yields that are printed', () => {
  for (const netuid of [1, 4, 64, 114]) {
    const ordered = validatorsOf(toNetuid(netuid)).toSorted(validatorOrder);
    const paying = ordered.filter(({ isRegistered }) => isRegistered);
    const printed = paying.flatMap((one) => yearlyYieldPpm(one, 360) ?? []);
    assert.deepEqual(
      printed,
      printed.toSorted((a, b) => (a < b ? 1 : a > b ? -1 : 0)),
    );
  }
});

test('a year of a validator is its last epoch over and over, compounding, and unknown on root', () => {
  const one = validatorsOf(toNetuid(1)).find((each) => (epochYield(each) ?? 0n) > 0n);
  assert.ok(one !== undefined && one.dividends.known && one.stakeAtLastEpoch.known);
  const rate = Number(one.dividends.value) / Number(one.stakeAtLastEpoch.value);
  const expected = ((1 + rate) ** Math.floor(2_629_800 / 360) - 1) * 1e6;
  const found = Number(yearlyYieldPpm(one, 360));
  assert.ok(Math.abs(found - expected) <= 2, `${found} ${expected}`);
  assert.equal(yearlyYieldPpm({ ...one, netuid: toNetuid(0) }, 360), null);
  assert.equal(yearlyYieldPpm(one, undefined), null);
});

test('the validator that the stake is with is shown last among those it may move to', () => {
  const all = searchValidators(validatorsOf(toNetuid(1)), '', (hotkey) => hotkey);
  const current = all[0]?.hotkey ?? '';
  const offered = currentLast(all, current);
  assert.equal(offered.at(-1)?.hotkey, current);
  assert.deepEqual(offered.slice(0, -1), all.slice(1));
  assert.deepEqual(currentLast(all, null), all);
});

test('validators are found by name or by the start of their address', () => {
  const all = validatorsOf(toNetuid(1));
  const nameOf = (hotkey: string) => all.find((one) => one.hotkey === hotkey)?.name ?? hotkey;
  assert.equal(searchValidators(all, 'rizz', nameOf).length, 1);
  assert.equal(searchValidators(all, all[3]?.hotkey.slice(0, 9) ?? '', nameOf).length, 1);
});

test('explorer links are web addresses or nothing', () => {
  const request = requestIn('finalized');
  assert.equal(
    explorerLink({ explorer: 'https://taostats.io/extrinsic/{block}-{index}' }, request),
    `https://taostats.io/extrinsic/${HEAD - 4}-0014`,
  );
  const other = { id: 'finney', genesisHash: '0x01' } as const;
  const same = { id: 'mine', genesisHash: request.genesisHash };
  assert.equal(networkOf(request, [other]), null, 'another chain under its name');
  assert.equal(networkOf(request, [other, same]), same);
  assert.equal(explorerLink({ explorer: 'javascript:alert({block})' }, request), null);
  assert.equal(explorerLink({ explorer: null }, request), null);
  assert.equal(explorerLink({ explorer: 'https://x.y/{block}' }, requestIn('draft')), null);
});

test('the rows in sight are exactly those that the stretch touches', () => {
  const heights = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1, maxLength: 300 });
  fc.assert(
    fc.property(
      heights,
      fc.integer({ min: -500, max: 20_000 }),
      fc.integer({ min: 1, max: 900 }),
      (all, from, size) => {
        const tops = all.reduce<number[]>(
          (sum, height) => [...sum, (sum.at(-1) ?? 0) + height],
          [0],
        );
        const [first, end] = rowsInSight(tops, from, from + size);
        const touched = all.flatMap((_height, row) =>
          (tops[row + 1] ?? 0) > from && (tops[row] ?? 0) < from + size ? [row] : [],
        );
        for (const row of touched) assert.ok(row >= first && row < end);
        assert.ok(end - first <= touched.length + 2);
      },
    ),
  );
});

test('a list adds a few rows at a time, those in sight first, until all that are wanted are there', () => {
  const place = fc.integer({ min: 0, max: 60 });
  const inOrder = fc
    .tuple(place, place, place, place)
    .map((all) => all.toSorted((a, b) => a - b) as [number, number, number, number]);
  fc.assert(
    fc.property(fc.tuple(place, place), inOrder, ([a, b], [first, from, to, end]) => {
      const inSight: RowRange = [from, to];
      const wanted: RowRange = [first, end];
      let now: RowRange = [Math.min(a, b), Math.max(a, b)];
      const missing = (): number => {
        const all = Array.from({ length: to - from }, (_none, index) => from + index);
        return all.filter((row) => row < now[0] || row >= now[1]).length;
      };
      for (let turn = 0; turn < 20; turn += 1) {
        const wasMissing = missing();
        const next = nextRows(now, inSight, wanted);
        const kept = Math.max(0, Math.min(now[1], next[1]) - Math.max(now[0], next[0]));
        assert.ok(next[0] <= next[1] && next[0] >= first && next[1] <= end);
        const added = next[1] - next[0] - kept;
        assert.ok(added <= ROWS_A_TASK);
        now = next;
        // Nothing around is added before all in sight is there.
        if (missing() > 0 && turn > 0) assert.equal(wasMissing - missing(), ROWS_A_TASK);
      }
      assert.deepEqual(now, wanted);
      assert.deepEqual(nextRows([0, 0], inSight, wanted, 60), wanted);
    }),
  );
});
