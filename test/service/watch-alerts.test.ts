// Alert rules over a simulated chain and the background's own store, with no panel open: each kind fires once by the event
// that it names, whatever becomes of the worker, the node and the clock.
import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { formatSs58 } from '../../src/chain/scale/ss58.ts';
import { fromHex } from '../../src/chain/scale/hex.ts';
import type { AlertKind, AlertRule } from '../../src/model/alert.ts';
import type { Snapshot } from '../../src/model/facts.ts';
import { valuePortfolio } from '../../src/portfolio/value-portfolio.ts';
import { saveAccount } from '../../src/service/accounts.ts';
import { writeAlertRule } from '../../src/store/alerts.ts';
import { eraseStore } from '../../src/store/open-store.ts';
import { changeRequest } from '../../src/store/requests.ts';
import { RAO_PER_TAO, type Netuid } from '../../src/units.ts';
import { accountNamed } from '../devnet/ledger/genesis/development-accounts.ts';
import {
  coldkeySubnetKey,
  hotkeyKey,
  positionKey,
  type Subnet,
} from '../devnet/ledger/state/ledger-state.ts';
import { credit, debit } from '../devnet/ledger/state/share-pool.ts';
import { RUNTIME_SPECS, without } from '../devnet/node/runtime/runtime-spec.ts';
import { requestIn } from '../tools/pictures/requests.ts';
import { alertsWorld, ALICE, alice, ruleOf, type AlertsWorld } from './alerts-world.ts';

afterEach(eraseStore);

/** Held, and not the one that the chain removes next. */
function heldIn({ positions, rules, subnets }: Snapshot): { netuid: Netuid; hotkey: string }[] {
  const next = rules.subnetToPrune.known ? rules.subnetToPrune.value : null;
  const dynamic = positions.filter(
    ({ netuid, isRegistered, hotkeyDividends }) =>
      netuid !== 0 &&
      netuid !== next &&
      isRegistered &&
      hotkeyDividends.known &&
      hotkeyDividends.value > 0n &&
      subnets.some((one) => one.netuid === netuid && one.pool?.kind === 'balancer'),
  );
  return dynamic.filter(({ netuid }, i) => dynamic.findIndex((one) => one.netuid === netuid) === i);
}

const exitOf = (snapshot: Snapshot, netuid: Netuid): bigint =>
  valuePortfolio(snapshot, [ALICE]).subnets.find((one) => one.netuid === netuid)?.sellable ?? 0n;

/** The account of the ledger whose address that is. */
function accountIn({ net }: AlertsWorld, address: string): string {
  for (const hotkey of net.ledger.state.owners.keys())
    if (formatSs58(fromHex(hotkey)) === address) return hotkey;
  return assert.fail(address);
}

function changeSubnet(
  world: AlertsWorld,
  netuid: number,
  part: (subnet: Subnet) => Partial<Subnet>,
): void {
  const { subnets } = world.net.ledger.state;
  const subnet = subnets.get(netuid);
  assert.ok(subnet);
  subnets.set(netuid, { ...subnet, ...part(subnet) });
}

function changeAlice(world: AlertsWorld, part: { free?: bigint; nonce?: number }): void {
  const { accounts } = world.net.ledger.state;
  const account = accounts.get(alice);
  assert.ok(account);
  accounts.set(alice, { ...account, ...part });
}

const free = (world: AlertsWorld): bigint => world.net.ledger.state.accounts.get(alice)?.free ?? 0n;

type At = { netuid: Netuid; hotkey: string };

type Happening = {
  kind: AlertKind;
  rule?: (snapshot: Snapshot, at: At) => Partial<AlertRule>;
  act: (world: AlertsWorld, at: At) => unknown;
  /** After it, so many blocks pass. */
  blocks?: number;
  /** What else it is. */
  extras?: readonly AlertKind[];
};

const onlyIn = ({ netuid }: At): AlertRule['scope'] => ({ of: 'subnet', netuid });

const happenings: readonly Happening[] = [
  {
    kind: 'exit-value',
    rule: (snapshot, at) => ({
      scope: onlyIn(at),
      side: 'below',
      value: (exitOf(snapshot, at.netuid) * 9n) / 10n,
    }),
    act: (world, { netuid }) =>
      changeSubnet(world, netuid, ({ taoReserve }) => ({ taoReserve: taoReserve / 2n })),
  },
  {
    kind: 'spot-price',
    rule: (_snapshot, at) => ({ scope: onlyIn(at), side: 'above', value: RAO_PER_TAO * 100n }),
    act: (world, { netuid }) =>
      changeSubnet(world, netuid, ({ taoReserve, alphaReserve }) => ({
        taoReserve: taoReserve * 50_000n,
        alphaReserve: alphaReserve / 10n,
      })),
  },
  {
    kind: 'sellable-gap',
    rule: (_snapshot, at) => ({ scope: onlyIn(at), side: 'above', value: 600_000n }),
    act: (world, { netuid }) =>
      changeSubnet(world, netuid, ({ taoReserve, alphaReserve }) => ({
        taoReserve: taoReserve / 100_000n,
        alphaReserve: alphaReserve / 100_000n,
      })),
  },
  {
    kind: 'emission-share',
    rule: (_snapshot, at) => ({ scope: onlyIn(at), side: 'below', value: 1n }),
    act: (world, { netuid }) => changeSubnet(world, netuid, () => ({ emissionEnabled: false })),
  },
  {
    kind: 'free-tao',
    extras: ['foreign-transfer'],
    act: (world) => changeAlice(world, { free: 1_000_000n }),
  },
  {
    kind: 'coldkey-swap',
    act: (world) =>
      world.net.ledger.state.swapAnnouncements.set(alice, {
        firstBlock: world.net.head().number + 36_000,
        newColdkeyHash: `0x${'11'.repeat(32)}`,
      }),
  },
  {
    kind: 'hotkey-swap',
    extras: ['validator-unregistered'],
    act(world, { netuid, hotkey }) {
      const { state } = world.net.ledger;
      const old = accountIn(world, hotkey);
      const fresh = accountNamed('the new hotkey');
      const alpha = world.snapshot.positions.find(
        (one) => one.netuid === netuid && one.hotkey === hotkey,
      )?.alpha;
      assert.ok(alpha !== undefined);
      debit(state, old, alice, netuid, alpha);
      credit(state, fresh, alice, netuid, alpha);
      state.owners.set(fresh, state.owners.get(old) ?? alice);
    },
  },
  {
    kind: 'lock-ended',
    async act(world, { netuid, hotkey }) {
      const { state } = world.net.ledger;
      const to = accountIn(world, hotkey);
      const { alpha = 0n } = world.snapshot.positions.find((one) => one.netuid === netuid) ?? {};
      const key = positionKey(to, alice, netuid);
      const lastUpdate = state.blockNumber;
      state.locks.set(key, { lockedMass: alpha / 2n, conviction: 0n, lastUpdate });
      state.lockHotkeys.set(coldkeySubnetKey(alice, netuid), to);
      state.decayingLocks.set(coldkeySubnetKey(alice, netuid), false);
      await world.pass();
      state.locks.delete(key);
      state.lockHotkeys.delete(coldkeySubnetKey(alice, netuid));
    },
  },
  {
    kind: 'immunity-ending',
    extras: ['subnet-gone'],
    rule: () => ({ value: 100n }),
    act(world, { netuid }) {
      const { networkImmunityPeriod } = world.net.ledger.state;
      const registeredAt = world.net.head().number + 90 - networkImmunityPeriod;
      changeSubnet(world, netuid, () => ({ registeredAt }));
    },
  },
  {
    kind: 'near-removal',
    extras: ['subnet-gone'],
    rule: () => ({ value: 1n }),
    act(world, { netuid }) {
      for (const [other, subnet] of world.net.ledger.state.subnets.entries())
        if (other !== netuid && other !== 0)
          world.net.ledger.state.subnets.set(other, { ...subnet, movingPrice: 1n << 40n });
      changeSubnet(world, netuid, () => ({ registeredAt: 1, movingPrice: 0n }));
    },
  },
  {
    kind: 'subnet-gone',
    extras: ['foreign-transfer'],
    act(world, { netuid }) {
      world.net.ledger.dissolveNext(netuid);
      world.net.produceBlocks(5);
    },
  },
  {
    kind: 'take-raised',
    async act(world, { hotkey }) {
      const { delegates } = world.net.ledger.state;
      delegates.set(accountIn(world, hotkey), 3_000);
      await world.pass();
      delegates.set(accountIn(world, hotkey), 6_000);
    },
  },
  {
    kind: 'validator-unregistered',
    act(world, { netuid, hotkey }) {
      const account = accountIn(world, hotkey);
      changeSubnet(world, netuid, ({ neurons }) => ({
        neurons: neurons.map((one) =>
          one.hotkey === account ? { ...one, hotkey: accountNamed('another') } : one,
        ),
      }));
    },
  },
  {
    kind: 'validator-idle',
    blocks: 370,
    rule: () => ({ value: 2n }),
    act(world, { netuid, hotkey }) {
      world.net.setSettings({ isEmitting: false });
      world.net.ledger.state.alphaDividends.delete(hotkeyKey(accountIn(world, hotkey), netuid));
    },
  },
  {
    kind: 'foreign-transfer',
    act: (world) => changeAlice(world, { free: free(world) + 5n * RAO_PER_TAO }),
  },
  {
    kind: 'signed-elsewhere',
    act(world) {
      const nonce = (world.net.ledger.state.accounts.get(alice)?.nonce ?? 0) + 1;
      changeAlice(world, { nonce });
    },
  },
  {
    kind: 'request-waits',
    act: (world) =>
      changeRequest('waits', () => ({
        ...requestIn('waiting-for-wallet'),
        id: 'waits',
        genesisHash: world.genesisHash,
        coldkey: ALICE,
        updatedAt: world.clock.at,
      })),
  },
  {
    kind: 'upgrade',
    act(world) {
      const next = { ...RUNTIME_SPECS.finney475, specVersion: 476 };
      const less = without(next, 'SubtensorModule.add_stake_limit');
      world.net.faults.upgradeAt(world.net.head().number + 1, less);
      // In the block of the upgrade itself the state is the old runtime's still.
      world.net.produceBlocks(2);
    },
  },
];

/** Each has a subnet of its own, so that no happening is another's too. */
function atOf(snapshot: Snapshot, index: number): At {
  const all = heldIn(snapshot);
  return all[index % all.length] ?? assert.fail();
}

const ruleIn = (snapshot: Snapshot, { kind, rule }: Happening, index: number): AlertRule =>
  ruleOf(kind, rule?.(snapshot, atOf(snapshot, index)) ?? {});

test('every kind fires once by the event that it names, with the worker killed on either side of the answer', async (t) => {
  const world = await alertsWorld(
    t,
    (snapshot) => happenings.map((one, index) => ruleIn(snapshot, one, index)),
    {
      subnets: 40,
    },
  );
  await world.pass();
  await world.pass();
  assert.deepEqual(await world.kinds(), [], 'nothing happened yet');
  let told = 0;
  for (const [index, happening] of happenings.entries()) {
    const { kind, act, blocks = 0, extras = [] } = happening;
    const known = new Set((await world.log()).map(({ id }) => id));
    await act(world, atOf(world.snapshot, index));
    // The first life is ended between the alarm and the answer, the next after it fired and before it told.
    const killed = async (...args: Parameters<AlertsWorld['ask']>): Promise<never> => {
      await world.ask(...args);
      throw new Error('the worker is gone');
    };
    await assert.rejects(world.pass({ ask: killed }), /gone/);
    assert.equal((await world.log()).length, known.size, kind);
    world.net.produceBlocks(blocks);
    await world.pass();
    world.net.produceBlocks(blocks);
    const untold = async (): Promise<never> => {
      throw new Error('gone before it told');
    };
    await world.pass({ tell: untold }).catch(() => undefined);
    await world.pass();
    await world.pass();
    const fired = (await world.log()).filter(({ id }) => !known.has(id)).map((one) => one.kind);
    assert.equal(fired.filter((one) => one === kind).length, 1, `${kind}: ${fired.join()}`);
    const others = fired.filter((one) => one !== kind && !extras.includes(one));
    assert.deepEqual(others, [], `by ${kind}`);
    told += fired.length;
  }
  assert.ok(world.told.length <= told, 'each at most once');
});

test('who only follows others is told of them by the rules that they made; without one nobody is asked for', async (t) => {
  const world = await alertsWorld(t, () => []);
  await saveAccount({ coldkey: ALICE, label: '', order: 0, isHidden: false, isCounted: false });
  assert.equal(await world.live().minutes(), null);
  const asked = world.net.accepted();
  await world.pass();
  assert.equal(world.net.accepted(), asked);
  await writeAlertRule(ruleOf('free-tao', { value: free(world) + 1n }));
  assert.equal(await world.live().minutes(), 15);
  await world.pass();
  assert.deepEqual(await world.kinds(), ['free-tao']);
});
