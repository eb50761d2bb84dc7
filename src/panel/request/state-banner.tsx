// The state of a signing request in its own words: what it is, why, what it cost, and what to change.
import { promisedOf, promiseOf } from '../../checks/promise.ts';
import type { SigningRequest } from '../../model/request.ts';
import type { Freshness } from '../core/freshness.ts';
import type { NamesModel } from '../core/names-model.ts';
import { usePanel } from '../core/panel-context.ts';
import { isolated, t } from '../core/text.ts';
import { Banner } from '../ui/banner.tsx';
import { RichText } from '../ui/rich-text.tsx';
import { Amount } from '../words/amount.tsx';
import { errorText, reasonText } from '../words/error-text.ts';
import { alphaText, blockText, bpsText, durationText, taoText } from '../words/format.ts';
import { EmptyClaims } from './receipt-card.tsx';
import { toneOf } from './request-tone.ts';
import { hasFailed } from './request-view.ts';
import { paidNothing, wordsOf, type RequestWords } from './request-words.ts';
import { siteText } from './site-text.ts';
import { ShortfallText } from './shortfall-text.tsx';

/** What was charged, once a block says it; before, what it would be. */
function feeText({ plan: { networkFee }, receipt }: SigningRequest, names: NamesModel): string {
  if (receipt !== null) {
    const { networkFee: charged } = receipt;
    if (charged === null) return t('feeUnknown');
    return charged.paidIn === 'tao'
      ? taoText(charged.fee)
      : alphaText(charged.fee, names.symbol(charged.netuid));
  }
  const isTao = networkFee.known && networkFee.value.paidIn === 'tao';
  return isTao ? taoText(networkFee.value.fee) : t('feeUnknown');
}

/** What to change so that it goes through: of a price that moved too far, and of nothing else. */
function Advice({ request }: { request: SigningRequest }) {
  const { plan, queueEntry, error } = request;
  const { toleranceBps } = (queueEntry ?? plan).terms;
  const isTrade = plan.legs.some(({ limitPrice }) => limitPrice !== null);
  if (!hasFailed(request) || error?.code !== 'PRICE_LIMIT_EXCEEDED' || !isTrade) return null;
  const { receives, legs } = plan;
  const hasMinimum = receives !== null && promiseOf(receives, legs) === 'minimum';
  const tolerance = bpsText(toleranceBps);
  return (
    <>
      <p>
        {hasMinimum ? (
          <RichText
            text="requestFailedMinimum"
            with={{
              minimum: <Amount quantity={queueEntry?.minimum ?? promisedOf(receives)} isColumn />,
              tolerance,
            }}
          />
        ) : (
          t('requestFailedTolerance', { tolerance })
        )}
      </p>
      <p>{t('requestFailedAdvice')}</p>
    </>
  );
}

type Reason = NonNullable<RequestWords['reason']>;

/** A reason from the transaction pool is quoted as the node's report: it does not end the request. */
function reasonOf({ state }: SigningRequest, { error, as }: Reason, deathBlock: string): string {
  if (as === 'sentence') return errorText(error);
  if (as === 'plain') return reasonText(error);
  const reason = reasonText(error);
  return state === 'submitted'
    ? t('nodeReports', { reason, block: deathBlock })
    : t('nodeReported', { reason });
}

/** With how long until then, while the head of the chain is known. */
function blockAheadText(block: number, current: Freshness): string {
  const left = current.state === 'live' ? block - current.block : 0;
  if (left <= 0) return blockText(block);
  return t('blockInTime', { block: blockText(block), time: durationText(left) });
}

/** What waits says first why it waits, what failed why it failed. Of the rest the outcome comes first. */
const causeFirst: readonly SigningRequest['state'][] = ['queued', 'signed', 'failed'];

export function StateBanner({ request }: { request: SigningRequest }) {
  const { deps, names, store, freshness } = usePanel();
  const wallet = isolated(names.wallet(request.wallet));
  const words = wordsOf(request, store.requests.value);
  const { titleKey, textKey, reason } = words;
  const deathBlock =
    request.prepared === null
      ? t('notStated')
      : blockAheadText(request.prepared.deathBlock, freshness.value);
  const isNoPage = request.state === 'draft' && reason?.error.code === 'TAB_UNREACHABLE';
  const cause = reason !== null && (
    <p>
      {isNoPage
        ? t('requestNoPage', { wallet, site: siteText(request) })
        : reasonOf(request, reason, deathBlock)}
    </p>
  );
  const isCauseFirst = causeFirst.includes(request.state);
  const figures = { wallet, block: deathBlock, fee: feeText(request, names) };
  const isInPopup = request.state === 'waiting-for-wallet' && deps.surface === 'popup';
  // Before the wallet the error itself says that nothing was sent, and what to do.
  const isSaidByCause = request.state === 'draft' && reason?.as === 'sentence';
  return (
    <div role="status" class="stack">
      <Banner tone={toneOf(request, words)} title={t(titleKey)}>
        <ShortfallText request={request} />
        {isCauseFirst && cause}
        {!isSaidByCause && <p>{t(isInPopup ? 'popupMayClose' : textKey, figures)}</p>}
        {!isCauseFirst && cause}
        <Advice request={request} />
        {request.receipt !== null && paidNothing(request) && (
          <EmptyClaims receipt={request.receipt} />
        )}
      </Banner>
    </div>
  );
}
