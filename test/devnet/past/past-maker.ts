// Makes the blocks in which something happens, one after the other, and writes down what it did as it does it.
// Refuses to choose what happens. Blocks between are not made: their state is the last made one, drifted.
import { dispatch } from '../ledger/calls/dispatch.ts';
import { applyExtrinsic } from '../ledger/calls/extrinsic.ts';
import type { LedgerCall, LedgerEvent } from '../ledger/calls/ledger-call.ts';
import { adoptRules } from '../ledger/adopt-rules.ts';
import { goOnDissolving } from '../ledger/dissolve.ts';
import { ledgerReads } from '../ledger/ledger.ts';
import type { Run } from '../ledger/ledger-run.ts';
import { forkState, type AccountId, type LedgerState } from '../ledger/state/ledger-state.ts';
import { timestampExtrinsic } from '../node/chain/author.ts';
import { migrateCurves } from '../node/chain/curve-migration.ts';
import { encodeEvents, type Phase, type PhasedEvent } from '../node/chain/event-records.ts';
import { extrinsicHash } from '../node/chain/node.ts';
import { unverifiedExtrinsic } from '../node/chain/traders.ts';
import { buildRuntime, type Runtime } from '../node/runtime/runtime.ts';
import type { RuntimeSpec } from '../node/runtime/runtime-spec.ts';
import { extrinsicWeight, feeParts, type Weight } from '../node/runtime/weights.ts';
import type { Value } from '../node/scale/type.ts';
import { callValue, nameOfCall, proxyValue } from './past-call.ts';
import { draftsOf, feeLegOf, pricesOf, type Draft } from './past-drafts.ts';
import { drift, movePools, type World } from './past-drift.ts';
import { specThatMade, specAt, timeOf } from './past-eras.ts';
import type { PastLeg, PastRecord } from './past-record.ts';

/** A block in which something happened. */
export type MadeBlock = Readonly<{
  number: number;
  state: LedgerState;
  /** With the timestamp. */
  extrinsics: readonly Uint8Array[];
  events: Uint8Array;
  eventCount: number;
}>;

export type MadeRecord = Omit<PastRecord, 'hash'>;

const runtimes = new Map<RuntimeSpec, Runtime>();

export function runtimeOf(spec: RuntimeSpec): Runtime {
  const known = runtimes.get(spec) ?? buildRuntime(spec, ledgerReads);
  runtimes.set(spec, known);
  return known;
}

/** Before 233 a stake event names the hotkey and the TAO. */
const SHORT_UNTIL = 233;

/** The form in which the runtime of then told an event. */
function asTold(specVersion: number, event: LedgerEvent): LedgerEvent {
  const isStake = event.name === 'StakeAdded' || event.name === 'StakeRemoved';
  if (!isStake || specVersion >= SHORT_UNTIL) return event;
  return { ...event, fields: { 0: event.fields['1'] ?? '', 1: event.fields['2'] ?? 0n } };
}

/** Something that the ledger has no call for. */
export type Special = Readonly<{
  value: Value;
  name: string;
  run(run: Run): readonly Draft[];
}>;

type Told = Readonly<{ by: PastRecord['by']; isCancelled?: boolean }>;

export class Maker {
  readonly world: World;
  readonly blocks: MadeBlock[] = [];
  readonly records: MadeRecord[] = [];
  state: LedgerState;
  number = 0;
  /** The next records are of a pair that cancels out. */
  isCancelled = false;

  private before: LedgerState;
  private extrinsics: Uint8Array[] = [];
  private events: PhasedEvent[] = [];
  private runtime: Runtime;
  private readonly places = new Map<AccountId, number>();
  private readonly tracked: ReadonlySet<AccountId>;

  constructor(state: LedgerState, world: World, coldkeys: readonly AccountId[]) {
    this.world = world;
    this.tracked = new Set(coldkeys);
    this.runtime = runtimeOf(specAt(0));
    migrateCurves(state, this.runtime.spec.curve);
    this.state = state;
    this.before = forkState(state);
    this.blocks.push({
      number: 0,
      state: forkState(state),
      extrinsics: [],
      events: new Uint8Array([0]),
      eventCount: 0,
    });
  }

  get specVersion(): number {
    return this.runtime.spec.specVersion;
  }

  /** Makes one block; `act` does what happens in it. */
  block(number: number, act: () => void): void {
    if (number <= this.number) throw new RangeError(`block ${number} after ${this.number}`);
    this.before = forkState(this.state);
    movePools(this.before, this.number, number - 1, this.world);
    drift(this.state, this.number, number, this.world);
    this.state.blockNumber = number;
    this.number = number;
    this.runtime = runtimeOf(specThatMade(number));
    this.extrinsics = [timestampExtrinsic(this.runtime, timeOf(number))];
    this.events = [];
    this.places.clear();
    if (!this.state.settings.rules.hasBaskets) this.goOnDissolving('Initialization');
    this.note([{ pallet: 'System', name: 'ExtrinsicSuccess', fields: {} }], 0, null);
    act();
    if (this.state.settings.rules.hasBaskets) this.goOnDissolving('Finalization');
    this.upgrade();
    this.blocks.push({
      number,
      state: forkState(this.state),
      extrinsics: this.extrinsics,
      events: encodeEvents(this.runtime.description, this.events),
      eventCount: this.events.length,
    });
  }

  /** A signed call, its fee, and what it did. */
  sign(signer: AccountId, call: LedgerCall): boolean {
    const value = callValue(call);
    const { weight, fee, callFee, bytes } = this.price(signer, value);
    const before = forkState(this.state);
    const done = applyExtrinsic(this.state, signer, call, fee, 0n, callFee);
    if (done === null) throw new RangeError(`${nameOfCall(call)} cannot pay its fee`);
    const { outcome } = done;
    const drafts = outcome.ok ? this.draftsOf(before, signer, call, outcome.events) : [];
    const error = outcome.ok ? null : `${outcome.error.pallet}.${outcome.error.name}`;
    this.put(bytes, done.events, weight, {
      signer,
      call: nameOfCall(call),
      drafts: drafts.map((draft) => ({ draft, call: nameOfCall(call) })),
      error,
    });
    return outcome.ok;
  }

  /** The same by somebody else's signature. An inner call that fails leaves the delegate's fee. */
  signFor(real: AccountId, delegate: AccountId, call: LedgerCall): void {
    this.carry(delegate, proxyValue(real, call), nameOfCall(call), (run) => {
      const before = forkState(this.state);
      const outcome = dispatch(this.state, real, call);
      if (!outcome.ok) {
        const result = { ok: false, error: outcome.error } as const;
        run.events.push({ pallet: 'Proxy', name: 'ProxyExecuted', fields: { result } });
        return [];
      }
      run.events.push(...outcome.events);
      run.events.push({ pallet: 'Proxy', name: 'ProxyExecuted', fields: { result: { ok: true } } });
      return this.draftsOf(before, real, call, outcome.events).map((draft) => ({
        draft,
        call: nameOfCall(call),
      }));
    });
  }

  /** Several in one extrinsic, all of which go through. */
  signBatch(signer: AccountId, calls: readonly LedgerCall[]): void {
    const batch: LedgerCall = { pallet: 'Utility', name: 'batch_all', args: { calls } };
    this.carry(signer, callValue(batch), nameOfCall(batch), (run) => {
      const drafts: { draft: Draft; call: string }[] = [];
      for (const call of calls) {
        const before = forkState(this.state);
        const outcome = dispatch(this.state, signer, call);
        if (!outcome.ok) throw new RangeError(`${nameOfCall(call)} failed in a batch`);
        run.events.push(...outcome.events, {
          pallet: 'Utility',
          name: 'ItemCompleted',
          fields: {},
        });
        for (const draft of this.draftsOf(before, signer, call, outcome.events)) {
          drafts.push({ draft, call: nameOfCall(call) });
        }
      }
      run.events.push({ pallet: 'Utility', name: 'BatchCompleted', fields: {} });
      return drafts;
    });
  }

  signSpecial(signer: AccountId, special: Special): void {
    this.carry(signer, special.value, special.name, (run) =>
      special.run(run).map((draft) => ({ draft, call: special.name })),
    );
  }

  /** What no extrinsic did: at the start of the block, or at its end. */
  byChain(phase: 'Initialization' | 'Finalization', act: (run: Run) => readonly Draft[]): void {
    const run: Run = { state: this.state, events: [] };
    const drafts = act(run);
    this.note(run.events, phase, null);
    for (const draft of drafts) this.write(draft, null, null, { by: 'chain' });
  }

  private draftsOf(
    before: LedgerState,
    origin: AccountId,
    call: LedgerCall,
    events: readonly LedgerEvent[],
  ): Draft[] {
    const { state: after, specVersion } = this;
    return draftsOf({ before, after, origin, call, events, specVersion });
  }

  private price(signer: AccountId, value: Value) {
    const nonce = this.state.accounts.get(signer)?.nonce ?? 0;
    const bytes = unverifiedExtrinsic(this.runtime, signer, nonce, value);
    const weight = extrinsicWeight(this.runtime.spec, value);
    const parts = feeParts(this.runtime.spec, weight, bytes.length);
    return { bytes, weight, fee: parts.base + parts.length + parts.weight, callFee: parts.weight };
  }

  /** An extrinsic whose fee the ledger takes for a remark, and whose doing is put in its place. */
  private carry(
    signer: AccountId,
    value: Value,
    name: string,
    act: (run: Run) => readonly { draft: Draft; call: string }[],
  ): void {
    const { weight, fee, bytes } = this.price(signer, value);
    const remark: LedgerCall = { pallet: 'System', name: 'remark', args: { remark: '0x' } };
    const paid = applyExtrinsic(this.state, signer, remark, fee, 0n, 0n);
    if (paid === null || !paid.outcome.ok) throw new RangeError(`${name} cannot pay its fee`);
    const run: Run = { state: this.state, events: [] };
    const drafts = act(run);
    const [withdrawn, ...rest] = paid.events;
    const events = [...(withdrawn ? [withdrawn] : []), ...run.events, ...rest];
    this.put(bytes, events, weight, { signer, call: name, drafts, error: null });
  }

  private put(
    bytes: Uint8Array,
    events: readonly LedgerEvent[],
    weight: Weight,
    what: Readonly<{
      signer: AccountId;
      call: string;
      drafts: readonly { draft: Draft; call: string }[];
      error: string | null;
    }>,
  ): void {
    const { signer, drafts, error } = what;
    const index = this.extrinsics.length;
    const hash = extrinsicHash(bytes);
    this.note(events, index, weight);
    this.extrinsics.push(bytes);
    let fee = feeLegOf(this.before, signer, events);
    for (const { draft, call } of drafts) {
      const isOwn = draft.coldkey === signer;
      this.write(draft, { index, hash, call, signer }, isOwn ? fee : null, {
        by: isOwn ? 'self' : 'other',
      });
      if (isOwn) fee = null;
    }
    if (fee === null) return;
    const kind = error === null ? 'fee' : 'failed';
    const draft: Draft = { coldkey: signer, kind, legs: [], poolFees: [], counterparty: null };
    this.write(draft, { index, hash, call: what.call, signer }, fee, { by: 'self' }, error);
  }

  private write(
    draft: Draft,
    extrinsic: PastRecord['extrinsic'],
    fee: PastLeg | null,
    { by }: Told,
    error: string | null = null,
  ): void {
    const { coldkey } = draft;
    if (!this.tracked.has(coldkey)) return;
    const place = this.places.get(coldkey) ?? 0;
    this.places.set(coldkey, place + 1);
    const legs = fee === null ? draft.legs : [...draft.legs, fee];
    this.records.push({
      ...draft,
      block: this.number,
      place,
      at: timeOf(this.number),
      by,
      extrinsic,
      fee,
      prices: pricesOf(this.before, legs),
      error,
      isCancelled: this.isCancelled,
    });
  }

  private note(events: readonly LedgerEvent[], phase: Phase, weight: Weight | null): void {
    for (const event of events) {
      this.events.push({ phase, event: asTold(this.specVersion, event), weight });
    }
  }

  /** Payouts of removed subnets that are due, and new subnets under their numbers. */
  private goOnDissolving(phase: 'Initialization' | 'Finalization'): void {
    if (this.state.dissolutions.length === 0) return;
    const due = this.state.dissolutions.find(({ payAt }) => payAt === this.number);
    this.byChain(phase, (run) => {
      goOnDissolving(run);
      return (due?.payouts ?? []).map(([coldkey, rao]) => ({
        coldkey,
        kind: 'payout',
        legs: [{ of: 'free', change: rao }],
        poolFees: [],
        counterparty: null,
      }));
    });
  }

  private upgrade(): void {
    const next = specAt(this.number);
    if (next === this.runtime.spec) return;
    migrateCurves(this.state, next.curve);
    adoptRules(this.state, next.rules);
    this.note([{ pallet: 'System', name: 'CodeUpdated', fields: {} }], 'Finalization', null);
  }
}
