// The English sentence behind a message key, and the figures it asks for.
import { readFileSync } from 'node:fs';

import type { Message } from '../tools/pictures/fill-message.ts';

const messages: Readonly<Record<string, Message>> = JSON.parse(
  readFileSync('assets/_locales/en/messages.json', 'utf8'),
);

export const messageKeys: readonly string[] = Object.keys(messages);

export const sentenceOf = (key: string): string | null => messages[key]?.message ?? null;

/** The names of the figures that a sentence asks for. */
export const figuresIn = (key: string): readonly string[] =>
  Object.keys(messages[key]?.placeholders ?? {});
