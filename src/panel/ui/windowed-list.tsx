// A list of rows with known heights that renders only the rows in sight, scrolling with the nearest `.body`. It is one
// tab stop; arrows, Home and End move between rows.
import { Component, type ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import { rowsInSight, topsOf } from './rows-in-sight.ts';

export type ListRow = {
  key: string;
  height: number;
  /** Takes the tab index of the row's buttons; arrows move between the first ones. */
  content: (tabIndex: 0 | -1) => ComponentChildren;
  /** Names the rows below it and has no button: keys pass over it. */
  isHeading?: true;
};

const OVERSCAN = 400;
/** Up to this many rows are all rendered. */
const WINDOW_FROM = 60;
/** Of more than those, before anybody knows how high the window is. */
const FIRST_ROWS = 16;

type RowProps = {
  row: ListRow;
  tabIndex: 0 | -1;
  /** Of all rows and the place among them, where only those in sight are rendered; else 0. */
  of: number;
  at: number;
  /** From the list's start. */
  top: number;
};

/**
 * A row that is in sight already stays as it was rendered: scrolling renders only those that come. What a row was rendered to is
 * never kept to be used again: it holds the list that it first stood in, and with it every list of before.
 */
class Row extends Component<RowProps> {
  override shouldComponentUpdate(next: RowProps): boolean {
    const { row, tabIndex, of, at, top } = this.props;
    const isPlaced = next.of === of && next.at === at && next.top === top;
    return !isPlaced || next.row !== row || next.tabIndex !== tabIndex;
  }

  override render({ row, tabIndex, of, at, top }: RowProps) {
    const blockSize = `${row.height}px`;
    return (
      <li
        data-key={row.key}
        {...(of === 0 ? {} : { 'aria-setsize': of, 'aria-posinset': at })}
        style={of === 0 ? { blockSize } : { insetBlockStart: `${top}px`, blockSize }}
      >
        {row.content(tabIndex)}
      </li>
    );
  }
}

type ListProps = {
  label: string;
  rows: readonly ListRow[];
  /** The end of a long list is near: more rows may be loaded. */
  onEnd?: () => void;
};

export function WindowedList({ label, rows, onEnd }: ListProps) {
  const list = useRef<HTMLUListElement>(null);
  const [range, setRange] = useState<[number, number]>([0, FIRST_ROWS]);
  const [current, setCurrent] = useState('');
  const tops = topsOf(rows.map(({ height }) => height));
  const isWindowed = rows.length > WINDOW_FROM;

  useLayoutEffect(() => {
    const body = list.current?.closest('.body');
    if (!isWindowed || !(body instanceof HTMLElement)) return undefined;
    const look = () => {
      const element = list.current;
      if (!element) return;
      const start = body.getBoundingClientRect().top - element.getBoundingClientRect().top;
      const next = rowsInSight(tops, start - OVERSCAN, start + body.clientHeight + OVERSCAN);
      setRange((before) => (before[0] === next[0] && before[1] === next[1] ? before : next));
      if (next[1] === rows.length) onEnd?.();
    };
    look();
    body.addEventListener('scroll', look, { passive: true });
    const sizes = new ResizeObserver(look);
    sizes.observe(body);
    return () => {
      body.removeEventListener('scroll', look);
      sizes.disconnect();
    };
  }, [isWindowed, rows.length, tops.at(-1)]);

  const onKeyDown = (event: KeyboardEvent) => {
    const at = Math.max(
      rows.findIndex(({ key }) => key === current),
      0,
    );
    const steps: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: rows.length - 1,
    };
    const wanted = steps[event.key];
    const isTyping = event.target instanceof HTMLInputElement;
    if (wanted === undefined || isTyping || event.altKey || event.ctrlKey) return;
    event.preventDefault();
    const step = wanted < at || wanted === rows.length - 1 ? -1 : 1;
    let index = Math.min(Math.max(wanted, 0), rows.length - 1);
    while (rows[index]?.isHeading) index += step;
    focusRow(index);
  };

  const focusRow = (index: number) => {
    const row = rows[index];
    const body = list.current?.closest('.body');
    if (!row || !list.current) return;
    setCurrent(row.key);
    if (isWindowed && body instanceof HTMLElement) {
      const start = list.current.getBoundingClientRect().top - body.getBoundingClientRect().top;
      const top = start + (tops[index] ?? 0);
      if (top < 40) body.scrollTop += top - 40;
      if (top + row.height > body.clientHeight) {
        body.scrollTop += top + row.height - body.clientHeight;
      }
    }
    requestAnimationFrame(() => {
      const items = [...(list.current?.querySelectorAll<HTMLElement>(':scope > li') ?? [])];
      items
        .find((item) => item.dataset['key'] === row.key)
        ?.querySelector('button')
        ?.focus();
    });
  };

  const [from, to] = isWindowed ? range : [0, rows.length];
  const inSight = rows.slice(from, to);
  const stop = inSight.some(({ key }) => key === current)
    ? current
    : inSight.find(({ isHeading }) => !isHeading)?.key;
  return (
    <ul
      ref={list}
      aria-label={label}
      class={isWindowed ? 'window' : ''}
      style={isWindowed ? { blockSize: `${tops.at(-1) ?? 0}px` } : undefined}
      onKeyDown={onKeyDown}
      onFocusIn={(event) => {
        const item = event.target instanceof Element ? event.target.closest('li') : null;
        if (item instanceof HTMLElement) setCurrent(item.dataset['key'] ?? '');
      }}
    >
      {inSight.map((row, index) => (
        <Row
          key={row.key}
          row={row}
          tabIndex={row.key === stop ? 0 : -1}
          of={isWindowed ? rows.length : 0}
          at={isWindowed ? from + index + 1 : 0}
          top={isWindowed ? (tops[from + index] ?? 0) : 0}
        />
      ))}
    </ul>
  );
}
