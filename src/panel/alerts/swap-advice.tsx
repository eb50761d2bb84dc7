// A coldkey swap was announced: what it means, what to do, and by when.
import { BLOCK_MS } from '../../units.ts';
import { usePanel } from '../core/panel-context.ts';
import { isolated, t } from '../core/text.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { Screen } from '../ui/screen.tsx';
import { CopyCommand } from '../words/copy-text.tsx';
import { blockText, lastsText } from '../words/format.ts';
import { useAnnouncedSwaps, type AnnouncedSwap } from './announced-swaps.ts';

export const swapText = ({ account, atBlock, blocksLeft }: AnnouncedSwap): string => {
  const figures = { account: isolated(account), block: blockText(atBlock) };
  return blocksLeft <= 0
    ? t('swapStripDue', figures)
    : t('swapStrip', { ...figures, time: lastsText(blocksLeft * BLOCK_MS) });
};

/** The name of the wallet is its owner's to fill in. */
const DISPUTE = 'btcli wallet swap-coldkey dispute --wallet-name WALLET_NAME';

/** What it means for one account: nothing, or the one call that stops it, and by when. */
function Advice({ swap }: { swap: AnnouncedSwap }) {
  const { router } = usePanel();
  const { account, atBlock, blocksLeft, coldkey } = swap;
  return (
    <>
      <Banner tone="red" isAlert title={swapText(swap)} />
      <section class="card stack-s">
        <h2>{t('swapYours')}</h2>
        <p>{t('swapIfYours')}</p>
      </section>
      <section class="card stack-s">
        <h2>{t('swapNotYours')}</h2>
        {blocksLeft > 0 ? (
          <>
            <p class="strong">
              {t('swapBefore', {
                block: blockText(atBlock),
                time: lastsText(blocksLeft * BLOCK_MS),
              })}
            </p>
            <p>{t('swapStranger')}</p>
            <ol class="advice">
              <li>
                {t('swapDispute')}
                <CopyCommand command={DISPUTE} />
              </li>
              <li>{t('swapThen')}</li>
            </ol>
          </>
        ) : (
          <p>{t('swapStrangerDue')}</p>
        )}
        <p class="small soft">{t('swapFrozen')}</p>
      </section>
      <div>
        <Button onPress={() => router.go({ name: 'account', coldkey })}>
          {t('openAccount', { account: isolated(account) })}
        </Button>
      </div>
    </>
  );
}

export function SwapAdvice() {
  const swaps = useAnnouncedSwaps();
  return (
    <Screen title={t('alertNoticeSwap')}>
      <div class="padded stack form-width">
        {swaps.map((swap) => (
          <Advice key={swap.coldkey} swap={swap} />
        ))}
        {swaps.length === 0 && <p class="soft">{t('nothingFound')}</p>}
      </div>
    </Screen>
  );
}
