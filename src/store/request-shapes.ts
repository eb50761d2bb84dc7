// The shape of a signing request with its plan, its bytes and its receipt.
import type { CheckResult } from '../model/check.ts';
import type { PreparedExtrinsic, SignerPayload } from '../model/extrinsic.ts';
import type { Move, MoveTerms } from '../model/move.ts';
import type { Leg, Plan, Quantity } from '../model/plan.ts';
import type { WireError } from '../errors.ts';
import type { SigningRequest, Unseen } from '../model/request.ts';
import { blockShape } from './block-shapes.ts';
import { poolShape, runtimeShape } from './cached-shapes.ts';
import { plannedLockShape } from './planned-lock-shape.ts';
import { receiptShape } from './receipt-shape.ts';
import { plannedClaimShape } from './read-root-claims-record.ts';
import {
  amount,
  anything,
  flag,
  hex,
  listOf,
  mapOf,
  number,
  object,
  oneOf,
  orMissing,
  orNull,
  readingOf,
  recordOf,
  testOf,
  text,
  variantOf,
  type Parser,
  type Test,
} from '../parse.ts';

export const wireErrorShape = recordOf<WireError>({ code: text, detail: anything });
const from = { coldkey: text, hotkey: text, netuid: number };
export const place = object({ hotkey: text, netuid: number });
const sized = { ...from, amount };
const isAll = orMissing(flag);
export const moveShape = variantOf<Move, 'kind'>('kind', {
  stake: sized,
  unstake: sized,
  'unstake-all': from,
  'change-validator': { ...from, toHotkey: text, amount, isAll },
  'change-subnet': {
    ...from,
    toNetuid: number,
    toHotkey: text,
    amount,
    isAll,
    route: oneOf('protected', 'one-call'),
  },
  transfer: { ...from, toColdkey: text, amount, isAll },
  'exit-several': {
    coldkey: text,
    items: listOf(place),
    sending: oneOf('one-by-one', 'one-batch'),
  },
  claim: { coldkey: text, hotkeys: listOf(text), unstakes: flag },
  lock: sized,
  'accept-locked': { coldkey: text, accepts: flag },
});

const terms = recordOf<MoveTerms>({
  toleranceBps: number,
  reviewedToleranceBps: orMissing(number),
  allowPartial: flag,
  eraBlocks: number,
});

const quantity = variantOf<Quantity, 'unit'>('unit', {
  rao: { amount },
  alpha: { netuid: number, amount },
});

const check = recordOf<CheckResult>({
  id: text,
  verdict: oneOf('pass', 'warn', 'block', 'unknown'),
  severity: orMissing(text),
  needsYes: orMissing(flag),
  messageKey: text,
  values: mapOf(anything),
  remedyKey: orMissing(text),
  chainError: orMissing(text),
});

const leg = recordOf<Leg>({
  purpose: text,
  netuid: number,
  side: oneOf('buy', 'sell'),
  curve: text,
  item: number,
  before: poolShape,
  order: anything,
  fill: anything,
  after: poolShape,
  priceImpactPpm: amount,
  swapFee: quantity,
  limitPrice: orNull(amount),
  headroomPpm: orNull(amount),
  sim: anything,
});

const receives = recordOf<NonNullable<Plan['receives']>>({
  expected: quantity,
  minimum: quantity,
  floor: orNull(quantity),
  minimumRestsOn: orNull(oneOf('one-source', 'two-sources')),
  isGuaranteed: flag,
  isOfWhatIsHeld: flag,
  worstPrice: orNull(amount),
  worstMeasured: orNull(quantity),
  worstIfMoved: orNull(object({ movePpm: amount, quantity })),
});

/** Items of a plan are plans. */
const plan: Parser<Plan> = (value, way) => planFields(value, way);
const planFields = recordOf<Plan>({
  move: moveShape,
  terms,
  block: blockShape,
  runtime: runtimeShape,
  call: orNull(object({ pallet: text, name: text, args: mapOf(anything) })),
  items: listOf(plan),
  depthNeeded: flag,
  legs: listOf(leg),
  claims: orMissing(listOf(plannedClaimShape)),
  lock: orMissing(plannedLockShape),
  gives: orNull(quantity),
  receives: orNull(receives),
  spareTao: amount,
  orderValue: orMissing(orNull(amount)),
  limitPrice: orNull(amount),
  headroomPpm: orNull(amount),
  networkFee: readingOf(anything),
  reversedAtOnce: orNull(quantity),
  spotValueAfter: orNull(amount),
  positionAfter: orNull(quantity),
  destinationAfter: orNull(quantity),
  freeAfter: readingOf(amount),
  checks: listOf(check),
  wouldFailWith: orNull(text),
});

const payload = recordOf<SignerPayload>({
  address: text,
  blockHash: hex,
  blockNumber: hex,
  era: hex,
  genesisHash: hex,
  metadataHash: orNull(hex),
  method: hex,
  mode: number,
  nonce: hex,
  specVersion: hex,
  tip: hex,
  transactionVersion: hex,
  signedExtensions: listOf(text),
  version: number,
  withSignedTransaction: flag,
});

const prepared = recordOf<PreparedExtrinsic>({
  payload,
  call: hex,
  signedBytes: hex,
  nonce: number,
  birth: blockShape,
  deathBlock: number,
  specVersion: number,
});

/** A request in any other state without its bytes is of no state at all. */
const withoutBytes = ['queued', 'rejected', 'expired', 'dropped', 'superseded'] as const;

const hasFields = testOf<SigningRequest>({
  id: text,
  createdAt: number,
  updatedAt: number,
  networkId: text,
  genesisHash: hex,
  coldkey: text,
  wallet: text,
  origin: text,
  tabId: orNull(number),
  plan,
  node: orNull(text),
  exactness: object({ state: text }),
  accepted: listOf(text),
  queueEntry: orMissing(
    recordOf<NonNullable<SigningRequest['queueEntry']>>({
      place: number,
      terms,
      minimum: quantity,
      floor: orNull(quantity),
      worstPrice: orNull(amount),
      inPlaceOf: listOf(text),
      despite: orMissing(listOf(text)),
    }),
  ),
  error: orNull(wireErrorShape),
  dismissedAt: orNull(number),
  state: oneOf(
    'draft',
    'waiting-for-wallet',
    'signed',
    'submitted',
    'in-block',
    'finalized',
    'failed',
    ...withoutBytes,
  ),
  prepared: orNull(prepared),
  promptId: orNull(text),
  askedAt: orNull(number),
  extrinsic: orNull(hex),
  extrinsicHash: orNull(hex),
  heldBecause: orNull(wireErrorShape),
  submittedAt: orNull(number),
  inBlock: orNull(blockShape),
  receipt: orNull(receiptShape),
  settledAt: orNull(number),
  unseen: orMissing(orNull(recordOf<Unseen>({ by: number, isNonceUsed: flag }))),
});

export const isRequest: Test<SigningRequest> = (value): value is SigningRequest =>
  hasFields(value) &&
  (value.prepared !== null || withoutBytes.some((state) => state === value.state));
