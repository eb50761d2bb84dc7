// Signing requests in every state, each around a real plan of the scene's chain.
import { planMove } from '../../../src/moves/plan-move.ts';
import type { Move } from '../../../src/model/move.ts';
import type { Plan } from '../../../src/model/plan.ts';
import type { PreparedExtrinsic } from '../../../src/model/extrinsic.ts';
import type { Receipt, ReceiptProof } from '../../../src/model/receipt.ts';
import type { SigningRequest, SigningState } from '../../../src/model/request.ts';
import { isFinished } from '../../../src/signing/queue.ts';
import type { Position } from '../../../src/model/facts.ts';
import type { SnapshotRecord } from '../../../src/model/records.ts';
import { toAlphaRao, toNetuid, toRao } from '../../../src/units.ts';
import { blockAt, genesisHash, HEAD, hotkeys, positionOf, TAO } from './chain.ts';
import { ledgerMain, moveFactsFrom, positions, snapshotWith } from './stored.ts';

const [hotkey] = hotkeys;
if (!hotkey) throw new RangeError('no hotkey');

export const stakeMove: Move = {
  kind: 'stake',
  coldkey: ledgerMain,
  hotkey,
  netuid: toNetuid(64),
  amount: toRao(12n * TAO),
};

export function planOf(move: Move): Plan {
  const netuids = 'netuid' in move ? [move.netuid] : [];
  const facts = moveFactsFrom(snapshotWith(positions, []), {
    coldkey: move.coldkey,
    netuids,
    hotkeys: 'hotkey' in move ? [move.hotkey] : [],
    destination: null,
    calls: [],
  });
  return planMove(move, { toleranceBps: 50, allowPartial: false, eraBlocks: 32 }, facts);
}

export function receiptOf(plan: Plan, isSuccess: boolean): Receipt {
  const expected = plan.receives?.expected.amount ?? 0n;
  const moved = -(expected / 3_300n);
  const netuid = 'netuid' in plan.move ? plan.move.netuid : toNetuid(64);
  const given = plan.gives?.amount ?? 0n;
  return {
    block: blockAt(HEAD - 4),
    extrinsicIndex: 14,
    at: Date.now() - 48_000,
    isSuccess,
    error: isSuccess ? null : 'SubtensorModule.SlippageTooHigh',
    lines: isSuccess
      ? [
          {
            labelKey: 'receiptReceived',
            unit: 'alpha',
            netuid,
            expected,
            actual: expected + moved,
          },
          { labelKey: 'receiptGave', unit: 'rao', netuid, expected: given, actual: given },
        ]
      : [],
    networkFee: { paidIn: 'tao', fee: toRao(784_000n) },
    poolMovedBefore: isSuccess ? moved + 21n : null,
    shortfall: null,
  };
}

/** As of a receipt whose block is final by the votes for a later one. */
export const provenFinal: ReceiptProof = {
  events: 'proven',
  final: { block: blockAt(HEAD), setId: 7n, votes: 15, needed: 14, of: 20 },
  gap: null,
  upTo: HEAD,
};

/** A finished request with that of its receipt. */
export function finalizedWith(proof: ReceiptProof): RequestFields {
  const { receipt } = requestIn('finalized');
  return receipt === null ? {} : { receipt: { ...receipt, proof } };
}

/** What was handed to the wallet: the panel shows when it ends, and none of its bytes. */
function preparedAt(born: number): PreparedExtrinsic {
  const birth = blockAt(born);
  const payload: PreparedExtrinsic['payload'] = {
    address: ledgerMain,
    blockHash: birth.hash,
    blockNumber: '0x00',
    era: '0x00',
    genesisHash,
    metadataHash: null,
    method: '0x00',
    mode: 0,
    nonce: '0x00',
    specVersion: '0x00',
    tip: '0x00',
    transactionVersion: '0x01',
    signedExtensions: [],
    version: 4,
    withSignedTransaction: true,
  };
  return {
    payload,
    call: '0x00',
    signedBytes: '0x00',
    nonce: 0,
    birth,
    deathBlock: born + 32,
    specVersion: 475,
  };
}

/** Any fields of any state; what a test combines need not fit together. */
export type RequestFields = { [K in keyof SigningRequest]?: SigningRequest[K] };

export function requestIn(
  state: SigningState,
  part: RequestFields = {},
  move: Move = stakeMove,
): SigningRequest {
  const plan = planOf(move);
  const isMined = ['in-block', 'finalized', 'failed'].includes(state);
  const hasHash = isMined || state === 'submitted' || state === 'signed';
  const request = {
    id: `request-${state}`,
    createdAt: Date.now() - (state === 'submitted' ? 50_000 : 95_000),
    updatedAt: Date.now() - 30_000,
    state,
    networkId: 'finney',
    genesisHash,
    coldkey: ledgerMain,
    wallet: 'talisman',
    origin: 'https://taostats.io',
    tabId: null,
    plan,
    exactness: { state: 'identical' },
    node: 'wss://entrypoint-finney.opentensor.ai:443',
    accepted: [],
    prepared: state === 'queued' ? null : preparedAt(HEAD - (state === 'submitted' ? 4 : 8)),
    promptId: null,
    askedAt: null,
    extrinsic: null,
    extrinsicHash: hasHash ? blockAt(HEAD - 7).hash : null,
    heldBecause: null,
    submittedAt: state === 'submitted' || isMined ? Date.now() - 40_000 : null,
    inBlock: isMined ? blockAt(HEAD - 4) : null,
    receipt: isMined ? receiptOf(plan, state !== 'failed') : null,
    error: state === 'failed' ? { code: 'PRICE_LIMIT_EXCEEDED', detail: {} } : null,
    dismissedAt: null,
    settledAt: isFinished(state) ? Date.now() - 20_000 : null,
    ...part,
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a picture shows only some of the fields
  return request as SigningRequest;
}

/** The account after what its receipts tell: a stake that came is held and paid for, and every fee is charged. */
export function afterReceipts(requests: readonly SigningRequest[]): SnapshotRecord {
  let held = positions;
  let spent = 0n;
  for (const { receipt, plan } of requests) {
    // What a block told that is not of the chain did not happen.
    if (receipt === null || receipt.proof?.gap === 'elsewhere') continue;
    const { move } = plan;
    if (receipt.networkFee?.paidIn === 'tao') spent += receipt.networkFee.fee;
    if (!receipt.isSuccess || move.kind !== 'stake') continue;
    const [got] = receipt.lines;
    if (got === undefined) throw new RangeError('a stake brings something');
    spent += move.amount;
    const isSame = (one: Position) =>
      one.coldkey === move.coldkey && one.hotkey === move.hotkey && one.netuid === move.netuid;
    const before = held.find(isSame) ?? positionOf(move.coldkey, move.netuid, 0, 0);
    const after = {
      ...before,
      hotkey: move.hotkey,
      alpha: toAlphaRao(before.alpha + got.actual),
    };
    held = [...held.filter((one) => !isSame(one)), after];
  }
  const record = snapshotWith(held, [4]);
  const accounts = record.snapshot.accounts.map((one) =>
    one.coldkey === ledgerMain ? { ...one, free: toRao(one.free - spent) } : one,
  );
  return { ...record, snapshot: { ...record.snapshot, accounts } };
}
