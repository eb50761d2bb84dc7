// Signing over the simulated chain: its node on a socket, the real client and planner, a development key for a
// wallet, a store in memory, and lives of the background that can be ended at any step.
import { isUnsettled } from './fake-facts.ts';
import { agreedRows } from '../fakes/checked-runtime.ts';
import { createMemoryCache } from '../fakes/test-client.ts';
import { WebSocket } from 'ws';
import { createChainClient, type ChainClient } from '../../src/chain/chain-client.ts';
import { toHex } from '../../src/chain/scale/hex.ts';
import { AppError } from '../../src/errors.ts';
import { publicKeyOf } from '../../src/chain/scale/ss58.ts';
import type { BlockRef } from '../../src/model/facts.ts';
import { createSigning, type Signing } from '../../src/signing/create-signing.ts';
import type { SecondChain, SigningPorts } from '../../src/signing/signing-deps.ts';
import type { SigningPrompt } from '../../src/wallet/prompt-for-signing.ts';
import { noLimits, type AccountLimits } from '../../src/model/account-limits.ts';
import type { GuardRow } from '../../src/model/guard.ts';
import type { KeyType } from '../../src/model/account.ts';
import type { SigningRequest } from '../../src/model/request.ts';
import type { Hex, Ss58Address } from '../../src/units.ts';
import { startDevnet, type DevnetOptions } from '../devnet/devnet.ts';
import { Killed, type Death } from './fake-world.ts';
import { buildGenesis } from '../devnet/ledger/genesis/genesis.ts';
import { developmentColdkeys } from '../devnet/ledger/genesis/development-accounts.ts';
import { keyWallet, type WalletKeyType } from './key-wallet.ts';

export type DevnetWorld = Awaited<ReturnType<typeof createDevnetWorld>>;

export type Stage = {
  stored: Map<string, SigningRequest>;
  held: Map<string, SigningPrompt>;
  asked: SigningPrompt[];
  submissions: Hex[];
  /** How many of them have had the time to reach the node. */
  delivered: number;
  confirmed: Ss58Address[];
  steps: number;
  lastStep: string;
  reports: unknown[];
  /** Another operator's node; null: none is configured. */
  second: SecondChain | null;
  /** What was checked of the runtime. */
  guard: readonly GuardRow[];
  /** The user's own limits for the wallet's account. */
  limits: AccountLimits;
  /** The chain's TAO has a value. */
  isReal: boolean;
  /** Why another operator does not tell the same; null: it does. */
  unconfirmed: AppError | null;
  proveInputs: SigningPorts['proveInputs'];
  proveEvents: SigningPorts['proveEvents'];
  now: () => number;
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The wallet's own account takes Alice's place in the genesis, whatever its key type. */
export async function createDevnetWorld(
  options: DevnetOptions = {},
  keyType: WalletKeyType = 'sr25519',
) {
  const wallet = await keyWallet('//Alice', keyType);
  const alice = toHex(publicKeyOf(wallet.coldkey));
  const genesis = buildGenesis({
    seed: 1,
    subnets: 6,
    coldkeys: { ...developmentColdkeys(), alice },
    ...(options.settings === undefined ? {} : { settings: options.settings }),
  });
  const devnet = await startDevnet({ genesis, ...options });
  const client: ChainClient = createChainClient({
    network: {
      id: 'devnet',
      isReal: false,
      genesisHash: null,
      endpoints: [devnet.url],
      archive: null,
    },
    metadataCache: createMemoryCache(),
    // Every block counts here, however fast they are made.
    timing: { headGapMs: 0 },
    openSocket: (endpoint) => new WebSocket(endpoint),
  });
  await client.connect();

  function newStage(): Stage {
    return {
      stored: new Map(),
      held: new Map(),
      asked: [],
      submissions: [],
      delivered: 0,
      confirmed: [],
      steps: 0,
      lastStep: '',
      reports: [],
      second: null,
      guard: agreedRows,
      limits: noLimits,
      isReal: false,
      unconfirmed: null,
      proveInputs: async () => null,
      proveEvents: async () => ({ kind: 'not-served' }),
      now: Date.now,
    };
  }

  let ids = 0;

  function live(stage: Stage, death: Death = null, reportedKeyType: KeyType = keyType): Signing {
    let step = 0;
    let isDead = false;

    /** Only what leaves a trace counts as a step: writes and side effects. */
    async function mortal<T>(name: string, deed: () => Promise<T>): Promise<T> {
      if (isDead) throw new Killed();
      step += 1;
      stage.steps = step;
      const isLast = death !== null && step === death.step;
      if (isLast) {
        isDead = true;
        stage.lastStep = `${death.when} step ${step}, ${name}`;
      }
      if (isLast && death.when === 'before') throw new Killed();
      const value = await deed();
      if (isDead) throw new Killed();
      return value;
    }

    function alive<T>(value: T): T {
      if (isDead) throw new Killed();
      return value;
    }

    const ports: SigningPorts = {
      chain: async () =>
        alive({
          ...client,
          network: { ...client.network, isReal: stage.isReal },
          // As if another operator had told the same pools: what one node alone tells is another test's subject.
          readMoveFacts: async (query, block) => ({
            ...(await client.readMoveFacts(query, block)),
            ...(stage.unconfirmed === null && { depth: 'two-sources' }),
          }),
          submitAndWatch: async (extrinsic, onStatus, signal) => {
            const watch = { last: null as ReturnType<typeof client.submitAndWatch> | null };
            await mortal('submit', async () => {
              stage.submissions.push(extrinsic);
              const sent = devnet.node.pool.pending().length;
              watch.last = client.submitAndWatch(extrinsic, onStatus, signal);
              watch.last.catch(() => undefined);
              // The bytes are at the node before this life may end.
              for (let i = 0; i < 50 && devnet.node.pool.pending().length === sent; i += 1)
                await pause(2);
            });
            stage.delivered += 1;
            if (watch.last === null) throw new Error('not sent');
            return watch.last;
          },
        }),
      second: async (use) => {
        const { second } = stage;
        if (second === null) throw new AppError('NO_SECOND_SOURCE');
        return use(alive(second));
      },
      confirmDepth: async (facts) => {
        if (stage.unconfirmed !== null) throw stage.unconfirmed;
        return { ...facts, depth: 'two-sources' };
      },
      proveInputs: (facts) => stage.proveInputs(facts),
      proveEvents: (block) => stage.proveEvents(block),
      guardRows: async () => stage.guard,
      accountLimits: async () => ({ known: true, value: stage.limits }),
      network: async () => ({ id: 'devnet', genesisHash: client.genesisHash() }),
      store: {
        read: async (id) => alive(structuredClone(stage.stored.get(id) ?? null)),
        listUnsettled: async () =>
          alive(structuredClone([...stage.stored.values()].filter(isUnsettled))),
        listOf: async (coldkey) =>
          alive(
            structuredClone([...stage.stored.values()].filter((one) => one.coldkey === coldkey)),
          ),
        listSince: async (coldkey, block) =>
          alive(
            structuredClone(
              [...stage.stored.values()].filter(
                (one) =>
                  one.coldkey === coldkey &&
                  (one.state !== 'finalized' || one.inBlock.number >= block),
              ),
            ),
          ),
        hasUnread: async () => false,
        listNotFinal: async (coldkey) =>
          alive(
            structuredClone(
              [...stage.stored.values()].filter(
                (one) => one.coldkey === coldkey && one.state !== 'finalized',
              ),
            ),
          ),
        change: (id, change) =>
          mortal('write', async () => {
            const current = stage.stored.get(id) ?? null;
            const next = change(structuredClone(current));
            if (next) stage.stored.set(id, structuredClone(next));
            return structuredClone(next ?? current);
          }),
        changeSome: (wanted, change) =>
          mortal('write', async () => {
            const found = wanted.flatMap((id) => stage.stored.get(id) ?? []);
            for (const next of change(structuredClone(found))) {
              stage.stored.set(next.id, structuredClone(next));
            }
          }),
      },
      askWallet: (prompt) =>
        mortal('ask wallet', async () => {
          stage.held.set(prompt.promptId, prompt);
          stage.asked.push(prompt);
        }),
      forgetPrompt: async (promptId) => void stage.held.delete(promptId),
      forgetPrompts: async (requestId) => {
        for (const [promptId, prompt] of stage.held) {
          if (prompt.requestId === requestId) stage.held.delete(promptId);
        }
      },
      isPromptHeld: async (promptId) => stage.held.has(promptId),
      readSources: async () => [
        {
          wallet: 'key wallet',
          origin: 'https://example.test',
          keyType: reportedKeyType,
          name: 'dev',
          seenAt: 1,
          genesisHash: null,
        },
      ],
      confirmAccount: (coldkey) =>
        mortal('confirm', async () => {
          stage.confirmed.push(coldkey);
        }),
      announce: () => undefined,
      now: () => stage.now(),
      newId: () => `id-${(ids += 1)}`,
      report: (error) => {
        if (!(error instanceof Killed)) stage.reports.push(error);
      },
    };
    return createSigning(ports);
  }

  /** Until the client has heard of the node's newest block, as the node tells of it. */
  async function caughtUp(): Promise<BlockRef> {
    for (let i = 0; i < 500; i += 1) {
      const head = devnet.faults.lies.hidden?.show(devnet.head()) ?? devnet.head();
      const known = client.status().head;
      if (known?.hash === head.hash) return known;
      await pause(2);
    }
    throw new Error('the client did not hear of the head');
  }

  /** Blocks come and the background hears of each. */
  async function blocks(signing: Signing, count: number): Promise<void> {
    for (let i = 0; i < count; i += 1) {
      devnet.produceBlock();
      await signing.onHead(await caughtUp());
    }
  }

  async function stop(): Promise<void> {
    client.close();
    await devnet.stop();
  }

  /** As the ledger names accounts. */
  const hexOf = (address: Ss58Address): string => toHex(publicKeyOf(address));

  return { devnet, client, wallet, newStage, live, caughtUp, blocks, stop, pause, hexOf };
}
