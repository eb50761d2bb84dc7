// Long readings on a simulated node: what is kept of them for the lists, and that ending a run ends it on the wire.
import 'fake-indexeddb/auto';
import assert from 'node:assert/strict';
import { afterEach, test, type TestContext } from 'node:test';
import { WebSocket } from 'ws';
import { nakamotoCoefficient, topSharePpm } from '../../src/emission/concentration.ts';
import { lockedPart } from '../../src/emission/locked-part.ts';
import { createLongReading } from '../../src/service/long-reading.ts';
import { eraseStore } from '../../src/store/open-store.ts';
import { readSurveyRecord } from '../../src/store/read-survey-record.ts';
import type { SubnetLocks } from '../../src/model/emission-facts.ts';
import { toNetuid } from '../../src/units.ts';
import { startDevnet } from '../devnet/devnet.ts';
import { createTestClient } from '../fakes/test-client.ts';

afterEach(eraseStore);

const SENDER = { id: 'x' };

async function setUp(t: TestContext) {
  const net = await startDevnet({ subnets: 24 });
  t.after(() => net.stop());
  net.produceBlock();
  const sent: string[] = [];
  let onSend: () => void = () => {};
  const client = createTestClient(net, {
    openSocket: (endpoint) => {
      const socket = new WebSocket(endpoint);
      const send = socket.send.bind(socket);
      socket.send = (text: string) => {
        sent.push(text);
        send(text);
        onSend();
      };
      return socket;
    },
  });
  t.after(client.close);
  await client.connect();
  const handlers = createLongReading({
    hold: () => () => {},
    withClient: (use) => use(client),
    networkChanged: async () => {},
    during: (work) => work(),
    isHeld: () => true,
  });
  const netuids = [...net.ledger.state.subnets.keys()].filter((one) => one !== 0).map(toNetuid);
  const genesisHash = client.genesisHash();
  assert.ok(genesisHash);
  return {
    handlers,
    netuids,
    genesisHash,
    sent,
    whenSent: (act: () => void) => {
      onSend = act;
    },
  };
}

test('what locks and stakes say of each subnet is kept with its block', async (t) => {
  const { handlers, netuids, genesisHash } = await setUp(t);
  const locks = await handlers.readSubnetLocks({ netuid: null, run: 'a' }, SENDER);
  assert.ok(locks.known);
  const ask = { netuids, block: null, run: 'b' };
  const say = await handlers.readValidatorStake({ ...ask, isWhole: false }, SENDER);
  const rows = (await readSurveyRecord(genesisHash))?.rows ?? [];
  assert.equal(rows.length, netuids.length);
  for (const { netuid, locks: kept, validators } of rows) {
    const found: SubnetLocks | undefined = locks.value.subnets.find((one) => one.netuid === netuid);
    assert.ok(found);
    assert.deepEqual(kept, lockedPart(found));
    const weights = say.stakes.filter((one) => one.netuid === netuid).map(({ alpha }) => alpha);
    assert.deepEqual(
      validators,
      weights.length === 0
        ? null
        : {
            block: say.block.number,
            count: weights.length,
            largestPpm: topSharePpm(weights, 1),
            needed: nakamotoCoefficient(weights),
          },
    );
  }
  assert.ok(rows.some(({ validators }) => validators !== null));
  // Miners stand in an answer for everybody: validators' parts are not made of it.
  const before = await readSurveyRecord(genesisHash);
  await handlers.readValidatorStake({ ...ask, isWhole: true }, SENDER);
  assert.deepEqual(await readSurveyRecord(genesisHash), before);
});

test('ending a run ends its readings at once and nothing more is sent, and leaves other runs alone', async (t) => {
  const { handlers, netuids, sent, whenSent } = await setUp(t);
  const begin = (run: string) =>
    handlers.readValidatorStake({ netuids, block: null, isWhole: false, run }, SENDER);
  await begin('first');
  const all = sent.length;
  await begin('whole');
  const whole = sent.length - all;
  assert.ok(whole > 3);

  const before = sent.length;
  whenSent(() => void handlers.stopReading({ run: 'mine' }, SENDER));
  await assert.rejects(begin('mine'));
  // Long enough for what the reading would have asked next.
  await new Promise((resolve) => setTimeout(resolve, 100));
  assert.ok(sent.length - before < whole, `${sent.length - before} of ${whole}`);

  whenSent(() => {});
  const both = [begin('kept'), begin('ended')];
  await handlers.stopReading({ run: 'ended' }, SENDER);
  const [kept, ended] = await Promise.allSettled(both);
  assert.equal(kept?.status, 'fulfilled');
  assert.equal(ended?.status, 'rejected');
});
