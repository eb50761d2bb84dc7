// A coldkey swap was announced: what it means, what to do, and by when.
import { BLOCK_MS } from '../../units.ts';
import { usePanel } from '../core/panel-context.ts';
import { isolated, t } from '../core/text.ts';
import { Banner } from '../ui/banner.tsx';
import { Screen } from '../ui/screen.tsx';
import { blockText, lastsText } from '../words/format.ts';
import { useAnnouncedSwaps, type AnnouncedSwap } from './announced-swaps.ts';

export const swapText = ({ account, atBlock, blocksLeft }: AnnouncedSwap): string => {
  const figures = { account: isolated(account), block: blockText(atBlock) };
  return blocksLeft <= 0
    ? t('swapStripDue', figures)
    : t('swapStrip', { ...figures, time: lastsText(blocksLeft * BLOCK_MS) });
};

export function SwapAdvice() {
  const { router } = usePanel();
  const swaps = useAnnouncedSwaps();
  return (
    <Screen title={t('alertNoticeSwap')}>
      <div class="padded stack form-width">
        {swaps.map((swap) => (
          <Banner key={swap.coldkey} tone="red" isAlert>
            <p class="strong">{swapText(swap)}</p>
            <p>{t('swapIfYours')}</p>
            {swap.blocksLeft > 0 && (
              <p>
                {t('swapDispute', {
                  block: blockText(swap.atBlock),
                  time: lastsText(swap.blocksLeft * BLOCK_MS),
                })}
              </p>
            )}
            <p>{t('swapFrozen')}</p>
            <p>
              <button
                type="button"
                class="link"
                onClick={() => router.go({ name: 'account', coldkey: swap.coldkey })}
              >
                {t('openAccount', { account: isolated(swap.account) })}
              </button>
            </p>
          </Banner>
        ))}
        {swaps.length === 0 && <p class="soft">{t('nothingFound')}</p>}
      </div>
    </Screen>
  );
}
