// The entry of our own request as its receipt tells it, where that is all: what a receipt does not say, the archive tells later.
// Pure.
import type { BookEntry, EntryKind, Holding, Leg } from '../model/book.ts';
import type { Snapshot } from '../model/facts.ts';
import { subnetsOf } from '../model/move-subnets.ts';
import type { Move } from '../model/move.ts';
import type { Receipt, ReceiptLabel, ReceiptLine } from '../model/receipt.ts';
import type { SigningRequest } from '../model/request.ts';
import { ROOT_NETUID, type Netuid, type Ss58Address } from '../units.ts';

type Place = { netuid: Netuid; hotkey: Ss58Address };
type HoldingOf = (place: Place) => Holding | null;

/** What a move takes from and gives to, where its receipt names both amounts; null: it names less. */
type Ends = {
  kind: EntryKind;
  from: Place | 'free';
  to: Place | 'free' | 'another';
  counterparty: Ss58Address | null;
};

function endsOf(move: Move): Ends | null {
  const counterparty = null;
  switch (move.kind) {
    case 'stake':
      return { kind: 'stake', from: 'free', to: move, counterparty };
    case 'unstake':
    case 'unstake-all':
      return { kind: 'unstake', from: move, to: 'free', counterparty };
    case 'change-validator':
      return {
        kind: 'move',
        from: move,
        to: { netuid: move.netuid, hotkey: move.toHotkey },
        counterparty,
      };
    case 'change-subnet':
      return {
        kind: 'swap',
        from: move,
        to: { netuid: move.toNetuid, hotkey: move.toHotkey },
        counterparty,
      };
    case 'transfer':
      return { kind: 'stake-out', from: move, to: 'another', counterparty: move.toColdkey };
    case 'exit-several':
    case 'claim':
    case 'lock':
    case 'accept-locked':
      return null;
  }
}

/** A netuid that was given away since has another holding: which one the receipt meant is not known. */
function holdingsAt({ subnets }: Snapshot, { block }: Receipt): HoldingOf {
  return ({ netuid, hotkey }) => {
    if (netuid === ROOT_NETUID) return { netuid, registeredAt: 0, hotkey };
    const registeredAt = subnets.find((subnet) => subnet.netuid === netuid)?.registeredAt;
    const isSame = registeredAt !== undefined && registeredAt < block.number;
    return isSame ? { netuid, registeredAt, hotkey } : null;
  };
}

function sumOf(lines: readonly ReceiptLine[], labelKey: ReceiptLabel): bigint {
  return lines
    .filter((line) => line.labelKey === labelKey)
    .reduce((sum, { actual }) => sum + actual, 0n);
}

/** The line's amount as a change of the end; null: the line is of something else. */
function legOf(
  end: Place | 'free',
  line: ReceiptLine | undefined,
  change: bigint,
  holdingOf: HoldingOf,
): Leg | null {
  if (line === undefined) return null;
  if (end === 'free') return line.unit === 'rao' ? { of: 'free', change } : null;
  const isHere = line.unit === 'alpha' && line.netuid === end.netuid;
  const holding = isHere ? holdingOf(end) : null;
  return holding && { of: 'alpha', change, ...holding };
}

function legsOf({ from, to }: Ends, { lines }: Receipt, holdingOf: HoldingOf): Leg[] | null {
  const gave = lines.find(({ labelKey }) => labelKey === 'receiptGave');
  const received = lines.find(({ labelKey }) => labelKey === 'receiptReceived');
  // What a forced sale of a remainder brought is in what was received, where that is TAO.
  const residue = sumOf(lines, 'receiptResidue');
  if (residue > 0n && to !== 'free') return null;
  const taken = legOf(from, gave, -((gave?.actual ?? 0n) + residue), holdingOf);
  if (taken === null) return null;
  if (to === 'another') return [taken];
  const given = legOf(to, received, received?.actual ?? 0n, holdingOf);
  if (given === null) return null;
  const spare = sumOf(lines, 'receiptSpareTao');
  return [taken, given, ...(spare > 0n ? [{ of: 'free', change: spare } as const] : [])];
}

/** An alpha fee is taken from the position that the call is about. */
function feeOf({ networkFee }: Receipt, move: Move, holdingOf: HoldingOf): Leg | null {
  if (networkFee === null) return null;
  if (networkFee.paidIn === 'tao') return { of: 'free', change: 0n - networkFee.fee };
  if (!('hotkey' in move) || move.netuid !== networkFee.netuid) return null;
  const holding = holdingOf(move);
  return holding && { of: 'alpha', change: 0n - networkFee.fee, ...holding };
}

/** null: not final, or its receipt does not say all that it did. Prices are not in a receipt: they are added by who knows them. */
export function entryOfReceipt(request: SigningRequest, snapshot: Snapshot): BookEntry | null {
  const { state, genesisHash, coldkey, plan, receipt } = request;
  if ((state !== 'finalized' && state !== 'failed') || receipt === null || plan.call === null) {
    return null;
  }
  if (receipt.unread !== undefined || receipt.shortfall !== null) return null;
  const { move, call } = plan;
  const holdingOf = holdingsAt(snapshot, receipt);
  const fee = feeOf(receipt, move, holdingOf);
  if (fee === null) return null;
  const { block, at, extrinsicIndex: index, isSuccess, error } = receipt;
  const entry = {
    genesisHash,
    coldkey,
    block,
    place: 0,
    at,
    by: 'self',
    extrinsic: {
      index,
      hash: request.extrinsicHash,
      call: `${call.pallet}.${call.name}`,
      signer: coldkey,
    },
    fee,
    prices: [],
    source: 'own',
  } as const;
  const nothing = { legs: [], poolFees: [], counterparty: null };
  if (!isSuccess) {
    const tried = [...new Set(subnetsOf(move))];
    const triedIn = tried.length > 0 && { triedIn: tried };
    return { ...entry, ...nothing, ...triedIn, kind: 'failed', error: error ?? 'unknown' };
  }
  if (move.kind === 'lock' || move.kind === 'accept-locked') {
    return { ...entry, ...nothing, kind: 'fee', error: null };
  }
  const ends = endsOf(move);
  const legs = ends && legsOf(ends, receipt, holdingOf);
  if (ends === null || legs === null) return null;
  return {
    ...entry,
    kind: ends.kind,
    legs,
    poolFees: receipt.lines
      .filter(({ labelKey, actual }) => labelKey === 'receiptPoolFee' && actual > 0n)
      .map(({ unit, netuid, actual }) => ({ unit, netuid, amount: actual })),
    counterparty: ends.counterparty,
    error: null,
  };
}
