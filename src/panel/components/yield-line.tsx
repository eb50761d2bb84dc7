// What one position earned: in its own alpha, or on root in what many alphas are worth. Each with the readings that it is
// the mean of; alpha is never passed off as TAO.
import type { PositionValue } from '../../portfolio/portfolio-value.ts';
import { positionYield, type PositionYield } from '../../portfolio/position-yield.ts';
import { idleReasonKey, samplesOf } from '../models/earnings.ts';
import { durationText, percentText } from '../models/format.ts';
import { t, tCount } from '../text.ts';
import { Alpha, Tao } from './amount.tsx';
import { usePanel } from './panel-context.ts';
import { Rich } from './rich-text.tsx';
import type { Earned } from './use-earnings.ts';

type Props = { position: PositionValue; registeredAt: number; earned: Earned };
type Told = { own: number; archived: number };

function sourceText({ own, archived }: Told): string {
  if (archived === 0) return t('yieldFromOwn');
  return own === 0 ? t('yieldFromArchive') : t('yieldFromBoth', String(own), String(archived));
}

function basisText(earned: PositionYield): string {
  const { epochs, span } = earned;
  return epochs === 1
    ? t('yieldOneEpoch')
    : tCount('yieldEpochs', epochs, durationText(Math.max(span, earned.period)));
}

function AlphaYield({ position, registeredAt, earned }: Props) {
  const { store, names } = usePanel();
  const { alpha, hotkey, netuid, isRegistered } = position;
  const head = store.snapshot.value?.snapshot.block.number ?? 0;
  const found = positionYield(alpha, samplesOf(earned.epochs, hotkey, registeredAt), head);
  if (found === null) {
    if (earned.isAsking) return <p>{t('yieldReading')}</p>;
    return <p>{t(isRegistered ? 'yieldUnknown' : 'yieldUnknownNoSlot')}</p>;
  }
  const { perTempo, perDay, aprPpm, apyPpm, period, isIdle, unseen } = found;
  const validator = names.validators(netuid)?.find((one) => one.hotkey === hotkey);
  return (
    <>
      {isIdle ? (
        <p>{t('yieldNothing', t(idleReasonKey(isRegistered, validator)))}</p>
      ) : (
        <p>
          <Rich
            text="yieldEarned"
            with={[
              <Alpha key="tempo" alpha={perTempo} netuid={netuid} />,
              durationText(period),
              <Alpha key="day" alpha={perDay} netuid={netuid} />,
              percentText(apyPpm ?? aprPpm),
            ]}
          />
        </p>
      )}
      <details class="quiet">
        <summary>{basisText(found)}</summary>
        <p>
          {sourceText(found)} {unseen > 0 && tCount('yieldUnseen', unseen)} {t('yieldMethod')}{' '}
          {!isIdle && apyPpm !== null && t('yieldYear', percentText(apyPpm), percentText(aprPpm))}
          {!isIdle && apyPpm === null && t('yieldYearSimple', percentText(aprPpm))}{' '}
          {t('yieldNotTao')}
        </p>
      </details>
    </>
  );
}

function RootYield({ position, earned }: Props) {
  const { store } = usePanel();
  const snapshot = store.snapshot.value?.snapshot;
  const samples = samplesOf(earned.epochs, position.hotkey, 0);
  const found = positionYield(position.alpha, samples, snapshot?.block.number ?? 0);
  if (found === null) {
    const books = snapshot?.unclaimed;
    // What waits to be claimed and what was paid stand in the same books.
    const isElsewhere = books?.known === false && books.reason === 'not-on-this-runtime';
    if (isElsewhere) return <p>{t('yieldRootElsewhere')}</p>;
    return <p>{t(earned.isAsking ? 'yieldReading' : 'yieldUnknown')}</p>;
  }
  const { perDay, aprPpm, isIdle, epochs, span } = found;
  return (
    <>
      <p>
        {isIdle ? (
          t('yieldRootNothing')
        ) : (
          <Rich text="yieldRoot" with={[<Tao key="day" rao={perDay} />, percentText(aprPpm)]} />
        )}
      </p>
      <details class="quiet">
        <summary>
          {epochs === 1
            ? t('yieldOneReading')
            : tCount('yieldReadings', epochs, durationText(span))}
        </summary>
        <p>
          {sourceText(found)} {t('yieldRootMethod')}
        </p>
      </details>
    </>
  );
}

export function YieldLine(props: Props) {
  return (
    <div class="small soft yield">
      {props.position.netuid === 0 ? <RootYield {...props} /> : <AlphaYield {...props} />}
    </div>
  );
}
