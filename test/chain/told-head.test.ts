// A node that tells a head no chain has: the honest nodes all look far behind it. They are left once, not for ever.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createChainClient } from '../../src/chain/chain-client.ts';
import { dialling, scriptedHeader, ScriptedNode } from '../fakes/provider.ts';
import { createMemoryCache, TEST_TIMING } from '../fakes/test-client.ts';

async function until(holds: () => boolean): Promise<void> {
  for (let left = 500; left > 0; left -= 1) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  assert.fail('never');
}

function nodeAt(height: number): ScriptedNode {
  const node: ScriptedNode = new ScriptedNode({
    chain_subscribeNewHeads: () => {
      const { last } = node;
      queueMicrotask(() => last.notify('chain_newHead', 'heads', scriptedHeader(height)));
      return 'heads';
    },
  });
  return node;
}

test('the honest node is used once the liar is away, although the liar answers in between', async (t) => {
  const [liar, honest] = [nodeAt(0xffff_ffff), nodeAt(100)];
  const dial = dialling({ a: liar, b: honest });
  let isLiarAway = false;
  const client = createChainClient({
    network: { id: 'n', isReal: true, genesisHash: null, endpoints: ['a', 'b'], archive: null },
    metadataCache: createMemoryCache(),
    openSocket: (endpoint) => {
      if (endpoint === 'a' && isLiarAway) throw new Error('away');
      return dial(endpoint);
    },
    random: () => 0,
    timing: TEST_TIMING,
  });
  t.after(client.close);
  await client.connect();
  const isOn = (endpoint: string): boolean =>
    client.status().endpoint === endpoint && client.status().state === 'connected';
  await until(() => client.status().head?.number === 0xffff_ffff);
  liar.last.emit('close');
  await until(() => honest.sockets.length === 1 && isOn('a'));
  isLiarAway = true;
  liar.last.emit('close');
  await until(() => isOn('b') && client.status().head?.number === 100);
  assert.equal(honest.sockets.length, 2);
});
