// Drafts a stake: TAO into a subnet or root by add_stake_limit, with the limit solved from the minimum received.
import type { ChainCall } from '../run/chain-call.ts';
import { spendable } from '../run/chain-state.ts';
import { alphaQuantity, taoQuantity } from '../run/make-leg.ts';
import type { Move } from '../../model/move.ts';
import { networkFeeOf, payNetworkFee } from '../run/pay-network-fee.ts';
import { chooseCall, openSubnets, richEnough, type Drafted, type Scene } from './planning.ts';
import { anyPrice, leastAccepted, limitStateOf, minimumOf, protectTrade } from './protect-trade.ts';
import { smallestPurchase } from '../run/run-stake.ts';
import { buyOnChain } from '../run/trade-on-chain.ts';
import { cannotDraft } from './cannot-draft.ts';

export function draftStake(scene: Scene, move: Extract<Move, { kind: 'stake' }>): Drafted {
  const { facts, terms, state, coldkey } = scene;
  const { hotkey, netuid } = move;
  const place = { coldkey, hotkey, netuid };
  const { name, lacking } = chooseCall(facts.rules, ['add_stake_limit', 'add_stake']);
  const opened = openSubnets(scene, [netuid]);
  const subnet = opened.ok ? opened.subnets[0] : undefined;
  if (!subnet || name === null) {
    return cannotDraft(scene, { opened, origin: place, arrival: place, lacking });
  }
  const shell: ChainCall = { name: 'add_stake', hotkey, netuid, amount: move.amount };
  const fees = networkFeeOf(facts.networkFees, `SubtensorModule.${name}`);
  const fee = payNetworkFee(state, coldkey, shell, fees);
  const all = spendable(fee.state, coldkey, 'all');
  const keepAlive = spendable(fee.state, coldkey, 'keep-alive');
  // The chain leaves the existential deposit of a whole balance: the draft names the amount that it takes.
  const isWhole = move.amount > keepAlive && move.amount <= all;
  const amount = isWhole ? keepAlive : move.amount;

  const trade = { coldkey, hotkey, netuid, amount, limitPrice: undefined, dropFees: false };
  const quote = buyOnChain(richEnough(fee.state, place, { rao: amount }), trade);
  const expected = quote.ok ? quote.value.received : 0n;
  const isLimited = name === 'add_stake_limit';
  const { allowPartial } = terms;
  const limit = isLimited
    ? protectTrade({
        facts: subnet.facts,
        pool: subnet.pool,
        side: 'buy',
        amount,
        expected,
        terms,
        allowPartial,
        keptOfInput: facts.rules.existentialDeposit,
        keptOfOutput: 0n,
      })
    : null;
  const limitPrice = limit?.limitPrice ?? anyPrice('buy');
  const call: ChainCall = isLimited
    ? { name, hotkey, netuid, amount, limitPrice, allowPartial }
    : { name, hotkey, netuid, amount };
  return {
    call,
    fee,
    limit: limitStateOf(isLimited, limit, quote.ok),
    legLimits: [limit],
    quoted: {
      legs: quote.ok ? quote.legs : [],
      amounts: quote.ok
        ? {
            gives: taoQuantity(quote.value.paid),
            receives: alphaQuantity(netuid, expected),
            spareTao: 0n,
          }
        : null,
    },
    amountsOf: ([effect]) =>
      effect?.kind === 'stake'
        ? {
            gives: taoQuantity(effect.paid),
            receives: alphaQuantity(netuid, effect.received),
            spareTao: 0n,
          }
        : null,
    minimumOf: (legs) =>
      alphaQuantity(netuid, minimumOf(legs, limit) ?? leastAccepted(expected, terms)),
    floor: limit === null || limit.floor === null ? null : alphaQuantity(netuid, limit.floor),
    restsOnDepth: limit?.restsOnDepth === true,
    isGuaranteed: limit !== null && limit.isGuaranteed,
    isOfWhatIsHeld: false,
    worstPrice: limit?.worstPrice ?? null,
    worstMeasured: null,
    worstIfMoved: null,
    origin: place,
    destination: null,
    subject: {
      subnets: [subnet.facts],
      mustBeEnabled: [subnet.facts],
      missingNetuid: null,
      leaving: null,
      entering: {
        subnet: subnet.facts,
        hotkey,
        amount: move.amount,
        smallest: smallestPurchase(subnet.pool, facts.rules.minimumStake),
        spendable: all,
        keepAlive,
        isFromSale: false,
      },
      arrival: { hotkey, netuid },
      isTransfer: false,
      lackingCalls: lacking,
    },
  };
}
