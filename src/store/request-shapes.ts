// The shape of a signing request with its plan, its bytes and its receipt.
import type { CheckResult } from '../model/check.ts';
import type { PreparedExtrinsic, SignerPayload } from '../model/extrinsic.ts';
import type { MoveKind, MoveTerms } from '../model/move.ts';
import type { Leg, Plan, Quantity } from '../model/plan.ts';
import type { Receipt, ReceiptLine } from '../model/receipt.ts';
import type { WireError } from '../errors.ts';
import type { SigningRequest, Unseen } from '../model/request.ts';
import { blockShape, poolShape, runtimeShape } from './cached-shapes.ts';
import { plannedLockShape } from './planned-lock-shape.ts';
import { plannedClaimShape } from './read-root-claims-record.ts';
import {
  isAmount,
  isAnything,
  isFlag,
  isHex,
  isNumber,
  isText,
  listOf,
  mapOf,
  oneOf,
  orMissing,
  orNull,
  readingOf,
  recordOf,
  variantOf,
  type Shape,
} from './shape.ts';

export const wireErrorShape = recordOf<WireError>({ code: isText, detail: isAnything });
const from = { coldkey: isText, hotkey: isText, netuid: isNumber };
export const named = (fields: Readonly<Record<string, Shape>>): Shape => recordOf<object>(fields);
const isAll = orMissing(isFlag);
export const moveShape = variantOf<MoveKind>('kind', {
  stake: named({ ...from, amount: isAmount }),
  unstake: named({ ...from, amount: isAmount }),
  'unstake-all': named(from),
  'change-validator': named({ ...from, toHotkey: isText, amount: isAmount, isAll }),
  'change-subnet': named({
    ...from,
    toNetuid: isNumber,
    toHotkey: isText,
    amount: isAmount,
    isAll,
    route: oneOf('protected', 'one-call'),
  }),
  transfer: named({ ...from, toColdkey: isText, amount: isAmount, isAll }),
  'exit-several': named({
    coldkey: isText,
    items: listOf(named({ hotkey: isText, netuid: isNumber })),
    sending: oneOf('one-by-one', 'one-batch'),
  }),
  claim: named({ coldkey: isText, hotkeys: listOf(isText), unstakes: isFlag }),
  lock: named({ ...from, amount: isAmount }),
  'accept-locked': named({ coldkey: isText, accepts: isFlag }),
});

const terms = recordOf<MoveTerms>({
  toleranceBps: isNumber,
  reviewedToleranceBps: orMissing(isNumber),
  allowPartial: isFlag,
  eraBlocks: isNumber,
});

const quantity = variantOf<Quantity['unit']>('unit', {
  rao: named({ amount: isAmount }),
  alpha: named({ netuid: isNumber, amount: isAmount }),
});

const check = recordOf<CheckResult>({
  id: isText,
  verdict: oneOf('pass', 'warn', 'block', 'unknown'),
  severity: orMissing(isText),
  needsYes: orMissing(isFlag),
  messageKey: isText,
  values: mapOf(isAnything),
  remedyKey: orMissing(isText),
  chainError: orMissing(isText),
});

const leg = recordOf<Leg>({
  purpose: isText,
  netuid: isNumber,
  side: oneOf('buy', 'sell'),
  curve: isText,
  item: isNumber,
  before: poolShape,
  order: isAnything,
  fill: isAnything,
  after: poolShape,
  priceImpactPpm: isAmount,
  swapFee: quantity,
  limitPrice: orNull(isAmount),
  headroomPpm: orNull(isAmount),
  sim: isAnything,
});

const receives = recordOf<NonNullable<Plan['receives']>>({
  expected: quantity,
  minimum: quantity,
  floor: orNull(quantity),
  minimumRestsOn: orNull(oneOf('one-source', 'two-sources')),
  isGuaranteed: isFlag,
  isOfWhatIsHeld: isFlag,
  worstPrice: orNull(isAmount),
  worstMeasured: orNull(quantity),
  worstIfMoved: orNull(named({ movePpm: isAmount, quantity })),
});

/** Items of a plan are plans. */
const plan: Shape = (value) => planFields(value);
const planFields = recordOf<Plan>({
  move: moveShape,
  terms,
  block: blockShape,
  runtime: runtimeShape,
  call: orNull(named({ pallet: isText, name: isText, args: mapOf(isAnything) })),
  items: listOf(plan),
  depthNeeded: isFlag,
  legs: listOf(leg),
  claims: orMissing(listOf(plannedClaimShape)),
  lock: orMissing(plannedLockShape),
  gives: orNull(quantity),
  receives: orNull(receives),
  spareTao: isAmount,
  limitPrice: orNull(isAmount),
  headroomPpm: orNull(isAmount),
  networkFee: readingOf(isAnything),
  reversedAtOnce: orNull(quantity),
  spotValueAfter: orNull(isAmount),
  positionAfter: orNull(quantity),
  destinationAfter: orNull(quantity),
  freeAfter: readingOf(isAmount),
  checks: listOf(check),
  wouldFailWith: orNull(isText),
});

const payload = recordOf<SignerPayload>({
  address: isText,
  blockHash: isHex,
  blockNumber: isHex,
  era: isHex,
  genesisHash: isHex,
  metadataHash: orNull(isHex),
  method: isHex,
  mode: isNumber,
  nonce: isHex,
  specVersion: isHex,
  tip: isHex,
  transactionVersion: isHex,
  signedExtensions: listOf(isText),
  version: isNumber,
  withSignedTransaction: isFlag,
});

const prepared = recordOf<PreparedExtrinsic>({
  payload,
  call: isHex,
  signedBytes: isHex,
  nonce: isNumber,
  birth: blockShape,
  deathBlock: isNumber,
  specVersion: isNumber,
});

const receipt = recordOf<Receipt>({
  block: blockShape,
  extrinsicIndex: isNumber,
  at: isNumber,
  isSuccess: isFlag,
  error: orNull(isText),
  lines: listOf(
    recordOf<ReceiptLine>({
      labelKey: isText,
      unit: oneOf('rao', 'alpha'),
      netuid: isNumber,
      expected: orNull(isAmount),
      actual: isAmount,
      hotkey: orMissing(isText),
    }),
  ),
  networkFee: orNull(isAnything),
  poolMovedBefore: orNull(isAmount),
  shortfall: isAnything,
  acceptsLocked: orMissing(isFlag),
  emptyClaims: orMissing(listOf(named({ hotkey: isText, why: isText }))),
  unread: orMissing(listOf(isText)),
});

/** States that need bytes need them stored: one without is of no state at all. */
const withBytes = [
  'draft',
  'waiting-for-wallet',
  'signed',
  'submitted',
  'in-block',
  'finalized',
  'failed',
];
const states = [...withBytes, 'queued', 'rejected', 'expired', 'dropped', 'superseded'];

const requestFields = recordOf<SigningRequest>({
  id: isText,
  createdAt: isNumber,
  updatedAt: isNumber,
  networkId: isText,
  genesisHash: isHex,
  coldkey: isText,
  wallet: isText,
  origin: isText,
  tabId: orNull(isNumber),
  plan,
  node: orNull(isText),
  exactness: named({ state: isText }),
  accepted: listOf(isText),
  queueEntry: orMissing(
    recordOf<NonNullable<SigningRequest['queueEntry']>>({
      place: isNumber,
      terms,
      minimum: quantity,
      floor: orNull(quantity),
      worstPrice: orNull(isAmount),
      inPlaceOf: listOf(isText),
      despite: orMissing(listOf(isText)),
    }),
  ),
  error: orNull(wireErrorShape),
  dismissedAt: orNull(isNumber),
  state: oneOf(...states),
  prepared: orNull(prepared),
  promptId: orNull(isText),
  askedAt: orNull(isNumber),
  extrinsic: orNull(isHex),
  extrinsicHash: orNull(isHex),
  heldBecause: orNull(wireErrorShape),
  submittedAt: orNull(isNumber),
  inBlock: orNull(blockShape),
  receipt: orNull(receipt),
  settledAt: orNull(isNumber),
  unseen: orMissing(orNull(recordOf<Unseen>({ by: isNumber, isNonceUsed: isFlag }))),
});

const bytesPresent = variantOf(
  'state',
  Object.fromEntries(
    states.map((state) => [state, withBytes.includes(state) ? named({ prepared }) : isAnything]),
  ),
);

export const isRequest: Shape = (value) => requestFields(value) && bytesPresent(value);
