// Serves a chain that is only read, over a loopback WebSocket, and counts what it is asked.
// Refuses to know how its blocks came about.
import { ledgerReads } from '../ledger/ledger.ts';
import { accountAt } from '../ledger/state/balances.ts';
import type { AccountId, LedgerState } from '../ledger/state/ledger-state.ts';
import type { FaultRules } from '../node/faults/fault-rules.ts';
import { Lies } from '../node/faults/lies.ts';
import { chainMethods } from '../node/rpc/chain-methods.ts';
import { Connection } from '../node/rpc/connection.ts';
import type { ChainView, Methods, ReadContext } from '../node/rpc/rpc-context.ts';
import { RpcServer } from '../node/rpc/server.ts';
import { stateMethods } from '../node/rpc/state-methods.ts';
import { holdingsOf } from './past-drafts.ts';
import type { PastPoint, PastPrice } from './past-record.ts';

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

export type Served = Readonly<{
  url: string;
  counters: Counters;
  resetCounters(): void;
  stop(): Promise<void>;
}>;

export async function servePast(chain: ChainView, rules: FaultRules): Promise<Served> {
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
    counters,
    resetCounters() {
      counters.questions = 0;
      counters.messages = 0;
      counters.bytesOut = 0;
      counters.byMethod.clear();
    },
    stop: () => server.close(),
  };
}

/** What an account has in a state. */
export function pointOf(
  state: LedgerState,
  coldkey: AccountId,
  where: Readonly<{ block: number; at: number }>,
): PastPoint {
  const { nonce, free, reserved } = accountAt(state, coldkey);
  const holdings = holdingsOf(state, coldkey);
  const prices = new Map<string, PastPrice>();
  for (const { netuid, registeredAt } of holdings) {
    if (netuid === 0) continue;
    const raoPerAlpha = ledgerReads.currentAlphaPrice(state, netuid);
    prices.set(`${netuid}/${registeredAt}`, { netuid, registeredAt, raoPerAlpha });
  }
  return {
    ...where,
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

function archiveMethods(chain: ChainView, name: string): Methods {
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
      currentBlock: chain.head.number,
      highestBlock: chain.head.number,
    }),
    rpc_methods: () => ({ methods: [] }),
  };
}
