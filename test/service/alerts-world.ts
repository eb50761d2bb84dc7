// A simulated chain, the background's own store and alert rules, watched with no panel open: what tests of alerts share.
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { WebSocket } from 'ws';
import { alertKinds } from '../../src/alerts/kinds.ts';
import { readBriefly } from '../../src/chain/brief-client.ts';
import { parseHex } from '../../src/chain/scale/hex.ts';
import { parseSs58 } from '../../src/chain/scale/ss58.ts';
import type { AlertEvent, AlertKind, AlertRule } from '../../src/model/alert.ts';
import type { AlertQuery, WatchedAnswer, WatchedFacts } from '../../src/model/watched.ts';
import type { Snapshot } from '../../src/model/facts.ts';
import type { Network } from '../../src/model/network.ts';
import { addWatched } from '../../src/service/accounts.ts';
import { changeSettings } from '../../src/service/change-settings.ts';
import { createWatchAlerts, type WatchAlerts } from '../../src/service/watch-alerts.ts';
import { readAlertLog, writeAlertRule } from '../../src/store/alerts.ts';
import { writeNamesRecord, writeSnapshotRecord } from '../../src/store/chain-cache.ts';
import type { Hex } from '../../src/units.ts';
import { startDevnet, type Devnet, type DevnetOptions } from '../devnet/devnet.ts';
import { developmentColdkeys } from '../devnet/ledger/genesis/development-accounts.ts';
import { createMemoryCache, createTestClient, TEST_TIMING } from '../fakes/test-client.ts';

export const ALICE = parseSs58('5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY');
export const alice = developmentColdkeys().alice;

export function ruleOf(kind: AlertKind, part: Partial<AlertRule> = {}): AlertRule {
  const { sides, value, hysteresisPpm } = alertKinds[kind];
  return {
    id: kind,
    kind,
    scope: { of: 'everything' },
    side: sides[0] ?? null,
    value,
    hysteresisPpm,
    cooldownMinutes: 0,
    quiet: null,
    isEnabled: true,
    createdAt: 1,
    ...part,
  };
}

type Ask = (network: Network, query: AlertQuery) => Promise<WatchedAnswer>;
type AskSecond = (
  network: Network,
  query: AlertQuery,
  endpoint: string,
) => Promise<WatchedFacts | null>;

export type AlertsWorld = {
  net: Devnet;
  genesisHash: Hex;
  /** What a panel that was open once left behind. */
  snapshot: Snapshot;
  /** Milliseconds: what the computer's clock says. */
  clock: { at: number; minute: number };
  told: AlertEvent[];
  ask: Ask;
  /** A new life of the worker; parts of it may be made to fail. */
  live(part?: {
    ask?: Ask;
    /** Another operator's node; default: none is set. */
    askSecond?: AskSecond;
    tell?: () => Promise<void>;
    isPanelOpen?: boolean;
  }): WatchAlerts;
  /** An hour later, a block later: the alarm rings in a new life of the worker. */
  pass(part?: Parameters<AlertsWorld['live']>[0]): Promise<void>;
  log(): Promise<AlertEvent[]>;
  kinds(): Promise<string[]>;
};

export const HOUR = 61 * 60_000;

export async function alertsWorld(
  t: TestContext,
  rules: (snapshot: Snapshot) => readonly AlertRule[],
  options: DevnetOptions & { before?: (net: Devnet) => void } = {},
): Promise<AlertsWorld> {
  const net = await startDevnet({ subnets: 12, ...options });
  options.before?.(net);
  net.produceBlock();
  const client = createTestClient(net);
  t.after(async () => {
    client.close();
    await net.stop();
  });
  await client.connect();
  const genesisHash = parseHex(net.genesisHash, 'genesis hash', 32);
  const read = await client.readSnapshot({ coldkeys: [ALICE], lookedAt: [] });
  const snapshot: Snapshot = { ...read, unclaimed: { known: false, reason: 'unreadable' } };
  const { block, names } = await client.readNames();
  client.close();
  const network: Network = {
    id: 'alerts',
    name: 'Alerts',
    genesisHash,
    endpoints: [net.url],
    operators: {},
    archive: null,
    isReal: false,
    explorer: null,
  };
  await changeSettings({ networks: [network], networkId: network.id });
  await addWatched({ text: ALICE, label: '', isMine: true });
  await writeSnapshotRecord({ genesisHash, snapshot, proof: { state: 'untested' } });
  await writeNamesRecord({ genesisHash, block, readAt: 0, names });
  for (const rule of rules(snapshot)) await writeAlertRule(rule);

  const metadataCache = createMemoryCache();
  const clock = { at: net.head().timestamp, minute: 600 };
  const told: AlertEvent[] = [];
  const ask: Ask = (chosen, query) =>
    readBriefly(
      {
        network: chosen,
        metadataCache,
        openSocket: (endpoint) => new WebSocket(endpoint),
        timing: TEST_TIMING,
        random: () => 0.5,
      },
      query,
      AbortSignal.timeout(20_000),
    );
  const world: AlertsWorld = {
    net,
    genesisHash,
    snapshot,
    clock,
    told,
    ask,
    live: (part = {}) =>
      createWatchAlerts({
        network: async () => network,
        isPanelOpen: () => part.isPanelOpen === true,
        ask: part.ask ?? ask,
        askSecond: part.askSecond ?? (async () => null),
        notify: async (events) => {
          if (part.tell !== undefined) await part.tell();
          told.push(...events);
        },
        announce: () => undefined,
        now: () => ({ ...clock }),
      }),
    async pass(part) {
      clock.at += HOUR;
      net.produceBlock();
      await world.live(part).rang();
    },
    log: () => readAlertLog(genesisHash),
    kinds: async () => (await readAlertLog(genesisHash)).map(({ kind }) => kind).toSorted(),
  };
  assert.ok(snapshot.positions.length > 0);
  return world;
}
