// The facts query of a move covers every call that its plan may contain, and nothing that another kind needs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { factsQueryFor, factsQueryOf } from '../../src/moves/facts-query.ts';
import type { Move } from '../../src/model/move.ts';
import { planMove } from '../../src/moves/plan-move.ts';
import { toAlphaRao, toRao } from '../../src/units.ts';
import { FRIEND, HOTKEY, ME, OTHER_HOTKEY, sampleFacts, SN1, SN92, TERMS } from './sample-facts.ts';

const at = { coldkey: ME, hotkey: HOTKEY, netuid: SN1 };
const amount = toAlphaRao(1_000_000_000_000n);
const to = { toNetuid: SN92, toHotkey: OTHER_HOTKEY, amount } as const;
const items = [
  { hotkey: HOTKEY, netuid: SN92 },
  { hotkey: HOTKEY, netuid: SN1 },
];
const moves: readonly Move[] = [
  { kind: 'stake', ...at, amount: toRao(1_000_000_000n) },
  { kind: 'unstake', ...at, amount },
  { kind: 'unstake-all', ...at },
  { kind: 'change-validator', ...at, toHotkey: OTHER_HOTKEY, amount },
  { kind: 'change-subnet', ...at, ...to, route: 'protected' },
  { kind: 'change-subnet', ...at, ...to, route: 'one-call' },
  { kind: 'change-subnet', ...at, ...to, toHotkey: HOTKEY, route: 'one-call' },
  { kind: 'transfer', ...at, toColdkey: FRIEND, amount },
  { kind: 'exit-several', coldkey: ME, items, sending: 'one-by-one' },
  { kind: 'exit-several', coldkey: ME, items, sending: 'one-batch' },
];

test('with the facts asked for and no others every kind is planned whole, whichever call the runtime leaves it', () => {
  for (const move of moves) {
    const query = factsQueryOf(move);
    const all = sampleFacts();
    const full = {
      ...all,
      subnets: all.subnets.filter(({ netuid }) => query.netuids.includes(netuid)),
      hotkeys: all.hotkeys.filter(({ hotkey }) => query.hotkeys.includes(hotkey)),
      networkFees: Object.fromEntries(
        Object.entries(all.networkFees).filter(([name]) => query.calls.includes(name)),
      ),
    };
    const limitless = full.rules.calls.filter((name) => !name.endsWith('_limit'));
    for (const calls of [full.rules.calls, limitless]) {
      const plan = planMove(move, TERMS, { ...full, rules: { ...full.rules, calls } });
      const plans = plan.items.length > 0 ? plan.items : [plan];
      for (const one of plans) {
        if (one.call === null) continue;
        assert.equal(one.networkFee.known, true, `${move.kind} by ${one.call.name}`);
      }
    }
  }
});

test('the same things chosen in another order make the same query, once each', () => {
  const touched = { kind: 'change-subnet', coldkey: ME, toColdkey: FRIEND, exits: 0 } as const;
  const one = factsQueryFor({
    ...touched,
    netuids: [SN92, SN1, null, SN1],
    hotkeys: [OTHER_HOTKEY, HOTKEY],
  });
  const other = factsQueryFor({
    ...touched,
    netuids: [SN1, SN92],
    hotkeys: [HOTKEY, null, OTHER_HOTKEY],
  });
  assert.deepEqual(one, other);
  assert.equal(one.destination, null, 'only a transfer has somebody else in it');
});
