// The slippage tolerance, remembered for each kind of move: a few choices, and one of one's own.
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { bpsText } from '../words/format.ts';
import { keyPart, t } from '../core/text.ts';
import { Button } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Menu } from '../ui/menu.tsx';
import { useTicket } from './ticket-context.ts';
import {
  LEAST_TOLERANCE_BPS,
  MOST_TOLERANCE_BPS,
  toleranceFrom,
  type TypedTolerance,
} from './tolerance-entry.ts';

const choices: readonly number[] = [10, 25, 50, 100, 200, 500];
const LOWEST_USUAL = 10;
const HIGHEST_USUAL = 500;

type ToleranceMenuProps = { onCustom: () => void; onChosen: () => void };

export function ToleranceMenu({ onCustom, onChosen }: ToleranceMenuProps) {
  const ticket = useTicket();
  const current = ticket.terms.value.toleranceBps;
  return (
    <Menu
      label={t('toleranceLabel', { tolerance: bpsText(current) })}
      look="pill"
      isAtEnd
      button={<bdi>{bpsText(current)}</bdi>}
      items={[
        ...choices.map((bps) => ({
          key: String(bps),
          content: bpsText(bps),
          isChosen: bps === current,
          onPick: () => {
            ticket.setTolerance(bps);
            onChosen();
          },
        })),
        {
          key: 'custom',
          content: choices.includes(current)
            ? t('toleranceCustom')
            : `${t('toleranceCustom')} ${bpsText(current)}`,
          isChosen: !choices.includes(current),
          onPick: onCustom,
        },
      ]}
    />
  );
}

function problemOf(typed: TypedTolerance): string | null {
  if (typed.ok || typed.problem === null) return null;
  if (typed.problem === 'out-of-range') {
    return t('toleranceProblem_out_of_range', {
      least: bpsText(LEAST_TOLERANCE_BPS),
      most: bpsText(MOST_TOLERANCE_BPS),
    });
  }
  return t(`toleranceProblem_${keyPart(typed.problem)}`);
}

function noteOf(typed: TypedTolerance): ComponentChildren {
  if (!typed.ok) return undefined;
  if (typed.bps < LOWEST_USUAL) return t('toleranceTooLow');
  return typed.bps > HIGHEST_USUAL ? (
    <span class="warn">{t('toleranceTooHigh', { tolerance: bpsText(typed.bps) })}</span>
  ) : undefined;
}

export function ToleranceEntry({ onClose }: { onClose: () => void }) {
  const ticket = useTicket();
  const [text, setText] = useState('');
  const typed = toleranceFrom(text);
  // What is typed and not set would else be signed without.
  useEffect(() => {
    ticket.typingTolerance.value = text.trim() !== '';
  }, [text]);
  useEffect(
    () => () => {
      ticket.typingTolerance.value = false;
    },
    [],
  );
  const set = () => {
    if (!typed.ok) return;
    ticket.setTolerance(typed.bps);
    onClose();
  };
  return (
    <form
      class="line tolerance-entry"
      onSubmit={(event) => {
        event.preventDefault();
        set();
      }}
    >
      <div class="grow">
        <Field
          label={t('toleranceField')}
          value={text}
          inputMode="decimal"
          onInput={setText}
          problem={problemOf(typed)}
          note={noteOf(typed)}
          hasFocus
        />
      </div>
      <Button onPress={set} isDisabled={!typed.ok}>
        {t('toleranceSet')}
      </Button>
    </form>
  );
}
