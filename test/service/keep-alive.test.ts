// The node is held, and the alarm set, exactly as long as something needs them. Over a browser's alarms in memory.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browser } from '../../src/browser.ts';
import { createAlarms } from '../../src/service/alarms.ts';
import { createKeepAlive } from '../../src/service/keep-alive.ts';
import type { NodeNeed } from '../../src/signing/create-signing.ts';

/** The browser's alarms: name → interval in minutes. */
const set = new Map<string, number>();
let created = 0;
Object.assign(browser, {
  alarms: {
    get: async (name: string) => {
      const periodInMinutes = set.get(name);
      return periodInMinutes === undefined ? undefined : { name, periodInMinutes };
    },
    create: async (name: string, { periodInMinutes }: { periodInMinutes: number }) => {
      created += 1;
      set.set(name, periodInMinutes);
    },
    clear: async (name: string) => set.delete(name),
  },
});

function world() {
  set.clear();
  created = 0;
  const now = {
    need: null as NodeNeed,
    isConnecting: false,
    wantsBadge: false,
    isReading: false,
    alerts: null as number | null,
    held: 0,
    holds: 0,
  };
  const keepAlive = createKeepAlive({
    live: {
      hold: () => {
        now.held += 1;
        now.holds += 1;
        return () => {
          now.held -= 1;
        };
      },
    },
    alarms: createAlarms({ taubar: async () => undefined }),
    need: async () => now.need,
    isConnecting: async () => now.isConnecting,
    isReadingBooks: async () => now.isReading,
    wantsBadge: async () => now.wantsBadge,
    alertMinutes: async () => now.alerts,
  });
  const when = async (change: Partial<typeof now>): Promise<[number, number | undefined]> => {
    Object.assign(now, change);
    await keepAlive.reconsider();
    return [now.held, set.get('taubar')];
  };
  return { now, when, keepAlive };
}

test('the node is held once, as long as a request needs it to stay, and no longer', async () => {
  const { now, when } = world();
  assert.equal((await when({ need: 'stay' }))[0], 1);
  assert.equal((await when({}))[0], 1);
  assert.equal(now.holds, 1);
  assert.equal((await when({ need: 'look' }))[0], 0);
  assert.equal((await when({ need: 'stay' }))[0], 1);
  assert.equal((await when({ need: null }))[0], 0);
});

test('the alarm exists exactly when a request or the badge needs it, the more urgent need first', async () => {
  const { when } = world();
  const minutes = async (need: NodeNeed, wantsBadge: boolean) =>
    (await when({ need, wantsBadge }))[1];
  assert.equal(await minutes(null, false), undefined);
  const badge = await minutes(null, true);
  const look = await minutes('look', true);
  const stay = await minutes('stay', true);
  assert.ok(badge !== undefined && look !== undefined && stay !== undefined);
  assert.ok(stay < look && look < badge);
  assert.equal(await minutes('stay', false), stay);
  assert.equal(await minutes('look', false), look);
  assert.equal(await minutes(null, false), undefined);
});

test('alert rules set the alarm where nothing more urgent does, the badge’s where that is sooner', async () => {
  const { when } = world();
  assert.equal((await when({ alerts: 60 }))[1], 60);
  assert.equal((await when({ wantsBadge: true }))[1], 15);
  assert.equal((await when({ alerts: 5 }))[1], 5);
  assert.equal((await when({ need: 'stay' }))[1], 0.5);
  assert.equal((await when({ need: null, alerts: null, wantsBadge: false }))[1], undefined);
});

test('while a wallet is waited for to connect, the alarm rings as for a request under way', async () => {
  const { when } = world();
  const [, stay] = await when({ need: 'stay' });
  for (const need of [null, 'look', 'stay'] as const) {
    assert.deepEqual((await when({ need, isConnecting: true }))[1], stay, String(need));
  }
  assert.equal((await when({ need: null, isConnecting: false }))[1], undefined);
});

test('while the past is read, the alarm brings back a worker that was ended; afterwards there is none', async () => {
  const { when } = world();
  const [, stay] = await when({ need: 'stay' });
  assert.deepEqual(await when({ need: null, isReading: true }), [0, stay]);
  assert.deepEqual(await when({ need: 'look' }), [0, stay]);
  assert.equal((await when({ need: null, isReading: false }))[1], undefined);
});

test('an alarm that is as it should be is not set again: that would put it off', async () => {
  const { when } = world();
  for (let i = 0; i < 3; i += 1) await when({ need: 'stay' });
  assert.equal(created, 1);
});

test('several changes at once are decided one after another, and the last one counts', async () => {
  const { now, keepAlive } = world();
  now.need = 'stay';
  const first = keepAlive.reconsider();
  const second = keepAlive.reconsider();
  now.need = null;
  await Promise.all([first, second]);
  assert.equal(now.held, 0);
  assert.equal(set.has('taubar'), false);
});

test('a need that cannot be read changes nothing, and the next decision is made all the same', async () => {
  const { now, when } = world();
  let fails = true;
  const keepAlive = createKeepAlive({
    live: { hold: () => () => undefined },
    alarms: createAlarms({ taubar: async () => undefined }),
    need: async () => {
      if (fails) throw new Error('store');
      return 'look';
    },
    isConnecting: async () => false,
    isReadingBooks: async () => false,
    wantsBadge: async () => false,
    alertMinutes: async () => null,
  });
  await when({ need: 'stay' });
  const before = set.get('taubar');
  await assert.rejects(keepAlive.reconsider());
  assert.equal(set.get('taubar'), before);
  fails = false;
  await keepAlive.reconsider();
  assert.notEqual(set.get('taubar'), before);
  assert.equal(now.held, 1);
});

test('an alarm wakes its own part; one that another version left wakes none', async () => {
  const woken: string[] = [];
  const alarms = createAlarms({ taubar: async () => void woken.push('taubar') });
  await alarms.rang('taubar');
  await alarms.rang('toString');
  await alarms.rang('of another version');
  assert.deepEqual(woken, ['taubar']);
});
