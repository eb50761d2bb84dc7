// Offers metadata to a wallet that shows hex, so that it can decode this request, when the user presses the button.
import { useMemo } from 'preact/hooks';
import type { SigningRequest } from '../../model/request.ts';
import { createAction } from '../core/action.ts';
import { errorText } from '../words/error-text.ts';
import { offerViewOf } from './offer-view.ts';
import { reachWallet } from '../core/reach-wallet.ts';
import { isolated, t } from '../core/text.ts';
import { Banner } from '../ui/banner.tsx';
import { LinkButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { usePanel } from '../core/panel-context.ts';

export function MetadataOffer({ request }: { request: SigningRequest }) {
  const { store, currentPage, deps, names } = usePanel();
  const offering = useMemo(createAction, []);
  const view = offerViewOf(request, store.offers.value);
  if (view.state === 'none') return null;
  const wallet = isolated(names.wallet(request.wallet));
  if (view.state === 'cannot') return <p class="small soft">{t('offer_cannot', { wallet })}</p>;
  const { last } = view;
  const offer = () => {
    if (offering.isRunning.peek()) return;
    const { tabId, isAllowed } = reachWallet(deps.browser, currentPage.page.peek(), request.origin);
    void offering.run(async () => {
      await isAllowed;
      await deps.call('offerMetadata', { id: request.id, tabId });
    });
  };
  return (
    <section class="stack-s">
      <div role="status">
        {last !== null && last.state !== 'failed' && (
          <p class="small line">
            {last.state === 'taken' && <Icon name="check" small />}
            {t(`offer_${last.state}`, { wallet })}
          </p>
        )}
      </div>
      {last?.state !== 'taken' && (
        <>
          {offering.error.value === null && last?.error && (
            <Banner tone="warning">{errorText(last.error)}</Banner>
          )}
          {offering.error.value !== null && (
            <Banner tone="red" isAlert>
              {errorText(offering.error.value)}
            </Banner>
          )}
          <p class="small soft">
            {t('offerNote', { wallet })}{' '}
            <LinkButton onPress={offer}>{t('offerAct', { wallet })}</LinkButton>
          </p>
        </>
      )}
    </section>
  );
}
