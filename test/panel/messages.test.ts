// Every key that the panel names has a sentence, every error has one, and no sentence is left over.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { planRules, reviewRules } from '../../src/checks/all-rules.ts';
import { messageKeyOf as checkKeyOf } from '../../src/checks/rule.ts';
import { errorCodes, messageKeyOf } from '../../src/errors.ts';
import { fillMessage, type Message } from '../tools/pictures/fill-message.ts';

type Messages = Record<string, Message>;

const messages: Messages = JSON.parse(await readFile('assets/_locales/en/messages.json', 'utf8'));

async function sourceUnder(folder: string): Promise<string> {
  const files = await readdir(folder, { recursive: true });
  const code = files.filter((file) => /\.tsx?$/.test(file));
  return (await Promise.all(code.map((file) => readFile(path.join(folder, file), 'utf8')))).join(
    '\n',
  );
}

const source = await sourceUnder('src/panel');
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

/** The beginnings of keys that the panel completes with a value of a closed list. */
const composedPrefixes = [
  'act_',
  'amount_',
  'badge_',
  'claimDoubt_',
  'claimEmpty_',
  'concentrationMeasureAbout_',
  'concentrationMeasure_',
  'curve_',
  'endpointWrong_',
  'figureAbout_',
  'figureLong_',
  'figureShort_',
  'figureUnit_',
  'given_',
  'guardAll_',
  'guardIs_',
  'guardOff_',
  'guardWhy_',
  'guard_',
  'gravity_',
  'offer_',
  'payoutAssumes_',
  'purpose_',
  'requestBadge_',
  'requestState_',
  'requestWatched_',
  'setAside_',
  'sort_',
  'stage_',
  'step_',
  'subnetFilterAbout_',
  'subnetFilter_',
  'surveyAsk_',
  'survey_',
  'theme_',
];
/** Of requests: chosen before the state is added. */
const chosenPrefixes = ['requestByOne', 'requestByTwo'];

test('every listed prefix is one that the panel composes keys from', () => {
  assert.deepEqual(
    [
      ...composedPrefixes.filter((prefix) => !source.includes(`\`${prefix}\${`)),
      ...chosenPrefixes.filter((prefix) => !source.includes(`'${prefix}'`)),
    ],
    [],
  );
});

test('every sentence is used: by its key, by its count, by a check or by a listed prefix', async () => {
  const everything = `${await sourceUnder('src')}\n${await readFile('manifest.json', 'utf8')}`;
  const named = new Set(
    [...everything.matchAll(/['"](?:__MSG_)?(\w+?)(?:__)?['"]/g)].map((match) => match[1]),
  );
  const counted = new Set(keysIn(/\btCount\(\s*'([^']+)'/g));
  const ofChecks = new Set(
    [...planRules, ...reviewRules].flatMap(({ id, verdicts }) =>
      verdicts.map((verdict) => checkKeyOf(id, verdict)),
    ),
  );
  const ofErrors = new Set<string>(errorCodes.map(messageKeyOf));
  const prefixes = [...composedPrefixes, ...chosenPrefixes.map((prefix) => `${prefix}_`)];
  assert.deepEqual(
    Object.keys(messages).filter(
      (key) =>
        !named.has(key) &&
        !counted.has(key.replace(/_(one|other)$/, '')) &&
        !ofChecks.has(key) &&
        !ofErrors.has(key) &&
        !prefixes.some((prefix) => key.startsWith(prefix)),
    ),
    [],
  );
});

test('no sentence is empty, and keys are ones that browsers accept', () => {
  for (const [key, { message }] of Object.entries(messages)) {
    assert.match(key, /^[A-Za-z][A-Za-z0-9_]*$/);
    assert.notEqual(message.trim(), '', key);
  }
});

test('of keys made from a prefix, each end is a value that the code has', async () => {
  const everything = await sourceUnder('src');
  const isValue = (end: string): boolean =>
    [end, end.replaceAll('_', '-')].some(
      (value) => everything.includes(`'${value}'`) || everything.includes(`\n  ${value}:`),
    );
  const ends = Object.keys(messages).flatMap((key) => {
    const prefix = composedPrefixes.find((one) => key.startsWith(one));
    const isWhole = prefix === undefined || everything.includes(`'${key}'`);
    return isWhole ? [] : [key.slice(prefix.length).replace(/_(?:one|other)$/, '')];
  });
  assert.ok(ends.length > 80);
  assert.deepEqual(
    ends.filter((end) => !isValue(end)),
    [],
  );
});

const namesIn = ({ message }: Message): string[] =>
  [
    ...new Set([...message.matchAll(/\$(\w+)\$/g)].map(([, name]) => name?.toLowerCase() ?? '')),
  ].toSorted();
const isCounted = (key: string): boolean => /_(?:zero|one|two|few|many|other)$/.test(key);

test('figures have names, the same in the sentence and in its placeholders', async () => {
  for (const language of await readdir('assets/_locales')) {
    const file = path.join('assets/_locales', language, 'messages.json');
    const own: Messages = JSON.parse(await readFile(file, 'utf8'));
    for (const [key, entry] of Object.entries(own)) {
      assert.doesNotMatch(entry.message, /\$\d/, `${language} ${key}: by name, not by number`);
      const declared = Object.keys(entry.placeholders ?? {}).toSorted();
      assert.deepEqual(declared, namesIn(entry), `${language} ${key}`);
      for (const [name, { content }] of Object.entries(entry.placeholders ?? {})) {
        assert.match(name, /^[a-z]+$/, `${language} ${key}`);
        assert.equal(content, `{${name}}`, `${language} ${key}`);
      }
    }
  }
});

test('names go to their places, and a doubled sign stays one', () => {
  const placeholders = { a: { content: '{a}' }, b: { content: '{b}' } };
  const message = '$B$ of $a$ costs $$';
  assert.equal(fillMessage({ message, placeholders }), '{b} of {a} costs $');
});

test('every language has the sentences of the first one, with the same figures', async () => {
  for (const language of await readdir('assets/_locales')) {
    const file = path.join('assets/_locales', language, 'messages.json');
    const others: Messages = JSON.parse(await readFile(file, 'utf8'));
    const missing = Object.keys(messages).filter((key) => others[key] === undefined);
    assert.deepEqual(missing, [], language);
    for (const [key, entry] of Object.entries(others)) {
      const first = messages[key];
      // A language may have more plural forms than the first one.
      if (first === undefined) assert.match(key, /_(?:zero|two|few|many)$/, `${language} ${key}`);
      else if (!isCounted(key)) {
        assert.deepEqual(namesIn(entry), namesIn(first), `${language} ${key}`);
      }
    }
  }
});
