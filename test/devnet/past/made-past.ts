// A past that was really made: every block by the simulated chain, with epochs, an upgrade and a fork, and the maker's record.
// The chain runs on its own; the record is written beside it, as each extrinsic is applied.
import { startDevnet, type Devnet } from '../devnet.ts';
import { accountNamed, developmentColdkeys } from '../ledger/genesis/development-accounts.ts';
import { createRandom, type Random } from '../ledger/genesis/random.ts';
import type { ExtrinsicOutcome } from '../ledger/ledger.ts';
import type { LedgerCall } from '../ledger/calls/ledger-call.ts';
import { forkState, type AccountId, type LedgerState } from '../ledger/state/ledger-state.ts';
import type { Block } from '../node/chain/block.ts';
import type { TraderCall } from '../node/chain/author.ts';
import { extrinsicHash } from '../node/chain/node.ts';
import { unverifiedExtrinsic } from '../node/chain/traders.ts';
import { FaultRules } from '../node/faults/fault-rules.ts';
import type { ChainView } from '../node/rpc/rpc-context.ts';
import type { Runtime } from '../node/runtime/runtime.ts';
import { RUNTIME_SPECS, type RuntimeSpec } from '../node/runtime/runtime-spec.ts';
import { extrinsicWeight, feeOf } from '../node/runtime/weights.ts';
import {
  failingCall,
  giveStakeCall,
  isFunded,
  largePositions,
  moveCall,
  openNetuids,
  remarkCall,
  sendCall,
  stakeCall,
  swapCall,
  TAO,
  unstakeCall,
} from './past-acts.ts';
import { callValue, nameOfCall } from './past-call.ts';
import { draftsOf, feeLegOf, pricesOf, type Draft } from './past-drafts.ts';
import type { PastPoint, PastRecord } from './past-record.ts';
import { pointOf, servePast, type Counters } from './past-server.ts';

export type MadeOptions = Readonly<{
  seed?: number;
  /** Default 20,000. */
  blocks?: number;
  /** An act each so many blocks, about. Default 60. */
  gap?: number;
}>;

export type MadePast = Readonly<{
  url: string;
  genesisHash: string;
  /** Its first and last block with a state. */
  first: number;
  head: number;
  upgradeAt: number;
  /** Two blocks of another branch were the best ones here, for a while. */
  forkedAt: number;
  coldkeys: readonly AccountId[];
  hotkeys: readonly AccountId[];
  net: Devnet;
  /** For what can go wrong with a message. */
  rules: FaultRules;
  counters: Counters;
  /** The head that it tells is that many blocks behind. */
  lag(blocks: number): void;
  record(coldkey: AccountId): readonly PastRecord[];
  point(coldkey: AccountId, block: number): PastPoint;
  resetCounters(): void;
  stop(): Promise<void>;
}>;

/** What an extrinsic did, while its block was made. */
type Applied = Readonly<{
  signer: AccountId;
  call: LedgerCall;
  done: ExtrinsicOutcome;
  before: LedgerState;
  after: LedgerState;
}>;

const EARLIER: RuntimeSpec = { ...RUNTIME_SPECS.finney475, specVersion: 440 };
const FORK_DEPTH = 2;

/** A chain behind by some blocks: what it does not have yet it does not know. */
class LaggingView implements ChainView {
  behind = 0;
  readonly imported: ChainView['imported'];
  readonly bestChanged: ChainView['bestChanged'];
  readonly finalized: ChainView['finalized'];
  private readonly chain: ChainView;

  constructor(chain: ChainView) {
    this.chain = chain;
    this.imported = chain.imported;
    this.bestChanged = chain.bestChanged;
    this.finalized = chain.finalized;
  }

  get head(): Block {
    const { head } = this.chain;
    return this.behind === 0 ? head : (this.chain.at(head.number - this.behind) ?? head);
  }

  get finalizedHead(): Block {
    const { finalizedHead } = this.chain;
    return finalizedHead.number > this.head.number ? this.head : finalizedHead;
  }

  at(number: number): Block | null {
    return number > this.head.number ? null : this.chain.at(number);
  }

  find(hash: string): Block | null {
    const block = this.chain.find(hash);
    return block && block.number <= this.head.number ? block : null;
  }
}

export async function startMadePast(options: MadeOptions = {}): Promise<MadePast> {
  const { seed = 1, blocks = 20_000, gap = 60 } = options;
  const net = await startDevnet({
    seed,
    subnets: 2,
    isArchive: true,
    spec: EARLIER,
    settings: { isInjecting: false },
  });
  const coldkeys = Object.values(developmentColdkeys());
  const first = net.head().number;
  const upgradeAt = first + Math.floor(blocks / 2);
  const forkedAt = first + Math.floor((blocks * 3) / 4);
  net.faults.upgradeAt(upgradeAt, RUNTIME_SPECS.live475);
  const appliedIn = listen(net);
  const random = createRandom(seed + 11);
  net.node.tradersOf = (parent, runtime) => actsAfter(parent, runtime, coldkeys, random, gap);
  while (net.head().number < first + blocks) {
    net.produceBlock();
    if (net.head().number === forkedAt) net.faults.reorganise(FORK_DEPTH);
  }
  net.node.tradersOf = () => [];

  const view = new LaggingView(net.node.chain);
  const rules = new FaultRules();
  const served = await servePast(view, rules);
  const head = net.head().number;
  const records: PastRecord[] = [];
  for (let number = first + 1; number <= head; number += 1) {
    const block = net.node.chain.at(number);
    const applied = block && appliedIn.get(block.hash);
    if (block && applied) records.push(...recordsOf(block, applied, new Set(coldkeys)));
  }
  return {
    url: served.url,
    genesisHash: net.genesisHash,
    first,
    head,
    upgradeAt,
    forkedAt,
    coldkeys,
    hotkeys: [
      ...new Set([...net.ledger.state.hotkeyShares.keys()].map((key) => key.split('/')[1] ?? '')),
    ],
    net,
    rules,
    counters: served.counters,
    lag(behind) {
      view.behind = behind;
    },
    record: (coldkey) => records.filter((record) => record.coldkey === coldkey),
    point(coldkey, number) {
      const block = net.node.chain.at(number);
      if (!block?.state) throw new RangeError(`no state of block ${number}`);
      return pointOf(block.state, coldkey, { block: number, at: block.timestamp });
    },
    resetCounters: served.resetCounters,
    async stop() {
      await served.stop();
      await net.stop();
    },
  };
}

/** What was applied in each block that was imported, by its hash: of a branch that lost too. */
function listen(net: Devnet): Map<string, readonly Applied[]> {
  const { ledger } = net;
  const byBlock = new Map<string, readonly Applied[]>();
  let pending: Applied[] = [];
  const own = { ...ledger };
  ledger.applyExtrinsic = (signer, call, fee, tip, callFee) => {
    const before = forkState(ledger.state);
    const done = own.applyExtrinsic(signer, call, fee, tip, callFee);
    if (done) pending.push({ signer, call, done, before, after: forkState(ledger.state) });
    return done;
  };
  net.node.chain.imported.add((block) => {
    if (pending.length > 0) byBlock.set(block.hash, pending);
    pending = [];
  });
  return byBlock;
}

function recordsOf(
  block: Block,
  applied: readonly Applied[],
  tracked: ReadonlySet<AccountId>,
): PastRecord[] {
  const records: PastRecord[] = [];
  const places = new Map<AccountId, number>();
  const parent = block.parent?.state;
  if (!parent) return records;
  for (const [at, { signer, call, done, before, after }] of applied.entries()) {
    const index = at + 1; // after the timestamp
    const bytes = block.extrinsics[index];
    const hash = bytes ? extrinsicHash(bytes) : '';
    const { outcome } = done;
    const { specVersion } = block.executedBy.spec;
    const drafts: Draft[] = outcome.ok
      ? draftsOf({ before, after, origin: signer, call, events: outcome.events, specVersion })
      : [];
    const error = outcome.ok ? null : `${outcome.error.pallet}.${outcome.error.name}`;
    let fee = feeLegOf(parent, signer, done.events);
    if (drafts.every(({ coldkey }) => coldkey !== signer)) {
      const kind = error === null ? 'fee' : 'failed';
      drafts.push({ coldkey: signer, kind, legs: [], poolFees: [], counterparty: null });
    }
    for (const draft of drafts) {
      const { coldkey } = draft;
      const isOwn = coldkey === signer;
      const place = places.get(coldkey) ?? 0;
      if (!tracked.has(coldkey)) continue;
      places.set(coldkey, place + 1);
      const paid = isOwn ? fee : null;
      if (isOwn) fee = null;
      records.push({
        ...draft,
        block: block.number,
        hash: block.hash,
        place,
        at: block.timestamp,
        by: isOwn ? 'self' : 'other',
        extrinsic: { index, hash, call: nameOfCall(call), signer },
        fee: paid,
        prices: pricesOf(parent, paid === null ? draft.legs : [...draft.legs, paid]),
        error: isOwn ? error : null,
        isCancelled: false,
      });
    }
  }
  return records;
}

/** Acts of the next block: mostly none. */
function actsAfter(
  parent: Block,
  runtime: Runtime,
  coldkeys: readonly AccountId[],
  random: Random,
  gap: number,
): TraderCall[] {
  const { state } = parent;
  if (state === null || random.index(gap) > 0) return [];
  const coldkey = coldkeys[random.index(coldkeys.length)] ?? '';
  const other = coldkeys[random.index(coldkeys.length)] ?? '';
  const [signer, call] = choose(state, coldkey, other, random);
  if (state.swapAnnouncements.has(signer)) return [];
  const nonce = state.accounts.get(signer)?.nonce ?? 0;
  const value = callValue(call);
  const extrinsic = unverifiedExtrinsic(runtime, signer, nonce, value);
  const weight = extrinsicWeight(runtime.spec, value);
  const fee = feeOf(runtime.spec, weight, extrinsic.length);
  return [{ extrinsic, signer, call, weight, fee }];
}

function choose(
  state: LedgerState,
  coldkey: AccountId,
  other: AccountId,
  random: Random,
): [signer: AccountId, call: LedgerCall] {
  const amount = random.between(TAO / 5n, 2n * TAO);
  const choice = random.index(9);
  const part = random.between(2n, 9n);
  const holders = accountNamed('holders');
  if (!isFunded(state, coldkey, 2n * TAO)) return [holders, sendCall(coldkey, 9n * TAO)];
  const netuids = [0, ...openNetuids(state)];
  const netuid = netuids[random.index(netuids.length)] ?? 0;
  const hotkey = accountNamed(`validator/${random.index(6)}/hotkey`);
  const positions = largePositions(state, coldkey);
  const held = positions[random.index(Math.max(1, positions.length))];
  switch (choice) {
    case 0:
      return [coldkey, remarkCall];
    case 1:
      return [coldkey, failingCall(hotkey)];
    case 2:
      return other === coldkey
        ? [holders, sendCall(coldkey, amount)]
        : [coldkey, sendCall(other, amount)];
    case 3:
      if (held) return [coldkey, unstakeCall(held.hotkey, held.netuid, held.alpha / part)];
      break;
    case 4:
      if (held && held.hotkey !== hotkey) {
        const alpha = held.alpha / part;
        return [coldkey, moveCall(held.hotkey, hotkey, held.netuid, held.netuid, alpha)];
      }
      break;
    case 5:
      if (held && held.netuid !== netuid) {
        return [coldkey, swapCall(held.hotkey, held.netuid, netuid, held.alpha / part)];
      }
      break;
    case 6:
      if (held && other !== coldkey) {
        return [coldkey, giveStakeCall(other, held.hotkey, held.netuid, held.alpha / part)];
      }
      break;
    default:
  }
  return [coldkey, stakeCall(hotkey, netuid, amount)];
}
