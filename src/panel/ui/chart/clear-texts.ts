// Moves a text of a chart off those that stand there already. Pure.
import { ASCENT } from './beside-lines.ts';

type Box = { left: number; right: number; top: number; bottom: number };

/** Below the foot of a text, and between one text and the next. */
const DESCENT = 3;
const STEP = 2;

/** Of a text between two places, in either order, with its foot at `y`. */
export const textBox = (from: number, to: number, y: number): Box => ({
  left: Math.min(from, to),
  right: Math.max(from, to),
  top: y - ASCENT,
  bottom: y + DESCENT,
});

const isOver = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

/** The foot nearest to the wanted one at which the text lies on none, down to `foot`; the wanted one where there is no room. */
export function clearOf(
  taken: readonly Box[],
  from: number,
  to: number,
  wanted: number,
  foot: number,
): number {
  const isFree = (y: number): boolean => {
    const box = textBox(from, to, y);
    return box.top >= 0 && box.bottom <= foot && !taken.some((one) => isOver(one, box));
  };
  if (!taken.some((one) => isOver(one, textBox(from, to, wanted)))) return wanted;
  for (let away = STEP; away < foot; away += STEP) {
    if (isFree(wanted + away)) return wanted + away;
    if (isFree(wanted - away)) return wanted - away;
  }
  return wanted;
}

/** From one text to the next above it: nearer, one could not tell whose dot is whose. */
const APART = 2.5 * ASCENT;

/** Whether a text would stand right above or below one of others. */
export const isNearOne = (others: readonly Box[], from: number, to: number, y: number): boolean => {
  const { left, right, top } = textBox(from, to, y);
  return others.some(
    (one) => one.left < right && left < one.right && Math.abs(one.top - top) < APART,
  );
};
