// Drafts a change of subnet in one call: swap_stake_limit for the same validator, move_stake_limit for another one.
// With root on one side the limit guarantees the price of the stake held at execution. Between two pools the chain
// has only a guard, and none for move_stake, the call of older runtimes for another validator.
import { isOneToOne } from '../../pool/curves/curve-of.ts';
import { saturatingSub } from '../../pool/fixed-point.ts';
import { quoteSwap } from '../../pool/quote-swap.ts';
import { quoteTwoLegs } from '../../pool/quote-two-legs.ts';
import { PPM_PER_BPS, ROOT_NETUID, type Netuid, type Ss58Address } from '../../units.ts';
import { cannotDraft } from './cannot-draft.ts';
import type { ChainCall } from '../run/chain-call.ts';
import { changeFree, positionOf, spendable, type ChainState } from '../run/chain-state.ts';
import { solveGuardLimit, inverseLimit, worstUnderGuard } from './guard-limit.ts';
import { alphaQuantity, taoQuantity } from '../run/make-leg.ts';
import type { Move } from '../../model/move.ts';
import { networkFeeOf, payNetworkFee } from '../run/pay-network-fee.ts';
import type { Quantity } from '../../model/plan.ts';
import {
  chooseCall,
  leaveAt,
  leavingOf,
  meantOf,
  openSubnets,
  richEnough,
  type Amounts,
  type Drafted,
  type LegLimit,
  type OpenSubnet,
  type Scene,
} from './planning.ts';
import { NOTHING_KEPT } from './limit-by-price.ts';
import { leastAccepted, protectTrade, type Protection } from './protect-trade.ts';
import { runTransition, type Moved } from '../run/run-transition.ts';
import type { Effect } from '../run/run-call.ts';
import { worstWithin } from './worst-within.ts';

export type ChangeSubnet = Extract<Move, { kind: 'change-subnet' }>;

type Guard = {
  /** As encoded; null: the order passes no such limit. */
  wire: bigint | null;
  protection: Protection | null;
  worstMeasured: bigint | null;
};

/** The limit of swap_stake_limit on these two subnets, and the protection that it gives. */
function guardOf(
  scene: Scene,
  [origin, destination]: readonly [OpenSubnet, OpenSubnet],
  amount: bigint,
  withheld: bigint,
): Guard {
  const { terms, facts } = scene;
  // If the other free TAO is spent first, the chain withholds the existential deposit: it is never promised.
  const deposit = facts.rules.existentialDeposit;
  const kept = withheld > deposit ? withheld : deposit;
  const task = { terms, allowPartial: false, ...NOTHING_KEPT };
  if (isOneToOne(destination.pool)) {
    const quote = quoteSwap(origin.pool, { side: 'sell', amount });
    const paid = quote.ok ? quote.amountOut : 0n;
    const expected = saturatingSub(paid, withheld);
    const keptOfOutput = kept;
    const sale = { ...origin, ...task, amount, side: 'sell', expected, keptOfOutput } as const;
    const protection = protectTrade(sale);
    return { wire: protection?.limitPrice ?? null, protection, worstMeasured: null };
  }
  if (isOneToOne(origin.pool)) {
    const quote = quoteSwap(destination.pool, { side: 'buy', amount: amount - withheld });
    const expected = quote.ok ? quote.amountOut : 0n;
    const keptOfInput = kept;
    const purchase = {
      ...destination,
      ...task,
      amount,
      side: 'buy',
      expected,
      keptOfInput,
    } as const;
    const solved = protectTrade(purchase);
    // From a one-to-one origin other than root the purchase pays no pool fee, so this limit promises nothing.
    const protection = origin.facts.netuid === ROOT_NETUID ? solved : null;
    return { wire: solved && inverseLimit(solved.limitPrice), protection, worstMeasured: null };
  }
  const pools = { origin: origin.pool, destination: destination.pool };
  const wire = solveGuardLimit(pools, amount, terms);
  return {
    wire,
    protection: null,
    worstMeasured: wire === null ? null : worstUnderGuard(pools, amount, wire),
  };
}

/** Rao of the proceeds that stay as the existential deposit of a coldkey without other TAO. */
function withheldOf(state: ChainState, coldkey: Ss58Address, tao: bigint): bigint {
  const most = spendable(changeFree(state, coldkey, tao), coldkey, 'keep-alive');
  return saturatingSub(tao, most);
}

function amountsOf(move: ChangeSubnet, moved: Moved): Amounts {
  const gives = alphaQuantity(move.netuid, moved.moved);
  const { bought, tao } = moved;
  return bought === null
    ? { gives, receives: taoQuantity(tao), spareTao: 0n }
    : {
        gives,
        receives: alphaQuantity(move.toNetuid, bought.received),
        spareTao: tao - bought.paid,
      };
}

type Base = { hotkey: Ss58Address; netuid: Netuid; toNetuid: Netuid; amount: bigint };
type CallName = 'swap_stake_limit' | 'swap_stake' | 'move_stake_limit' | 'move_stake';

const callsFor = (staysWithHotkey: boolean): readonly CallName[] =>
  staysWithHotkey
    ? ['swap_stake_limit', 'swap_stake', 'move_stake']
    : ['move_stake_limit', 'move_stake'];

const isLimited = (name: CallName): boolean =>
  name === 'swap_stake_limit' || name === 'move_stake_limit';

function callOf(name: CallName, base: Base, toHotkey: Ss58Address, limitPrice: bigint): ChainCall {
  switch (name) {
    case 'swap_stake_limit':
      return { name, ...base, limitPrice, allowPartial: false };
    case 'move_stake_limit':
      return { name, ...base, toHotkey, limitPrice, allowPartial: false };
    case 'swap_stake':
      return { name, ...base };
    case 'move_stake':
      return { name, ...base, toHotkey };
  }
}

function limitStateOf(guard: Guard | null, isQuoted: boolean): Drafted['limit'] {
  if (guard === null) return 'none';
  if (guard.wire !== null) return 'solved';
  return isQuoted ? 'impossible' : 'not-needed';
}

export function draftOneCall(scene: Scene, move: ChangeSubnet): Drafted {
  const { facts, terms, coldkey } = scene;
  const { hotkey, netuid, toHotkey, toNetuid, amount } = move;
  const origin = { coldkey, hotkey, netuid };
  const destination = { coldkey, hotkey: toHotkey, netuid: toNetuid };
  const { name, lacking } = chooseCall(facts.rules, callsFor(hotkey === toHotkey));
  const shell: ChainCall = { name: 'swap_stake', hotkey, netuid, toNetuid, amount };
  const fees = networkFeeOf(facts.networkFees, `SubtensorModule.${name}`);
  const fee = payNetworkFee(scene.state, coldkey, shell, fees);
  // Opened after the fee, which moves the origin's pool where it is paid in alpha.
  const opened = openSubnets({ ...scene, state: fee.state }, [netuid, toNetuid]);
  const [from, to] = opened.ok ? opened.subnets : [];
  if (!from || !to || name === null) {
    return cannotDraft(scene, { opened, origin, arrival: destination, lacking });
  }
  const held = positionOf(fee.state, netuid, hotkey, coldkey);
  const before = positionOf(scene.state, netuid, hotkey, coldkey);
  const meant = meantOf(facts.rules, move, before, held);
  const moving = meant.amount;
  const sale = quoteSwap(from.pool, { side: 'sell', amount: moving });
  const withheld = sale.ok ? withheldOf(fee.state, coldkey, sale.amountOut) : 0n;
  const guard = isLimited(name) ? guardOf(scene, [from, to], moving, withheld) : null;
  const base = { hotkey, netuid, toNetuid, amount: meant.wire };
  const call = callOf(name, base, toHotkey, guard?.wire ?? 0n);
  const quote = runTransition(richEnough(fee.state, origin, { alpha: moving }), {
    ...origin,
    toColdkey: coldkey,
    toHotkey,
    toNetuid,
    amount: moving,
    limit: null,
    needsTransferEnabled: false,
  });
  const twoLegs = quoteTwoLegs({
    origin: from.pool,
    destination: to.pool,
    amount: moving,
    withheld,
  });
  const expected = twoLegs.ok ? (twoLegs.purchase?.amountOut ?? 0n) : 0n;
  const minimum = guard?.protection?.minimum ?? leastAccepted(expected, terms);
  const enforced = guard?.protection?.floor ?? null;
  const inAlpha = (value: bigint): Quantity => alphaQuantity(toNetuid, value);
  // The limit of the one pool with a price, in rao per whole alpha; the call holds the encoded form.
  const legLimit: LegLimit | null = guard?.protection ?? null;
  const limitOnSale = isOneToOne(to.pool);
  const movePpm = BigInt(terms.toleranceBps) * PPM_PER_BPS;
  // With root on one side the limit promises more than this floor.
  const isBetweenPools = !isOneToOne(from.pool) && !isOneToOne(to.pool);
  const pools = { origin: from.pool, destination: to.pool };
  const floor = isBetweenPools ? worstWithin(pools, moving, movePpm, facts.rules) : null;
  return {
    call,
    fee,
    limit: limitStateOf(guard, twoLegs.ok),
    legLimits: limitOnSale ? [legLimit, null] : [null, legLimit],
    quoted: {
      legs: quote.ok ? quote.legs : [],
      amounts: quote.ok ? amountsOf(move, quote.value) : null,
    },
    amountsOf: ([effect]: readonly Effect[]) =>
      effect?.kind === 'transition' ? amountsOf(move, effect) : null,
    minimumOf: () => inAlpha(minimum),
    floor: enforced === null ? null : inAlpha(enforced),
    restsOnDepth: guard?.protection?.restsOnDepth === true,
    // The chain tests the price whatever the protocol injects; the minimum depends on the injections.
    isGuaranteed: guard !== null && guard.protection !== null,
    isOfWhatIsHeld: meant.isOfWhatIsHeld && guard?.protection?.isGuaranteed === true,
    // A fixed amount that the limit guarantees trades whole or not at all.
    worstPrice:
      meant.isOfWhatIsHeld || guard?.protection?.isGuaranteed === false
        ? (guard?.protection?.limitPrice ?? null)
        : null,
    worstMeasured:
      guard === null || guard.worstMeasured === null ? null : inAlpha(guard.worstMeasured),
    worstIfMoved: floor === null ? null : { movePpm, quantity: inAlpha(floor) },
    origin,
    destination,
    subject: {
      subnets: [from.facts, to.facts],
      mustBeEnabled: [from.facts, to.facts],
      missingNetuid: null,
      leaving: leavingOf({
        subnet: from.facts,
        hotkey,
        amount: moving,
        held,
        goes: 'away',
        leave: leaveAt(facts, fee.state, origin, 'away'),
        manner: 'across',
        worth: sale.ok ? sale.amountOut : null,
        smallestRemainder: null,
      }),
      entering: null,
      arrival: destination,
      isTransfer: false,
      lackingCalls: lacking,
    },
  };
}
