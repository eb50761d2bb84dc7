// Makes blocks: initialisation, the timestamp, other traders, the pool's extrinsics; then header and hash.
// Refuses to decide when, and to know transport.
import { adoptRules } from '../../ledger/adopt-rules.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import type { LedgerCall, LedgerEvent } from '../../ledger/calls/ledger-call.ts';
import { concat, fromHex, toHex, utf8, Writer } from '../scale/bytes.ts';
import type { Prover } from '../proofs/prover.ts';
import { encode } from '../scale/codec.ts';
import { blake2b256 } from '../scale/hashing.ts';
import type { Value } from '../scale/type.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { Weight } from '../runtime/weights.ts';
import type { Block, Header } from './block.ts';
import { hashHeader } from './block.ts';
import { migrateCurves } from './curve-migration.ts';
import { extrinsicsRoot } from './extrinsics-root.ts';
import { encodeEvents, type Phase, type PhasedEvent } from './event-records.ts';
import type { Valid } from './validity.ts';

export type Candidate = Readonly<{ extrinsic: Uint8Array; validity: Valid }>;

/** A call of somebody whose signature nobody checks: other traders. */
export type TraderCall = Readonly<{
  extrinsic: Uint8Array;
  signer: string;
  call: LedgerCall;
  weight: Weight;
  fee: bigint;
}>;

export type BlockPlan = Readonly<{
  parent: Block;
  runtime: Runtime;
  /** Installed by this block, in force from the next one. */
  upgradeTo: Runtime | null;
  timestamp: number;
  traders: readonly TraderCall[];
  /** Asked for one after the other, on the state as far as it has come; null ends the block. */
  nextCandidate(): Candidate | null;
  /** Tells forks of the same content apart. */
  salt: string;
  /** Null: state roots and seals stand for nothing. */
  prover: Prover | null;
}>;

/** The ledger must stand at the parent's state; afterwards it stands at the new block's. */
export function buildBlock(ledger: Ledger, plan: BlockPlan): Block {
  const { runtime, upgradeTo } = plan;
  const events: PhasedEvent[] = [];
  const extrinsics: Uint8Array[] = [];
  const record = (list: readonly LedgerEvent[], phase: Phase, weight: Weight | null): void => {
    for (const event of list) events.push({ phase, event, weight });
  };

  record(ledger.beginBlock(), 'Initialization', null);
  extrinsics.push(timestampExtrinsic(runtime, plan.timestamp));
  record([{ pallet: 'System', name: 'ExtrinsicSuccess', fields: {} }], 0, null);
  for (const { extrinsic, signer, call, weight, fee } of plan.traders) {
    const done = ledger.applyExtrinsic(signer, call, fee, 0n);
    if (!done) continue;
    record(done.events, extrinsics.length, weight);
    extrinsics.push(extrinsic);
  }
  for (let next = plan.nextCandidate(); next; next = plan.nextCandidate()) {
    const { signer, call, fee, callFee, tip, weight } = next.validity;
    const done = ledger.applyExtrinsic(signer, call, fee + tip, tip, callFee);
    if (!done) continue;
    record(done.events, extrinsics.length, weight);
    extrinsics.push(next.extrinsic);
  }
  record(ledger.endBlock(), 'Finalization', null);
  if (upgradeTo) {
    migrateCurves(ledger.state, upgradeTo.spec.curve);
    adoptRules(ledger.state, upgradeTo.spec.rules);
    record([{ pallet: 'System', name: 'CodeUpdated', fields: {} }], 'Finalization', null);
  }
  return seal(ledger, plan, extrinsics, events);
}

function seal(
  ledger: Ledger,
  plan: BlockPlan,
  extrinsics: readonly Uint8Array[],
  events: readonly PhasedEvent[],
): Block {
  const { parent, runtime, upgradeTo } = plan;
  // The ledger's own: a test may have let it jump over blocks.
  const number = ledger.state.blockNumber;
  const encodedEvents = encodeEvents(runtime.description, events);
  const made = {
    number,
    parent,
    extrinsics,
    timestamp: plan.timestamp,
    events: encodedEvents,
    eventCount: events.length,
    executedBy: runtime,
    runtime: upgradeTo ?? runtime,
    state: ledger.snapshot(),
  };
  if (plan.prover && parent.proof) {
    const before = parent.proof.consensus;
    const { consensus, logs } = plan.prover.authorities.after(before, number, plan.timestamp);
    return plan.prover.complete({
      ...made,
      parentHash: parent.hash,
      consensus,
      logs: upgradeTo ? [...logs, 'RuntimeEnvironmentUpdated'] : logs,
      salt: plan.salt,
    });
  }
  const parentHash = fromHex(parent.hash);
  const stateRoot = blake2b256(concat(parentHash, encodedEvents, utf8(`${number}${plan.salt}`)));
  const header: Header = {
    parentHash: parent.hash,
    number,
    stateRoot: toHex(stateRoot),
    extrinsicsRoot: extrinsicsRoot(extrinsics),
    digest: { logs: digestLogs(plan.timestamp, stateRoot, upgradeTo !== null) },
  };
  return { ...made, hash: hashHeader(header), header };
}

const AURA = utf8('aura');

/** A slot in front, a seal (nobody's signature) behind, and the mark of a code change. */
function digestLogs(timestamp: number, stateRoot: Uint8Array, hasNewCode: boolean): Value[] {
  const slot = new Writer();
  slot.integer(BigInt(Math.floor(timestamp / 12_000)), 8, false);
  const logs: Value[] = [{ type: 'PreRuntime', value: [AURA, slot.finish()] }];
  if (hasNewCode) logs.push('RuntimeEnvironmentUpdated');
  logs.push({ type: 'Seal', value: [AURA, concat(stateRoot, blake2b256(stateRoot))] });
  return logs;
}

const BARE_V4 = new Uint8Array([4]);

export function timestampExtrinsic(runtime: Runtime, timestamp: number): Uint8Array {
  const set: Value = { type: 'set', value: { now: BigInt(timestamp) } };
  const call = encode(runtime.description.outer.call, { type: 'Timestamp', value: set });
  return withLength(concat(BARE_V4, call));
}

export function withLength(body: Uint8Array): Uint8Array {
  const writer = new Writer();
  writer.compact(BigInt(body.length));
  writer.raw(body);
  return writer.finish();
}
