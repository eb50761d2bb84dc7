// How the age of kept figures is said: sentences with open places, so that the first script asks the browser for none. Where its
// process is new, it would wait there for the file of all sentences, longer than for all else that it does.
import { ageOf, roughAge, type RoughAge } from '../../model/age.ts';

/** `said`: around the age. */
export type AgeWords = Record<RoughAge['unit'] | 'never' | 'said', string>;

/** Where the age, or the number of its units, will stand. */
const OPEN = '{}';

export const leftOpen = (sentence: (open: string) => string): string => sentence(OPEN);

const filled = (sentence: string, text: string): string => sentence.split(OPEN).join(text);

/** Of a block; null: what was kept are no such words. */
export function ageSaid(
  words: Readonly<Record<string, unknown>>,
  blockTime: number,
  now: number,
): string | null {
  const age = ageOf(blockTime, now);
  const { unit, count } = age === null ? { unit: 'never', count: 0 } : roughAge(age);
  const [said, sentence] = [words['said'], words[unit]];
  if (typeof said !== 'string' || typeof sentence !== 'string') return null;
  return filled(said, filled(sentence, String(count)));
}
