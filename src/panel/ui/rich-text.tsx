// A sentence from _locales with elements in place of its figures.
import { Fragment, type ComponentChildren } from 'preact';
import { t } from '../core/text.ts';

const FIRST_MARK = 0xe000;

/** Like `t`, but substitutions may be elements; each is isolated from the direction of the sentence. */
export function RichText({
  text,
  with: parts,
}: {
  text: string;
  with: readonly ComponentChildren[];
}) {
  const marks = parts.map((_part, index) => String.fromCharCode(FIRST_MARK + index));
  const pieces = t(text, ...marks).split(/([\ue000-\ue008])/);
  return (
    <>
      {pieces.map((piece, index) => {
        const place = marks.indexOf(piece);
        return <Fragment key={index}>{place === -1 ? piece : <bdi>{parts[place]}</bdi>}</Fragment>;
      })}
    </>
  );
}
