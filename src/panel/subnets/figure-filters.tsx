// Filters by a figure above the list of subnets: a pill for each, and the sheet that sets one.
import { useRef, useState } from 'preact/hooks';
import { figureColumns, type Column } from './figure-columns.ts';
import { limitOf, limitUnits, unjudged, type FigureLimit } from './figure-limits.ts';
import { t, tCount } from '../core/text.ts';
import { Button } from '../ui/button.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { Field, Segments, Select } from '../ui/field.tsx';
import { Icon } from '../ui/icon.tsx';
import { columnAbout, columnLongName, columnName } from './figure.tsx';
import { useSubnets } from './subnets-context.ts';

const sides = [
  { value: 'least', text: 'emissionAtLeast' },
  { value: 'most', text: 'emissionAtMost' },
] as const;

/** Ranks have no unit. */
function valueLabel(column: Column): string {
  const unit = limitUnits[column];
  return unit === 'count'
    ? t('figureLimitCount')
    : t('figureLimitValue', { unit: t(`figureUnit_${unit}`) });
}

function limitText({ column, isAtLeast, text }: FigureLimit): string {
  const unit = limitUnits[column];
  return t(isAtLeast ? 'figureLimitLeast' : 'figureLimitMost', {
    figure: columnName(column),
    value: unit === 'count' ? text : t(`figureValue_${unit}`, { number: text }),
  });
}

function LimitSheet({ onClose }: { onClose: () => void }) {
  const subnets = useSubnets();
  const [column, setColumn] = useState<Column>('depth');
  const [side, setSide] = useState('least');
  const [text, setText] = useState('');
  const limit = limitOf(column, side === 'least', text);
  const isWrong = typeof limit === 'string';
  const set = () => {
    if (typeof limit === 'string') return;
    const others = subnets.limits
      .peek()
      .filter((one) => one.column !== limit.column || one.isAtLeast !== limit.isAtLeast);
    subnets.setLimits([...others, limit]);
    onClose();
  };
  return (
    <Sheet title={t('figureLimitTitle')} onClose={onClose}>
      <form
        class="body padded stack"
        onSubmit={(event) => {
          event.preventDefault();
          set();
        }}
      >
        <Select
          label={t('figure')}
          value={column}
          options={figureColumns.map((value) => ({ value, text: columnLongName(value) }))}
          onChange={(value) => setColumn(figureColumns.find((one) => one === value) ?? column)}
        />
        <p class="small soft">{columnAbout(column)}</p>
        <Segments
          label={t('figureLimitSide')}
          value={side}
          options={sides.map(({ value, text: key }) => ({ value, text: t(key) }))}
          onChange={setSide}
        />
        <Field
          label={valueLabel(column)}
          value={text}
          onInput={setText}
          inputMode="decimal"
          note={t('figureLimitNote')}
          problem={isWrong && limit !== 'empty' ? t('amount_not_a_number') : null}
        />
        <div>
          <Button look="primary" isDisabled={isWrong} onPress={set}>
            {t('figureLimitSet')}
          </Button>
        </div>
      </form>
    </Sheet>
  );
}

export function FigureFilters() {
  const subnets = useSubnets();
  const [isOpen, setOpen] = useState(false);
  const adding = useRef<HTMLButtonElement>(null);
  const limits = subnets.limits.value;
  return (
    <>
      {limits.map((limit) => (
        <button
          key={`${limit.column}${limit.isAtLeast}`}
          type="button"
          class="pill pill-on"
          aria-label={t('figureLimitDrop', { limit: limitText(limit) })}
          onClick={() => {
            subnets.setLimits(limits.filter((one) => one !== limit));
            // The pressed pill is removed: focus moves to the button that remains.
            adding.current?.focus();
          }}
        >
          {limitText(limit)} <Icon name="close" small />
        </button>
      ))}
      <button
        ref={adding}
        type="button"
        class="pill"
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        {t('figureLimitAdd')}
      </button>
      {isOpen && <LimitSheet onClose={() => setOpen(false)} />}
    </>
  );
}

/** How many subnets are hidden because a figure is unknown, not because it failed the filter. */
export function FilteredNote() {
  const subnets = useSubnets();
  // Counted after the other filters: subnets they hide are not hidden by this one.
  const count = unjudged(subnets.filtered.value, subnets.limits.value);
  if (count === 0) return null;
  return (
    <p class="padded small quiet subnets-wide" role="status">
      {tCount('figureLimitUnknown', count)}
    </p>
  );
}
