// A coldkey swap was announced: what it means, what to do, and by when.
import { BLOCK_MS } from '../../units.ts';
import { usePanel } from '../core/panel-context.ts';
import { isolated, t } from '../core/text.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { Screen } from '../ui/screen.tsx';
import { blockText, lastsText } from '../words/format.ts';
import { useAnnouncedSwaps, type AnnouncedSwap } from './announced-swaps.ts';

export const swapText = ({ account, atBlock, blocksLeft }: AnnouncedSwap): string => {
  const figures = { account: isolated(account), block: blockText(atBlock) };
  return blocksLeft <= 0
    ? t('swapStripDue', figures)
    : t('swapStrip', { ...figures, time: lastsText(blocksLeft * BLOCK_MS) });
};

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
        <p>{t('swapStranger')}</p>
        {blocksLeft > 0 && (
          <ol class="advice">
            <li>{t('swapDispute')}</li>
            <li>
              {t('swapBefore', {
                block: blockText(atBlock),
                time: lastsText(blocksLeft * BLOCK_MS),
              })}
            </li>
          </ol>
        )}
        {blocksLeft > 0 && <p>{t('swapThen')}</p>}
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
