// Names in a row, as the locale writes them.
import { isolated } from '../core/text.ts';

/** “a, b and c”, each kept apart from the others’ direction. */
export const listText = (parts: readonly string[]): string =>
  new Intl.ListFormat(undefined, { type: 'conjunction' }).format(parts.map(isolated));
