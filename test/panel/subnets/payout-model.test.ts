// The payout that the panel shows: asked only on demand, at the snapshot's block, for my own positions; stopped means gone.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PayoutFacts } from '../../../src/model/payout-facts.ts';
import type { Call } from '../../../src/panel/core/panel-deps.ts';
import { createPayoutModel } from '../../../src/panel/subnets/payout-model.ts';
import { toNetuid } from '../../../src/units.ts';
import { HEAD, positionOf } from '../../tools/pictures/chain.ts';
import { payoutFactsOf } from '../../tools/pictures/emission.ts';
import { ledgerMain, savings, snapshotWith } from '../../tools/pictures/stored.ts';

const held = [positionOf(ledgerMain, 19, 5, 6), positionOf(savings, 19, 40, 0)];
const { snapshot } = snapshotWith(held, []);
const netuid = toNetuid(19);

type Asked = { method: string; body: { netuids?: unknown; hotkeys?: unknown; block?: unknown } };

function modelWith(answer: () => Promise<PayoutFacts>) {
  const asked: Asked[] = [];
  const call = async (method: string, body: Asked['body']) => {
    asked.push({ method, body });
    return method === 'readPayoutFacts' ? answer() : undefined;
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only these two methods are asked here
  const model = createPayoutModel(call as Call, () => ({ snapshot, mine: [ledgerMain] }));
  return { model, asked };
}

test('nothing is asked before the button; then at the snapshot’s block, for my hotkeys', async () => {
  const { model, asked } = modelWith(async () => payoutFactsOf([netuid], snapshot.block));
  assert.deepEqual([model.reading.value.state, asked.length], ['idle', 0]);
  await model.read([netuid]);
  assert.deepEqual(asked[0]?.body.hotkeys, [held[0]?.hotkey]);
  assert.deepEqual(asked[0]?.body.block, snapshot.block);
  const reading = model.reading.value;
  assert.ok(reading.state === 'done' && reading.block === HEAD);
  const range = reading.ranges.get(netuid);
  assert.ok(range?.known && range.value.low > 0n && range.value.low < range.value.high);
});

test('a failure is shown, and what was stopped never comes back', async () => {
  const failing = modelWith(() => Promise.reject(new Error('away')));
  await failing.model.read([netuid]);
  assert.equal(failing.model.reading.value.state, 'failed');

  let finish = (_facts: PayoutFacts) => {};
  const slow = modelWith(() => new Promise((resolve) => (finish = resolve)));
  const reading = slow.model.read([netuid]);
  slow.model.stop();
  finish(payoutFactsOf([netuid], snapshot.block));
  await reading;
  assert.equal(slow.model.reading.value.state, 'idle');
  assert.deepEqual(
    slow.asked.map(({ method }) => method),
    ['readPayoutFacts', 'stopReading'],
  );
});
