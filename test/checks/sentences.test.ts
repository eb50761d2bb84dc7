// Every sentence that a rule can ask for is there, and asks for no more figures than the rule gives.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reviewRules, planRules } from '../../src/checks/all-rules.ts';
import { messageKeyOf } from '../../src/checks/rule.ts';
import { messageKeys, sentenceOf } from './sentence-of.ts';

const rules = [...planRules, ...reviewRules];
const verdictKeys = rules.flatMap(({ id, verdicts }) =>
  verdicts.map((verdict) => messageKeyOf(id, verdict)),
);
const remedyKeys = rules.flatMap((rule) => rule.remedyKeys);

test('every verdict of every rule has its sentence, and every remedy', () => {
  const keys = [...verdictKeys, ...remedyKeys, 'checkChainRefusesBlock'];
  const missing = keys.filter((key) => sentenceOf(key) === null);
  assert.deepEqual(missing, []);
});

test('no sentence about a check is left without a rule', () => {
  const used = new Set([...verdictKeys, ...remedyKeys, 'checkChainRefusesBlock']);
  const about = messageKeys.filter((key) => /^(check[A-Z]|remedy[A-Z])/.test(key));
  const verdictEnding = /(Pass|Warn|Block|Unknown)$/;
  const spare = about.filter(
    (key) => !used.has(key) && (key.startsWith('remedy') || verdictEnding.test(key)),
  );
  assert.deepEqual(spare, []);
});

test('what is unknown is never said to be fine', () => {
  for (const { id, verdicts } of rules) {
    if (!verdicts.includes('unknown')) continue;
    const sentence = sentenceOf(messageKeyOf(id, 'unknown'));
    assert.match(sentence ?? '', /not|Without/, id);
  }
});

test('who stands behind the figures is said by each sentence for itself, and proven is only what is final', () => {
  const sentences = ['Proven', 'Authors', 'TwoSources'].map(
    (by) => sentenceOf(`checkInputs${by}Pass`) ?? '',
  );
  const [proven = '', authors = '', two = ''] = sentences;
  assert.match(proven, /proven.*finalized/);
  assert.match(authors, /seal.*authors have built on a block/);
  assert.match(two, /Another operator’s node/);
  for (const sentence of [authors, two]) assert.doesNotMatch(sentence, /prove|final/);
});
