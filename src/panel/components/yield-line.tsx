// What one position earned, in its own alpha, with the sample it is taken from; never as a yield in TAO.
import { positionYield } from '../../portfolio/position-yield.ts';
import type { PositionValue } from '../../portfolio/portfolio-value.ts';
import { durationText, percentText } from '../models/format.ts';
import { t } from '../text.ts';
import { Alpha } from './amount.tsx';
import { usePanel } from './panel-context.ts';
import { Rich } from './rich-text.tsx';

export function YieldLine({ position }: { position: PositionValue }) {
  const { names } = usePanel();
  const { netuid, hotkey, isRegistered } = position;
  if (netuid === 0) return <span>{t('yieldRoot')}</span>;
  if (!isRegistered) return <span>{t('yieldNoSlot')}</span>;
  const validator = names.validators(netuid)?.find((one) => one.hotkey === hotkey);
  const tempo = names.details(netuid)?.tempo;
  if (validator === undefined || tempo === undefined) return <span>{t('yieldUnknown')}</span>;
  const earned = positionYield(position, validator, tempo);
  if (!earned.known) return <span>{t('yieldUnknown')}</span>;
  const { perTempo, perDay, aprPpm } = earned.value;
  if (perTempo === 0n) return <span>{t('yieldNothing', durationText(tempo))}</span>;
  return (
    <span>
      <Rich
        text="yieldEarned"
        with={[
          <Alpha key="tempo" alpha={perTempo} netuid={netuid} />,
          durationText(tempo),
          <Alpha key="day" alpha={perDay} netuid={netuid} />,
          percentText(aprPpm),
        ]}
      />
    </span>
  );
}
