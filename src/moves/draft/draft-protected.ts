// Drafts a change of subnet by the protected route: a batch of a sale and a purchase, each with a limit. The purchase
// spends the sale's minimum; any surplus stays free TAO.
import { isOneToOne } from '../../pool/curves/curve-of.ts';
import { quoteSwap } from '../../pool/quote-swap.ts';
import { cannotDraft } from './cannot-draft.ts';
import type { StakeCall } from '../../model/stake-calls.ts';
import { batchOf, PROTECTED_CALLS, type ChainCall } from '../run/chain-call.ts';
import { positionOf } from '../run/chain-state.ts';
import { draftOneCall, type ChangeSubnet } from './draft-one-call.ts';
import { remainderRule } from './draft-unstake.ts';
import { alphaQuantity } from '../run/make-leg.ts';
import { networkFeeOf, payNetworkFee } from '../run/pay-network-fee.ts';
import {
  leaveAt,
  leavingOf,
  openSubnets,
  richEnough,
  type Amounts,
  type Drafted,
  type Scene,
} from './planning.ts';
import { NOTHING_KEPT } from './limit-by-price.ts';
import { anyPrice, leastAccepted, protectTrade } from './protect-trade.ts';
import type { Effect } from '../run/run-call.ts';
import { smallestPurchase } from '../run/run-stake.ts';
import { buyOnChain, sellOnChain } from '../run/trade-on-chain.ts';

const needed = [...PROTECTED_CALLS, 'Utility.batch_all'];

/** Whether one limit call may guarantee the whole change; a batch would only cost more. */
function isGuaranteedInOne({ state, facts }: Scene, move: ChangeSubnet): boolean {
  const pools = [move.netuid, move.toNetuid].map((netuid) => state.subnets.get(netuid)?.pool);
  const name = move.hotkey === move.toHotkey ? 'swap_stake_limit' : 'move_stake_limit';
  return (
    facts.rules.calls.includes(`SubtensorModule.${name}`) &&
    pools.some((pool) => pool && isOneToOne(pool))
  );
}

function amountsOf(move: ChangeSubnet, [sold, bought]: readonly Effect[]): Amounts | null {
  if (sold?.kind !== 'unstake' || bought?.kind !== 'stake') return null;
  return {
    gives: alphaQuantity(move.netuid, sold.sold),
    receives: alphaQuantity(move.toNetuid, bought.received),
    spareTao: sold.paid + sold.paidForRemainder - bought.paid,
  };
}

export function draftProtected(scene: Scene, move: ChangeSubnet): Drafted {
  if (isGuaranteedInOne(scene, move)) {
    const drafted = draftOneCall(scene, move);
    if (drafted.isGuaranteed) return drafted;
  }
  const { facts, terms, coldkey } = scene;
  const { hotkey, netuid, toHotkey, toNetuid, amount } = move;
  const origin = { coldkey, hotkey, netuid };
  const destination = { coldkey, hotkey: toHotkey, netuid: toNetuid };
  const lacking = needed.filter((name) => !facts.rules.calls.includes(name));
  const opened = openSubnets(scene, [netuid, toNetuid]);
  const [from, to] = opened.ok ? opened.subnets : [];
  if (!from || !to || lacking.length > 0) {
    return cannotDraft(scene, { opened, origin, arrival: destination, lacking });
  }
  const fees = networkFeeOf(facts.networkFees, batchOf(PROTECTED_CALLS));
  const fee = payNetworkFee(scene.state, coldkey, { name: 'batch_all', calls: [] }, fees);
  const held = positionOf(fee.state, netuid, hotkey, coldkey);

  const common = { coldkey, limitPrice: undefined, dropFees: false };
  const rich = richEnough(fee.state, origin, { alpha: amount });
  const sale = sellOnChain(rich, { ...common, hotkey, netuid, amount }, coldkey, 'trade');
  const paid = sale.ok ? sale.value : 0n;
  const task = { terms, allowPartial: false, ...NOTHING_KEPT };
  const saleLimit = protectTrade({ ...from, ...task, side: 'sell', amount, expected: paid });
  // The purchase can only rely on the sale's minimum.
  const fixed = saleLimit?.minimum ?? (paid > 0n ? leastAccepted(paid, terms) : 0n);
  const bought = sale.ok
    ? buyOnChain(richEnough(sale.state, destination, { rao: fixed }), {
        ...common,
        hotkey: toHotkey,
        netuid: toNetuid,
        amount: fixed,
      })
    : sale;
  const received = bought.ok ? bought.value.received : 0n;
  const side = 'buy';
  const buyLimit = protectTrade({ ...to, ...task, side, amount: fixed, expected: received });
  const calls: StakeCall[] = [
    {
      name: 'remove_stake_limit',
      hotkey,
      netuid,
      amount,
      limitPrice: saleLimit?.limitPrice ?? anyPrice('sell'),
      allowPartial: false,
    },
    {
      name: 'add_stake_limit',
      hotkey: toHotkey,
      netuid: toNetuid,
      amount: fixed,
      limitPrice: buyLimit?.limitPrice ?? anyPrice('buy'),
      allowPartial: false,
    },
  ];
  const call: ChainCall = { name: 'batch_all', calls };
  const isQuoted = sale.ok && bought.ok && amount > 0n;
  const atAnyPrice = quoteSwap(from.pool, { side: 'sell', amount });
  return {
    call,
    fee,
    limit:
      saleLimit !== null && buyLimit !== null ? 'solved' : isQuoted ? 'impossible' : 'not-needed',
    legLimits: [saleLimit, buyLimit],
    quoted: {
      legs: [...(sale.ok ? sale.legs : []), ...(bought.ok ? bought.legs : [])],
      amounts: isQuoted
        ? {
            gives: alphaQuantity(netuid, amount),
            receives: alphaQuantity(toNetuid, received),
            spareTao: paid - fixed,
          }
        : null,
    },
    amountsOf: (effects) => amountsOf(move, effects),
    minimumOf: () => alphaQuantity(toNetuid, buyLimit?.minimum ?? leastAccepted(received, terms)),
    // The purchase's. Where the sale itself rests on depth, free TAO may have to make up for what it brings less.
    floor:
      buyLimit === null || buyLimit.floor === null || saleLimit?.restsOnDepth !== false
        ? null
        : alphaQuantity(toNetuid, buyLimit.floor),
    restsOnDepth: saleLimit?.restsOnDepth === true || buyLimit?.restsOnDepth === true,
    isGuaranteed: saleLimit?.isGuaranteed === true && buyLimit?.isGuaranteed === true,
    isOfWhatIsHeld: false,
    worstPrice: null,
    worstMeasured: null,
    worstIfMoved: null,
    origin,
    destination,
    subject: {
      subnets: [from.facts, to.facts],
      mustBeEnabled: [to.facts],
      missingNetuid: null,
      leaving: leavingOf({
        subnet: from.facts,
        hotkey,
        amount,
        held,
        goes: 'away',
        leave: leaveAt(facts, fee.state, origin, 'away'),
        manner: 'sale',
        worth: atAnyPrice.ok ? atAnyPrice.amountOut : null,
        smallestRemainder: remainderRule(sale.ok ? sale.state : fee.state, origin),
      }),
      entering: {
        subnet: to.facts,
        hotkey: toHotkey,
        amount: fixed,
        smallest: smallestPurchase(to.pool, facts.rules.minimumStake),
        spendable: fixed,
        keepAlive: fixed,
        isFromSale: true,
      },
      arrival: destination,
      isTransfer: false,
      lackingCalls: [],
    },
  };
}
