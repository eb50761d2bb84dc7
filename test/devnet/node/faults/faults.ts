// Everything that can be made to go wrong with the node, in one place, for tests to hold.
// Refuses to act by itself.
import type { DevNode } from '../chain/node.ts';
import type { Block } from '../chain/block.ts';
import type { RpcServer, SlowLine } from '../rpc/server.ts';
import type { RuntimeSpec } from '../runtime/runtime-spec.ts';
import { FaultRules, type FaultAction, type FaultMatch } from './fault-rules.ts';
import { LIES, type LieName } from './breakages.ts';
import { Lies } from './lies.ts';
import { ProofFaults } from './proof-lies.ts';
import { RateLimit, type RateLimitOptions } from './rate-limit.ts';

export class Faults {
  readonly rules = new FaultRules();
  readonly lies = new Lies();
  /** Of a chain with `proofs`. */
  readonly proofs: ProofFaults;
  private readonly node: () => DevNode;
  private readonly server: RpcServer;
  private swallows = 0;

  constructor(node: () => DevNode, server: RpcServer) {
    this.node = node;
    this.proofs = new ProofFaults(node, (chain) => {
      this.lies.hidden = chain;
    });
    this.server = server;
  }

  /** See `FaultAction`. Returns the way to disarm. */
  arm(match: FaultMatch, action: FaultAction): () => void {
    return this.rules.arm(match, action);
  }

  /** The manners of a public entry point, over all sockets. Returns what it counts. */
  limitRate(options: RateLimitOptions = {}): RateLimit {
    const limit = new RateLimit(options);
    this.rules.limit = limit;
    return limit;
  }

  /** A line far away or thin, for all connections. Null: as it is. */
  slowLine(line: SlowLine | null): void {
    this.server.line = line;
  }

  /** What the node says of its own state: still fetching blocks, up to that one. Null: it has them all. */
  syncTo(highest: number | null): void {
    this.lies.syncingTo = highest;
  }

  /** One named lie, see `LIES`. Returns the way back to the truth. */
  tell(name: LieName): () => void {
    return LIES[name](this.lies);
  }

  /** One storage item or one runtime API method is not answered; the others are. Returns the way back. */
  refuse(what: string): () => void {
    return this.lies.refuse(what);
  }

  /** Sockets are cut before the handshake. */
  refuseConnections(isRefusing: boolean): void {
    this.server.welcome = isRefusing ? 'refuse' : 'serve';
  }

  /** New sockets wait for a handshake that does not come. */
  stallConnections(isStalling: boolean): void {
    this.server.welcome = isStalling ? 'stall' : 'serve';
  }

  /** Cuts every socket; new ones are welcome. */
  hangUp(): void {
    this.server.hangUpAll();
  }

  /** The port is dead until `goOnline`. The chain goes on. */
  goOffline(): Promise<void> {
    return this.server.close();
  }

  goOnline(): Promise<void> {
    return this.server.open();
  }

  /** The next extrinsics are accepted, called ready, and then forgotten without a word. */
  swallowExtrinsics(count: number): void {
    this.swallows = count;
  }

  /** Blocks leave the pool's extrinsics waiting. */
  holdPool(isHeld: boolean): void {
    this.node().isPoolHeld = isHeld;
  }

  /** Throws a waiting extrinsic out; its watchers hear `dropped`. */
  dropExtrinsic(hash: string): void {
    this.node().pool.drop(hash);
  }

  holdFinality(isHeld: boolean): void {
    this.node().chain.holdFinality(isHeld);
  }

  /** Watchers of included extrinsics hear `finalityTimeout`. */
  timeOutFinality(): void {
    this.node().pool.timeOutFinality();
  }

  /** The last blocks lose against a branch one longer; `includesPool` puts their extrinsics into its last block. */
  reorganise(depth: number, options: { includesPool?: boolean } = {}): Block {
    return this.node().reorganise(depth, options.includesPool ?? false);
  }

  /** The block of this number installs another runtime. */
  upgradeAt(number: number, spec: RuntimeSpec): void {
    this.node().upgradeAt(number, spec);
  }

  /** Back to an honest, healthy node; the chain keeps what happened to it. */
  reset(): void {
    this.rules.clear();
    this.lies.clear();
    this.swallows = 0;
    this.server.welcome = 'serve';
    this.server.line = null;
    this.node().isPoolHeld = false;
    this.node().chain.holdFinality(false);
  }

  /** Called by the node for every accepted extrinsic. */
  afterSubmit(hash: string): void {
    if (this.swallows === 0) return;
    this.swallows -= 1;
    this.node().pool.forget(hash);
  }
}
