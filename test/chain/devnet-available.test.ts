// What may leave, from the node's answer to home, Max, plans and checks: one figure, and the chain's own verdict on it.
import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { fromHex, toHex } from '../../src/chain/scale/hex.ts';
import { formatSs58, parseSs58, publicKeyOf } from '../../src/chain/scale/ss58.ts';
import type { MoveFacts, Position } from '../../src/model/facts.ts';
import type { Move } from '../../src/model/move.ts';
import { factsQueryOf } from '../../src/moves/facts-query.ts';
import { mostOf } from '../../src/moves/max-amount.ts';
import { planMove } from '../../src/moves/plan-move.ts';
import { valuePortfolio } from '../../src/portfolio/value-portfolio.ts';
import { toAlphaRao, type Ss58Address } from '../../src/units.ts';
import { startDevnet } from '../devnet/devnet.ts';
import { ledgerReads } from '../devnet/ledger/ledger.ts';
import { positionKey } from '../devnet/ledger/state/ledger-state.ts';
import { RUNTIME_SPECS, without, type RuntimeSpec } from '../devnet/node/runtime/runtime-spec.ts';
import { createTestClient } from '../fakes/test-client.ts';

const ALICE = parseSs58('5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY');
const TERMS = { toleranceBps: 50, allowPartial: false, eraBlocks: 32 };
const SUBNET = 1;
const idOf = (address: Ss58Address): string => toHex(publicKeyOf(address));

/** Alice's largest position in the subnet, nine tenths of it bonded. */
async function bondedWorld(t: TestContext, spec: RuntimeSpec = RUNTIME_SPECS.finney475) {
  const net = await startDevnet({ spec, subnets: 6 });
  t.after(() => net.stop());
  const client = createTestClient(net);
  t.after(client.close);
  const { state } = net.ledger;
  const coldkey = idOf(ALICE);
  const held = (hotkey: string): bigint =>
    ledgerReads.positionAlpha(state, hotkey, coldkey, SUBNET);
  const [hotkey] = (state.stakingHotkeys.get(coldkey) ?? []).toSorted((a, b) =>
    held(a) > held(b) ? -1 : 1,
  );
  assert.ok(hotkey);
  const bond = (held(hotkey) * 9n) / 10n;
  state.collateral.set(positionKey(hotkey, coldkey, SUBNET), bond);
  net.produceBlock();
  await client.connect();
  const snapshot = {
    ...(await client.readSnapshot({ coldkeys: [ALICE], lookedAt: [] })),
    unclaimed: { known: false, reason: 'unreadable' } as const,
  };
  const position = snapshot.positions.find(
    (one) => one.netuid === SUBNET && toHex(publicKeyOf(one.hotkey)) === hotkey,
  );
  assert.ok(position);
  return { net, client, position, bond, snapshot, head: await client.head() };
}

const from = ({ coldkey, hotkey, netuid, alpha }: Position) => ({
  coldkey,
  hotkey,
  netuid,
  amount: toAlphaRao(alpha),
});

async function movesFrom(
  { client, head, net }: Awaited<ReturnType<typeof bondedWorld>>,
  position: Position,
): Promise<{ move: Move; facts: MoveFacts }[]> {
  const at = from(position);
  const other = parseSs58('5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty');
  const hotkeys = [...net.ledger.state.owners.keys()].map((id) => formatSs58(fromHex(id)));
  const toHotkey = hotkeys.find((hotkey) => hotkey !== position.hotkey);
  assert.ok(toHotkey);
  const moves: Move[] = [
    { kind: 'unstake', ...at },
    { kind: 'unstake-all', ...at },
    { kind: 'change-validator', ...at, toHotkey },
    { kind: 'transfer', ...at, toColdkey: other },
    {
      kind: 'exit-several',
      coldkey: at.coldkey,
      items: [{ hotkey: at.hotkey, netuid: at.netuid }],
      sending: 'one-batch',
    },
  ];
  return Promise.all(
    moves.map(async (move) => ({
      move,
      facts: await client.readMoveFacts(factsQueryOf(move), head),
    })),
  );
}

test('home, Max and the checks hold to the figure that the runtime tells, and so does the chain', async (t) => {
  const world = await bondedWorld(t);
  const { snapshot, position } = world;
  assert.ok(snapshot.availability.known);
  const told = snapshot.availability.value.find(({ netuid }) => netuid === SUBNET);
  assert.ok(told);
  assert.deepEqual(told.bonds, {
    known: true,
    value: [{ hotkey: position.hotkey, alpha: world.bond }],
  });
  assert.equal(told.available, told.total - told.locked - world.bond);
  assert.ok(told.available < position.alpha);

  const { subnets } = valuePortfolio(snapshot, [ALICE]);
  const sold = subnets
    .filter(({ netuid }) => netuid === SUBNET)
    .flatMap(({ positions }) => positions)
    .reduce((sum, one) => sum + one.sold, 0n);
  assert.equal(sold, told.available);

  for (const { move, facts } of await movesFrom(world, position)) {
    const plan = planMove(move, TERMS, facts);
    const checks = [plan, ...plan.items].flatMap((one) => one.checks);
    const stays = checks.find(({ id }) => id === 'stake-available');
    assert.equal(stays?.verdict, 'block', move.kind);
    assert.equal(stays.chainError, 'SubtensorModule.StakeUnavailable', move.kind);
    if (move.kind === 'unstake') {
      const unbonded = position.alpha - world.bond;
      const { amount } = mostOf(move, TERMS, facts);
      assert.equal(amount, told.available < unbonded ? told.available : unbonded);
    }
  }
});

test('a bond that a runtime does not name leaves unknown where it lies, never free', async (t) => {
  const spec = without(RUNTIME_SPECS.finney475, 'SubtensorModule.MinerCollateral');
  const world = await bondedWorld(t, spec);
  const { availability } = world.snapshot;
  assert.ok(availability.known);
  const told = availability.value.find(({ netuid }) => netuid === SUBNET);
  assert.deepEqual(told?.bonds, { known: false, reason: 'not-on-this-runtime' });
  for (const { move, facts } of await movesFrom(world, world.position)) {
    const plan = planMove(move, TERMS, facts);
    const checks = [plan, ...plan.items].flatMap((one) => one.checks);
    const verdict = checks.find(({ id }) => id === 'stake-available')?.verdict;
    assert.ok(verdict === 'block' || verdict === 'unknown', `${move.kind}: ${verdict}`);
  }
});

test('before there were locks and the figure, all that is held may leave', async (t) => {
  const net = await startDevnet({ spec: RUNTIME_SPECS.old, subnets: 6 });
  t.after(() => net.stop());
  const client = createTestClient(net);
  t.after(client.close);
  await client.connect();
  const { positions, availability } = await client.readSnapshot({
    coldkeys: [ALICE],
    lookedAt: [],
  });
  assert.ok(availability.known);
  for (const { netuid, total, locked, available } of availability.value) {
    const held = positions.filter((one) => one.netuid === netuid);
    assert.equal(
      total,
      held.reduce((sum, { alpha }) => sum + alpha, 0n),
    );
    assert.deepEqual([available, locked], [total, 0n]);
  }
  assert.equal(new Set(positions.map(({ netuid }) => netuid)).size, availability.value.length);
});

test('an account with stake and without TAO is turned away before a fee is promised', async (t) => {
  const net = await startDevnet({ subnets: 6 });
  t.after(() => net.stop());
  const client = createTestClient(net);
  t.after(client.close);
  net.ledger.state.accounts.delete(idOf(ALICE));
  net.produceBlock();
  await client.connect();
  const { accounts, positions } = await client.readSnapshot({ coldkeys: [ALICE], lookedAt: [] });
  const none = { known: true, value: { providers: 0, sufficients: 0 } };
  assert.deepEqual(accounts[0]?.references, none);
  const [position] = positions;
  assert.ok(position);
  const move: Move = { kind: 'unstake', ...from(position) };
  const facts = await client.readMoveFacts(factsQueryOf(move), await client.head());
  assert.deepEqual(facts.coldkey.references, none);
  const { checks } = planMove(move, TERMS, facts);
  const block = checks.find(({ id }) => id === 'signer-admitted');
  assert.equal(block?.verdict, 'block');
  assert.deepEqual(block.values, { least: { unit: 'rao', amount: 500n } });
  assert.equal(
    checks.some(({ id }) => id === 'network-fee'),
    false,
  );
  const { amount, why } = mostOf(move, TERMS, facts);
  assert.deepEqual([amount, why?.id], [null, 'signer-admitted']);
});
