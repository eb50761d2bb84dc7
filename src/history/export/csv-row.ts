// Rows of a CSV by RFC 4180, which no spreadsheet takes for formulas. Pure.

/** What spreadsheets evaluate when a cell begins with it; with an apostrophe before, it is text. */
const FORMULA = /^[=+\-@\t\r]/;

/** A cell of words: names and whatever comes from the chain. */
export function textCell(text: string): string {
  return quoted(FORMULA.test(text) ? `'${text}` : text);
}

/** A cell of ours: a number, a date, a code. */
function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Cells as they are; words go through textCell first. */
export const csvRow = (cells: readonly string[]): string => `${cells.join(',')}\r\n`;
