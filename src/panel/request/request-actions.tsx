// The actions at the foot of a signing request: prompt the wallet, cancel, dismiss, make it again.
import { useEffect, useMemo } from 'preact/hooks';
import type { SigningRequest } from '../../model/request.ts';
import { queuePlaceOf } from '../../signing/queue.ts';
import { createAction } from '../core/action.ts';
import { errorText } from '../words/error-text.ts';
import { openSidePanelFor } from '../core/open-side-panel.ts';
import { reachWallet } from '../core/reach-wallet.ts';
import { nextStepsOf } from './outcome.ts';
import {
  actionsOf,
  isDisproven,
  needsPlace,
  wentWell,
  wentWrong,
  type RequestAction,
} from './request-view.ts';
import { paidNothing } from './request-words.ts';
import { siteText } from './site-text.ts';
import { startOf, type Route } from '../core/router.ts';
import { isolated, keyPart, t } from '../core/text.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { useStepFocus } from '../ui/use-focus.ts';
import { usePanel } from '../core/panel-context.ts';

/** Only after what went well: there is a position to see. */
function hasNextSteps(request: SigningRequest): boolean {
  return wentWell(request) && nextStepsOf(request).subnet !== null;
}

/** Executed, and its block can still be reversed: nothing to do, but there is a position to see. */
function isEarly(request: SigningRequest): boolean {
  return request.state === 'in-block' && request.receipt !== null && !wentWrong(request);
}

/** Whoever goes on from a finished request has read it: `onLeave` takes it off the top of home. */
function NextSteps({ request, onLeave }: { request: SigningRequest; onLeave: () => void }) {
  const { router } = usePanel();
  const { subnet, more } = nextStepsOf(request);
  if (!hasNextSteps(request) || subnet === null) return null;
  const goTo = (route: Route) => () => {
    onLeave();
    router.go(route);
  };
  return (
    <>
      {more !== null && (
        <Button isWide onPress={goTo({ name: 'ticket', start: more })}>
          {t('stakeMore')}
        </Button>
      )}
      <Button isWide look="primary" onPress={goTo({ name: 'subnet', netuid: subnet })}>
        {t(paidNothing(request) ? 'viewClaimable' : 'viewPosition')}
      </Button>
    </>
  );
}

export function RequestActions({ request }: { request: SigningRequest }) {
  const acting = useMemo(createAction, []);
  useStepFocus(request.state, 'main h1');
  const { deps, router, currentPage, names, store } = usePanel();
  // The page must be known before the click, which may not wait before it asks for a permission. It is read again with
  // each change of the request: in a side panel the tab in front may have closed since.
  useEffect(() => {
    void currentPage.look();
  }, [request.updatedAt]);
  const askWallet = (isAgain: boolean) => () => {
    const { tabId, isAllowed } = reachWallet(deps.browser, currentPage.page.peek(), request.origin);
    void acting.run(async () => {
      const prompted = isAllowed.then(() =>
        deps.call('askWallet', { id: request.id, tabId, isAgain }),
      );
      openSidePanelFor(deps, prompted);
      await prompted;
    });
  };
  const again = (isReview: boolean) => () => {
    const start = startOf(request.plan.move);
    router.replace({
      name: 'ticket',
      start: isReview ? { ...start, reviewed: request.id } : start,
    });
  };
  const handlers: Record<RequestAction, () => void> = {
    'ask-wallet': askWallet(false),
    'ask-again': askWallet(true),
    cancel: () => void acting.run(() => deps.call('cancelRequest', { id: request.id })),
    dismiss: () => {
      void acting.run(() => deps.call('dismissRequest', { id: request.id }));
      router.home();
    },
    'try-again': again(false),
    'review-again': again(true),
  };
  const actions = actionsOf(request, store.requests.value);
  // It would come on top of what went through, or may have: nothing there is the thing to do.
  const wouldDouble =
    request.state === 'queued' &&
    ['happened', 'unseen'].includes(queuePlaceOf(request, store.requests.value).kind);
  const isMain = (one: RequestAction, index: number) =>
    index === 0 &&
    !wouldDouble &&
    one !== 'cancel' &&
    // Its window is open: that is where to go on.
    one !== 'ask-again' &&
    !hasNextSteps(request) &&
    !isDisproven(request);
  // Where nothing is the thing to do, the way out stands where it stands beside a main action.
  const shown = wouldDouble || actions[0] === 'ask-again' ? actions.toReversed() : actions;
  // What the request itself says already is not said twice.
  const error = acting.error.value;
  const { subnet } = nextStepsOf(request);
  if (isEarly(request) && subnet !== null) {
    return (
      <footer class="review">
        <div class="line review-line">
          <Button isWide onPress={() => router.go({ name: 'subnet', netuid: subnet })}>
            {t('viewPosition')}
          </Button>
        </div>
      </footer>
    );
  }
  if (actions.length === 0) {
    // It goes on by itself.
    return (
      <footer class="review">
        <div class="line review-line">
          <Button isWide onPress={router.home}>
            {t('act_dismiss')}
          </Button>
        </div>
      </footer>
    );
  }
  return (
    <footer class="review">
      {error !== null && error.code !== request.error?.code && (
        <Banner tone="red" isAlert>
          {errorText(error)}
        </Banner>
      )}
      <div class="line review-line">
        {shown.map((one, index) => {
          const isInQueue = one === 'cancel' && request.state === 'queued';
          const words = isInQueue
            ? t('queueRemove')
            : one === 'ask-wallet' && needsPlace(request)
              ? t('act_open_site', { site: siteText(request) })
              : t(`act_${keyPart(one)}`, { wallet: isolated(names.wallet(request.wallet)) });
          return (
            <Button
              key={one}
              isWide
              look={isMain(one, index) ? 'primary' : 'plain'}
              isDisabled={acting.isRunning.value}
              onPress={handlers[one]}
            >
              {words}
            </Button>
          );
        })}
        {isDisproven(request) && (
          <Button
            isWide
            look="primary"
            onPress={() => router.go({ name: 'settings', part: 'network' })}
          >
            {t('chooseOtherEndpoint')}
          </Button>
        )}
        <NextSteps request={request} onLeave={handlers.dismiss} />
      </div>
    </footer>
  );
}
