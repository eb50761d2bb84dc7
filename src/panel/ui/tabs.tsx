// Parts of one screen under tabs: one tab stop, arrows move and show, Home and End reach the ends.
import type { ComponentChildren } from 'preact';
import { useId, useRef } from 'preact/hooks';

type TabsProps<Key extends string> = {
  label: string;
  tabs: readonly { key: Key; text: string }[];
  value: Key;
  onChange: (key: Key) => void;
  /** The part that is shown. */
  children: ComponentChildren;
};

/** Where a key leads; null: not a key of the tabs. Arrows follow what is seen: mirrored, left is the next. */
export function tabByKey(
  key: string,
  index: number,
  count: number,
  isMirrored: boolean,
): number | null {
  const around = (next: number): number => (next + count) % count;
  switch (key) {
    case 'ArrowRight':
      return around(index + (isMirrored ? -1 : 1));
    case 'ArrowLeft':
      return around(index + (isMirrored ? 1 : -1));
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return null;
  }
}

export function Tabs<Key extends string>(props: TabsProps<Key>) {
  const { label, tabs, value, onChange, children } = props;
  const id = useId();
  const row = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent, index: number) => {
    const next = tabByKey(event.key, index, tabs.length, document.dir === 'rtl');
    const tab = next === null ? undefined : tabs[next];
    if (next === null || tab === undefined) return;
    event.preventDefault();
    onChange(tab.key);
    row.current?.querySelectorAll('button')[next]?.focus();
  };
  return (
    <>
      <div class="tabs" role="tablist" aria-label={label} ref={row}>
        {tabs.map(({ key, text }, index) => (
          <button
            key={key}
            id={`${id}-${key}`}
            type="button"
            role="tab"
            class="tab"
            aria-selected={key === value}
            aria-controls={`${id}-part`}
            tabIndex={key === value ? 0 : -1}
            onClick={() => onChange(key)}
            onKeyDown={(event) => move(event, index)}
          >
            {text}
          </button>
        ))}
      </div>
      <div
        class="stack"
        role="tabpanel"
        id={`${id}-part`}
        aria-labelledby={`${id}-${value}`}
        // Of a part with nothing to press, keys scroll the text.
        tabIndex={0}
      >
        {children}
      </div>
    </>
  );
}
