// The foot of home: how fresh the figures are, and links to other screens.
import { blockAgeText, blockText } from '../words/format.ts';
import type { Freshness } from '../core/freshness.ts';
import { t } from '../core/text.ts';
import { Icon } from '../ui/icon.tsx';
import { ProofMark } from './proof-mark.tsx';
import { usePanel } from '../core/panel-context.ts';
import { useIsDoubted } from '../core/use-is-grey.ts';
import { useCanSign } from './use-can-sign.ts';

/** Prices of rows may be some blocks newer than amounts and all else: both blocks are said. */
function NewerPrices({ freshness }: { freshness: Freshness }) {
  if (!('prices' in freshness) || freshness.prices === undefined) return null;
  const { block, prices } = freshness;
  return (
    <span title={t('pricesNewerTitle', { block: blockText(block), newer: blockText(prices) })}>
      {' · '}
      {t('pricesNewer', { blocks: `${prices - block}` })}
    </span>
  );
}

/** `isWhole`: all was read, and the node's figures are ours. Beside less, no check mark. */
function Status({ freshness, isWhole }: { freshness: Freshness; isWhole: boolean }) {
  if (freshness.state === 'nothing') return <span class="status">{t('readingChain')}</span>;
  if (freshness.block === null) {
    return (
      <span class="status warn">
        <Icon name="offline" small />
        {t('offlineShort')}
      </span>
    );
  }
  const isLive = freshness.state === 'live';
  const isOffline = freshness.state === 'offline';
  const icon = isOffline ? 'offline' : isLive && isWhole ? 'check' : 'clock';
  return (
    <span class={`status ${isLive ? '' : 'warn'}`} data-kept="age">
      <Icon name={icon} small />
      <span class="status-words">
        <span>
          {t('blockNumber', { block: blockText(freshness.block) })}
          {!isOffline && <NewerPrices freshness={freshness} />}
        </span>
        <span class="status-gap"> · </span>
        {t('ageLive', { age: blockAgeText(freshness.age) })}{' '}
        <ProofMark
          block={freshness.block}
          isNewer={'prices' in freshness && freshness.prices !== undefined}
        />
      </span>
    </span>
  );
}

/** Beside the way to the activity: a transaction is open. */
export function OpenDot() {
  return (
    <>
      <span class="dot" />
      <span class="hidden-text">{t('somethingOpen')}</span>
    </>
  );
}

type FootProps = {
  /** Another screen has the main button of the window. */
  isBeside: boolean;
  /** The ways on are elsewhere. */
  hasRail: boolean;
};

export function HomeFoot({ isBeside, hasRail }: FootProps) {
  const { freshness, router, portfolio, openRequest } = usePanel();
  const isWhole = !useIsDoubted() && portfolio.sums.value?.unread.length === 0;
  const canSign = useCanSign();
  const isPreview = portfolio.only.value?.sources.length === 0;
  const stake = () =>
    router.go({
      name: 'ticket',
      start: { kind: 'stake', coldkey: portfolio.chosen.value, hotkey: null, netuid: null },
    });
  return (
    <footer class="foot">
      <div class="grow">
        <Status freshness={freshness.value} isWhole={isWhole} />
      </div>
      <nav class={`line ${isPreview ? 'foot-close' : ''}`} aria-label={t('waysOn')}>
        {!hasRail && (
          <>
            <button type="button" class="nav-button" onClick={() => router.go({ name: 'subnets' })}>
              {t('subnetsTitle')}
            </button>
            <button
              type="button"
              class="nav-button"
              onClick={() => router.go({ name: 'activity' })}
            >
              {t('activityTitle')}
              {openRequest.value !== null && <OpenDot />}
            </button>
          </>
        )}
        <button
          type="button"
          class={`button button-${isBeside || !canSign ? 'plain' : 'primary'} ${isPreview ? 'foot-preview' : ''}`}
          onClick={stake}
        >
          {t(isPreview ? 'stakePreview' : 'stake')}
        </button>
      </nav>
    </footer>
  );
}
