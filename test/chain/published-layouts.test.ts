// A runtime that lays out one call or one event otherwise: that one is off or unread, and nothing else.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judgeCallLayout } from '../../src/chain/extrinsic/call-layouts.ts';
import { judgeEventLayout, publishedEvents } from '../../src/chain/reads/event-layouts.ts';
import { usableCalls } from '../../src/chain/reads/read-chain-rules.ts';
import { publishedCalls } from '../../src/model/stake-calls.ts';
import { readOutcome } from '../../src/signing/stake-events.ts';
import { startDevnet } from '../devnet/devnet.ts';
import {
  RUNTIME_SPECS,
  withLayout,
  type LayoutEdit,
  type RuntimeSpec,
} from '../devnet/node/runtime/runtime-spec.ts';
import { bool, u128, u32, u64 } from '../devnet/node/scale/type.ts';
import { createTestClient } from '../fakes/test-client.ts';

const { live475 } = RUNTIME_SPECS;

async function runtimeOf(spec: RuntimeSpec) {
  const net = await startDevnet({ subnets: 1, spec });
  const client = createTestClient(net);
  try {
    await client.connect();
    return await client.runtimeAt((await client.head()).hash);
  } finally {
    client.close();
    await net.stop();
  }
}

test('the simulated chain of today has every call and event as published', async () => {
  const runtime = await runtimeOf(live475);
  const calls = [...publishedCalls.keys()].map((path) => judgeCallLayout(runtime, path).state);
  assert.ok(calls.every((state) => state === 'same'));
  const events = publishedEvents.map((path) => judgeEventLayout(runtime, path).state);
  assert.ok(events.every((state) => state === 'same'));
});

const callEdits: readonly (readonly [name: string, edit: LayoutEdit])[] = [
  ['another type', { edit: 'widen', field: 'limit_price', type: u128 }],
  ['another order', { edit: 'move', field: 'netuid', before: 'hotkey' }],
  ['one argument more', { edit: 'insert', field: 'fill', type: bool, before: null, value: false }],
  ['one argument less', { edit: 'remove', field: 'allow_partial' }],
];

for (const [name, edit] of callEdits) {
  test(`a call with ${name} is off, and no other`, async () => {
    const path = 'SubtensorModule.add_stake_limit';
    const runtime = await runtimeOf(withLayout(live475, path, [edit]));
    const judged = judgeCallLayout(runtime, path);
    assert.equal(judged.state, 'other');
    const expected = [...publishedCalls.keys()].filter((one) => one !== path);
    assert.deepEqual(usableCalls(runtime), expected);
  });
}

type FieldRow = readonly [name: string | null, shape: string, typeName?: string];
const key = '[u8;32]';
const six: readonly FieldRow[] = [
  [null, key],
  [null, key],
  [null, 'u64', 'TaoBalance'],
  [null, 'u64', 'AlphaBalance'],
  [null, 'u16'],
  [null, 'u64'],
];
const changed = (at: number, row: FieldRow): readonly FieldRow[] => six.with(at, row);
const named = ['coldkey', 'hotkey', 'tao', 'alpha', 'netuid', 'fee'].map((name, at): FieldRow => [
  name,
  six[at]?.[1] ?? '',
  six[at]?.[2] ?? '',
]);
const events: readonly (readonly [
  spec: number,
  fields: readonly FieldRow[],
  state: 'same' | 'other',
])[] = [
  [252, six, 'same'],
  // The fee came with spec 252; before 233 hotkey and TAO were all.
  [252, six.slice(0, 5), 'other'],
  [251, six.slice(0, 5), 'same'],
  [251, six, 'other'],
  [233, six.slice(1, 3), 'other'],
  [232, six.slice(1, 3), 'same'],
  [232, six.slice(0, 5), 'same'],
  [232, six.slice(1, 4), 'other'],
  [232, [], 'other'],
  [252, [], 'other'],
  // TAO and alpha are both u64: one does not stand for the other.
  [252, changed(2, [null, 'u64', 'AlphaBalance']), 'other'],
  [252, changed(3, [null, 'u64', 'TaoBalance']), 'other'],
  [252, changed(3, [null, 'u64']), 'same'],
  [252, changed(5, [null, 'u64', 'AlphaBalance']), 'same'],
  [252, changed(4, [null, 'u32']), 'other'],
  [252, changed(4, ['netuid', 'u16']), 'other'],
  // With names they may come in any order, and others may stand between them.
  [252, named.toReversed(), 'same'],
  [252, [...named, ['more', 'u8']], 'same'],
  [252, named.slice(1), 'other'],
  [251, named.slice(0, 5), 'same'],
  [251, named.slice(0, 4), 'other'],
];

test('fields of a trade’s event: by place or by name, each of its own kind, in the runtimes that have them', () => {
  for (const [specVersion, fields, state] of events) {
    const layout = {
      index: [7, 1] as const,
      fields: fields.map(([name, shape, typeName = '']) => ({ name, shape, typeName })),
    };
    const runtime = { ref: { specVersion }, layoutOf: () => layout };
    for (const path of ['SubtensorModule.StakeAdded', 'SubtensorModule.StakeRemoved']) {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only its layouts are asked for
      const judged = judgeEventLayout(runtime as never, path);
      assert.equal(judged.state, state, `${specVersion}: ${JSON.stringify(fields)}`);
    }
  }
  const none = { ref: { specVersion: 475 }, layoutOf: () => null } as never;
  assert.deepEqual(judgeEventLayout(none, 'SubtensorModule.StakeAdded'), { state: 'absent' });
  assert.throws(() => judgeEventLayout(none, 'SubtensorModule.Nothing'), RangeError);
});

const STAKE_REMOVED = 'SubtensorModule.StakeRemoved';
const eventEdits: readonly (readonly [name: string, path: string, edit: LayoutEdit])[] = [
  ['another type', STAKE_REMOVED, { edit: 'widen', field: '4', type: u32 }],
  ['another order', STAKE_REMOVED, { edit: 'move', field: '4', before: '2' }],
  ['one field less', STAKE_REMOVED, { edit: 'remove', field: '5' }],
  [
    'one field more',
    STAKE_REMOVED,
    { edit: 'insert', field: 'extra', type: u64, before: '2', value: 7n },
  ],
];

for (const [name, path, edit] of eventEdits) {
  test(`an event with ${name} is not read, and no other`, async () => {
    const runtime = await runtimeOf(withLayout(live475, path, [edit]));
    const others = publishedEvents.filter(
      (one) => judgeEventLayout(runtime, one).state === 'other',
    );
    assert.deepEqual(others, [path]);
  });
}

test('what an unread event would tell is left out of the outcome, and its name is kept', () => {
  const at = { extrinsicIndex: 1 };
  const fields = { actual_fee: 5n };
  const outcome = readOutcome([
    { pallet: 'SubtensorModule', name: 'StakeRemoved', fields: {}, isUnread: true, ...at },
    { pallet: 'TransactionPayment', name: 'TransactionFeePaid', fields, ...at },
    { pallet: 'System', name: 'ExtrinsicSuccess', fields: {}, ...at },
  ]);
  assert.deepEqual(outcome, {
    isSuccess: true,
    error: null,
    trades: [],
    networkFee: { paidIn: 'tao', fee: 5n },
    paidByFunds: [],
    locks: [],
    acceptsLocked: null,
    unread: [STAKE_REMOVED],
  });
  const failed = readOutcome([
    { pallet: 'System', name: 'ExtrinsicFailed', fields: {}, isUnread: true, ...at },
  ]);
  assert.deepEqual([failed.isSuccess, failed.error], [false, 'unknown']);
});
