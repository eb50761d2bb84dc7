// Other people: seeded buys and sells that stand first in a block.
// Refuses to be clever; it only moves pools.
import type { Ledger, LedgerReads } from '../../ledger/ledger.ts';
import { accountNamed } from '../../ledger/genesis/development-accounts.ts';
import type { LedgerCall } from '../../ledger/calls/ledger-call.ts';
import type { LedgerState } from '../../ledger/state/ledger-state.ts';
import { createRandom, type Random } from '../../ledger/genesis/random.ts';
import { extrinsicWeight, feeOf } from '../runtime/weights.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { concat } from '../scale/bytes.ts';
import { encode } from '../scale/codec.ts';
import { blake2b256 } from '../scale/hashing.ts';
import type { Value } from '../scale/type.ts';
import { withLength, type TraderCall } from './author.ts';

const TAO = 1_000_000_000n;
const TRADERS = 8;
const PURSE = 2_000n * TAO;
const MAX_TRADES = 3;
/** A purchase in thousandths of a TAO. */
const PURCHASE = { low: 50n, high: 20_000n };

export class Traders {
  isTrading = false;
  private readonly ledger: Ledger;
  private readonly reads: LedgerReads;
  private readonly random: Random;
  private readonly names: readonly string[];
  private isEndowed = false;

  constructor(ledger: Ledger, reads: LedgerReads, seed: number) {
    this.ledger = ledger;
    this.reads = reads;
    this.random = createRandom(seed);
    this.names = Array.from({ length: TRADERS }, (_, i) => accountNamed(`trader/${i}`));
  }

  start(): void {
    this.isTrading = true;
    if (this.isEndowed) return;
    this.isEndowed = true;
    const holders = accountNamed('holders');
    for (const dest of this.names) {
      const args = { dest, value: PURSE };
      this.ledger.dispatch(holders, { pallet: 'Balances', name: 'transfer_allow_death', args });
    }
  }

  stop(): void {
    this.isTrading = false;
  }

  /** At most one call of each trader, for a block on the ledger's present state. */
  next(runtime: Runtime): TraderCall[] {
    if (!this.isTrading) return [];
    const { state } = this.ledger;
    const first = this.random.index(TRADERS);
    const count = this.random.index(MAX_TRADES + 1);
    const calls: TraderCall[] = [];
    for (let i = 0; i < count; i += 1) {
      const signer = this.names[(first + i) % TRADERS];
      const call = signer === undefined ? null : this.trade(state, signer);
      if (signer !== undefined && call) calls.push(asExtrinsic(runtime, state, signer, call));
    }
    return calls;
  }

  private trade(state: LedgerState, signer: string): LedgerCall | null {
    const netuids = [...state.subnets.keys()].filter((netuid) => netuid > 0).sort((a, b) => a - b);
    const netuid = netuids[this.random.index(netuids.length)];
    const subnet = netuid === undefined ? undefined : state.subnets.get(netuid);
    if (netuid === undefined || !subnet?.subtokenEnabled) return null;
    const held = (state.stakingHotkeys.get(signer) ?? []).find(
      (hotkey) => this.reads.positionAlpha(state, hotkey, signer, netuid) > 0n,
    );
    if (held !== undefined && this.random.below(2n) === 0n) {
      const amount_unstaked = this.reads.positionAlpha(state, held, signer, netuid);
      const args = { hotkey: held, netuid, amount_unstaked };
      return { pallet: 'SubtensorModule', name: 'remove_stake', args };
    }
    const validators = subnet.neurons.filter((neuron) => neuron.hasPermit);
    const validator = validators[this.random.index(Math.max(validators.length, 1))];
    if (!validator) return null;
    const amount_staked = this.random.between(PURCHASE.low, PURCHASE.high) * (TAO / 1000n);
    const args = { hotkey: validator.hotkey, netuid, amount_staked };
    return { pallet: 'SubtensorModule', name: 'add_stake', args };
  }
}

const SIGNED_V4 = new Uint8Array([0x84]);

export function asExtrinsic(
  runtime: Runtime,
  state: LedgerState,
  signer: string,
  call: LedgerCall,
): TraderCall {
  const value: Value = {
    type: call.pallet,
    value: { type: call.name, value: 'calls' in call.args ? null : { ...call.args } },
  };
  const nonce = state.accounts.get(signer)?.nonce ?? 0;
  const extrinsic = unverifiedExtrinsic(runtime, signer, nonce, value);
  const weight = extrinsicWeight(runtime.spec, value);
  return { extrinsic, signer, call, weight, fee: feeOf(runtime.spec, weight, extrinsic.length) };
}

/** The form of a signed extrinsic; nobody checks the signature of what an author already put into a block. */
export function unverifiedExtrinsic(
  runtime: Runtime,
  signer: string,
  nonce: number,
  call: Value,
): Uint8Array {
  const { outer } = runtime.description;
  const callBytes = encode(outer.call, call);
  const half = blake2b256(callBytes);
  const signature = { type: 'Sr25519', value: concat(half, half) };
  const extra = runtime.description.extensions.map(({ identifier }): Value => {
    if (identifier === 'CheckMortality') return 'Immortal';
    if (identifier === 'CheckNonce') return nonce;
    if (identifier === 'ChargeTransactionPayment') return 0n;
    return identifier === 'CheckMetadataHash' ? { mode: 'Disabled' } : null;
  });
  const body = concat(
    SIGNED_V4,
    encode(outer.address, { type: 'Id', value: signer }),
    encode(outer.signature, signature),
    encode(outer.extra, extra),
    callBytes,
  );
  return withLength(body);
}
