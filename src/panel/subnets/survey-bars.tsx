// Above the list of subnets, when it is ordered or filtered by figures that are read on demand: how many are known, the
// button that reads them, cost, progress, and stop.
import { useEffect, useMemo } from 'preact/hooks';
import type { ReadCost } from '../../model/emission-facts.ts';
import { errorText } from '../words/error-text.ts';
import { blockText, megabytesText } from '../words/format.ts';
import {
  coverageOf,
  isSurveyed,
  surveyKinds,
  surveyKindOf,
  type Coverage,
  type SurveyColumn,
  type SurveyKind,
} from './survey.ts';
import { createSurveyModel, type SurveyModel } from './survey-model.ts';
import { columnLongName } from './figure.tsx';
import type { SubnetEntry } from './subnet-entry.ts';
import { t } from '../core/text.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { usePanel } from '../core/panel-context.ts';
import { useSubnets } from './subnets-context.ts';

const costText = ({ questions, bytes }: ReadCost): string =>
  t('surveyCost', { questions: questions.toLocaleString(), megabytes: megabytesText(bytes) });

function coverageText(kind: SurveyKind, { known, of, blocks }: Coverage): string {
  if (known === 0 || blocks === null) return t(`surveyAsk_${kind}`);
  const first = blockText(blocks.first);
  const last = blockText(blocks.last);
  if (known === of) {
    return first === last
      ? t('surveyKnownAll', { block: last })
      : t('surveyKnownAllBetween', { first, last });
  }
  const counts = { known: String(known), of: String(of) };
  return first === last
    ? t('surveyKnown', { ...counts, block: last })
    : t('surveyKnownBetween', { ...counts, first, last });
}

function blocksText(kind: SurveyKind, { blocks }: Coverage): string {
  const name = t(`survey_${kind}`);
  if (blocks === null) return t('surveyOfNone', { kind: name });
  const first = blockText(blocks.first);
  const last = blockText(blocks.last);
  return first === last
    ? t('surveyOfAt', { kind: name, block: last })
    : t('surveyOfBetween', { kind: name, first, last });
}

type StateProps = {
  model: SurveyModel;
  kind: SurveyKind;
  column: SurveyColumn;
  coverage: Coverage;
};

/** While nothing is known of the figure that was chosen: what the list is sorted by. */
function UntilThen() {
  const { order, sort } = useSubnets();
  const inForce = order.value.sort;
  return inForce === sort.value ? null : (
    <>{t('surveyUntil', { figure: columnLongName(inForce) })}</>
  );
}

function State({ model, kind, column, coverage }: StateProps) {
  const reading = model.reading.value;
  if (reading.state === 'reading') {
    const { done, of, cost } = reading;
    return (
      <>
        <progress
          class="progress"
          aria-label={t('surveyReading')}
          {...(of === 0 ? {} : { max: of, value: done })}
        />
        <p
          class="small soft"
          title={cost !== null && cost.questions > 0 ? costText(cost) : undefined}
        >
          {of === 0
            ? t('surveyReading')
            : t('surveyProgress', { done: String(done), of: String(of) })}{' '}
          <UntilThen />
        </p>
      </>
    );
  }
  if (reading.state === 'failed') return <p class="small">{errorText(reading.error)}</p>;
  if (reading.state === 'not-here') return <p class="small">{t('surveyNotHere')}</p>;
  return (
    <p class="small soft" title={reading.state === 'done' ? costText(reading.cost) : undefined}>
      {t(`surveyMeans_${column}`)} {coverageText(kind, coverage)} <UntilThen />
    </p>
  );
}

function SurveyBar({ kind, column }: { kind: SurveyKind; column: SurveyColumn }) {
  const { deps } = usePanel();
  const subnets = useSubnets();
  const model = useMemo(() => createSurveyModel(deps.call, kind, deps.now), [kind]);
  useEffect(() => model.stop, [model]);
  const all = subnets.all.value;
  const coverage = coverageOf(all, kind);
  const isReading = model.reading.value.state === 'reading';
  const begin = () =>
    void model.read(all.filter(({ netuid }) => netuid !== 0).map(({ netuid }) => netuid));
  return (
    <section class="padded subnets-wide survey-bar" aria-label={t(`survey_${kind}`)}>
      <div class="grow stack-s" role={isReading ? undefined : 'status'}>
        <State model={model} kind={kind} column={column} coverage={coverage} />
      </div>
      {model.reading.value.state !== 'not-here' &&
        (isReading || coverage.known === 0 ? (
          <Button
            isSmall
            look={isReading ? 'plain' : 'primary'}
            onPress={isReading ? model.stop : begin}
          >
            {t(isReading ? 'stopReading' : 'surveyRead')}
          </Button>
        ) : (
          <LinkButton onPress={begin}>{t('reload')}</LinkButton>
        ))}
    </section>
  );
}

export function SurveyBars() {
  const subnets = useSubnets();
  const wanted = [subnets.sort.value, ...subnets.limits.value.map(({ column }) => column)];
  const kinds = new Map<SurveyKind, SurveyColumn>();
  for (const column of wanted.filter(isSurveyed)) {
    const kind = surveyKindOf(column);
    if (!kinds.has(kind)) kinds.set(kind, column);
  }
  return (
    <>
      {[...kinds].map(([kind, column]) => (
        <SurveyBar key={kind} kind={kind} column={column} />
      ))}
    </>
  );
}

/**
 * For the few subnets on a screen: reads their missing on-demand figures, and shows the blocks of those known.
 */
export function SurveyNote({ entries }: { entries: readonly SubnetEntry[] }) {
  const { deps } = usePanel();
  useEffect(() => {
    const started = surveyKinds
      .filter((kind) => coverageOf(entries, kind).known < entries.length)
      .map((kind) => {
        const model = createSurveyModel(deps.call, kind, deps.now);
        // On failure the figures show "not read"; the strip shows that the node is unreachable.
        void model.read(entries.map(({ netuid }) => netuid));
        return model;
      });
    return () => {
      for (const { stop } of started) stop();
    };
  }, []);
  return (
    <p class="small quiet">
      {surveyKinds.map((kind) => blocksText(kind, coverageOf(entries, kind))).join(' · ')}
    </p>
  );
}
