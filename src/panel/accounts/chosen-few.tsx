// Choosing a few of many: those chosen as chips that can be taken off, the likely ones as chips to add, and a search for all others.
import type { ComponentChild } from 'preact';
import { useRef, useState } from 'preact/hooks';
import { isolated, t } from '../core/text.ts';
import { Search } from '../ui/field.tsx';
import { Icon } from '../ui/icon.tsx';

/** Shown of a search; the rest is found by more letters. */
const MOST_FOUND = 6;
/** Offered without a search. */
const MOST_LIKELY = 8;

type Props<T> = {
  label: string;
  note?: string;
  /** Label of the search. */
  find: string;
  /** In place of the chips while nothing is chosen. */
  none: string;
  likely: readonly T[];
  /** By what is typed, in small letters. */
  found: (text: string) => readonly T[];
  nameOf: (one: T) => string;
  /** Beside the name of one that was found. */
  noteOf?: (one: T) => ComponentChild;
  chosen: readonly T[];
  onChange: (chosen: readonly T[]) => void;
};

export function ChosenFew<T extends string | number>(props: Props<T>) {
  const { label, note, find, none, nameOf, noteOf, chosen, onChange } = props;
  const [wanted, setWanted] = useState('');
  const search = useRef<HTMLDivElement>(null);
  const text = wanted.trim().toLowerCase();
  const isOpen = (one: T) => !chosen.includes(one);
  const found = text === '' ? [] : props.found(text).filter(isOpen);
  const likely = [...new Set(props.likely)].filter(isOpen).slice(0, MOST_LIKELY);
  /** The button that was pressed is gone: the search is where one goes on. */
  const goOn = (next: readonly T[]) => {
    setWanted('');
    onChange(next);
    search.current?.querySelector('input')?.focus();
  };
  return (
    <div class="few-group" role="group" aria-label={label}>
      <span class="label">{label}</span>
      <ul class="few" aria-live="polite">
        {chosen.length === 0 && (
          <li class="small soft">
            {none}
            <br />
            {t('limitChipsAll')}
          </li>
        )}
        {chosen.map((one) => (
          <li key={one}>
            <button
              type="button"
              class="pill pill-on"
              aria-label={t('takeOff', { name: isolated(nameOf(one)) })}
              onClick={() => goOn(chosen.filter((other) => other !== one))}
            >
              <bdi class="one-line">{nameOf(one)}</bdi>
              <Icon name="close" small />
            </button>
          </li>
        ))}
      </ul>
      <div ref={search}>
        <Search label={find} value={wanted} onInput={setWanted} />
      </div>
      {text !== '' && (
        <ul class="card rows found">
          {found.slice(0, MOST_FOUND).map((one) => (
            <li key={one}>
              <button type="button" class="found-row" onClick={() => goOn([...chosen, one])}>
                <bdi class="grow one-line">{nameOf(one)}</bdi>
                {noteOf?.(one)}
                <Icon name="plus" small />
              </button>
            </li>
          ))}
          {found.length === 0 && <li class="small soft">{t('nothingFound')}</li>}
        </ul>
      )}
      {text === '' && likely.length > 0 && (
        <ul class="few" aria-label={t('likelyChoices')}>
          {likely.map((one) => (
            <li key={one}>
              <button type="button" class="pill" onClick={() => goOn([...chosen, one])}>
                <Icon name="plus" small />
                <bdi class="one-line">{nameOf(one)}</bdi>
              </button>
            </li>
          ))}
        </ul>
      )}
      {note !== undefined && <p class="field-note">{note}</p>}
    </div>
  );
}
