// The keys of the sentences in _locales and the figures that each takes, read off the first language by the compiler.
// Types only: the sentences themselves stay out of every bundle.
import type sentences from '../assets/_locales/en/messages.json';

type Sentences = typeof sentences;

export type SentenceKey = keyof Sentences;

/** The names of a sentence's figures; of several sentences, all their names. */
export type FigureOf<Key extends SentenceKey> = Key extends SentenceKey
  ? Sentences[Key] extends { placeholders: infer Placeholders }
    ? keyof Placeholders & string
    : never
  : never;

/** The figures by name. Where one of several sentences is chosen, it gets all of them and shows its own. */
export type Figures<Key extends SentenceKey, Value = string> = {
  readonly [Name in FigureOf<Key>]: Value;
};

/** The sentences that take no other figures than these. */
export type SentenceTaking<Name extends string> = {
  [Key in SentenceKey]: FigureOf<Key> extends Name ? Key : never;
}[SentenceKey];

/** The sentences without a figure. */
export type PlainSentence = SentenceTaking<never>;

/** What follows the key: nothing where the sentence has no figure. */
export type FigureArguments<Key extends SentenceKey> = [FigureOf<Key>] extends [never]
  ? []
  : [figures: Figures<Key>];

/** `dayCount` of `dayCount_one` and `dayCount_other`. */
export type CountedKey = SentenceKey extends infer Key
  ? Key extends `${infer Counted}_other`
    ? Counted
    : never
  : never;

type ArgumentsBesideCount<Names extends string> = [Names] extends [never]
  ? []
  : [figures: { readonly [Name in Names]: string }];

/** What follows the count of a counted sentence. One table: worked out at each use it would cost the linter half a minute. */
type CountedArguments = {
  [Counted in CountedKey]: ArgumentsBesideCount<
    Exclude<FigureOf<Extract<`${Counted}_one` | `${Counted}_other`, SentenceKey>>, 'count'>
  >;
};

export type FiguresBesideCount<Counted extends CountedKey> = CountedArguments[Counted];
