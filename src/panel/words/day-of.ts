// A day without its year.
/** A day of the last weeks: its year is known. No line ends within it. */
export const dayOf = (at: number): string =>
  new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' })
    .format(at)
    .replaceAll(' ', '\u00a0');
