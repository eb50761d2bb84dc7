// All that the panel reads of the books, without any write. Apart from panel-reader.ts, so that home does not carry it.
export { readBookSizes } from './book-sizes.ts';
export { readBookRun, readBooks } from './books.ts';
export { readEntries, readEntriesBetween, readEntriesOf } from './book-entries.ts';
export { readBookSpans } from './book-spans.ts';
export { readPoints } from './book-points.ts';
export { readPointBefore, readPointSeries } from './point-series.ts';
export { readFiatDays } from './fiat-days.ts';
export { streamEntries, streamPoints } from './stream-books.ts';
