// A change within a day, on the simulated chain over days: told once when it happens, and not by what looks like it.
import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import { eraseStore } from '../../src/store/open-store.ts';
import type { Netuid } from '../../src/units.ts';
import { alertsWorld, HOUR, ruleOf, type AlertsWorld } from './alerts-world.ts';

afterEach(eraseStore);

/** The price of the subnet falls to that many parts of a hundred. */
function dropTo({ net }: AlertsWorld, netuid: Netuid, percent: bigint): void {
  const { subnets } = net.ledger.state;
  const subnet = subnets.get(netuid);
  assert.ok(subnet);
  subnets.set(netuid, { ...subnet, taoReserve: (subnet.taoReserve * percent) / 100n });
}

/** A subnet that is held and trades. */
function dynamicIn({ positions, subnets }: AlertsWorld['snapshot']): Netuid {
  const held = positions.find(({ netuid }) =>
    subnets.some((one) => one.netuid === netuid && one.pool?.kind === 'balancer'),
  );
  return held?.netuid ?? assert.fail();
}

test('a fall within a day fires once on the chain itself: not by a slow fall, nor again as it falls on, nor by a lid closed for a week', async (t) => {
  const world = await alertsWorld(
    t,
    (snapshot) => {
      const scope = { of: 'subnet', netuid: dynamicIn(snapshot) } as const;
      const part = { scope, side: 'falls', value: 100_000n } as const;
      return [
        ruleOf('coldkey-swap', { isEnabled: false }),
        ruleOf('spot-price', part),
        ruleOf('exit-value', part),
      ];
    },
    { subnets: 4 },
  );
  const netuid = dynamicIn(world.snapshot);
  const { net, clock } = world;
  /** The chain jumps over the blocks of so many hours at once. */
  function jump(hours: number): void {
    net.ledger.state.blockNumber += hours * 300;
    net.produceBlock();
    clock.at += hours * HOUR;
  }
  /** The alarm rings every three hours. */
  async function later(hours: number): Promise<void> {
    for (let passed = 0; passed < hours; passed += 3) {
      jump(Math.min(3, hours - passed));
      await world.live().rang();
    }
  }
  await world.live().rang();
  await later(24);
  // 5% in a day and 5% in the next: more than a tenth, but in no day.
  dropTo(world, netuid, 95n);
  await later(26);
  dropTo(world, netuid, 95n);
  await later(26);
  assert.deepEqual(await world.kinds(), []);
  dropTo(world, netuid, 85n);
  await later(1);
  assert.deepEqual(await world.kinds(), ['exit-value', 'spot-price']);
  const [fallen] = (await world.log()).filter(({ kind }) => kind === 'spot-price');
  assert.ok(fallen?.figure !== null && fallen?.figure !== undefined);
  assert.ok(fallen.figure < -140_000n && fallen.figure > -160_000n, String(fallen.figure));
  // It stays fallen, falls on, and a clock that is set back and forward meets the same blocks.
  dropTo(world, netuid, 98n);
  await later(3);
  clock.at -= 48 * HOUR;
  await world.live().rang();
  await later(3);
  assert.equal((await world.log()).length, 2);
  // A week without a look: there is no figure of a day ago to fall from, and none is made up.
  dropTo(world, netuid, 50n);
  jump(7 * 24);
  await world.live().rang();
  assert.equal((await world.log()).length, 2);
  // A day of looks later it is told of anew, once.
  await later(25);
  dropTo(world, netuid, 80n);
  await later(2);
  assert.equal((await world.log()).length, 4);
});
