// A list of rows with known heights that renders only the rows in sight, a few in each task, scrolling with the nearest `.body`.
// It is one tab stop; arrows, Home and End move between rows.
import { Component, type ComponentChildren } from 'preact';
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { nextRows, rowsInSight, topsOf, type RowRange } from './rows-in-sight.ts';

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
class WindowRow extends Component<RowProps> {
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

const isSame = (one: RowRange, other: RowRange): boolean =>
  one[0] === other[0] && one[1] === other[1];

const isWithin = (one: RowRange, other: RowRange): boolean =>
  other[0] <= one[0] && one[1] <= other[1];

/** A task of its own, before the next frame where there is time: a timer would wait longer. Returns what calls it off. */
function inNextTask(work: () => void): () => void {
  const { port1, port2 } = new MessageChannel();
  port1.addEventListener('message', () => {
    port1.close();
    work();
  });
  port1.start();
  port2.postMessage(null);
  return () => port1.close();
}

export function WindowedList({ label, rows, onEnd }: ListProps) {
  const list = useRef<HTMLUListElement>(null);
  const rendered = useRef<RowRange>([0, FIRST_ROWS]);
  const [range, setRange] = useState(rendered.current);
  const [current, setCurrent] = useState('');
  // Of tens of thousands of rows, and none of them changes by scrolling.
  const tops = useMemo(() => topsOf(rows.map(({ height }) => height)), [rows]);
  const isWindowed = rows.length > WINDOW_FROM;
  /** Renders at once what comes in sight: a row is about to be focused. */
  const allNow = useRef<() => void>(() => undefined);

  useLayoutEffect(() => {
    const body = list.current?.closest('.body');
    if (!isWindowed || !(body instanceof HTMLElement)) return undefined;
    let inSight: RowRange = [0, 0];
    let wanted: RowRange = [0, 0];
    let callOff = (): void => undefined;
    const step = (most?: number): void => {
      callOff();
      const next = nextRows(rendered.current, inSight, wanted, most);
      if (!isSame(next, wanted)) callOff = inNextTask(stepApart);
      if (!isSame(next, rendered.current)) setRange((rendered.current = next));
    };
    const stepApart = (): void => {
      step();
      // Laid out where it was rendered, else the next frame has the layout of all that came since the last.
      queueMicrotask(() => list.current?.getBoundingClientRect());
    };
    const look = (most?: number): void => {
      const element = list.current;
      if (!element) return;
      const start = body.getBoundingClientRect().top - element.getBoundingClientRect().top;
      const end = start + body.clientHeight;
      inSight = rowsInSight(tops, start, end);
      wanted = rowsInSight(tops, start - OVERSCAN, end + OVERSCAN);
      if (wanted[1] === rows.length) onEnd?.();
      // What is around is for later frames, and not this one's burden.
      if (most === undefined && isWithin(inSight, rendered.current)) {
        callOff();
        if (!isSame(rendered.current, wanted)) callOff = inNextTask(stepApart);
      } else step(most);
    };
    const lookAgain = (): void => look();
    allNow.current = () => look(rows.length);
    look();
    body.addEventListener('scroll', lookAgain, { passive: true });
    const sizes = new ResizeObserver(lookAgain);
    sizes.observe(body);
    return () => {
      callOff();
      allNow.current = () => undefined;
      body.removeEventListener('scroll', lookAgain);
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
      allNow.current();
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
        <WindowRow
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
