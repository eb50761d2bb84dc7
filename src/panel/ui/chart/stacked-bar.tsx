// A whole as one bar, its largest parts first, with a mark at half of it. Decoration: figures beside it say the same.

type Props = {
  /** From 0 to 1, the largest first; the rest of the bar is everybody else. */
  parts: readonly number[];
  /** How many of the parts reach the half together; they are told apart from those after. */
  untilHalf: number;
};

export function StackedBar({ parts, untilHalf }: Props) {
  return (
    <span class="stacked-bar" aria-hidden="true">
      {parts.map((part, index) => (
        <span
          key={String(index)}
          class={index < untilHalf ? 'stacked-first' : 'stacked-later'}
          style={{ inlineSize: `${part * 100}%` }}
        />
      ))}
      <span class="stacked-half" />
    </span>
  );
}

/** The place of a bar whose parts were not read: hatched, for an empty one would say that there are none. */
export function UnreadBar() {
  return (
    <span class="stacked-bar stacked-unread" aria-hidden="true">
      <span class="stacked-half" />
    </span>
  );
}
