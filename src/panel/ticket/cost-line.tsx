// What an order costs, in a sentence.
import type { Plan } from '../../model/plan.ts';
import { decimalsFor, toAlphaRao } from '../../units.ts';
import { RichText } from '../ui/rich-text.tsx';
import { Amount, Tao } from '../words/amount.tsx';
import { impactBand, tradeImpact } from './impact-band.ts';
import { lossAtPricesBefore, lossBeside } from './quote-figures.ts';

/** What the move costs: where it moves the price, at the prices before; else by undoing it at once, which is about the fees. */
export function Cost({ plan, isLossTold }: { plan: Plan; isLossTold: boolean }) {
  const { reversedAtOnce, gives, receives, move, legs } = plan;
  const lost = impactBand(tradeImpact(legs) ?? 0n).band === 'low' ? null : lossAtPricesBefore(plan);
  if (lost !== null && isLossTold) return null;
  if (lost !== null) {
    return (
      <p class="small soft">
        <RichText text="lostAtPricesBefore" with={{ loss: <Tao rao={lost} /> }} />
      </p>
    );
  }
  // Whoever leaves a position does not ask what buying it back brings.
  if (reversedAtOnce === null || move.kind === 'unstake-all') return null;
  const isSameUnit =
    gives?.unit === reversedAtOnce.unit &&
    (gives.unit === 'rao' ||
      (reversedAtOnce.unit === 'alpha' && gives.netuid === reversedAtOnce.netuid));
  const loss = isSameUnit ? gives.amount - reversedAtOnce.amount : 0n;
  // As many digits of both, so that what comes back and what is lost make up what goes in.
  const decimals = loss > 0n ? decimalsFor(loss) : undefined;
  const amount = <Amount quantity={reversedAtOnce} decimals={decimals} />;
  const shown = decimals === undefined ? loss : lossBeside(reversedAtOnce.amount, loss, decimals);
  if (move.kind === 'stake' && reversedAtOnce.unit === 'rao' && loss > 0n) {
    return (
      <p class="small soft">
        <RichText
          text="reversedLess"
          with={{ amount, loss: <Tao rao={loss} shown={shown} decimals={decimals} /> }}
        />
      </p>
    );
  }
  // The arrived TAO staked again, where it was alpha of the same subnet.
  if (gives?.unit === 'alpha' && loss > 0n) {
    const less = (
      <Amount quantity={{ ...gives, amount: toAlphaRao(loss) }} shown={shown} decimals={decimals} />
    );
    return (
      <p class="small soft">
        <RichText text="boughtBackLess" with={{ amount, loss: less }} />
      </p>
    );
  }
  // Root stake is TAO already: selling it again is the figure above.
  if (reversedAtOnce.unit === 'rao' && reversedAtOnce.amount === receives?.expected.amount) {
    return null;
  }
  // What a swap leaves free is beside it: the two routes are told apart by both.
  if (plan.spareTao > 0n && reversedAtOnce.unit === 'rao') {
    const spare = <Tao rao={plan.spareTao} />;
    return (
      <p class="small soft">
        <RichText text="soldBackWithSpare" with={{ amount, spare }} />
      </p>
    );
  }
  const text = reversedAtOnce.unit === 'rao' ? 'soldBackAtOnce' : 'boughtBackAtOnce';
  return (
    <p class="small soft">
      <RichText text={text} with={{ amount }} />
    </p>
  );
}
