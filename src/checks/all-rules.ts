// The rules in the order of display: what is impossible, what it costs, what to know.
import { accountLimitRules } from './account-limit-rules.ts';
import {
  canPayFee,
  enoughBalance,
  keepsDeposit,
  noColdkeySwap,
  signerAdmitted,
} from './account-rules.ts';
import {
  dustExit,
  enoughStake,
  minimumStake,
  noResidue,
  poolCanFill,
  stakeAvailable,
} from './amount-rules.ts';
import {
  canSign,
  destinationConfirmed,
  destinationForm,
  destinationTyped,
  keyCanSign,
  modelProven,
  nodeAgrees,
  nodeAnswered,
  ownImpactLimit,
  quoteFresh,
  walletAllowsNetwork,
} from './review-rules.ts';
import { capsKnown, holdKnown, legsKnown, receiptReadable, runtimeModel } from './guard-rules.ts';
import type { ReviewContext } from './review-context.ts';
import {
  receiverContract,
  receiverEmpty,
  receiverHotkey,
  receiverKeyless,
  receiverOwnHotkey,
} from './receiver-rules.ts';
import { listNotFull, notInSafeMode, rootNotHeld } from './runtime-rules.ts';
import { claimRules } from './claim-rules.ts';
import { deviceHash, deviceSize } from './device-rules.ts';
import { lockRules } from './lock-rules.ts';
import { differentPlace, lockMayTravel, transferEnabled } from './transfer-rules.ts';
import { hotkeyEarns, hotkeyKnown, hotkeyRegistered, hotkeyTake } from './hotkey-rules.ts';
import type { PlanSubject } from './plan-subject.ts';
import {
  allOrNothing,
  callsExist,
  depthFromOne,
  inputsFromAuthors,
  inputsFromOne,
  inputsFromTwo,
  inputsProven,
  minimumGuaranteed,
  priceImpact,
  priceLimit,
  wholeFill,
} from './price-rules.ts';
import type { Rule } from './rule.ts';
import {
  modelExists,
  nodePriceAgrees,
  notNextToPrune,
  oldEnough,
  subnetExists,
  subtokenEnabled,
} from './subnet-rules.ts';

export const planRules: readonly Rule<PlanSubject>[] = [
  noColdkeySwap,
  notInSafeMode,
  signerAdmitted,
  ...accountLimitRules,
  subnetExists,
  modelExists,
  runtimeModel,
  callsExist,
  subtokenEnabled,
  differentPlace,
  hotkeyKnown,
  listNotFull,
  enoughStake,
  stakeAvailable,
  rootNotHeld,
  enoughBalance,
  canPayFee,
  deviceHash,
  deviceSize,
  minimumStake,
  poolCanFill,
  dustExit,
  receiverKeyless,
  receiverHotkey,
  receiverOwnHotkey,
  receiverContract,
  receiverEmpty,
  transferEnabled,
  lockMayTravel,
  priceLimit,
  depthFromOne,
  inputsProven,
  inputsFromAuthors,
  inputsFromTwo,
  inputsFromOne,
  nodePriceAgrees,
  priceImpact,
  minimumGuaranteed,
  wholeFill,
  noResidue,
  keepsDeposit,
  hotkeyRegistered,
  hotkeyEarns,
  hotkeyTake,
  notNextToPrune,
  oldEnough,
  allOrNothing,
  ...claimRules,
  ...lockRules,
  holdKnown,
  capsKnown,
  legsKnown,
  receiptReadable,
];

export const reviewRules: readonly Rule<ReviewContext>[] = [
  nodeAgrees,
  nodeAnswered,
  modelProven,
  quoteFresh,
  canSign,
  keyCanSign,
  walletAllowsNetwork,
  destinationConfirmed,
  destinationTyped,
  destinationForm,
  ownImpactLimit,
];
