// Every key that the panel names has a sentence, every error has one, no sentence is left over; each is described for
// translators and keeps to the words of the glossary in CONTRIBUTING.md.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';
import { planRules, reviewRules } from '../../src/checks/all-rules.ts';
import { messageKeyOf as checkKeyOf } from '../../src/checks/rule.ts';
import { errorCodes, messageKeyOf } from '../../src/errors.ts';
import { fillMessage, type Message } from '../tools/pictures/fill-message.ts';

type Messages = Record<string, Message>;

const written = await readFile('assets/_locales/en/messages.json', 'utf8');
const messages: Messages = JSON.parse(written);

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

test('no key is there twice: the first of its sentences would be lost without a word', () => {
  const keys = [...written.matchAll(/^ {2}"([^"]+)": \{$/gm)].map((match) => match[1] ?? '');
  assert.equal(new Set(keys).size, Object.keys(messages).length);
  assert.deepEqual(
    keys.filter((key, index) => keys.indexOf(key) !== index),
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
  'activityKind_',
  'alertKind_',
  'alertSide_',
  'amount_',
  'beginAbout_',
  'howStaking_',
  'badge_',
  'basisMethod_',
  'chartRange_',
  'claimDoubt_',
  'claimEmpty_',
  'receiptEvents_',
  'receiptFinal_',
  'concentrationMeasure_',
  'curve_',
  'endpointWrong_',
  'entryBy_',
  'entryKind_',
  'entrySource_',
  'exportAbout_',
  'exportFormat_',
  'figureAbout_',
  'figureHow_',
  'figureLong_',
  'figureShort_',
  'figureUnit_',
  'figureValue_',
  'gapStep_',
  'gapStepAbout_',
  'given_',
  'gravity_',
  'guard_',
  'guardAll_',
  'guardIs_',
  'guardOff_',
  'guardWhy_',
  'historyPace_',
  'historyReach_',
  'impactBand_',
  'limitReached_',
  'offer_',
  'paletteWords_',
  'partAbout_',
  'partName_',
  'payoutAssumes_',
  'proofAbout_',
  'proofShare_',
  'proofAt_',
  'proofMark_',
  'proofPaste_',
  'proofRest_',
  'proofStartFrom_',
  'purpose_',
  'requestBadge_',
  'requestState_',
  'requestWatched_',
  'resultBy_',
  'resultOrder_',
  'resultOver_',
  'resultView_',
  'setAside_',
  'settingsNode_',
  'sort_',
  'step_',
  'stretch_',
  'subnetFilter_',
  'subnetFilterAbout_',
  'subnetPreset_',
  'subnetTab_',
  'accountTab_',
  'validatorsBy_',
  'survey_',
  'surveyAsk_',
  'surveyMeans_',
  'theme_',
  'toleranceProblem_',
  'unread_',
  'unreadDo_',
  'whyNot_',
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

const withoutNames = ({ message }: Message): string => message.replaceAll(/\$\w+\$/g, '…');

test('every sentence is described for translators: where it stands, and what each figure is', () => {
  const lacking = Object.entries(messages).flatMap(([key, entry]) => {
    const { description = '', message } = entry;
    const unnamed = namesIn(entry).filter(
      (name) => !description.toLowerCase().includes(`$${name}$`),
    );
    const isPoor = description.trim().split(/\s+/).length < 3 || description === message;
    return isPoor || unnamed.length > 0 ? [`${key}: ${description} [${unnamed.join()}]`] : [];
  });
  assert.deepEqual(lacking, []);
});

test('sentences are typed the same way: curly apostrophes, single spaces, per cent and units as English has them', () => {
  for (const [key, entry] of Object.entries(messages)) {
    const text = withoutNames(entry);
    assert.doesNotMatch(text, /'|"|\.\.\.| {2}|^\s|\s$/, key);
    assert.doesNotMatch(text, /[\d…]\s%/, key);
    assert.doesNotMatch(text, /\d\s(?:h|d)\b/, key);
  }
});

/** Labels, badges and what stands below a field have no full stop. */
const labels =
  /^(?:kind|title|sort_|figure(?:Short|Long|Unit)_|stage_|act_|amount_|endpointWrong_|request(?:State|Badge)_|pick)/;
/** Two sentences. */
const longProblems = ['endpointWrong_plain_ws', 'amount_ambiguous'];

test('labels, badges and problems of a field end without a full stop', () => {
  const stopped = Object.entries(messages)
    .filter(([key, { message }]) => labels.test(key) && message.endsWith('.'))
    .map(([key]) => key);
  assert.deepEqual(
    stopped.filter((key) => !longProblems.includes(key)),
    [],
  );
});

/** The words that the glossary retired, each with what is said instead. */
const retired: readonly (readonly [retired: RegExp, use: string])[] = [
  [/\bsell out\b/i, 'unstake, unstake all'],
  [/\bleav(?:e|es|ing)\b/i, 'unstake, exit'],
  [/\bchange (?:the |its |your )?validator\b/i, 'move to another validator'],
  [/\bchange (?:the )?subnet\b/i, 'swap to another subnet'],
  [/\b(?:give|given|gives|gave|giving|gifts?)\b/i, 'transfer'],
  [/(?<!slippage )\btolerance\b/i, 'slippage tolerance'],
  [/\bmoves? the (?:average )?price\b/i, 'price impact'],
  [/\bpromis/i, 'minimum received'],
  [/\bnever worse\b/i, 'limit price'],
  [/\bless is traded\b/i, 'partial fill'],
  [/\bat spot\b/i, 'spot value, spot price'],
  [/\bsellable\b/i, 'exit value'],
  [/\bin the pool\b/i, 'liquidity, pool reserves'],
  [/\boutside the pool\b/i, 'alpha outstanding'],
  [/\bof it free\b/i, 'free TAO, available'],
  [/\b(?:stakers coming|moved in|took out)\b/i, 'net flow, inflow, outflow'],
  [/\brequests?\b/i, 'transaction'],
  [/\bnew TAO\b/i, 'emission, emission share'],
  [/\btempo\b/i, 'epoch'],
  [/\ba year\b/i, 'APY, APR'],
  [/\bearned\b/i, 'rewards, dividends'],
  [/\bearns? nothing\b/i, 'no dividends'],
  [/\bunclaimed\b/i, 'claimable root rewards'],
  [/\bremov(?:al|ed|es?)\b/i, 'deregistration, deregistered'],
  [/\bprotect(?:ed|ion)\b/i, 'immunity period, immune'],
  [/\b(?:slots?|places?)\b/i, 'registered, not registered'],
  [/\bmine\b/i, 'account, your'],
  [/(?<!cold)\bkey swap/i, 'coldkey swap'],
  [/\bgave up selling\b/i, 'locked'],
  [/\bsmall ones?\b|\btoo small\b/i, 'dust'],
  [/\bneeds to exist\b/i, 'existential deposit'],
  [/\bin line\b/i, 'queue, queued'],
  [/\bcarried out\b/i, 'included, executed'],
  [/\bfinal\b/i, 'finalized'],
  [/\bidentical\b|\bconfirm/i, 'verified (with your node)'],
  [/\bread\b|\breading\b/i, 'loaded, loading, or could not check'],
  [/\bwork(?:ed)? out\b/i, 'calculated'],
  [/\b(?:it )?costs? nothing\b/i, 'nothing was charged'],
  [/\bguard rails?\b/i, 'limits for this account'],
  [/\best\./i, 'estimated'],
  [/\bclick τ|τ brings?\b/i, 'the Taubar icon in the toolbar: τ alone is the currency'],
];

/** Sentences that have such a word in another meaning, by what stands before or after it. */
const otherMeanings: readonly (readonly [sentence: RegExp, why: string])[] = [
  [/^Leave (?:at least|empty|out)|leaves the price|To leave this list|to leave$/, 'not to unstake'],
  [
    /protected route|^Protected$|protected in a single call|kept unprotected/,
    'the route with a minimum',
  ],
  [
    /[Rr]emove (?:account|this account|endpoint|the|…|filter)|remove (?:this line|the one)|^Remove$|[Rr]emove (?:it )?from (?:the )?queue/,
    'from a list here',
  ],
  [
    /read its saved|(?:can’t|save or) (?:be )?read|^Read the warning|Read the warning|could be read|could read/,
    'by a person, or from the disk',
  ],
  [/Confirmed by block authors|^Confirmed to /, 'by those who make blocks'],
  [/Selling moves the price/, 'what the impact is'],
  [/confirm (?:it|this)/, 'by a person'],
  [/This is not final/, 'said by a node of what may change'],
  [
    /rejected the request|request (?:is|was) rejected|Approve the request|take the request|That request|of the requested|on request/,
    'to a wallet, a node or a page',
  ],
  [
    /earlier request|that request in|requests? (?:for now|and asked|, about|to your)|limits requests|many requests|requests, about/,
    'to a wallet or a node',
  ],
  [/moves nothing and costs nothing/, 'the text that a wallet signs'],
  [/in the pool|change in the pool’s/, 'of TAO that emission puts there'],
];

test('sentences keep to the words of the glossary', () => {
  const used = new Set<RegExp>();
  const wrong = Object.entries(messages).flatMap(([key, entry]) => {
    const text = withoutNames(entry);
    return retired.flatMap(([word, use]) => {
      if (!word.test(text)) return [];
      const meaning = otherMeanings.find(([sentence]) => sentence.test(text));
      if (meaning !== undefined) {
        used.add(meaning[0]);
        return [];
      }
      return [`${key}: “${text}” has ${String(word)}, for ${use}`];
    });
  });
  assert.deepEqual(wrong, []);
  const idle = otherMeanings.filter(([sentence]) => !used.has(sentence)).map(([, why]) => why);
  assert.deepEqual(idle, [], 'a reason for nothing');
});

test('root rewards that Taubar can’t claim are accrued in every sentence about them', () => {
  const about = ['unclaimedNotCounted', 'unclaimedLoaded', 'unclaimedAndTooSmall'];
  const ofRoot = ['rootBooksClaimable', 'rootBooksLoaded'];
  const wrong = [...about, ...ofRoot].filter(
    (key) => !/accrued/i.test(messages[key]?.message ?? ''),
  );
  assert.deepEqual(wrong, []);
  const claimable = Object.entries(messages).filter(
    ([key, { message }]) =>
      /^(?:unclaimed|rootBooks)/.test(key) && /claimable/i.test(message.replaceAll(/\$\w+\$/g, '')),
  );
  assert.deepEqual(claimable, []);
});

test('sentences name who acts: no we, and the wallet, the node, the network or Taubar instead', () => {
  const ours = Object.entries(messages)
    .filter(([, entry]) => /\b(?:we|our|ours|us)\b/i.test(withoutNames(entry)))
    .map(([key]) => key);
  assert.deepEqual(ours, []);
});

test('no sentence is made of parts: the panel joins no text of a key to another one', () => {
  const glued = source
    .split('\n')
    .filter((line) => /`[^`]*\$\{t(?:Count)?\([^`]*\$\{t(?:Count)?\(/.test(line));
  assert.deepEqual(glued, []);
});
