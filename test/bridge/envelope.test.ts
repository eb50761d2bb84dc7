import assert from 'node:assert/strict';
import test from 'node:test';
import * as fc from 'fast-check';
import {
  answerEvent,
  MAX_ACCOUNTS,
  MAX_ANSWER_CHARS,
  MAX_HEX_CHARS,
  MAX_WALLETS,
  questionEvent,
  type PageAnswer,
} from '../../src/bridge/envelope.ts';
import {
  cleanText,
  ownId,
  pageAnswer,
  parseAnswerEnvelope,
  parseContentStatus,
  parsePageReply,
} from '../../src/bridge/parse-envelope.ts';
import { parseKnown } from '../../src/parse.ts';

const runs = process.env['TAUBAR_DEEP'] === '1' ? 100_000 : 2_000;
const parsePageAnswer = (value: unknown): PageAnswer | null => parseKnown(pageAnswer, value);
const parseId = (value: unknown) => parseKnown(ownId, value);
const parsers = [parsePageAnswer, parseAnswerEnvelope, parseContentStatus, parsePageReply, parseId];

const signature = `0x01${'ab'.repeat(64)}`;
const account = {
  address: '5Grw',
  name: 'A',
  keyType: 'sr25519',
  genesisHash: null,
  problem: null,
};

const answers: readonly object[] = [
  { kind: 'find-wallets', wallets: [{ name: 'talisman', version: '2' }] },
  { kind: 'list-accounts', accounts: [account], leftOut: 0 },
  {
    kind: 'list-accounts',
    accounts: [{ ...account, address: '', problem: 'address' }],
    leftOut: 7,
  },
  { kind: 'sign-payload', signature, signedTransaction: null },
  { kind: 'sign-payload', signature, signedTransaction: '0x0102' },
  { kind: 'sign-raw', signature },
  { kind: 'provide-metadata', isTaken: true },
  { kind: 'failed', reason: 'wallet-error', text: 'Cancelled' },
];

test('parsers answer something or null for anything, and never throw', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      for (const parse of parsers) parse(value);
    }),
    { numRuns: runs },
  );
});

test('whatever JSON comes, an answer that is taken is within its limits and parses to itself', () => {
  const almost = fc
    .tuple(fc.constantFrom(...answers), fc.dictionary(fc.string(), fc.jsonValue()), fc.jsonValue())
    .map(([base, extra, odd]) => ({ ...base, ...extra, extra: odd }));
  fc.assert(
    fc.property(fc.oneof(almost, fc.jsonValue()), (value) => {
      const answer = parsePageAnswer(value);
      if (answer === null) return;
      assert.deepEqual(parsePageAnswer(answer), answer);
      assert.ok(!('extra' in answer));
    }),
    { numRuns: runs },
  );
});

test('one changed field makes an answer none, or leaves it within its shape', () => {
  fc.assert(
    fc.property(fc.constantFrom(...answers), fc.nat(3), fc.anything(), (base, index, value) => {
      const names = Object.keys(base);
      const name = names[index % names.length] ?? 'kind';
      const answer = parsePageAnswer({ ...base, [name]: value });
      if (answer !== null) assert.deepEqual(parsePageAnswer(answer), answer);
    }),
    { numRuns: runs },
  );
});

test('each kind of answer passes unchanged', () => {
  for (const answer of answers) assert.deepEqual(parsePageAnswer(answer), answer);
});

test('a reply is JSON text with a token, of bounded length', () => {
  const reply = { token: 'token-0001', answer: answers[0] };
  assert.deepEqual(parsePageReply(JSON.stringify(reply)), reply);
  assert.equal(parsePageReply(reply), null);
  assert.equal(parsePageReply('{"token":'), null);
  assert.equal(parsePageReply(JSON.stringify({ ...reply, token: 'x' })), null);
  const padded = JSON.stringify({ ...reply, more: 'x'.repeat(MAX_ANSWER_CHARS) });
  assert.equal(parsePageReply(padded), null);
});

test('lists longer than their limit are no answer', () => {
  const wallets = Array.from({ length: MAX_WALLETS + 1 }, (_, i) => ({
    name: `w${i}`,
    version: '',
  }));
  assert.equal(parsePageAnswer({ kind: 'find-wallets', wallets }), null);
  assert.notEqual(parsePageAnswer({ kind: 'find-wallets', wallets: wallets.slice(1) }), null);
  const accounts = Array.from({ length: MAX_ACCOUNTS + 1 }, () => account);
  const list = (some: unknown[], leftOut: unknown = 0) =>
    parsePageAnswer({ kind: 'list-accounts', accounts: some, leftOut });
  assert.equal(list(accounts), null);
  assert.notEqual(list(accounts.slice(1), 1), null);
  for (const leftOut of [null, -1, 0.5, '1']) assert.equal(list([account], leftOut), null);
});

test('an account that is none hides no other: it is listed with what is wrong', () => {
  const odd: [unknown, string | null][] = [
    [account, null],
    [null, 'address'],
    [7, 'address'],
    [{ ...account, address: {} }, 'address'],
    [{ ...account, address: 'addr_test1' }, 'address'],
    [{ ...account, address: 'x'.repeat(101) }, 'address'],
    [{ ...account, address: '5Grw\u200b' }, 'address'],
    [{ ...account, genesisHash: '0x12' }, 'genesis-hash'],
    [{ ...account, genesisHash: 5 }, 'genesis-hash'],
  ];
  const answer = parsePageAnswer({
    kind: 'list-accounts',
    accounts: odd.map(([member]) => member),
    leftOut: 0,
  });
  assert.ok(answer?.kind === 'list-accounts');
  assert.deepEqual(
    answer.accounts.map(({ problem }) => problem),
    odd.map(([, problem]) => problem),
  );
  assert.ok(answer.accounts.every(({ address }) => /^[\w]{0,100}$/.test(address)));
  assert.deepEqual(parsePageAnswer(answer), answer);
});

test('signatures are sixty-four bytes with or without their scheme, or sixty-five more', () => {
  const lengths = new Map([
    [63, false],
    [64, true],
    [65, true],
    [66, true],
    [67, false],
  ]);
  for (const [length, isTaken] of lengths) {
    const answer = parsePageAnswer({ kind: 'sign-raw', signature: `0x${'11'.repeat(length)}` });
    assert.equal(answer !== null, isTaken, `${length} bytes`);
  }
  assert.equal(parsePageAnswer({ kind: 'sign-raw', signature: `0x${'1g'.repeat(64)}` }), null);
});

test('a wallet whose name hides something is no wallet, and hides no other', () => {
  const good = { name: 'talisman', version: '2' };
  for (const name of ['', 'talisman\u202e', 'a\u200bb', ' a', 'x'.repeat(500)]) {
    const wallets = [{ name, version: '' }, null, good, { ...good, version: '3' }];
    const answer = parsePageAnswer({ kind: 'find-wallets', wallets });
    assert.deepEqual(answer, { kind: 'find-wallets', wallets: [good] }, JSON.stringify(name));
  }
});

test('text of pages loses what is not seen and is cut between characters', () => {
  assert.equal(cleanText('a\u0000b\u202ec\u2066d', 10), 'abcd');
  assert.equal(cleanText('😀😀😀', 2), '😀😀');
  assert.equal(cleanText(7, 10), '');
});

test('each limit holds to the character: ids, texts, hashes, hex, held prompts', () => {
  const ids = ['1234567', '12345678', 'x'.repeat(80), 'x'.repeat(81), 'a_b-c_d-', 'abcdefg!'];
  assert.deepEqual(
    ids.map((id) => parseId(id) !== null),
    [false, true, true, false, true, false],
  );
  const parsed = (part: object) => {
    const answer = parsePageAnswer({
      kind: 'list-accounts',
      accounts: [{ ...account, ...part }],
      leftOut: 0,
    });
    assert.ok(answer?.kind === 'list-accounts');
    return answer.accounts[0];
  };
  const hash = (chars: number) => `0x${'1'.repeat(chars)}`;
  assert.deepEqual(
    [62, 64, 66].map((chars) => parsed({ genesisHash: hash(chars) })?.genesisHash),
    [null, hash(64), null],
  );
  assert.equal(parsed({ genesisHash: hash(64) })?.problem, null);
  assert.equal(
    parsed({ genesisHash: '0xAB'.padEnd(66, '0') })?.genesisHash,
    '0xab'.padEnd(66, '0'),
  );
  assert.equal(parsed({ problem: 'genesis-hash' })?.problem, 'genesis-hash');
  assert.equal(parsed({ problem: 'nonsense' })?.problem, null);
  assert.equal(parsed({ address: 'x'.repeat(100) })?.problem, null);
  assert.equal(parsed({ address: `${'x'.repeat(100)}!` })?.address.length, 100);
  assert.equal(parsed({ name: 'n'.repeat(121) })?.name.length, 120);
  assert.equal(parsed({ keyType: 'k'.repeat(41) })?.keyType?.length, 40);
  assert.equal(parsed({ keyType: null })?.keyType, null);
  assert.equal(parsed({ keyType: 7 })?.keyType, '');
  const wallet = (name: string, version: unknown = '') => {
    const answer = parsePageAnswer({ kind: 'find-wallets', wallets: [{ name, version }] });
    return answer?.kind === 'find-wallets' ? answer.wallets[0] : undefined;
  };
  assert.equal(wallet('x'.repeat(120))?.name.length, 120);
  assert.equal(wallet('x'.repeat(121)), undefined);
  assert.equal(wallet('x', 'v'.repeat(41))?.version.length, 40);
  const status = { loadNonce: null, origin: 'o'.repeat(300), isPageReady: true, held: [] };
  assert.deepEqual(parseContentStatus(status), status);
  const held = (count: number) => Array.from({ length: count }, () => 'prompt-0001');
  assert.equal(parseContentStatus({ ...status, held: held(100) })?.held.length, 100);
  for (const part of [
    { origin: 'o'.repeat(301) },
    { origin: null },
    { held: held(101) },
    { held: ['short'] },
    { held: null },
    { isPageReady: 1 },
    { loadNonce: 'short' },
    { loadNonce: undefined },
  ]) {
    assert.equal(parseContentStatus({ ...status, ...part }), null, JSON.stringify(part));
  }
  assert.equal(parseContentStatus({ ...status, loadNonce: 'nonce-0001' })?.loadNonce, 'nonce-0001');
  assert.equal(parseContentStatus(null), null);
  const signed = (part: object) =>
    parsePageAnswer({ kind: 'sign-payload', signature, signedTransaction: null, ...part });
  const whole = (bytes: number) => `0x${'11'.repeat(bytes)}`;
  assert.notEqual(signed({ signedTransaction: whole(99_999) }), null);
  assert.equal(signed({ signedTransaction: whole(100_000) }), null);
  assert.equal(signed({ signedTransaction: undefined }), null);
  assert.equal(signed({ signature: null }), null);
  assert.deepEqual(signed({ version: '1' }), {
    kind: 'sign-payload',
    signature,
    signedTransaction: null,
    version: '1',
  });
  assert.deepEqual(signed({ version: '' }), {
    kind: 'sign-payload',
    signature,
    signedTransaction: null,
  });
  assert.equal(parsePageAnswer({ kind: 'provide-metadata', isTaken: 1 }), null);
  const failed = parsePageAnswer({ kind: 'failed', reason: 'silent', text: 't'.repeat(301) });
  assert.equal(failed?.kind === 'failed' && failed.text.length, 300);
  assert.equal(parsePageAnswer({ kind: 'failed', reason: 'no reason', text: '' }), null);
  const reply = { token: 'token-0001', answer: { kind: 'sign-raw', signature } };
  const text = JSON.stringify(reply);
  assert.notEqual(parsePageReply(text.padEnd(MAX_ANSWER_CHARS)), null);
  assert.equal(parsePageReply(text.padEnd(MAX_ANSWER_CHARS + 1)), null);
  assert.equal(parsePageReply(JSON.stringify({ ...reply, answer: {} })), null);
  const envelope = { promptId: 'prompt-0001', answer: reply.answer };
  assert.deepEqual(parseAnswerEnvelope(envelope), envelope);
  assert.equal(parseAnswerEnvelope({ ...envelope, promptId: 'p' }), null);
  assert.equal(parseAnswerEnvelope({ ...envelope, answer: null }), null);
  assert.equal(parseAnswerEnvelope([envelope]), null);
  const names = [questionEvent('c'), answerEvent('c')];
  assert.deepEqual(names, ['taubar-question-c', 'taubar-answer-c']);
});

test('what is cut is looked at four times as far, since unseen characters do not count', () => {
  assert.equal(cleanText('\u200b\u200b\u200bab', 1), 'a');
  assert.equal(cleanText('\u200b\u200b\u200b\u200bab', 1), '');
  assert.equal(cleanText(' ab ', 2), 'ab');
  for (const code of [
    0, 0x1f, 0x7f, 0x9f, 0x61c, 0x200b, 0x200f, 0x2028, 0x202e, 0x2060, 0x206f, 0xfeff,
  ]) {
    assert.equal(cleanText(`a${String.fromCodePoint(code)}b`, 9), 'ab', code.toString(16));
  }
  for (const code of [0x20, 0x7e, 0xa1, 0x61b, 0x61d, 0x200a, 0x2010, 0x2027, 0x205f, 0x2070]) {
    assert.equal(cleanText(`a${String.fromCodePoint(code)}b`, 9).length, 3, code.toString(16));
  }
});

test('the limits of an answer are those that a page was promised', () => {
  assert.deepEqual(
    [MAX_ANSWER_CHARS, MAX_WALLETS, MAX_ACCOUNTS, MAX_HEX_CHARS],
    [1_000_000, 50, 1_000, 200_000],
  );
});
