// A whole as one bar, its largest parts first, with a mark at half of it. Decoration: figures beside it say the same.

type Props = {
  /** From 0 to 1, the largest first; the rest of the bar is everybody else. */
  parts: readonly number[];
  /** How many of the largest it takes to pass the half: `least` surely, up to `most` perhaps (null: any number). */
  needed: { least: number; most: number | null };
  /** From 0 to 1: the end of the bar, whose parts were not read. */
  unread?: number;
};

export function StackedBar({ parts, needed: { least, most }, unread = 0 }: Props) {
  const lookOf = (index: number): string =>
    index < least ? 'first' : most === null || index < most ? 'maybe' : 'later';
  return (
    <span class="stacked-bar" aria-hidden="true">
      {parts.map((part, index) => (
        <span
          key={String(index)}
          class={`stacked-${lookOf(index)}`}
          style={{ inlineSize: `${part * 100}%` }}
        />
      ))}
      {unread > 0 && (
        <span class="stacked-end stacked-unread" style={{ inlineSize: `${unread * 100}%` }} />
      )}
      <span class="stacked-half" />
    </span>
  );
}
