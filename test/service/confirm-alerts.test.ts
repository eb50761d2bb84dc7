// An alert that one node alone says: told all the same, and as that.
import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { evaluate, noState } from '../../src/alerts/evaluate.ts';
import type { AlertFacts, AlertKind, AlertRule } from '../../src/model/alert.ts';
import { confirmAlerts } from '../../src/service/confirm-alerts.ts';
import { eraseStore } from '../../src/store/open-store.ts';
import { changeRequest } from '../../src/store/requests.ts';
import { toNetuid, toRao } from '../../src/units.ts';
import { genesisHash } from '../tools/pictures/chain.ts';
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
  const asked: string[] = [];
  const open = world.live({
    isPanelOpen: true,
    askSecond: (network, query, endpoint) => {
      asked.push(endpoint);
      return world.ask(network, query);
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
  assert.deepEqual(asked, []);
  announce(world);
  world.net.produceBlock();
  const value = world.net.head().number + 35_999;
  const accounts = world.snapshot.accounts.map((account) => ({
    ...account,
    swapAnnouncedFor: { known: true, value } as const,
  }));
  const block = { ...world.snapshot.block, number: world.net.head().number };
  await open.snapshotRead({ ...world.snapshot, accounts, block, from: 'ws://teller' });
  const told = (await world.log()).map((event) => `${event.kind} ${event.isConfirmed}`);
  assert.deepEqual(new Set(told), new Set(['coldkey-swap true', 'request-waits undefined']));
  assert.deepEqual(asked, ['ws://teller']);
});

test('a picture that nobody knows the teller of is told as one node’s word', async (t) => {
  const world = await alertsWorld(t, () => [ruleOf('coldkey-swap')]);
  const open = world.live({ isPanelOpen: true, askSecond: world.ask });
  const { from, ...untold } = world.snapshot;
  assert.equal(from, world.net.url);
  await open.snapshotRead(untold);
  announce(world);
  world.net.produceBlock();
  const value = world.net.head().number + 35_999;
  const accounts = untold.accounts.map((account) => ({
    ...account,
    swapAnnouncedFor: { known: true, value } as const,
  }));
  const block = { ...untold.block, number: world.net.head().number };
  await open.snapshotRead({ ...untold, accounts, block });
  const told = (await world.log()).map((event) => `${event.kind} ${event.isConfirmed}`);
  assert.deepEqual(told, ['coldkey-swap false']);
});

const UNREAD = { known: false, reason: 'unreadable' } as const;
const known = <T>(value: T) => ({ known: true, value }) as const;
const now = { at: 9_000 * 12_000, minute: 600 };

function factsAt(block: number, part: Partial<AlertFacts>): AlertFacts {
  return {
    genesisHash,
    block,
    at: block * 12_000,
    accounts: UNREAD,
    everything: { spot: UNREAD, exit: UNREAD },
    subnets: [],
    positions: UNREAD,
    bonds: [],
    rootClaimable: UNREAD,
    calls: UNREAD,
    specVersion: 475,
    requests: [],
    ...part,
  };
}

const worth = (exit: bigint, block = 9_000): AlertFacts =>
  factsAt(block, { everything: { spot: UNREAD, exit: known(toRao(exit)) } });
const account = (free: bigint, nonce = 0, swapAt: number | null = null): AlertFacts =>
  factsAt(9_000, {
    accounts: known([
      {
        coldkey: ALICE,
        nonce,
        free: toRao(free),
        reserved: toRao(0n),
        frozen: toRao(0n),
        swapAnnouncedFor: known(swapAt),
        isSwapDisputed: known(false),
      },
    ]),
  });
const immune = (block: number, until: number, place: number | null = null): AlertFacts =>
  factsAt(block, {
    subnets: [
      {
        netuid: toNetuid(64),
        isHeld: true,
        registeredAt: UNREAD,
        price: UNREAD,
        spot: UNREAD,
        exit: UNREAD,
        sharePpm: UNREAD,
        immuneUntil: known(until),
        place: known(place),
        placesRead: 10,
      },
    ],
  });
const TAO = 1_000_000_000n;

for (const [kind, part, earlier, first, second, isConfirmed] of [
  ['exit-value', { side: 'above', value: TAO }, [], worth(100n * TAO), worth(100n * TAO), true],
  ['exit-value', { side: 'above', value: TAO }, [], worth(101n * TAO), worth(100n * TAO), true],
  [
    'exit-value',
    { side: 'above', value: TAO },
    [],
    worth(101n * TAO + 1n),
    worth(100n * TAO),
    false,
  ],
  ['exit-value', { side: 'above', value: TAO }, [], worth(10n ** 18n), worth(10n ** 12n), false],
  [
    'exit-value',
    { side: 'falls', value: 100_000n },
    [worth(100n * TAO, 1_000)],
    worth(80n * TAO),
    worth(81n * TAO),
    true,
  ],
  [
    'exit-value',
    { side: 'falls', value: 100_000n },
    [worth(100n * TAO, 1_000)],
    worth(50n * TAO),
    worth(81n * TAO),
    false,
  ],
  ['free-tao', { value: TAO }, [], account(TAO / 2n), account(TAO / 4n), false],
  [
    'foreign-transfer',
    { value: 1n },
    [account(2_000n * TAO)],
    account(1_000n * TAO),
    account(1_001n * TAO),
    true,
  ],
  [
    'foreign-transfer',
    { value: 1n },
    [account(2_000n * TAO)],
    account(1_000n * TAO),
    account(2_001n * TAO),
    false,
  ],
  [
    'foreign-transfer',
    { value: 1n },
    [account(2_000n * TAO)],
    account(1_000n * TAO),
    account(3_000n * TAO),
    false,
  ],
  ['coldkey-swap', {}, [], account(1n, 0, 9_400), account(1n, 0, 9_400), true],
  ['coldkey-swap', {}, [], account(1n, 0, 9_400), account(1n, 0, 9_401), false],
  ['signed-elsewhere', {}, [account(1n)], account(1n, 200), account(1n, 199), false],
  [
    'immunity-ending',
    { value: 500n },
    [immune(8_000, 9_300)],
    immune(9_000, 9_300),
    immune(8_998, 9_300),
    true,
  ],
  [
    'immunity-ending',
    { value: 500n },
    [immune(8_000, 9_300)],
    immune(9_000, 9_300),
    immune(9_000, 9_301),
    false,
  ],
  [
    'near-removal',
    {},
    [immune(8_000, 9_300)],
    immune(9_000, 9_300, 2),
    immune(9_000, 9_300, 2),
    true,
  ],
  [
    'near-removal',
    {},
    [immune(8_000, 9_300)],
    immune(9_000, 9_300, 1),
    immune(9_000, 9_300, 3),
    false,
  ],
] as const satisfies readonly (readonly [
  AlertKind,
  Partial<AlertRule>,
  readonly AlertFacts[],
  AlertFacts,
  AlertFacts,
  boolean,
])[]) {
  test(`the other’s figure decides too: ${kind}, ${isConfirmed ? 'close' : 'another'}`, async () => {
    const rules = [ruleOf(kind, part)];
    let before = noState(genesisHash);
    for (const facts of earlier) before = evaluate(rules, facts, before, now).state;
    const confirm = await confirmAlerts(rules, first, { before, now }, async () => second);
    const { fired } = evaluate(rules, first, before, now);
    assert.deepEqual(
      fired.map((event) => confirm(event).isConfirmed),
      [isConfirmed],
    );
  });
}
