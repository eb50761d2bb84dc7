// A sentence from _locales with elements in place of its figures.
import type { ComponentChildren } from 'preact';
import { anyText, type Figures, type SentenceKey } from '../core/text.ts';

const FIRST_MARK = 0xe000;

/** Like `t`, but figures may be elements; each is isolated from the direction of the sentence. */
export function RichText<Key extends SentenceKey>({
  text,
  with: parts,
}: {
  text: Key;
  with: Figures<Key, ComponentChildren>;
}) {
  const entries: readonly (readonly [string, ComponentChildren])[] = Object.entries(parts);
  const marks = entries.map((_part, index) => String.fromCharCode(FIRST_MARK + index));
  const named = Object.fromEntries(entries.map(([name], index) => [name, marks[index] ?? '']));
  const pieces = anyText(text, named).split(/([\ue000-\ue008])/);
  return (
    <>
      {pieces.map((piece, index) => {
        const place = entries[marks.indexOf(piece)];
        return place === undefined ? piece : <bdi key={index}>{place[1]}</bdi>;
      })}
    </>
  );
}
