// Text fields, selects, switches, check rows and segmented choices, each tied to its label and problem.
import type { ComponentChildren } from 'preact';
import { useId, useRef } from 'preact/hooks';
import { Icon } from './icon.tsx';

type FieldProps = {
  label: string;
  value: string;
  onInput: (value: string) => void;
  placeholder?: string;
  note?: ComponentChildren;
  problem?: string | null;
  inputMode?: 'text' | 'decimal' | 'url';
  isCode?: boolean;
  /** Code that may be longer than its line: it is shown on as many as it needs. Enter sends its form. */
  isLong?: boolean;
  hasFocus?: boolean;
  /** Beside the input. */
  end?: ComponentChildren;
};

function focusOnce(element: HTMLInputElement | null): void {
  if (element === null || element.dataset['focused'] === 'yes') return;
  element.dataset['focused'] = 'yes';
  element.focus();
}

export function Field({ label, value, onInput, problem = null, end, ...rest }: FieldProps) {
  const id = useId();
  const noteId = `${id}-note`;
  const input =
    rest.isLong === true ? (
      <textarea
        id={id}
        class="input input-long address"
        rows={2}
        inputMode={rest.inputMode ?? 'text'}
        placeholder={rest.placeholder}
        value={value}
        spellcheck={false}
        autocomplete="off"
        aria-invalid={problem !== null}
        aria-describedby={noteId}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          event.currentTarget.form?.requestSubmit();
        }}
        onInput={(event) => onInput(event.currentTarget.value.replaceAll(/\s+/g, ''))}
      />
    ) : (
      <input
        id={id}
        class={`input ${rest.isCode === true ? 'address' : ''}`}
        type="text"
        inputMode={rest.inputMode ?? 'text'}
        placeholder={rest.placeholder}
        value={value}
        spellcheck={false}
        ref={rest.hasFocus === true ? focusOnce : null}
        autocomplete="off"
        aria-invalid={problem !== null}
        aria-describedby={noteId}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    );
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {end === undefined ? (
        input
      ) : (
        <div class="line">
          {input}
          {end}
        </div>
      )}
      <div id={noteId} aria-live="polite">
        {problem !== null ? (
          <p class="field-problem">
            <Icon name="alert" small />
            {problem}
          </p>
        ) : (
          rest.note !== undefined && <p class="field-note">{rest.note}</p>
        )}
      </div>
    </div>
  );
}

type SearchProps = {
  label: string;
  value: string;
  onInput: (value: string) => void;
  hasFocus?: boolean;
};

export function Search({ label, value, onInput, hasFocus = false }: SearchProps) {
  return (
    <div class="input input-search" role="search" aria-label={label}>
      <Icon name="search" small />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        value={value}
        ref={hasFocus ? focusOnce : null}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
    </div>
  );
}

/** `isDisabled`: of segments alone. */
type Option = { value: string; text: string; isDisabled?: boolean };

type SelectProps = {
  label: string;
  value: string;
  options: readonly Option[];
  onChange: (value: string) => void;
  isLabelHidden?: boolean;
  note?: ComponentChildren;
};

export function Select(props: SelectProps) {
  const { label, value, options, onChange, isLabelHidden = false, note } = props;
  const id = useId();
  const noteId = note === undefined ? undefined : `${id}-note`;
  return (
    <div class="field">
      <label for={id} class={isLabelHidden ? 'hidden-text' : ''}>
        {label}
      </label>
      <select
        id={id}
        class="input"
        value={value}
        aria-describedby={noteId}
        onChange={(event) => onChange(event.currentTarget.value)}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
      {note !== undefined && (
        <p id={noteId} class="field-note">
          {note}
        </p>
      )}
    </div>
  );
}

type ToggleProps = {
  label: ComponentChildren;
  note?: ComponentChildren;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
};

export function Toggle({ label, note, isOn, onChange }: ToggleProps) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={isOn}
      class="toggle-line"
      onClick={() => onChange(!isOn)}
    >
      <span class="grow toggle-words">
        <span>{label}</span>
        {note !== undefined && <span class="field-note"> {note}</span>}
      </span>
      <span class="toggle" />
    </button>
  );
}

type CheckProps = ToggleProps & { badge?: ComponentChildren; end?: ComponentChildren };

export function CheckRow({ label, note, badge, end, isOn, onChange }: CheckProps) {
  return (
    <button
      type="button"
      role="checkbox"
      aria-checked={isOn}
      class="toggle-line"
      onClick={() => onChange(!isOn)}
    >
      <span class="check">
        <Icon name="check" small />
      </span>
      {badge}
      <span class="grow stack-s">
        <span>{label}</span>
        {note !== undefined && <span class="small soft">{note}</span>}
      </span>
      {end !== undefined && <span class="row-end">{end}</span>}
    </button>
  );
}

/** One of a few options side by side; arrow keys move and choose, as with radio buttons. */
export function Segments({ label, value, options, onChange }: Omit<SelectProps, 'note'>) {
  const row = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent, index: number) => {
    const forward = document.dir === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    const backward = document.dir === 'rtl' ? 'ArrowRight' : 'ArrowLeft';
    const isOn = event.key === forward || event.key === 'ArrowDown';
    if (!isOn && event.key !== backward && event.key !== 'ArrowUp') return;
    event.preventDefault();
    const others = [...options.slice(index + 1), ...options.slice(0, index)];
    const option = (isOn ? others : others.toReversed()).find((one) => one.isDisabled !== true);
    if (option === undefined) return;
    onChange(option.value);
    row.current?.querySelectorAll('button')[options.indexOf(option)]?.focus();
  };
  // Where none is chosen, the keyboard reaches the first.
  const isChosen = options.some((option) => option.value === value);
  return (
    <div class="segments" role="radiogroup" aria-label={label} ref={row}>
      {options.map((option, index) => (
        <button
          key={option.value}
          type="button"
          role="radio"
          class="segment"
          aria-checked={option.value === value}
          aria-disabled={option.isDisabled === true ? true : undefined}
          tabIndex={option.value === (isChosen ? value : options[0]?.value) ? 0 : -1}
          onClick={() => option.isDisabled !== true && onChange(option.value)}
          onKeyDown={(event) => move(event, index)}
        >
          {option.text}
        </button>
      ))}
    </div>
  );
}
