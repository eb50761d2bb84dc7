// An archive with a past: three years of a chain in which forty accounts did everything, read over a loopback WebSocket,
// and the maker's own record of it. The state is a function of the height; only blocks in which something happened exist.
// Refuses to share code with src: it is the referee of a book that was rebuilt from it.
import type { AccountId, LedgerState } from '../ledger/state/ledger-state.ts';
import { ledgerReads } from '../ledger/ledger.ts';
import { accountAt } from '../ledger/state/balances.ts';
import { FaultRules } from '../node/faults/fault-rules.ts';
import { Lies } from '../node/faults/lies.ts';
import { chainMethods } from '../node/rpc/chain-methods.ts';
import { Connection } from '../node/rpc/connection.ts';
import type { Methods, ReadContext } from '../node/rpc/rpc-context.ts';
import { RpcServer } from '../node/rpc/server.ts';
import { stateMethods } from '../node/rpc/state-methods.ts';
import type { RuntimeSpec } from '../node/runtime/runtime-spec.ts';
import { PastChain } from './past-chain.ts';
import { holdingsOf } from './past-drafts.ts';
import { ERAS, HEAD, specAt, timeOf } from './past-eras.ts';
import { PastFaults } from './past-faults.ts';
import { beginPast, type Beginning } from './past-genesis.ts';
import { Maker } from './past-maker.ts';
import type { PastPoint, PastPrice, PastRecord } from './past-record.ts';
import { Story } from './past-story.ts';

export type {
  PastHolding,
  PastKind,
  PastLeg,
  PastPoint,
  PastPrice,
  PastRecord,
} from './past-record.ts';
export { PLACES } from './past-story.ts';

export type PastOptions = Readonly<{
  /** Default 1. */
  seed?: number;
  /** Default 40; at least 12. */
  coldkeys?: number;
}>;

export type Asked = { questions: number; bytes: number };

export type Counters = {
  /** Requests, each of a batch counted. */
  questions: number;
  /** Texts that went out, over all sockets. */
  messages: number;
  bytesOut: number;
  /** `bytes`: of results, as JSON. */
  byMethod: Map<string, Asked>;
};

export type Past = Readonly<{
  url: string;
  genesisHash: string;
  /** Its height. */
  head: number;
  coldkeys: readonly AccountId[];
  hotkeys: readonly AccountId[];
  /** `from`: the block whose state first holds the code; the next one runs on it. */
  runtimes: readonly Readonly<{ from: number; specVersion: number }>[];
  /** Blocks in which something happened, ascending. */
  eventful: readonly number[];
  chain: PastChain;
  faults: PastFaults;
  counters: Counters;
  /** In order of block and place. */
  record(coldkey: AccountId): readonly PastRecord[];
  /** What it had at the end of a block. */
  point(coldkey: AccountId, block: number): PastPoint;
  stateAt(block: number): LedgerState;
  hashOf(block: number): string;
  timeOf(block: number): number;
  specOf(block: number): RuntimeSpec;
  resetCounters(): void;
  stop(): Promise<void>;
}>;

type Made = Readonly<{ beginning: Beginning; maker: Maker }>;

/** By seed and accounts: what was made is never changed, so that several archives of a process share it. */
const made = new Map<string, Made>();

function make(seed: number, count: number): Made {
  const key = `${seed}/${count}`;
  const known = made.get(key);
  if (known !== undefined) return known;
  const beginning = beginPast(seed, count);
  const maker = new Maker(beginning.state, beginning.world, beginning.coldkeys);
  new Story(beginning, seed).tell(maker);
  const all = { beginning, maker };
  made.set(key, all);
  return all;
}

export async function startPast(options: PastOptions = {}): Promise<Past> {
  const seed = options.seed ?? 1;
  const { beginning, maker } = make(seed, options.coldkeys ?? 40);
  const chain = new PastChain(seed, maker.blocks, beginning.world);
  const rules = new FaultRules();
  const faults = new PastFaults(chain, rules);
  const counters: Counters = { questions: 0, messages: 0, bytesOut: 0, byMethod: new Map() };
  const context: ReadContext = { node: { chain }, lies: new Lies(), chainName: 'Taubar past' };
  const methods = counted(counters, {
    ...chainMethods(context),
    ...stateMethods(context),
    ...archiveMethods(chain, context.chainName),
  });
  const server = new RpcServer(
    (wire) =>
      new Connection(methods, rules, {
        ...wire,
        send(text) {
          counters.messages += 1;
          counters.bytesOut += Buffer.byteLength(text);
          wire.send(text);
        },
      }),
    0,
  );
  await server.open();
  return {
    url: `ws://127.0.0.1:${server.port}`,
    genesisHash: chain.hashes.hashOf(0),
    head: HEAD,
    coldkeys: beginning.coldkeys,
    hotkeys: beginning.world.earning,
    runtimes: ERAS.map(({ from, spec }) => ({ from, specVersion: spec.specVersion })),
    eventful: maker.blocks.slice(1).map(({ number }) => number),
    chain,
    faults,
    counters,
    record: (coldkey) =>
      maker.records
        .filter((record) => record.coldkey === coldkey)
        .map((record) => ({
          ...record,
          get hash() {
            return chain.hashes.hashOf(record.block);
          },
        })),
    point: (coldkey, block) => pointOf(chain.stateAt(block), coldkey, block),
    stateAt: (block) => chain.stateAt(block),
    hashOf: (block) => chain.hashes.hashOf(block),
    timeOf,
    specOf: specAt,
    resetCounters() {
      counters.questions = 0;
      counters.messages = 0;
      counters.bytesOut = 0;
      counters.byMethod.clear();
    },
    stop: () => server.close(),
  };
}

function pointOf(state: LedgerState, coldkey: AccountId, block: number): PastPoint {
  const { nonce, free, reserved } = accountAt(state, coldkey);
  const holdings = holdingsOf(state, coldkey);
  const prices = new Map<string, PastPrice>();
  for (const { netuid, registeredAt } of holdings) {
    if (netuid === 0) continue;
    const raoPerAlpha = ledgerReads.currentAlphaPrice(state, netuid);
    prices.set(`${netuid}/${registeredAt}`, { netuid, registeredAt, raoPerAlpha });
  }
  return {
    block,
    at: timeOf(block),
    nonce,
    free: free + reserved,
    reserved,
    holdings,
    prices: [...prices.values()],
  };
}

function counted(counters: Counters, methods: Methods): Methods {
  return Object.fromEntries(
    Object.entries(methods).map(([name, method]): [string, Methods[string]] => [
      name,
      (params, session) => {
        const asked = counters.byMethod.get(name) ?? { questions: 0, bytes: 0 };
        counters.byMethod.set(name, asked);
        counters.questions += 1;
        asked.questions += 1;
        const answer = method(params, session);
        const text = typeof answer === 'string' ? answer : JSON.stringify(answer ?? null);
        asked.bytes += text.length;
        return answer;
      },
    ]),
  );
}

function archiveMethods(chain: PastChain, name: string): Methods {
  return {
    system_chain: () => name,
    system_chainType: () => 'Development',
    system_name: () => 'Subtensor Node',
    system_version: () => '4.0.0-dev-taubar',
    system_properties: () => ({
      isEthereum: false,
      ss58Format: 42,
      tokenDecimals: 9,
      tokenSymbol: 'TAO',
    }),
    system_health: () => ({ peers: 0, isSyncing: false, shouldHavePeers: false }),
    system_syncState: () => ({
      startingBlock: 0,
      currentBlock: chain.height,
      highestBlock: chain.height,
    }),
    rpc_methods: () => ({ methods: [] }),
  };
}
