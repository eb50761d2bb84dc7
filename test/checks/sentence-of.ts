// The English sentence behind a message key, and how many figures it asks for.
import { readFile } from 'node:fs/promises';

const messages: unknown = JSON.parse(await readFile('assets/_locales/en/messages.json', 'utf8'));

export const messageKeys: readonly string[] =
  typeof messages === 'object' && messages !== null ? Object.keys(messages) : [];

export function sentenceOf(key: string): string | null {
  if (typeof messages !== 'object' || messages === null) return null;
  const entry: unknown = Object.entries(messages).find(([name]) => name === key)?.[1];
  return typeof entry === 'object' && entry !== null && 'message' in entry
    ? String(entry.message)
    : null;
}

/** The highest placeholder of a sentence. */
export function figuresIn(key: string): number {
  const found = [...(sentenceOf(key) ?? '').matchAll(/\$(\d)/g)].map((match) => Number(match[1]));
  return Math.max(0, ...found);
}
