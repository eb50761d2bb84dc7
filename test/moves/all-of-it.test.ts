// All of a position, planned before an epoch and executed after it: nothing worth a rao is left.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Move } from '../../src/model/move.ts';
import { planMove } from '../../src/moves/plan-move.ts';
import { ROOT_NETUID, toAlphaRao, toNetuid, U64_MAX } from '../../src/units.ts';
import { createLedger, ledgerReads, nextEpochBlock } from '../devnet/ledger/ledger.ts';
import { addressOf, factsOf, ledgerCallOf } from './ledger-facts.ts';
import { buildWorld, createDice } from './random-case.ts';

const TERMS = { toleranceBps: 500, allowPartial: false, eraBlocks: 16 };
const FEE = 1_000_000n;
const MANY_TAO = 10n ** 12n;
const MOST = 24;

test('all of a position leaves nothing behind, though an epoch falls between plan and block', () => {
  // An even seed: the rules of spec 475.
  const world = buildWorld(20261130);
  const dice = createDice(7);
  const ledger = createLedger(world.genesis);
  const { state } = ledger;
  const held = (place: { hotkey: string; netuid: number; coldkey: string }): bigint =>
    ledgerReads.positionAlpha(state, place.hotkey, place.coldkey, place.netuid);
  const epochs = world.netuids.flatMap((netuid) => {
    const at = netuid === 0 ? null : nextEpochBlock(state, netuid);
    return at === null ? [] : [{ netuid, at }];
  });
  const [first] = epochs.toSorted((a, b) => a.at - b.at);
  assert.ok(first);
  const { netuid } = first;
  const places = world.holders.flatMap(({ coldkey, positions }) =>
    positions.filter((one) => one.netuid === netuid).map((one) => ({ ...one, coldkey })),
  );
  const planned = places.slice(0, MOST).flatMap((place, index) => {
    const { coldkey, hotkey } = place;
    const account = state.accounts.get(coldkey);
    const other = dice.pick(world.holders).coldkey;
    const toHotkey = dice.pick(world.hotkeys);
    if (account === undefined || toHotkey === hotkey || other === coldkey) return [];
    state.accounts.set(coldkey, { ...account, free: MANY_TAO });
    const from = {
      coldkey: addressOf(coldkey),
      hotkey: addressOf(hotkey),
      netuid: toNetuid(netuid),
      amount: toAlphaRao(held(place)),
      isAll: true,
    } as const;
    const to = addressOf(toHotkey);
    const moves: readonly Move[] = [
      { kind: 'change-validator', ...from, toHotkey: to },
      { kind: 'transfer', ...from, toColdkey: addressOf(other) },
      { kind: 'change-subnet', ...from, toHotkey: to, toNetuid: ROOT_NETUID, route: 'one-call' },
    ];
    const move = moves[index % moves.length];
    assert.ok(move);
    const destination = move.kind === 'transfer' ? other : null;
    const query = { coldkey, netuids: [netuid, 0], hotkeys: [hotkey, toHotkey], destination };
    const { call, wouldFailWith } = planMove(move, TERMS, factsOf(state, { ...query, fee: FEE }));
    if (call === null || wouldFailWith !== null) return [];
    assert.equal(call.args['alpha_amount'], U64_MAX);
    return [{ place, kind: move.kind, call, before: held(place) }];
  });
  while (state.blockNumber <= first.at) {
    ledger.beginBlock();
    ledger.endBlock();
  }
  const done = new Set<string>();
  for (const { place, kind, call, before } of planned) {
    if (held(place) <= before) continue;
    assert.ok(ledger.dispatch(place.coldkey, ledgerCallOf(call)).ok, kind);
    assert.equal(held(place), 0n, kind);
    done.add(kind);
  }
  assert.deepEqual([...done].toSorted(), ['change-subnet', 'change-validator', 'transfer']);
});
