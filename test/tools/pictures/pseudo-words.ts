// English as another language would be: every letter with an accent, a third longer, and in brackets. A text on the screen
// without accents is then one that no translator can reach.
const plain = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const accented = 'áƀčđéƒğĥíĵķľɱñóþɋřšťúṽŵẋýžÁƁČĐÉƑĞĤÍĴĶĽṀÑÓÞɊŘŠŤÚṼŴẊÝŽ';
/** Letter by letter, so that a part of a text is a part of its pseudo text. */
export function accent(text: string): string {
  return text.replaceAll(/[A-Za-z]/g, (letter) => accented.charAt(plain.indexOf(letter)));
}

const quoted = (text: string): string => text.replaceAll(/[$()*+.?[\]^{|}\\]/g, String.raw`\$&`);

/** Finds words in such a text, where names among them are as they are, and each sentence is longer than in English. */
export function pseudoPattern(words: string): RegExp {
  const either = words.split(' ').map((word) => `(?:${quoted(word)}|${quoted(accent(word))})`);
  return new RegExp(either.join(String.raw`[~[\]\s]*`));
}

const LONGER = 0.35;
/** Languages with long words break them; a run that cannot be broken would be none. */
const RUN = 4;

function padding(length: number): string {
  const runs = Math.ceil(length / RUN);
  return '~'.repeat(length).replaceAll(new RegExp(`(.{${RUN}})`, 'g'), runs > 1 ? '$1 ' : '$1');
}

/** A sentence of _locales; its figures stay what they are. */
export function pseudo(text: string): string {
  const said = text
    .split(/(\{\w+\})/)
    .map((part, index) => (index % 2 === 1 ? part : accent(part)))
    .join('');
  return `[${said}${padding(Math.ceil(text.length * LONGER))}]`;
}
