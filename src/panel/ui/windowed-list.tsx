// A list of rows with known heights that renders only the rows in sight, scrolling with the nearest `.body`. It is one
// tab stop; arrows, Home and End move between rows.
import type { ComponentChildren, VNode } from 'preact';
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

type RowProps = {
  row: ListRow;
  tabIndex: 0 | -1;
  /** Place among all rows and distance from the top, where only those in sight are rendered. */
  place: { of: number; at: number; top: number } | null;
};

function Row({ row, tabIndex, place }: RowProps) {
  const blockSize = `${row.height}px`;
  return (
    <li
      data-key={row.key}
      aria-setsize={place?.of}
      aria-posinset={place?.at}
      style={place === null ? { blockSize } : { insetBlockStart: `${place.top}px`, blockSize }}
    >
      {row.content(tabIndex)}
    </li>
  );
}

type Rendered = { row: ListRow; tabIndex: number; of: number; top: number; node: VNode };

type ListProps = {
  label: string;
  rows: readonly ListRow[];
  /** The end of a long list is near: more rows may be loaded. */
  onEnd?: () => void;
};

export function WindowedList({ label, rows, onEnd }: ListProps) {
  const list = useRef<HTMLUListElement>(null);
  const rendered = useRef<ReadonlyMap<string, Rendered>>(new Map());
  const [range, setRange] = useState<[number, number]>([0, WINDOW_FROM]);
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
  /** A row that was in sight before stays as it was rendered: scrolling renders only those that come. */
  const before = rendered.current;
  const next = new Map<string, Rendered>();
  const nodeOf = (row: ListRow, at: number): VNode => {
    const tabIndex = row.key === stop ? 0 : -1;
    const of = isWindowed ? rows.length : 0;
    const top = tops[at] ?? 0;
    const last = before.get(row.key);
    const isSame =
      last?.row === row && last.tabIndex === tabIndex && last.of === of && last.top === top;
    const place = isWindowed ? { of, at: at + 1, top } : null;
    const node = isSame ? (
      last.node
    ) : (
      <Row key={row.key} row={row} tabIndex={tabIndex} place={place} />
    );
    next.set(row.key, { row, tabIndex, of, top, node });
    return node;
  };
  rendered.current = next;
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
      {inSight.map((row, index) => nodeOf(row, from + index))}
    </ul>
  );
}
