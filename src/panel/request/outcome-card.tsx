// The headline of a finished transaction: what it brought, beside what was quoted.
import type { SigningRequest } from '../../model/request.ts';
import { isolated, t } from '../core/text.ts';
import { Icon } from '../ui/icon.tsx';
import { RichText } from '../ui/rich-text.tsx';
import { Amount, Tao } from '../words/amount.tsx';
import { ROOT_NETUID } from '../../units.ts';
import { differenceWords } from './difference-words.ts';
import { hasTrade, holdsOf, outcomeOf, scaleOf } from './outcome.ts';
import { receiptQuantity } from './receipt-quantity.ts';
import { wordsOf } from './request-words.ts';
import { usePanel } from '../core/panel-context.ts';
import { useIsGrey } from '../core/use-is-grey.ts';
import { wentWrong } from './request-view.ts';

/** Whether the amount stands above everything: it went well, and nothing else must be said first. */
export function hasOutcome(request: SigningRequest): boolean {
  return outcomeOf(request) !== null && !wentWrong(request) && !wordsOf(request).isCautious;
}

function Compared({ request }: { request: SigningRequest }) {
  const line = outcomeOf(request)?.line;
  const words = line === undefined ? null : differenceWords(line);
  return words === null ? null : <p class="small soft">{words}</p>;
}

/** The result between the minimum and the quote. The receipt has the figures, so the bar itself is decoration. */
function Scale({ request }: { request: SigningRequest }) {
  const outcome = outcomeOf(request);
  const scale = scaleOf(request);
  const { receives } = request.plan;
  if (outcome === null || scale === null || receives === null) return null;
  const { line } = outcome;
  const minimum = (request.queueEntry ?? receives).minimum;
  const at = (place: number) => ({ insetInlineStart: `${place}%` });
  return (
    <div class="stack-s">
      <div class="scale" aria-hidden="true">
        <span class="scale-tick" style={at(scale.minimum)} />
        <span class="scale-tick" style={at(scale.expected)} />
        <span class="scale-dot" style={at(scale.actual)} />
      </div>
      <div class="line-wrap apart small quiet">
        <span>
          <RichText
            text="outcomeMinimum"
            with={{ amount: <Amount quantity={minimum} isColumn /> }}
          />
        </span>
        <span>
          <RichText
            text="outcomeQuote"
            with={{
              amount: <Amount quantity={receiptQuantity(line, line.expected ?? 0n)} isColumn />,
            }}
          />
        </span>
      </div>
    </div>
  );
}

/** What is held there since, as home has it, while that is of now. */
function Holds({ request }: { request: SigningRequest }) {
  const { portfolio, store } = usePanel();
  const isGrey = useIsGrey();
  const sums = holdsOf(request, store.snapshot.value, portfolio.sums.value);
  if (sums === null || isGrey) return null;
  const { netuid: subnet } = sums;
  const amount = <Amount quantity={{ unit: 'alpha', netuid: subnet, amount: sums.alpha }} />;
  return (
    <p class="small soft">
      {subnet === ROOT_NETUID ? (
        <RichText text="outcomeHoldsOnRoot" with={{ amount }} />
      ) : (
        <RichText
          text="outcomeHolds"
          with={{ amount, exit: <Tao rao={sums.sellable} isColumn /> }}
        />
      )}
    </p>
  );
}

export function OutcomeCard({ request }: { request: SigningRequest }) {
  const { names } = usePanel();
  const outcome = outcomeOf(request);
  if (outcome === null) return null;
  const { titleKey, textKey } = wordsOf(request);
  const { line, labelKey } = outcome;
  const isFixed = hasTrade(request.plan) || undefined;
  return (
    <div role="status" class="stack-s">
      <p class="line strong good">
        <Icon name="check" small />
        {t(titleKey)}
      </p>
      <p class="label">{t(labelKey)}</p>
      <p class="figure">
        <Amount quantity={receiptQuantity(line, line.actual)} isColumn={isFixed} />
      </p>
      <Compared request={request} />
      <Scale request={request} />
      {/* That it is finalized the receipt says, and on whose word; what goes on and what could not be checked stands here. */}
      {textKey !== 'requestText_finalized' && textKey !== 'requestText_proven' && (
        <p class="small soft">
          {t(textKey, { wallet: isolated(names.wallet(request.wallet)), block: '', fee: '' })}
        </p>
      )}
      <Holds request={request} />
    </div>
  );
}
