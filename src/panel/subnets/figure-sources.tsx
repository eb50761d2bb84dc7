// The meaning, formula and block of every emission figure.
import { ageText, blockText, percentText } from '../words/format.ts';
import type { Column } from './figure-columns.ts';
import { t } from '../core/text.ts';
import { Sheet } from '../ui/sheet.tsx';
import { columnAbout, columnHow, columnLongName } from './figure.tsx';
import { ageInFoot } from './age-in-foot.ts';
import { usePanel } from '../core/panel-context.ts';
import { useSubnets } from './subnets-context.ts';

/** Our emission model compared with the chain, in one line, and what of this runtime is otherwise. */
export function ModelLine() {
  const subnets = useSubnets();
  const isOther = subnets.isEmissionOther.value;
  return (
    <>
      {isOther ? <p class="small">{t('emissionOther')}</p> : <ComparedLine />}
      {!subnets.isOrderKnown.value && <p class="small">{t('removalOther')}</p>}
    </>
  );
}

function ComparedLine() {
  const subnets = useSubnets();
  const check = subnets.check.value;
  if (!check.known) return <p class="small quiet">{t('emissionUncompared')}</p>;
  const { block, apartPpm, agrees } = check.value;
  const line = (
    <p class="small quiet">
      {t(apartPpm === 0n ? 'emissionSame' : agrees ? 'emissionChecked' : 'emissionDisagrees', {
        block: blockText(block.number),
        apart: percentText(apartPpm),
      })}
    </p>
  );
  if (!agrees) return line;
  return (
    <details class="quiet-details">
      <summary>{t('emissionCheckHow')}</summary>
      {line}
    </details>
  );
}

export function ReadAt() {
  const { store, clock, freshness } = usePanel();
  const record = store.emission.value;
  if (record === null) return <p class="small quiet">{t('emissionNotRead')}</p>;
  const { number } = record.facts.block;
  const age = ageInFoot(number, freshness.value);
  return (
    <p class="small quiet">
      {t('emissionReadAt', {
        block: blockText(number),
        age: age === null ? ageText(clock.now.value - record.readAt) : ageText(age),
      })}
    </p>
  );
}

/** Every figure, by what it is about. */
export const topics: readonly (readonly [title: Topic, columns: readonly Column[]])[] = [
  ['subnetTab_emission', ['share', 'shareWeek', 'rank', 'apy', 'yield']],
  ['figureShort_price', ['price', 'day', 'week', 'cap', 'momentum']],
  ['figuresOfStake', ['flow', 'depth', 'held', 'locked', 'owner', 'largest']],
  ['figuresOfRemoval', ['removal', 'room', 'immunity', 'age']],
];
type Topic = 'subnetTab_emission' | 'figureShort_price' | 'figuresOfStake' | 'figuresOfRemoval';

function Explained({ column }: { column: Column }) {
  const how = columnHow(column);
  const sentence = (
    <span>
      <span class="strong small">{columnLongName(column)}</span>
      <span class="small soft fold-about">{columnAbout(column)}</span>
    </span>
  );
  if (how === null) return <li>{sentence}</li>;
  return (
    <li>
      <details class="fold-row">
        <summary>{sentence}</summary>
        <p class="small quiet">{how}</p>
      </details>
    </li>
  );
}

export function FigureSources({ onClose }: { onClose: () => void }) {
  return (
    <Sheet title={t('emissionSourcesTitle')} onClose={onClose}>
      <div class="body padded stack" tabIndex={0}>
        <p>{t('emissionIntroduction')}</p>
        {topics.map(([title, columns]) => (
          <section key={title} class="stack-s" aria-label={t(title)}>
            <h2 class="label">{t(title)}</h2>
            <ul class="fold-rows fold-rows-apart">
              {columns.map((column) => (
                <Explained key={column} column={column} />
              ))}
            </ul>
          </section>
        ))}
        <ReadAt />
        <ModelLine />
      </div>
    </Sheet>
  );
}
