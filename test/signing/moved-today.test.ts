// Which of an account's other orders count with its limit of a day, by what became of them, at the edge of the day.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SigningRequest, SigningState, Unseen } from '../../src/model/request.ts';
import { movedToday } from '../../src/signing/moved-today.ts';
import { toRao } from '../../src/units.ts';
import { requestIn } from '../tools/pictures/requests.ts';

const VALUE = toRao(30n);
const NONCE = 41;

type Part = Partial<Record<keyof SigningRequest, unknown>>;

let ids = 0;

/** A request in that state, of an order worth thirty rao. */
function made(state: SigningState, part: Part = {}): SigningRequest {
  const request = requestIn(state);
  return {
    ...request,
    id: `made-${(ids += 1)}`,
    plan: { ...request.plan, orderValue: VALUE },
    ...part,
  } as SigningRequest;
}

const DAY = 7_200;
const head = 10_000_000;

const movedBeside = (
  own: readonly SigningRequest[],
  part: Partial<Parameters<typeof movedToday>[1]> = {},
): bigint | null => {
  const moved = movedToday(own, { head, instead: [], nonce: NONCE, isNew: true, ...part });
  return moved.known ? moved.value : null;
};

const block = (number: number) => ({ hash: '0x01', number }) as const;
const preparedAt = (deathBlock: number, nonce = NONCE - 1) => ({
  ...requestIn('submitted').prepared,
  deathBlock,
  nonce,
});
const bytes = { extrinsic: '0x01', extrinsicHash: '0x02' } as const;
const asked = { askedAt: 5, prepared: preparedAt(head) };
const over = (by: Unseen['by'], isNonceUsed: boolean) =>
  ({ ...asked, settledAt: 6, unseen: { by, isNonceUsed } }) as const;

const rows: readonly (readonly [why: string, request: SigningRequest, counts: boolean])[] = [
  ['queued', made('queued', { askedAt: null }), true],
  ['a draft that no wallet was asked for', made('draft', { askedAt: null }), true],
  ['cancelled before a wallet was asked', made('rejected', { askedAt: null, settledAt: 1 }), false],
  ['at the wallet', made('waiting-for-wallet', asked), true],
  ['signed', made('signed', { ...asked, ...bytes }), true],
  ['submitted', made('submitted', { ...asked, ...bytes }), true],
  ['in a block', made('in-block', { ...asked, inBlock: block(head - 2 * DAY) }), true],
  ['done within the day', made('finalized', { ...asked, inBlock: block(head - DAY + 1) }), true],
  ['done a day ago', made('finalized', { ...asked, inBlock: block(head - DAY) }), false],
  ['failed', made('failed', { ...asked, settledAt: 6, inBlock: block(head), unseen: null }), false],
  ['failed by one node', made('failed', { ...over(1, false), inBlock: block(head) }), true],
  [
    'failed by one node within the day',
    made('failed', { ...over(1, false), inBlock: block(head - DAY + 1) }),
    true,
  ],
  [
    'failed by one node a day ago',
    made('failed', { ...over(1, false), inBlock: block(head - DAY) }),
    false,
  ],
  ['failed by two', made('failed', { ...over(2, false), inBlock: block(head) }), false],
  [
    'refused, and its era runs',
    made('rejected', { ...asked, settledAt: null, unseen: null }),
    true,
  ],
  ['refused, and nothing came', made('rejected', { ...over(1, false), extrinsic: null }), false],
  [
    'refused, and its nonce was used',
    made('rejected', { ...over(1, true), extrinsic: null }),
    true,
  ],
  ['signed, and unseen by one', made('dropped', { ...over(1, false), ...bytes }), true],
  ['signed, and unseen by two', made('dropped', { ...over(2, true), ...bytes }), false],
  [
    'signed, unseen, and a day past its era',
    made('dropped', { ...over(1, false), ...bytes, prepared: preparedAt(head - DAY) }),
    false,
  ],
  [
    'signed, unseen, and just within a day of its era',
    made('dropped', { ...over(1, false), ...bytes, prepared: preparedAt(head - DAY + 1) }),
    true,
  ],
  [
    'given up, with the nonce that the order gets',
    made('rejected', { ...asked, prepared: preparedAt(head, NONCE), settledAt: null }),
    false,
  ],
  [
    'at the wallet, with that nonce',
    made('waiting-for-wallet', { ...asked, prepared: preparedAt(head, NONCE) }),
    true,
  ],
];

for (const [why, request, counts] of rows) {
  test(`${why}: ${counts ? 'counts' : 'does not count'}`, () => {
    assert.equal(movedBeside([request]), counts ? VALUE : 0n);
  });
}

test('sums are of all that count, but not of what the order takes the place of', () => {
  const [one, two] = [made('queued', { askedAt: null }), made('submitted', { ...asked, ...bytes })];
  assert.equal(movedBeside([one, two]), 60n);
  assert.equal(movedBeside([one, two], { instead: [one.id] }), 30n);
  // Its turn has come: what is not asked yet comes after it.
  assert.equal(movedBeside([one, two], { isNew: false }), 30n);
});

test('an order of unknown value makes the sum unknown while it counts', () => {
  const { orderValue: _none, ...older } = made('submitted').plan;
  const unknown = made('submitted', { ...asked, ...bytes, plan: older });
  assert.equal(movedBeside([unknown]), null);
  const gone = made('finalized', { ...asked, inBlock: block(head - DAY), plan: older });
  assert.equal(movedBeside([gone]), 0n);
  const nothing = made('submitted', { ...asked, ...bytes, plan: { ...older, orderValue: null } });
  assert.equal(movedBeside([nothing]), null);
});
