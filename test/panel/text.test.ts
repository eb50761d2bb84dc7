import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cleanName, isolated } from '../../src/panel/core/text.ts';

test('a name keeps its letters of any script', () => {
  assert.equal(cleanName('Chutes'), 'Chutes');
  assert.equal(cleanName('שוק הנבואות'), 'שוק הנבואות');
  assert.equal(cleanName('  two\n\tlines '), 'two lines');
});

test('a name loses what steers the text around it', () => {
  assert.equal(cleanName('\u202Edekcah'), 'dekcah');
  assert.equal(cleanName('a\u200Bb\u2066c\u0000d\uE000'), 'abcd');
});

test('a name cannot pile marks over other lines', () => {
  assert.equal(cleanName(`Z${'\u0315'.repeat(50)}`).length, 4);
});

test('a long name is cut with an ellipsis, never within a character', () => {
  assert.equal(cleanName('abcdefgh', 5), 'abcd…');
  assert.equal(cleanName('👩‍🚀👩‍🚀👩‍🚀', 10).includes('\uFFFD'), false);
});

test('no text keeps a control or format character, or grows', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.integer({ min: 2, max: 60 }),
      (text, most) => {
        const clean = cleanName(text, most);
        assert.ok(!/[\p{Cc}\p{Cf}\p{Co}]/u.test(clean));
        assert.ok([...new Intl.Segmenter().segment(clean)].length <= most);
      },
    ),
  );
});

test('an isolated name cannot turn the sentence', () => {
  assert.equal(isolated('x'), '\u2068x\u2069');
});
