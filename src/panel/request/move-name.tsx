// What a request is about in a line, with the amount that tells it from another of the same name.
import type { SigningRequest } from '../../model/request.ts';
import type { Quantity } from '../../model/plan.ts';
import { usePanel } from '../core/panel-context.ts';
import { OF_SUBNET } from '../words/format.ts';
import { Amount } from '../words/amount.tsx';
import { moveTitle } from '../words/move-title.ts';
import { amountsOf } from './activity.ts';

/** What leaves; of what takes nothing, such as a claim, what it brings. null: it is about no amount, or brought none. */
export function amountOfMove(request: SigningRequest): Quantity | null {
  const { given, got } = amountsOf(request);
  const quantity = given ?? got;
  return quantity === null || quantity.amount === 0n ? null : quantity;
}

export function MoveName({ request }: { request: SigningRequest }) {
  const { names } = usePanel();
  const quantity = amountOfMove(request);
  return (
    <>
      {moveTitle(request.plan.move, names)}
      {quantity !== null && (
        <>
          {OF_SUBNET}
          <Amount quantity={quantity} />
        </>
      )}
    </>
  );
}
