// The book as a file: every format from the same books, a year of it, and what is saved can be read back.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bookFile, fileFormats } from '../../../src/panel/books/book-file.ts';
import { bookLine, fileHead } from '../../../src/history/book-lines.ts';
import type { Call } from '../../../src/panel/core/panel-deps.ts';
import { sendPrices } from '../../../src/panel/books/send-book.ts';
import { booksOf } from '../../tools/pictures/books.ts';
import { genesisHash } from '../../tools/pictures/chain.ts';
import { ledgerMain, savings, stored } from '../../tools/pictures/stored.ts';

const steps = booksOf(stored().snapshot ?? assert.fail());
const of = ({ coldkey }: { coldkey: string }) =>
  steps.find(({ book }) => book.coldkey === coldkey) ?? assert.fail();
const reader: Parameters<typeof bookFile>[0] = {
  readBooks: async () => steps.map(({ book }) => book),
  readEntriesBetween: async (whose) => [...of(whose).entries],
  readPoints: async (whose) => [...of(whose).points],
  async *streamEntries(whose) {
    yield [...of(whose).entries];
  },
  async *streamPoints(whose) {
    yield [...of(whose).points];
  },
};
const asked = {
  genesisHash,
  coldkeys: [ledgerMain, savings],
  year: null,
  prices: null,
};

test('a table has a heading and a line a row, of each account in the order of time', async () => {
  for (const format of fileFormats) {
    if (format === 'json') continue;
    const { name, content, rows } = await bookFile(reader, format, asked);
    const text = await content.text();
    assert.match(name, new RegExp(`^taubar-${format}.csv$`));
    assert.equal(text.split('\r\n').length, rows + 2);
    const entries = steps.reduce((sum, step) => sum + step.entries.length, 0);
    assert.ok(rows > entries + 300, 'a row a day for rewards');
  }
  const one = { ...asked, coldkeys: [savings] };
  const text = await (await bookFile(reader, 'csv', one)).content.text();
  const times = text
    .split('\r\n')
    .slice(1, -1)
    .map((line) => line.slice(0, 19));
  assert.deepEqual(times, times.toSorted());
});

test('of one year and one account there is nothing else', async () => {
  const year = new Date().getUTCFullYear();
  const part = { ...asked, coldkeys: [savings], year };
  const { name, content } = await bookFile(reader, 'csv', part);
  const text = await content.text();
  assert.equal(name, `taubar-csv-${year}.csv`);
  for (const line of text.split('\r\n').slice(1, -1)) {
    assert.ok(line.startsWith(`${year}-`) && line.includes(savings), line);
  }
});

test('what is saved to be taken in again has a line for each record, under the book that it is of', async () => {
  const { name, content, rows } = await bookFile(reader, 'json', { ...asked, coldkeys: [savings] });
  const text = await content.text();
  assert.equal(name, 'taubar-history.jsonl');
  const { entries, points } = of({ coldkey: savings });
  const lines = text.split('\n').slice(0, -1);
  assert.deepEqual([lines.length, rows], [2 + entries.length + points.length, lines.length - 1]);
  assert.equal(text.startsWith(`${fileHead()}${bookLine(of({ coldkey: savings }).book)}`), true);
});

test('prices are sent whole or, where they are too long, not at all', async () => {
  const sent: unknown[] = [];
  const call = (async (_method: string, body: unknown) => {
    sent.push(body);
    return { days: 2 };
  }) as Call;
  const line = '2026-01-01,1\n';
  assert.equal(await sendPrices(call, 'usd', line), 2);
  const tooLong = line.repeat(Math.ceil((1_024 * 1_024) / line.length) + 1);
  await assert.rejects(sendPrices(call, 'usd', tooLong), { code: 'PRICES_FILE' });
  assert.deepEqual(sent, [{ currency: 'usd', text: line }]);
});
