// One signing request from review to finality: its state, what to do now, and the receipt.
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { SigningRequest } from '../../model/request.ts';
import { Agreed } from './agreed.tsx';
import { ageText } from '../words/format.ts';
import { quoteNow } from './quote-now.ts';
import { isUnsigned } from './request-market.ts';
import { actionsOf, hasFailed, isFinished } from './request-view.ts';
import { FoldedStages } from './stages.tsx';
import { isolated, t, tCount } from '../core/text.ts';
import { hasWidth } from '../core/has-width.ts';
import { isWideWindow } from '../core/wide-window.ts';
import { Button } from '../ui/button.tsx';
import { Pending } from './pending.tsx';
import { WalletPlace } from './wallet-place.tsx';
import { QueueAfter, QueueBefore } from './queue-neighbours.tsx';
import { moveTitle } from '../words/move-title.ts';
import { MetadataOffer } from './metadata-offer.tsx';
import { usePanel } from '../core/panel-context.ts';
import { useExits } from './exits-context.ts';
import { hasOutcome, OutcomeCard } from './outcome-card.tsx';
import { ReceiptCard } from './receipt-card.tsx';
import { ReceiptLinks } from './receipt-links.tsx';
import { StateBanner } from './state-banner.tsx';
import { RequestActions } from './request-actions.tsx';
import { RichText } from '../ui/rich-text.tsx';
import { Screen } from '../ui/screen.tsx';
import { explorerLink, networkOf } from './explorer-link.ts';

/** Of what waits, has failed or ended without a block. */
function Reviewed({ request }: { request: SigningRequest }) {
  return (
    <section class="stack-s">
      <h2 class="label">{t(quoteNow(request) === null ? 'queueReviewed' : 'queueCompared')}</h2>
      <Agreed request={request} />
    </section>
  );
}

/** Of what the chain refused: whoever read why is done, and may still look up what was agreed to. */
function FoldedReview({ request }: { request: SigningRequest }) {
  return (
    <details class="small">
      <summary>{t('queueReviewed')}</summary>
      <div class="steps-folded">
        <Agreed request={request} />
      </div>
    </details>
  );
}

/** Leads to the next of several exits; its request is queued while this one is under way. */
function NextExit({ request }: { request: SigningRequest }) {
  const { store } = usePanel();
  const exits = useExits();
  const left = exits.queue.value.length;
  const isUsersTurn = actionsOf(request, store.requests.value).some((action) =>
    ['ask-wallet', 'ask-again', 'review-again'].includes(action),
  );
  if (left === 0 || isUsersTurn) return null;
  return (
    <Button isWide icon="caret" onPress={exits.openNext}>
      {tCount('nextExit', left)}
    </Button>
  );
}

/** The request as the panel follows it, else, of an old one, as it is stored. null: it is not there, or not loaded yet. */
function useRequest(id: string): SigningRequest | null {
  const { store, deps } = usePanel();
  const [old, setOld] = useState<SigningRequest | null>(null);
  const followed = store.requests.value.find((one) => one.id === id);
  useEffect(() => {
    if (followed === undefined) {
      void deps.reader.readRequest(id).then(setOld, () => setOld(null));
    }
  }, [id, followed === undefined]);
  return followed ?? old;
}

// As request.css has a third column.
const isLargest = hasWidth('108rem');

type Props = {
  id: string;
  /** What is known of its subnet, where there is room for it. */
  beside: (request: SigningRequest) => ComponentChildren;
};

export function RequestScreen({ id, beside }: Props) {
  const { store, names, clock, deps } = usePanel();
  const request = useRequest(id);
  if (request === null) {
    return (
      <Screen title={t('requestTitle')}>
        <p class="padded soft">{t('requestGone')}</p>
      </Screen>
    );
  }
  // The network it was made on, not the chosen one: the same block number is another block there.
  const network = networkOf(request, deps.reader.networksOf(store.settings.value));
  const { genesisHash } = store.network.value;
  const isElsewhere = genesisHash !== null && request.genesisHash !== genesisHash;
  const link = network === null ? null : explorerLink(network, request);
  // Of what waits or has ended without a block, the amounts are those that were reviewed.
  const isNotNow = request.state === 'queued' || isFinished(request.state);
  const isToSign = isUnsigned(request);
  // What still goes on is said before what it brought; while its user signs, what to compare comes first.
  const isBefore = !isToSign && (request.receipt === null || request.state === 'in-block');
  const isRefused = hasFailed(request) && request.receipt !== null;
  const networkName = network?.name ?? request.networkId;
  // Prices and validators are of the chosen network: they say nothing of an order on another one.
  const hasMarket = isLargest.value && !isElsewhere;
  return (
    <Screen
      title={moveTitle(request.plan.move, names)}
      foot={hasMarket ? undefined : <RequestActions request={request} />}
    >
      <div class="padded one-thing request">
        <div class={`request-parts ${hasMarket ? 'request-three' : ''}`}>
          <div class="stack">
            {hasOutcome(request) ? (
              <OutcomeCard request={request} />
            ) : (
              <StateBanner request={request} />
            )}
            {request.state === 'waiting-for-wallet' && <WalletPlace request={request} />}
            <ReceiptLinks request={request} link={link} network={networkName} />
            {isElsewhere && (
              <p class="small soft">{t('requestOnNetwork', { network: isolated(networkName) })}</p>
            )}
            <QueueBefore request={request} />
            {isBefore && <FoldedStages request={request} />}
            {request.state === 'submitted' && <Pending request={request} />}
          </div>
          <div class="stack request-aside">
            {request.receipt !== null ? (
              <>
                <ReceiptCard request={request} receipt={request.receipt} />
                {isRefused && isWideWindow.value && (
                  <div class="card">
                    <Reviewed request={request} />
                  </div>
                )}
              </>
            ) : isNotNow ? (
              <Reviewed request={request} />
            ) : (
              <section class="stack-s">
                <h2 class="label">{t(isToSign ? 'agreedCompare' : 'queueReviewed')}</h2>
                <Agreed request={request} />
              </section>
            )}
          </div>
          <div class="stack">
            {!isBefore && <FoldedStages request={request} />}
            {isRefused && !isWideWindow.value && <FoldedReview request={request} />}
            <QueueAfter request={request} />
            <MetadataOffer request={request} />
            <p class="small quiet">
              <RichText
                text="requestFrom"
                with={{
                  account: names.coldkey(request.coldkey),
                  wallet: names.wallet(request.wallet),
                  age: ageText(clock.now.value - request.createdAt),
                }}
              />
            </p>
            <NextExit request={request} />
            {/* A longer column beside it takes no button away from its steps. */}
            {hasMarket && <RequestActions request={request} />}
          </div>
          {hasMarket && <div class="request-market">{beside(request)}</div>}
        </div>
      </div>
    </Screen>
  );
}
