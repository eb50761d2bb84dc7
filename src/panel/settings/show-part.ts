// Bringing a group of the settings, or one setting of it, into sight.
import type { ListedPart } from './setting-parts.ts';

/** What the user chose last, of the list or of what was found. */
export type Chosen = { part: ListedPart; label: string | null };

/** What a search led to is brought into sight with the focus on its control; else the group begins at its heading. */
export function showPart(group: HTMLElement | null, label: string | null): void {
  const rows = [...(group?.querySelectorAll<HTMLElement>('.setting-list > *') ?? [])];
  const row = rows.find((one) => label !== null && one.textContent.includes(label));
  const control = row?.matches('button')
    ? row
    : row?.querySelector<HTMLElement>('button, input, select, summary');
  const heading = group?.querySelector<HTMLElement>('.setting-group > h2');
  (control ?? heading)?.focus({ preventScroll: true });
  if (row !== undefined) row.scrollIntoView({ block: 'center' });
  else heading?.scrollIntoView();
}
