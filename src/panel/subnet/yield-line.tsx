// What one position earned: in its own alpha, or on root in the value of many alphas. Names the readings behind the mean;
// alpha is never shown as TAO.
import type { ComponentChildren } from 'preact';
import type { PositionValue } from '../../portfolio/portfolio-value.ts';
import { positionYield, type PositionYield } from '../../portfolio/position-yield.ts';
import { idleReasonKey, samplesOf } from './earnings.ts';
import { durationText, percentText } from '../words/format.ts';
import { t, tCount } from '../core/text.ts';
import { Alpha, Tao } from '../words/amount.tsx';
import { Icon } from '../ui/icon.tsx';
import { usePanel } from '../core/panel-context.ts';
import type { Earned } from './use-earnings.ts';

type Props = { position: PositionValue; registeredAt: number; earned: Earned };

function sourceText({ own, archived }: PositionYield): string {
  if (archived === 0) return t('yieldFromOwn');
  return own === 0
    ? t('yieldFromArchive')
    : t('yieldFromBoth', { own: String(own), archived: String(archived) });
}

/** Figures above their labels, in columns, so that positions can be compared. */
function Columns({ of }: { of: readonly { words: string; figure: ComponentChildren }[] }) {
  return (
    <dl class="yield-figures">
      {of.map(({ words, figure }) => (
        <div key={words}>
          <dt>{words}</dt>
          <dd>{figure}</dd>
        </div>
      ))}
    </dl>
  );
}

function Basis({ summary, children }: { summary: string; children: ComponentChildren }) {
  return (
    <details class="quiet-details">
      <summary>
        {summary} <Icon name="caret" small />
      </summary>
      <p>{children}</p>
    </details>
  );
}

function AlphaYield({ position, registeredAt, earned }: Props) {
  const { store, names } = usePanel();
  const { alpha, hotkey, netuid, isRegistered } = position;
  const head = store.snapshot.value?.snapshot.block.number ?? 0;
  const found = positionYield(alpha, samplesOf(earned.epochs, hotkey, registeredAt), head);
  if (found === null) {
    if (earned.isReading) return <p>{t('yieldReading')}</p>;
    return <p>{t(isRegistered ? 'yieldUnknown' : 'yieldUnknownNoSlot')}</p>;
  }
  const { perTempo, perDay, aprPpm, apyPpm, period, isIdle, epochs, span, unseen } = found;
  const idleReason = t(idleReasonKey(isRegistered, names.validators(netuid), hotkey));
  return (
    <>
      {isIdle ? (
        <p>{t('yieldNothing', { reason: idleReason })}</p>
      ) : (
        <Columns
          of={[
            {
              words: t('yieldPerTempo'),
              figure: <Alpha alpha={perTempo} netuid={netuid} />,
            },
            { words: t('yieldPerDay'), figure: <Alpha alpha={perDay} netuid={netuid} /> },
            { words: t('yieldPerYear'), figure: percentText(apyPpm ?? aprPpm) },
          ]}
        />
      )}
      <Basis
        summary={
          epochs === 1
            ? t('yieldOneEpoch')
            : tCount('yieldEpochs', epochs, { span: durationText(Math.max(span, period)) })
        }
      >
        {sourceText(found)} {unseen > 0 && tCount('yieldUnseen', unseen)}{' '}
        {t('yieldMethod', { tempo: durationText(period) })}{' '}
        {!isIdle &&
          apyPpm !== null &&
          t('yieldYear', { apy: percentText(apyPpm), apr: percentText(aprPpm) })}
        {!isIdle && apyPpm === null && t('yieldYearSimple', { apr: percentText(aprPpm) })}{' '}
        {t('yieldNotTao')}
      </Basis>
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
    // A runtime without the claim records has no records of payments either.
    const isElsewhere = books?.known === false && books.reason === 'not-on-this-runtime';
    // What the funds paid is measured between two readings, below.
    if (isElsewhere) return <p>{t('yieldRootInFunds')}</p>;
    return <p>{t(earned.isReading ? 'yieldReading' : 'yieldUnknown')}</p>;
  }
  const { perDay, aprPpm, isIdle, epochs, span } = found;
  return (
    <>
      {isIdle ? (
        <p>{t('yieldRootNothing')}</p>
      ) : (
        <Columns
          of={[
            { words: t('yieldRootPerDay'), figure: <Tao rao={perDay} /> },
            { words: t('yieldRootPerYear'), figure: percentText(aprPpm) },
          ]}
        />
      )}
      <Basis
        summary={
          epochs === 1
            ? t('yieldOneReading')
            : tCount('yieldReadings', epochs, { span: durationText(span) })
        }
      >
        {sourceText(found)} {t('yieldRootMethod')}
      </Basis>
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
