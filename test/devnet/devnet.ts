// A simulated chain in this process: a Substrate-like node on a loopback WebSocket, with real SCALE and real signatures.
// Refuses to share code with what it referees: nothing here comes from src.
import { buildGenesis } from './ledger/genesis/genesis.ts';
import type { LedgerSettings, LedgerState } from './ledger/state/ledger-state.ts';
import { createLedger, ledgerReads, type Ledger } from './ledger/ledger.ts';
import type { Block } from './node/chain/block.ts';
import { DevNode, type ProduceOptions } from './node/chain/node.ts';
import { Traders } from './node/chain/traders.ts';
import { Faults } from './node/faults/faults.ts';
import { Connection } from './node/rpc/connection.ts';
import { rpcMethods } from './node/rpc/rpc-methods.ts';
import { RpcServer, type Traffic } from './node/rpc/server.ts';
import type { AuthorityChange } from './node/proofs/authorities.ts';
import type { ProofOptions, Prover, TrustedStart } from './node/proofs/prover.ts';
import { WEIGHT } from './node/runtime/consensus-pallets.ts';
import { RUNTIME_SPECS, type RuntimeSpec } from './node/runtime/runtime-spec.ts';

export type DevnetOptions = Readonly<{
  /** Of the genesis and the traders. Default 1. */
  seed?: number;
  /** Dynamic subnets besides root. Default 128. */
  subnets?: number;
  /** Instead of a generated one. */
  genesis?: LedgerState;
  settings?: Partial<LedgerSettings>;
  /** Default: `RUNTIME_SPECS.finney475`. */
  spec?: RuntimeSpec;
  /** Default: any free one. */
  port?: number;
  /** Milliseconds between blocks; null (default): only `produceBlock`. */
  blockTime?: number | null;
  /** Blocks have the time of this computer, as those of a real node. Default: only with a `blockTime`. */
  isOnTime?: boolean;
  /** Default 2. */
  finalityLag?: number;
  /** States kept behind the best block. Default 256. */
  keptStates?: number;
  /** Keeps every state. Default false. */
  isArchive?: boolean;
  /** Another runtime in the blocks before `spec` was installed. Default: none. */
  early?: Readonly<{ spec: RuntimeSpec; until: number }>;
  /** Default false. */
  hasTraders?: boolean;
  poolLimit?: number;
  chainName?: string;
  /** Tells the genesis hash of one chain from another's. Default `finney-like`. */
  chainSeed?: string;
  /** Real state roots, seals and votes, and proofs of all of them. Default: none, which costs nothing. */
  proofs?: ProofOptions;
}>;

export type Devnet = Readonly<{
  url: string;
  port: number;
  genesisHash: string;
  ledger: Ledger;
  node: DevNode;
  faults: Faults;
  traders: Traders;
  /** Since the start, over all sockets. */
  traffic: Traffic;
  /** Without a socket: messages as objects. */
  provider: ObjectProvider;
  /** Raw JSON text in and out, without a socket. */
  connect(onText: (text: string) => void, onHangUp?: () => void): TextConnection;
  /** Open sockets now. */
  connections(): number;
  /** Sockets ever accepted. */
  accepted(): number;
  head(): Block;
  finalizedHead(): Block;
  produceBlock(options?: ProduceOptions): Block;
  produceBlocks(count: number): Block;
  /** Null stops the timer. */
  setBlockTime(milliseconds: number | null): void;
  /** Changes settings of the ledger (emission, injections) from the next block on. */
  setSettings(settings: Partial<LedgerSettings>): void;
  /** Other voters or authors from a block on, with `proofs`. Returns the number of the block that announces it. */
  changeAuthorities(change?: AuthorityChange): number;
  /** What a client of this chain would be shipped with, with `proofs`: the voters at the last block before the start that has votes. */
  trustedStart(): TrustedStart;
  stop(): Promise<void>;
}>;

export type ObjectProvider = (onMessage: (message: unknown) => void) => {
  send(message: unknown): void;
  disconnect(): void;
};

export type TextConnection = Readonly<{ send(text: string): void; close(): void }>;

const BLOCK_TIME = 12_000;
/** 8 October 2026: of the first block when blocks are made on demand, so that runs repeat. */
const FIRST_TIME = 1_791_417_600_000;

export async function startDevnet(options: DevnetOptions = {}): Promise<Devnet> {
  const seed = options.seed ?? 1;
  const genesis = options.genesis ?? genesisOf(options, seed);
  const ledger = createLedger(genesis);
  const isOnTime = options.isOnTime ?? typeof options.blockTime === 'number';
  let timer: NodeJS.Timeout | null = null;
  const node = new DevNode(ledger, ledgerReads, {
    spec: options.spec ?? RUNTIME_SPECS.finney475,
    finalityLag: options.finalityLag ?? 2,
    keptStates: options.isArchive ? null : (options.keptStates ?? 256),
    early: options.early ?? null,
    poolLimit: options.poolLimit ?? 8192,
    seed: options.chainSeed ?? 'finney-like',
    proofs: options.proofs ?? null,
    origin: options.genesis || options.settings || isOnTime ? null : genesis,
    firstTime: isOnTime ? Date.now() : FIRST_TIME,
    nextTime: (parent) => (isOnTime ? Math.max(Date.now(), parent + 1) : parent + BLOCK_TIME),
  });

  const server = new RpcServer((wire) => open(wire), options.port ?? 0);
  const faults = new Faults(() => node, server);
  const context = {
    node,
    lies: faults.lies,
    chainName: options.chainName ?? 'Taubar devnet',
    prover: node.prover,
  };
  const methods = rpcMethods(context, (hash) => {
    faults.afterSubmit(hash);
  });
  const open = (wire: { send(text: string): void; hangUp(): void }): Connection =>
    new Connection(methods, faults.rules, wire);

  const traders = new Traders(ledger, ledgerReads, seed);
  node.tradersOf = (_, runtime) => traders.next(runtime);
  if (options.hasTraders) traders.start();

  const setBlockTime = (milliseconds: number | null): void => {
    if (timer) clearInterval(timer);
    timer = milliseconds === null ? null : setInterval(() => node.produceBlock(), milliseconds);
  };
  const connect = (onText: (text: string) => void, onHangUp?: () => void): TextConnection => {
    const connection = open({
      send: (text) => queueMicrotask(() => onText(text)),
      hangUp: () => onHangUp?.(),
    });
    return {
      send: (text) => connection.receive(text),
      close: () => connection.close(),
    };
  };

  await server.open();
  setBlockTime(options.blockTime ?? null);
  return {
    url: `ws://127.0.0.1:${server.port}`,
    port: server.port,
    genesisHash: node.chain.genesis.hash,
    ledger,
    node,
    faults,
    traders,
    traffic: server.traffic,
    provider: (onMessage) => {
      const connection = connect((text) => onMessage(JSON.parse(text)));
      return {
        send: (message) => connection.send(JSON.stringify(message)),
        disconnect: () => connection.close(),
      };
    },
    connect,
    connections: () => server.openSockets,
    accepted: () => server.accepted,
    head: () => node.chain.head,
    finalizedHead: () => node.chain.finalizedHead,
    produceBlock: (how) => node.produceBlock(how),
    produceBlocks(count) {
      for (let i = 0; i < count; i += 1) node.produceBlock();
      return node.chain.head;
    },
    setBlockTime,
    setSettings(settings) {
      ledger.state.settings = { ...ledger.state.settings, ...settings };
    },
    changeAuthorities: (change = {}) => proving(node).change(node.chain.head, change),
    trustedStart: () => startOf(node),
    async stop() {
      setBlockTime(null);
      await server.close();
    },
  };
}

function proving({ prover }: DevNode): Prover {
  if (!prover) throw new RangeError('Start the chain with `proofs`');
  return prover;
}

function startOf(node: DevNode): TrustedStart {
  const { hash, number, proof } = node.trusted;
  if (!proof) throw new RangeError('Start the chain with `proofs`');
  const { setId, voters } = proof.consensus;
  const authorities = voters.map((key) => ({ key, weight: WEIGHT }));
  return { genesisHash: node.chain.genesis.hash, setId, authorities, block: { hash, number } };
}

/** By seed and subnets, the chain's own settings: a ledger starts from a copy, so that chains may share one. */
const genesisStates = new Map<string, LedgerState>();

function genesisOf({ subnets, settings }: DevnetOptions, seed: number): LedgerState {
  const wanted = { seed, ...(subnets === undefined ? {} : { subnets }) };
  if (settings !== undefined) return buildGenesis({ ...wanted, settings });
  const key = JSON.stringify(wanted);
  const state = genesisStates.get(key) ?? buildGenesis(wanted);
  genesisStates.set(key, state);
  return state;
}
