// The meaning, formula and block of every emission figure.
import { ageText, blockText, percentText } from '../words/format.ts';
import { figureColumns, type Column } from './figure-columns.ts';
import { t } from '../core/text.ts';
import { Sheet } from '../ui/sheet.tsx';
import { columnAbout, columnLongName } from './figure.tsx';
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
  return (
    <p class="small quiet">
      {t(apartPpm === 0n ? 'emissionSame' : agrees ? 'emissionChecked' : 'emissionDisagrees', {
        block: blockText(block.number),
        apart: percentText(apartPpm),
      })}
    </p>
  );
}

export function ReadAt() {
  const { store, clock } = usePanel();
  const record = store.emission.value;
  if (record === null) return <p class="small quiet">{t('emissionNotRead')}</p>;
  return (
    <p class="small quiet">
      {t('emissionReadAt', {
        block: blockText(record.facts.block.number),
        age: ageText(clock.now.value - record.readAt),
      })}
    </p>
  );
}

/** What everybody knows comes last. */
const known: readonly Column[] = ['price', 'day', 'week', 'held', 'age', 'depth'];
const explained = [...figureColumns.filter((column) => !known.includes(column)), ...known];

export function FigureSources({ onClose }: { onClose: () => void }) {
  return (
    <Sheet title={t('emissionSourcesTitle')} onClose={onClose}>
      <div class="body padded stack" tabIndex={0}>
        <p>{t('emissionIntroduction')}</p>
        <dl class="stack-s definitions">
          {explained.map((column) => (
            <div key={column}>
              <dt class="strong small">{columnLongName(column)}</dt>
              <dd class="small soft">{columnAbout(column)}</dd>
            </div>
          ))}
        </dl>
        <ReadAt />
        <ModelLine />
      </div>
    </Sheet>
  );
}
