// Messages by key from _locales; cleaning and isolating of names made by users, wallets or the chain.
import { anyMessageText } from '../../browser.ts';
import type {
  CountedKey,
  FigureArguments,
  FiguresBesideCount,
  SentenceKey,
} from '../../sentences.ts';

export { anyMessageText as anyText };
export type { Figures, PlainSentence, SentenceKey, SentenceTaking } from '../../sentences.ts';

/** The message of a key with its figures by name; a missing one shows its key, so that it is noticed. */
export function t<Key extends SentenceKey>(key: Key, ...figures: FigureArguments<Key>): string;
// The body reads no types: worked out for every key at once they would cost the linter half a minute.
export function t(key: string, figures: Readonly<Record<string, string>> = {}): string {
  return anyMessageText(key, figures) || key;
}

type Underscored<Text extends string> = Text extends `${infer Head}-${infer Tail}`
  ? `${Head}_${Underscored<Tail>}`
  : Text;

/** A value of a closed list as a part of a key, which has no hyphens. */
export function keyPart<Text extends string>(value: Text): Underscored<Text>;
export function keyPart(value: string): string {
  return value.replaceAll('-', '_');
}

/** Made when first needed, as each of these is: the browser reads a language's data for it, and a first frame waits. */
let rules: Intl.PluralRules | null = null;

/** The message for a count: `key_one`, `key_other`, by the plural rules. The count is the figure `count`. */
export function tCount<Key extends CountedKey>(
  key: Key,
  count: number,
  ...figures: FiguresBesideCount<Key>
): string;
export function tCount(
  key: string,
  count: number,
  figures: Readonly<Record<string, string>> = {},
): string {
  rules ??= new Intl.PluralRules();
  const all = { ...figures, count: count.toLocaleString() };
  return (
    anyMessageText(`${key}_${rules.select(count)}`, all) || anyMessageText(`${key}_other`, all)
  );
}

const FIRST_STRONG_ISOLATE = '\u2068';
const POP_ISOLATE = '\u2069';
/**
 * Controls, bidi overrides and marks, zero-width and private-use characters: names may not steer layout. And what is drawn as
 * nothing, such as fillers and the blank Braille pattern; emoji keep the selector of their form.
 */
const steering =
  /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2800]|(?![\uFE0E\uFE0F])\p{Default_Ignorable_Code_Point}/gu;
/** More than a few combining marks in a row would overlap other lines. */
const piledMarks = /(\p{M}{3})\p{M}+/gu;
let segmenter: Intl.Segmenter | null = null;
/** Words of printable ASCII with one space between them: most names, and nothing to clean in them. */
const plain = /^[!-~]+(?: [!-~]+)*$/;

/** A name from the chain, a wallet or a page, made safe to show: plain characters, one line, bounded length. */
export function cleanName(text: string, maximum = 40): string {
  if (text.length <= maximum && plain.test(text)) return text;
  const bare = text
    .normalize('NFC')
    .replace(/\s+/g, ' ')
    .replace(steering, '')
    .replace(piledMarks, '$1')
    .trim();
  // Marks and selectors alone are no name.
  if (!/[^\p{M}\s]/u.test(bare)) return '';
  segmenter ??= new Intl.Segmenter();
  const characters = [...segmenter.segment(bare)].map(({ segment }) => segment);
  if (characters.length <= maximum) return bare;
  return `${characters
    .slice(0, maximum - 1)
    .join('')
    .trimEnd()}…`;
}

/** A cleaned name for use within a sentence or an accessible name, where no element can isolate it. */
export function isolated(text: string): string {
  return `${FIRST_STRONG_ISOLATE}${text}${POP_ISOLATE}`;
}
