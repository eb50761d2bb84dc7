// What one position earned: in its own alpha, or on root in the value of many alphas. Names the readings behind the mean;
// alpha is never shown as TAO.
import type { ComponentChildren } from 'preact';
import type { PositionValue } from '../../portfolio/portfolio-value.ts';
import { positionYield, type PositionYield } from '../../portfolio/position-yield.ts';
import { idleReasonKey, samplesOf } from './earnings.ts';
import { durationText, percentText } from '../words/format.ts';
import { t, tCount } from '../core/text.ts';
import { Alpha, Tao } from '../words/amount.tsx';
import { RichText } from '../ui/rich-text.tsx';
import { ROOT_NETUID } from '../../units.ts';
import { usePanel } from '../core/panel-context.ts';
import type { Earned } from './use-earnings.ts';
import { columnPercentText } from '../words/change.tsx';

type Props = { position: PositionValue; registeredAt: number; earned: Earned };

function sourceText({ own, archived }: PositionYield): string {
  if (archived === 0) return t('yieldFromOwn');
  return own === 0
    ? t('yieldFromArchive')
    : t('yieldFromBoth', { own: String(own), archived: String(archived) });
}

type BasisProps = {
  summary: ComponentChildren;
  children?: ComponentChildren;
  method: ComponentChildren;
  more?: ComponentChildren;
};

function Basis({ summary, children, method, more }: BasisProps) {
  return (
    <details class="quiet-details">
      <summary>
        <span>{summary}</span>
      </summary>
      {children === undefined ? (
        <p>{method}</p>
      ) : (
        <>
          <p>{children}</p>
          {more}
          <details class="quiet-details">
            <summary>{t('how')}</summary>
            <p>{method}</p>
          </details>
        </>
      )}
    </details>
  );
}

/** What was found of a position's yield; null: nothing is known. */
function yieldOf({ position, registeredAt, earned }: Props): PositionYield | null {
  const since = position.netuid === ROOT_NETUID ? 0 : registeredAt;
  const samples = samplesOf(earned.epochs, position.hotkey, since);
  return positionYield(position.alpha, samples, earned.head);
}

/** What the figure covers: other screens show the last epoch alone. Root’s samples are rates of a year. */
function averagedOver({ epochs, span, period }: PositionYield, isRoot: boolean): string {
  if (epochs === 1) return t(isRoot ? 'yieldOverSample' : 'yieldOverOne');
  return t('yieldOver', { span: durationText(isRoot ? span : Math.max(span, period)) });
}

type HeadProps = { positions: readonly PositionValue[]; registeredAt: number; earned: Earned };

/** What the yields of all of these positions cover, where that is the same; null: it differs, or nothing is known. */
export function sharedSpan({ positions, registeredAt, earned }: HeadProps): string | null {
  const spans = positions.map((position) => {
    const found = yieldOf({ position, registeredAt, earned });
    return found === null ? null : averagedOver(found, position.netuid === ROOT_NETUID);
  });
  return new Set(spans).size === 1 ? (spans[0] ?? null) : null;
}

/** `isSpanSaid`: what it covers stands above the list. */
export function YieldFigure({ isSpanSaid, ...props }: Props & { isSpanSaid: boolean }) {
  const found = yieldOf(props);
  const isRoot = props.position.netuid === ROOT_NETUID;
  return (
    <div class="position-yield">
      <dt class="hidden-text">{t(isRoot ? 'yieldRootPerYear' : 'yieldPerYear')}</dt>
      {found === null ? (
        <dd class="quiet">{t(props.earned.isReading ? 'yieldReadingShort' : 'notKnown')}</dd>
      ) : (
        <>
          <dd>
            {found.unseen > 0 && !found.isIdle
              ? t('yieldAbout', { yield: columnPercentText(found.apyPpm ?? found.aprPpm) })
              : columnPercentText(found.isIdle ? 0n : (found.apyPpm ?? found.aprPpm))}
          </dd>
          {!isSpanSaid && <dd class="position-span">{averagedOver(found, isRoot)}</dd>}
        </>
      )}
    </div>
  );
}

function AlphaYield({ more, ...props }: Props & { more: ComponentChildren }) {
  const { position, earned } = props;
  const { names } = usePanel();
  const { hotkey, netuid, isRegistered } = position;
  const found = yieldOf(props);
  if (found === null) {
    if (earned.isReading) return null;
    return <p>{t(isRegistered ? 'yieldUnknown' : 'yieldUnknownNoSlot')}</p>;
  }
  const { perTempo, perDay, aprPpm, apyPpm, period, isIdle, epochs, span, unseen } = found;
  const idleReason = t(idleReasonKey(isRegistered, names.validators(netuid), hotkey));
  const over = durationText(Math.max(span, period));
  const basis =
    epochs === 1
      ? t('yieldOneEpoch')
      : unseen === 0
        ? tCount('yieldEpochs', epochs, { span: over })
        : t('yieldEpochsOf', {
            seen: epochs.toLocaleString(),
            all: (epochs + unseen).toLocaleString(),
            span: over,
          });
  return (
    <>
      {isIdle && <p>{t('yieldNothing', { reason: idleReason })}</p>}
      <Basis
        more={more}
        summary={
          isIdle ? (
            basis
          ) : (
            <RichText
              text="yieldADay"
              with={{ amount: <Alpha alpha={perDay} netuid={netuid} /> }}
            />
          )
        }
        method={
          <>
            {sourceText(found)} {t('yieldMethod', { tempo: durationText(period) })}{' '}
            {!isIdle &&
              apyPpm !== null &&
              t('yieldYear', { apy: percentText(apyPpm), apr: percentText(aprPpm) })}
            {!isIdle && apyPpm === null && t('yieldYearSimple', { apr: percentText(aprPpm) })}
          </>
        }
      >
        {!isIdle && (
          <>
            {basis}.{' '}
            <RichText
              text="yieldAnEpoch"
              with={{ amount: <Alpha alpha={perTempo} netuid={netuid} /> }}
            />{' '}
          </>
        )}
        {t('yieldNotTao')}
      </Basis>
    </>
  );
}

function RootYield(props: Props) {
  const { store } = usePanel();
  const found = yieldOf(props);
  if (found === null) {
    const books = store.snapshot.value?.snapshot.unclaimed;
    // A runtime without the claim records has no records of payments either.
    const isElsewhere = books?.known === false && books.reason === 'not-on-this-runtime';
    // What the funds paid is measured between two readings, below.
    if (isElsewhere) return <p>{t('yieldRootInFunds')}</p>;
    return props.earned.isReading ? null : <p>{t('yieldUnknown')}</p>;
  }
  const { isIdle, epochs, span, perDay } = found;
  const basis =
    epochs === 1
      ? t('yieldOneReading')
      : tCount('yieldReadings', epochs, { span: durationText(span) });
  return (
    <>
      {isIdle && <p>{t('yieldRootNothing')}</p>}
      <Basis
        summary={
          isIdle ? basis : <RichText text="yieldADay" with={{ amount: <Tao rao={perDay} /> }} />
        }
        method={
          <>
            {t('yieldRootMethod')} {sourceText(found)}
          </>
        }
      >
        {isIdle ? undefined : `${basis}.`}
      </Basis>
    </>
  );
}

/** What else is to say of the position stands where its yield is explained. */
export function YieldLine({ children, ...props }: Props & { children?: ComponentChildren }) {
  return (
    <div class="small soft">
      {props.position.netuid === ROOT_NETUID ? (
        <RootYield {...props} />
      ) : (
        <AlphaYield {...props} more={children} />
      )}
    </div>
  );
}
