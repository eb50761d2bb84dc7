// How far the exit value of my stake in one subnet is under its spot value, in one line: where a curve would show nothing more.
import { PPM, type Netuid } from '../../units.ts';
import { valuationPrice } from '../../portfolio/value-portfolio.ts';
import { usePanel } from '../core/panel-context.ts';
import { t } from '../core/text.ts';
import { useSubnets } from '../subnets/subnets-context.ts';
import { percentText, taoText } from '../words/format.ts';
import { exitRows, exitWords } from './depth-model.ts';

/** One per cent, in parts per million: two lines closer than that are one, which a sentence says better. */
const LEAST_DRAWN = 10_000n;

/** What there is to say of an exit from a subnet; null: nothing can be sold, or its pool is not known. */
export function useExit(netuid: Netuid) {
  const { portfolio } = usePanel();
  const facts = useSubnets().facts(netuid);
  const held = portfolio.value.value?.subnets.find((subnet) => subnet.netuid === netuid);
  const price = facts && valuationPrice(facts);
  if (netuid === 0 || held === undefined || !facts?.pool || !price) return null;
  let alpha = 0n;
  for (const { sold } of held.positions) alpha += sold;
  if (alpha === 0n) return null;
  const rows = exitRows(facts.pool, price, alpha);
  const all = rows.at(-1);
  const loss =
    all === undefined || all.exit === null || all.spot === 0n
      ? null
      : { rao: all.spot - all.exit, ppm: ((all.spot - all.exit) * PPM) / all.spot };
  const words = exitWords(held, alpha);
  const isDrawn = words === null || loss === null || loss.ppm >= LEAST_DRAWN;
  return { rows, all, words, loss, isDrawn };
}

export function ExitGap({ netuid }: { netuid: Netuid }) {
  const { store } = usePanel();
  const exit = useExit(netuid);
  if (exit === null || exit.isDrawn || exit.words === null || exit.loss === null) return null;
  const { words, loss } = exit;
  return (
    <p class="small quiet">
      {t(words === 'exitChartSentence' ? 'exitGapAll' : 'exitGapPart', {
        difference: store.settings.value.hidesAmounts ? t('hiddenAmount') : taoText(loss.rao),
        loss: percentText(loss.ppm),
      })}
    </p>
  );
}
