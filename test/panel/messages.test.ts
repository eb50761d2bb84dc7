// Every key that the panel names has a sentence, and every error has one.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { errorCodes, messageKeyOf } from '../../src/errors.ts';
import { fillMessage } from '../tools/pictures/fill-message.ts';

type Messages = Record<string, { message: string }>;

const messages: Messages = JSON.parse(await readFile('assets/_locales/en/messages.json', 'utf8'));

async function panelSource(): Promise<string> {
  const files = await readdir('src/panel', { recursive: true });
  const code = files.filter((file) => /\.tsx?$/.test(file));
  return (
    await Promise.all(code.map((file) => readFile(path.join('src/panel', file), 'utf8')))
  ).join('\n');
}

const source = await panelSource();
const keysIn = (pattern: RegExp): string[] =>
  [...source.matchAll(pattern)].map((match) => match[1] ?? '');

test('every error code has a sentence', () => {
  assert.deepEqual(
    errorCodes.filter((code) => messages[messageKeyOf(code)] === undefined),
    [],
  );
});

test('every key written out in the panel has a sentence', () => {
  const keys = [...keysIn(/\bt\(\s*'([^']+)'/g), ...keysIn(/\btext="([^"]+)"/g)];
  assert.ok(keys.length > 150);
  assert.deepEqual(
    keys.filter((key) => messages[key] === undefined),
    [],
  );
});

test('every counted sentence has both numbers', () => {
  const keys = keysIn(/\btCount\(\s*'([^']+)'/g);
  assert.deepEqual(
    keys.filter((key) => !messages[`${key}_one`] || !messages[`${key}_other`]),
    [],
  );
});

test('every key made from a prefix has at least one sentence', () => {
  const prefixes = keysIn(/\bt\(\s*`([A-Za-z]+_)\$\{/g);
  assert.deepEqual(
    prefixes.filter((prefix) => !Object.keys(messages).some((key) => key.startsWith(prefix))),
    [],
  );
});

test('no sentence is empty, and keys are ones that browsers accept', () => {
  for (const [key, { message }] of Object.entries(messages)) {
    assert.match(key, /^[A-Za-z][A-Za-z0-9_]*$/);
    assert.notEqual(message.trim(), '', key);
  }
});

test('figures go to their places, and a doubled sign stays one', () => {
  assert.equal(fillMessage('$2 of $1 costs $$', ['a', 'b']), 'b of a costs $');
});
