// Measures a node that floods: a thousand heads a second, each with a number of its own, while a panel reads its portfolio
// and a request is followed. Prints memory held and how long a ticket's facts take meanwhile.
import { WebSocket, WebSocketServer } from 'ws';
import process from 'node:process';
import { parseSs58 } from '../../../src/chain/scale/ss58.ts';
import { isObject } from '../../../src/parse.ts';
import { oneAtATime } from '../../../src/service/one-at-a-time.ts';
import { toNetuid } from '../../../src/units.ts';
import { startDevnet, type Devnet } from '../../devnet/devnet.ts';
import { createTestClient } from '../../fakes/test-client.ts';

const ALICE = parseSs58('5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY');
const HEADS_A_SECOND = 1_000;
const SECONDS = 20;
const TICK_MS = 20;
const MEGABYTE = 1_048_576;

type Flood = { url: string; sent: () => number; start: () => void; stop: () => void };

/** Passes on what devnet says, and repeats its newest head notification as often as it is told to. */
function floodThrough(net: Devnet): Promise<Flood> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  let sent = 0;
  let timer: ReturnType<typeof setInterval> | undefined;
  const floods: (() => void)[] = [];
  server.on('connection', (client) => {
    const node = new WebSocket(net.url);
    const early: string[] = [];
    let notification: string | null = null;
    client.on('message', (data: Buffer) => {
      if (node.readyState === node.OPEN) node.send(data.toString());
      else early.push(data.toString());
    });
    node.on('open', () => {
      for (const text of early) node.send(text);
    });
    node.on('message', (data: Buffer) => {
      const text = data.toString();
      const parsed: unknown = JSON.parse(text);
      if (isObject(parsed) && parsed['method'] === 'chain_newHead') notification = text;
      client.send(text);
    });
    floods.push(() => {
      if (notification === null) return;
      for (let i = 0; i < (HEADS_A_SECOND * TICK_MS) / 1_000; i += 1) client.send(notification);
      sent += (HEADS_A_SECOND * TICK_MS) / 1_000;
    });
    client.on('close', () => node.close());
  });
  return new Promise((resolve) => {
    server.on('listening', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      resolve({
        url: `ws://127.0.0.1:${port}`,
        sent: () => sent,
        start: () => {
          timer = setInterval(() => floods.forEach((flood) => flood()), TICK_MS);
        },
        stop: () => {
          clearInterval(timer);
          server.close();
        },
      });
    });
  });
}

export async function benchFlood(): Promise<void> {
  const net = await startDevnet();
  const flood = await floodThrough(net);
  const client = createTestClient(
    { ...net, url: flood.url },
    { timing: { headGapMs: 250, requestMs: 12_000 } },
  );
  await client.connect();
  const netuids = Array.from({ length: 26 }, (_unused, i) => toNetuid(i));
  const facts = {
    coldkey: ALICE,
    netuids: [toNetuid(1)],
    hotkeys: [],
    destination: null,
    calls: [],
  };
  let heads = 0;
  let readings = 0;
  const readAtNewest = oneAtATime(async () => {
    await client.readSnapshot({ coldkeys: [ALICE], lookedAt: netuids });
    readings += 1;
  });
  const stop = new AbortController();
  client.onHead(() => {
    heads += 1;
    void readAtNewest(undefined);
  }, stop.signal);
  net.produceBlock();
  await client.readMoveFacts(facts);
  globalThis.gc?.();
  const before = process.memoryUsage();
  let most = 0;
  let slowest = 0;
  flood.start();
  const end = performance.now() + SECONDS * 1_000;
  while (performance.now() < end) {
    const at = performance.now();
    await client.readMoveFacts(facts);
    slowest = Math.max(slowest, performance.now() - at);
    most = Math.max(most, process.memoryUsage().heapUsed - before.heapUsed);
    net.produceBlock();
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  flood.stop();
  stop.abort();
  client.close();
  await net.stop();
  console.log(`${flood.sent()} heads sent in ${SECONDS} s, ${heads} used, ${readings} readings`);
  console.log(`heap: at most ${(most / MEGABYTE).toFixed(0)} MB above the start, garbage included`);
  console.log(`a ticket's facts meanwhile: at most ${slowest.toFixed(0)} ms`);
}
