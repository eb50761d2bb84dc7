// How the simulated node fails on demand: messages, lies, sockets.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WebSocket } from 'ws';
import { settle, signedStake, SUBNET_TAO_1, withDevnet } from '../devnet-story.ts';
import { NodeError } from '../rpc-client.ts';

test('the chosen message is the one that fails, as often as asked', () =>
  withDevnet(async (devnet, client) => {
    devnet.faults.arm({ skip: 1, times: 2 }, { do: 'fail', code: -32000, message: 'busy' });
    assert.equal(await client.request('system_chain'), 'Taubar devnet');
    for (let i = 0; i < 2; i += 1) {
      await assert.rejects(
        client.request('system_chain'),
        (error: unknown) => error instanceof NodeError && error.code === -32000,
      );
    }
    assert.equal(await client.request('system_chain'), 'Taubar devnet');
  }));

test('a method can stay silent, answer late, out of order, twice, for another id, or with nonsense', () =>
  withDevnet(async (devnet, client) => {
    const { faults } = devnet;
    const ask = (id: number, method: string): void => {
      client.sendText(JSON.stringify({ jsonrpc: '2.0', id, method, params: [] }));
    };
    const ids = (): unknown[] => client.received.map((text) => JSON.parse(text).id);
    faults.arm({ method: 'system_name', times: 1 }, { do: 'ignore' });
    ask(1, 'system_name');
    faults.arm({ method: 'system_version' }, { do: 'hold-until-next' });
    ask(2, 'system_version');
    ask(3, 'system_chain');
    await settle();
    assert.deepEqual(ids(), [3, 2]);
    faults.arm({ method: 'system_health' }, { do: 'repeat' });
    ask(4, 'system_health');
    faults.arm({ method: 'system_properties' }, { do: 'wrong-id' });
    ask(5, 'system_properties');
    await settle();
    assert.deepEqual(ids().slice(2), [4, 4, 1_000_008]);
    faults.arm({ method: 'system_chainType' }, { do: 'delay', ms: 30 });
    ask(6, 'system_chainType');
    await settle();
    assert.equal(client.received.length, 5);
    await new Promise((resolve) => setTimeout(resolve, 40));
    assert.equal(client.received.length, 6);
    faults.reset();
    faults.arm({ method: 'chain_getHead' }, { do: 'garbage', text: '[]' });
    ask(7, 'chain_getHead');
    await settle();
    assert.equal(client.received.at(-1), '[]');
  }));

test('an answer can be cut short, inflated or replaced, also inside a batch of keys', () =>
  withDevnet(async (devnet, client) => {
    const { faults } = devnet;
    const method = 'state_getStorage';
    const honest = String(await client.request(method, SUBNET_TAO_1));
    const disarm = faults.arm({ method }, { do: 'truncate', bytes: 3 });
    assert.equal(await client.request(method, SUBNET_TAO_1), honest.slice(0, -6));
    disarm();
    faults.arm({ method, times: 1 }, { do: 'inflate', bytes: 1_000_000 });
    assert.equal(String(await client.request(method, SUBNET_TAO_1)).length, 2_000_018);
    faults.arm({ method: 'state_queryStorageAt' }, { do: 'replace', change: () => [] });
    assert.deepEqual(await client.request('state_queryStorageAt', [SUBNET_TAO_1]), []);
  }));

test('a lie changes one storage item or one runtime answer and nothing else', () =>
  withDevnet(async (devnet, client) => {
    const { faults } = devnet;
    const honest = await client.request('state_getStorage', SUBNET_TAO_1);
    const truth = faults.lies.storage('SubtensorModule.SubnetTAO', (value, [netuid]) =>
      netuid === 1 ? 5n : value,
    );
    assert.equal(await client.request('state_getStorage', SUBNET_TAO_1), '0x0500000000000000');
    const other = SUBNET_TAO_1.replace(/0100$/, '0200');
    assert.notEqual(await client.request('state_getStorage', other), '0x0500000000000000');
    truth();
    assert.equal(await client.request('state_getStorage', SUBNET_TAO_1), honest);
    faults.lies.api('SwapRuntimeApi_current_alpha_price', () => 7n);
    const price = await client.request(
      'state_call',
      'SwapRuntimeApi_current_alpha_price',
      '0x0100',
    );
    assert.equal(price, '0x0700000000000000');
    faults.lies.genesisHash = `0x${'66'.repeat(32)}`;
    assert.equal(await client.request('chain_getBlockHash', 0), `0x${'66'.repeat(32)}`);
    faults.reset();
    assert.equal(await client.request('chain_getBlockHash', 0), devnet.genesisHash);
  }));

const opened = (socket: WebSocket): Promise<boolean> =>
  new Promise((resolve) => {
    socket.once('open', () => resolve(true));
    socket.once('error', () => resolve(false));
  });

test('sockets are refused, cut, and served again after the node was away', () =>
  withDevnet(async (devnet) => {
    const { faults, url } = devnet;
    const socket = new WebSocket(url);
    assert.equal(await opened(socket), true);
    assert.equal(devnet.connections(), 1);
    const closed = new Promise((resolve) => socket.once('close', resolve));
    faults.hangUp();
    await closed;
    await settle();
    assert.equal(devnet.connections(), 0);
    faults.refuseConnections(true);
    assert.equal(await opened(new WebSocket(url)), false);
    faults.stallConnections(true);
    const waiting = new WebSocket(url);
    const outcome = opened(waiting);
    await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(waiting.readyState, WebSocket.CONNECTING);
    // A busy machine may not have taken the connection yet: it is hung up on when it has.
    const hangingUp = setInterval(() => faults.hangUp(), 10);
    assert.equal(await outcome, false);
    clearInterval(hangingUp);
    faults.reset();
    await faults.goOffline();
    assert.equal(await opened(new WebSocket(url)), false);
    await faults.goOnline();
    const again = new WebSocket(url);
    assert.equal(await opened(again), true);
    faults.arm({ method: 'system_chain' }, { do: 'hang-up', when: 'after' });
    const cut = new Promise((resolve) => again.once('close', resolve));
    again.send('{"jsonrpc":"2.0","id":1,"method":"system_chain","params":[]}');
    await cut;
    assert.equal(devnet.traffic.messagesIn, 1);
    assert.equal(devnet.traffic.messagesOut, 0);
    assert.equal(devnet.accepted(), 2);
  }));

test('a node that dies between submission and answer has taken the extrinsic', () =>
  withDevnet(async (devnet, client) => {
    const hex = await signedStake(devnet);
    devnet.faults.arm({ method: 'author_submitExtrinsic' }, { do: 'hang-up', when: 'after' });
    void client.request('author_submitExtrinsic', hex);
    await settle();
    assert.equal(client.isHungUp(), true);
    assert.equal(devnet.produceBlock().extrinsics.length, 2);
  }));
