// An alert that one node alone says: told all the same, and as that.
import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { eraseStore } from '../../src/store/open-store.ts';
import { changeRequest } from '../../src/store/requests.ts';
import { requestIn } from '../tools/pictures/requests.ts';
import { alertsWorld, ALICE, alice, ruleOf, type AlertsWorld } from './alerts-world.ts';

afterEach(eraseStore);

type Ask = AlertsWorld['ask'];

function announce({ net }: AlertsWorld): void {
  net.ledger.state.swapAnnouncements.set(alice, {
    firstBlock: net.head().number + 36_000,
    newColdkeyHash: `0x${'11'.repeat(32)}`,
  });
}

/** A node that says of swaps what it likes. */
const saying =
  ({ ask }: AlertsWorld, swapAt: number | null): Ask =>
  async (network, query) => {
    const facts = await ask(network, query);
    const swapAnnouncedFor = { known: true, value: swapAt } as const;
    return {
      ...facts,
      accounts: facts.accounts.map((account) => ({ ...account, swapAnnouncedFor })),
    };
  };

const inAWeek = 10_000_000;

const rows: readonly {
  what: string;
  first?: (world: AlertsWorld) => Ask;
  second: (
    world: AlertsWorld,
  ) => (...args: Parameters<Ask>) => Promise<Awaited<ReturnType<Ask>> | null>;
  isTrue: boolean;
  isConfirmed: boolean;
}[] = [
  { what: 'both say it', second: ({ ask }) => ask, isTrue: true, isConfirmed: true },
  { what: 'no other is set', second: () => async () => null, isTrue: true, isConfirmed: false },
  {
    what: 'the other is away',
    second: () => () => Promise.reject(new Error('away')),
    isTrue: true,
    isConfirmed: false,
  },
  {
    what: 'the other hides it',
    second: (world) => saying(world, null),
    isTrue: true,
    isConfirmed: false,
  },
  {
    what: 'the first makes it up',
    first: (world) => saying(world, inAWeek),
    second: ({ ask }) => ask,
    isTrue: false,
    isConfirmed: false,
  },
];

for (const { what, first, second, isTrue, isConfirmed } of rows) {
  test(`${what}: told once, ${isConfirmed ? 'confirmed' : 'as one node’s word'}`, async (t) => {
    const world = await alertsWorld(t, () => []);
    let asked = 0;
    const askSecond: ReturnType<typeof second> = (...args) => {
      asked += 1;
      return second(world)(...args);
    };
    await world.pass({ askSecond });
    assert.equal(asked, 0, 'nothing fires: nobody else is asked');
    if (isTrue) announce(world);
    const part = { askSecond, ...(first && { ask: first(world) }) };
    await world.pass(part);
    await world.pass(part);
    assert.deepEqual(
      (await world.log()).map((event) => [event.kind, event.isConfirmed]),
      [['coldkey-swap', isConfirmed]],
    );
    assert.deepEqual([world.told.length, asked], [1, 1]);
  });
}

test('with the panel open its picture is confirmed too, and what our own records say needs nobody', async (t) => {
  const world = await alertsWorld(t, () => [ruleOf('request-waits')]);
  let asked = 0;
  const open = world.live({
    isPanelOpen: true,
    askSecond: (...args) => {
      asked += 1;
      return world.ask(...args);
    },
  });
  await open.snapshotRead(world.snapshot);
  await changeRequest('waits', () => ({
    ...requestIn('waiting-for-wallet'),
    id: 'waits',
    genesisHash: world.genesisHash,
    coldkey: ALICE,
    updatedAt: world.clock.at,
  }));
  world.clock.at += 61 * 60_000;
  await open.snapshotRead(world.snapshot);
  assert.equal(asked, 0);
  announce(world);
  world.net.produceBlock();
  const value = world.net.head().number + 35_999;
  const accounts = world.snapshot.accounts.map((account) => ({
    ...account,
    swapAnnouncedFor: { known: true, value } as const,
  }));
  const block = { ...world.snapshot.block, number: world.net.head().number };
  await open.snapshotRead({ ...world.snapshot, accounts, block });
  const told = (await world.log()).map((event) => `${event.kind} ${event.isConfirmed}`);
  assert.deepEqual(new Set(told), new Set(['coldkey-swap true', 'request-waits undefined']));
  assert.equal(asked, 1);
});
