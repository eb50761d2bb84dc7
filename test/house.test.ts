// The house rules that a machine can hold: how long a file is, and that nothing is exported, installed or kept for nobody.
import assert from 'node:assert/strict';
import { access, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

const LONGEST_FILE = 250;
const REASON = /^\/\/ Longer than 250 lines because /m;

/** Exports that no import names, and who uses them all the same. */
const usedOtherwise: Readonly<Record<string, string>> = {
  'bridge/dapp-realm.ts: dappWindow': 'injected by build.mjs in the place of a global',
  'bridge/dapp-realm.ts: dappDocument': 'injected by build.mjs in the place of a global',
  'bridge/dapp-realm.ts: dappConsole': 'injected by build.mjs in the place of a global',
  'bridge/dapp-realm.ts: dappPromise': 'injected by build.mjs in the place of a global',
  'bridge/dapp-address.ts: encodeAddress': 'extension-dapp, through the alias in build.mjs',
  'bridge/dapp-address.ts: decodeAddress': 'extension-dapp, through the alias in build.mjs',
};

/** Exports that no code in src/ reads: handles that tests need, each with its reason. */
const forTests: Readonly<Record<string, string>> = {
  'errors.ts: errorCodes': 'every code is held to its sentence',
  'store/open-store.ts: eraseStore': 'each test begins with an empty store',
  'store/open-store.ts: closeStore': 'a test opens the same database anew',
};

type Source = { file: string; text: string };

async function sourcesIn(root: string): Promise<Source[]> {
  const names = await readdir(root, { recursive: true });
  const files = names
    .map((name) => path.posix.join(root, name.split(path.sep).join('/')))
    .filter((name) => /\.tsx?$/.test(name));
  return Promise.all(files.map(async (file) => ({ file, text: await readFile(file, 'utf8') })));
}

const toCode = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');

function exportsOf(text: string): string[] {
  const declared = text.matchAll(
    /^export (?:async )?(?:function\*?|const|let|class|type|interface) (\w+)/gm,
  );
  return [...declared].map((match) => match[1] ?? '');
}

/** Names that a file takes from another one; null: all of them, by a namespace or by an `import()`. */
function takenBy({ file, text }: Source): Map<string, string[] | null> {
  const taken = new Map<string, string[] | null>();
  const take = (specifier: string, names: string[] | null): void => {
    const target = path.posix.join(path.posix.dirname(file), specifier);
    const before = taken.get(target);
    taken.set(target, names === null || before === null ? null : [...(before ?? []), ...names]);
  };
  const pattern =
    /^(?:import|export)\s+(?:type\s+)?(\{[^}]*\}|\*(?:\s+as\s+\w+)?|\w+)\s+from\s+'(\.[^']+)'/gm;
  for (const [, clause = '', specifier = ''] of text.matchAll(pattern)) {
    const names = clause.startsWith('{')
      ? clause
          .slice(1, -1)
          .split(',')
          .map(
            (name) =>
              name
                .trim()
                .replace(/^type\s+/, '')
                .split(/\s+as\s+/)[0] ?? '',
          )
          .filter((name) => name !== '')
      : null;
    take(specifier, names);
  }
  // What an `import()` gives is used by name somewhere in the file.
  const words = (): string[] => toCode(text).match(/\b\w+\b/g) ?? [];
  for (const [, specifier = ''] of text.matchAll(/\bimport\(\s*'(\.[^']+)'\s*\)/g)) {
    take(specifier, words());
  }
  return taken;
}

function usersOf(sources: readonly Source[]): (file: string, name: string) => string[] {
  const all = sources.map((source) => ({ file: source.file, taken: takenBy(source) }));
  return (file, name) =>
    all
      .filter(({ taken }) => {
        const names = taken.get(file);
        return names === null || names?.includes(name) === true;
      })
      .map((one) => one.file);
}

test('a file of src/ has 250 lines at most, or says in its head why it is one piece', async () => {
  const long = (await sourcesIn('src')).filter(({ text }) => {
    const lines = text.split('\n').length - 1;
    return lines > LONGEST_FILE && !REASON.test(text.slice(0, 600));
  });
  assert.deepEqual(
    long.map(({ file }) => file),
    [],
  );
});

test('every export is imported somewhere, and what only tests import is used where it is', async () => {
  const sources = await sourcesIn('src');
  const usersInSource = usersOf(sources);
  const usersInTests = usersOf(await sourcesIn('test'));
  const wrong: string[] = [];
  for (const { file, text } of sources) {
    for (const name of exportsOf(text)) {
      const key = `${file.replace(/^src\//, '')}: ${name}`;
      if (Object.hasOwn(usedOtherwise, key) || usersInSource(file, name).length > 0) continue;
      if (usersInTests(file, name).length === 0) {
        wrong.push(`${key}: nobody imports it`);
        continue;
      }
      const uses = [...toCode(text).matchAll(new RegExp(`\\b${name}\\b`, 'g'))].length;
      if (uses < 2 && !Object.hasOwn(forTests, key)) wrong.push(`${key}: only tests use it`);
    }
  }
  assert.deepEqual(wrong, []);
});

test('what was rendered is not kept to be used again: it holds all that was rendered before it', async () => {
  const keeping = (await sourcesIn('src')).filter(({ text }) => /\bVNode\b/.test(toCode(text)));
  assert.deepEqual(
    keeping.map(({ file }) => file),
    [],
  );
});

/** Where what was not read counts as a value all the same, each with its reason. */
const defaultsOfReadings: Readonly<Record<string, string>> = {
  'emission/emission-shares.ts: burned':
    'unreadable has returned; a runtime without it burns nothing',
  'emission/emission-shares.ts: enabled':
    'unreadable has returned; a runtime without it switches none',
  'emission/compare-recorded.ts: excessTao':
    'unreadable has returned; a runtime without it has none',
  'moves/run/chain-state.ts: facts.availability':
    'a total that is missing is unknown (availableOf)',
  'moves/run/chain-state.ts: hotkeys': 'checks/runtime-rules.ts needs them read',
  'moves/run/chain-state.ts: block': 'checks/runtime-rules.ts needs it read',
  'moves/run/chain-state.ts: facts.locks': 'checks/transfer-rules.ts needs them read',
  'model/available.ts: bonds':
    'what is withheld without a bond that explains it is held back (unexplained)',
  'chain/read-runtime-guard.ts: facts.pools':
    'without pools the shares are unread too, and no record is compared with them',
  'chain/reads/read-guard.ts: pools': 'the pools stay unread, and with them what rests on them',
  'chain/reads/read-availability.ts: bond': 'one that is missing makes all of them unreadable',
  'chain/reads/read-snapshot.ts: availability':
    'decides only which pools are read beside those held',
  'service/record-earnings.ts: one':
    'epochs that were not read are not kept, and are asked for again',
  'chain/reads/read-hotkeys.ts: reading':
    'a name that was not read is no name; the address is shown',
  'panel/words/lock-lines.tsx: read': 'what is available says that locks could not be read',
  'panel/subnet/horizon-card.tsx: locks': 'the line says that it is not read',
  'service/watch-alerts.ts: isTrading': 'the pool is read whole the next time',
  'chain/reads/read-watched.ts: over':
    'unreadable has returned; a runtime without it has nothing over',
  'chain/reads/read-watched.ts: stakes': 'decides only which pools are read',
  'chain/reads/read-watched.ts: positions':
    'decides only which validators are read beside those held',
  'alerts/facts-of-snapshot.ts: availability': 'a bond that is not there is not looked at',
  'alerts/facts-of-watched.ts: facts.stakes': 'their unknown availability makes each value unknown',
  'alerts/facts-of-watched.ts: facts.nextRemoved': 'decides only which subnets have a row',
  'alerts/facts-of-watched.ts: stakes': 'a bond that is not there is not looked at',
  'panel/subnets/validator-stakes-model.ts: nodePrice': 'what has no price is in no order by value',
};

const EMPTY = String.raw`0n?|\[\]|''|false|true|to\w+\(0n?\)|new (?:Map|Set)\(\)`;
const whereKnown = new RegExp(
  String.raw`([\w.]+?)\??\.known(?: === true)?(?: &&[^?]{0,40})?\s*\?(?![.?])(?:(?!\{\s*known)[^:;?]){1,80}:\s*\(?(?:${EMPTY})(?![\w.])`,
  'g',
);
const whereUnknown = new RegExp(
  String.raw`!([\w.]+?)\??\.known\s*\?\s*\(?(?:${EMPTY})\)?\s*:`,
  'g',
);

/** The readings in a piece of code that have a default. */
function withDefault(text: string): string[] {
  const code = toCode(text);
  return [...code.matchAll(whereKnown), ...code.matchAll(whereUnknown)].map(
    ([, name = '']) => name,
  );
}

test('what was not read is no value: no reading has a default', async () => {
  for (const [old, name] of [
    ['const tao = stake.known ? stake.value : 0n;', 'stake'],
    ['sum += facts.free?.known === true\n  ? facts.free.value\n  : toRao(0n);', 'facts.free'],
    ['return reading.known && reading.value.length > 0 ? reading.value : [];', 'reading'],
    ['const isOpen = !enabled.known ? false : enabled.value;', 'enabled'],
  ] as const) {
    assert.deepEqual(withDefault(old), [name]);
  }
  const found = (await sourcesIn('src')).flatMap(({ file, text }) =>
    withDefault(text).map((name) => `${file.replace(/^src\//, '')}: ${name}`),
  );
  assert.deepEqual(
    found.filter((key) => !Object.hasOwn(defaultsOfReadings, key)),
    [],
  );
  assert.deepEqual(
    Object.keys(defaultsOfReadings).filter((key) => !found.includes(key)),
    [],
    'a reason for nothing',
  );
});

/** Differences of two times that are no age of something dated elsewhere. */
const timesApart: Readonly<Record<string, string>> = {
  'model/age.ts': 'the one place',
  'chain/runtime/judge-node.ts': 'how far two clocks are apart, sign and all',
  'chain/rpc/pace.ts': 'a clock that is never set',
  'chain/rpc/endpoint-list.ts': 'a clock that is never set',
  'chain/rpc/node-link.ts': 'a clock that is never set',
  'service/recall-endpoints.ts': 'a pause from another clock is refused by its length',
  'store/history.ts': 'which points to drop',
  'panel/home/proof-sheet.tsx': 'until a pause is over; its end was read from the same clock',
  'panel/settings/network-section.tsx':
    'until a pause is over; its end was read from the same clock',
  'panel/accounts/account-limits.tsx': 'about how long a wait is still; the background decides',
};

const PRESENT = String.raw`\bnow(?:\(\)|\.value|\.peek\(\))?`;
const timeApart = new RegExp(
  String.raw`(?:\w+\()?[\w.]*${PRESENT} - [\w.]*\b(?:at|\w+At|blockTime|since)\b|- [\w.]*${PRESENT}(?![\w(.])`,
  'g',
);
const timeReckoned = new RegExp(String.raw`${PRESENT} [-+] [^;]{0,60}BLOCK_MS`, 'g');

/** Ages worked out by hand, and times of blocks reckoned from this computer's clock. */
function agesByHand(text: string): string[] {
  const code = toCode(text);
  return [...code.matchAll(timeApart), ...code.matchAll(timeReckoned)]
    .map(([whole]) => whole)
    .filter((whole) => !whole.startsWith('ageText('));
}

/** Text that is copied, where a line ends nowhere. */
const plainAmounts: readonly string[] = ['src/panel/request/receipt-text.ts'];

test('no line ends between an amount of alpha and its subnet', async () => {
  const breaks = (await sourcesIn('src/panel')).filter(
    ({ file, text }) =>
      !plainAmounts.includes(file) && /[ }]· *[$]?\{\w*\.?names?\.number\(/.test(text),
  );
  assert.deepEqual(
    breaks.map(({ file }) => file),
    [],
    'OF_SUBNET in words/format.ts',
  );
});

test('an age is made by model/age.ts, which knows dates in the future; no time is made of blocks and this clock', async () => {
  for (const old of [
    'const age = now - snapshot.blockTime;',
    'if (clock.now.value - record.readAt < DAY) return;',
    'const wait = until - Date.now();',
    'at: deps.now() - (head.number - block.number) * BLOCK_MS,',
  ]) {
    assert.equal(agesByHand(old).length, 1, old);
  }
  assert.deepEqual(agesByHand('ageText(clock.now.value - node.at)'), [], 'it goes through ageOf');
  const found = (await sourcesIn('src')).flatMap(({ file, text }) => {
    const name = file.replace(/^src\//, '');
    return Object.hasOwn(timesApart, name)
      ? []
      : agesByHand(text).map((whole) => `${name}: ${whole}`);
  });
  assert.deepEqual(found, []);
});

/** Installed for a command, a peer or a type, and imported by nobody. */
const installedOtherwise: Readonly<Record<string, string>> = {
  '@polkadot/extension-inject': 'a peer of extension-dapp; its types',
  '@types/chrome': 'types of the browser',
  '@types/d3-shape': 'types of d3-shape',
  '@types/node': 'types of node',
  '@types/webextension-polyfill': 'types of the polyfill',
  '@types/ws': 'types of ws',
  oxlint: 'a command',
  'oxlint-tsgolint': 'the type-aware part of oxlint',
  oxfmt: 'a command',
  typescript: 'a command',
  'web-ext': 'a command',
  'axe-core': 'read as a file and run in the page',
};

test('every package that is installed is used', async () => {
  const {
    dependencies,
    devDependencies,
  }: Record<string, Record<string, string>> = JSON.parse(await readFile('package.json', 'utf8'));
  const importedBy = (sources: readonly Source[], name: string): boolean =>
    sources.some(({ text }) => new RegExp(`['"]${name}(/[^'"]*)?['"]`).test(text));
  const source = await sourcesIn('src');
  const tools = [
    ...(await sourcesIn('test')),
    { file: 'build.mjs', text: await readFile('build.mjs', 'utf8') },
  ];
  const unused = [
    ...Object.keys(dependencies ?? {}).filter((name) => !importedBy(source, name)),
    ...Object.keys(devDependencies ?? {}).filter(
      (name) => !Object.hasOwn(installedOtherwise, name) && !importedBy(tools, name),
    ),
  ];
  assert.deepEqual(unused, []);
});

test('every path that the documents name is there', async () => {
  const missing: string[] = [];
  const documents = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md'];
  for (const document of [...documents, 'test/kinds-of-faults.md']) {
    const text = await readFile(document, 'utf8');
    const named = new Set(
      [...text.matchAll(/`((?:src|test|assets)\/[\w./-]+)`/g)].map(([, name = '']) => name),
    );
    for (const name of named) {
      await access(name).catch(() => missing.push(`${document}: ${name}`));
    }
  }
  assert.deepEqual(missing, []);
});

test('every file that the architecture names by its last part is there', async () => {
  const folders = ['src', 'test', 'assets'];
  const inside = folders.map(async (folder) =>
    (await readdir(folder, { recursive: true })).map((file) => `${folder}/${file}`),
  );
  const kept = [...(await Promise.all(inside)).flat(), ...(await readdir('.'))];
  const text = await readFile('ARCHITECTURE.md', 'utf8');
  const named = [...text.matchAll(/`([\w./-]+\.(?:tsx?|mjs|json))`/g)].map(([, name = '']) => name);
  assert.ok(named.length > 80, String(named.length));
  const missing = named.filter(
    (name) => !kept.some((file) => file === name || file.endsWith(`/${name}`)),
  );
  assert.deepEqual(missing, []);
});

test('what may leave is worked out in one place, from the runtime’s own figure', async () => {
  const allowed = ['src/model/available.ts', 'src/chain/reads/read-availability.ts'];
  const again = (await sourcesIn('src'))
    .filter(({ file }) => !allowed.includes(file))
    .filter(({ text }) => /\b\w*total\w*\s*-\s*[\w.]*\blocked\b/i.test(toCode(text)))
    .map(({ file }) => file);
  assert.deepEqual(again, []);
});

test('what the panel says holdings are worth is of the newest rows, on every screen', async () => {
  const older = (await sourcesIn('src/panel'))
    .filter(({ text }) => text.includes('valuePortfolio(') && !text.includes('withNewerRows('))
    .map(({ file }) => file);
  assert.deepEqual(older, []);
});

test('every kind of fault has a test that holds it, and what makes it impossible is where the table says', async () => {
  const text = await readFile('test/kinds-of-faults.md', 'utf8');
  const rows = text.split('\n').filter((line) => /^\| \d+ /.test(line));
  assert.deepEqual(
    rows.map((row) => Number(/^\| (\d+)/.exec(row)?.[1])),
    Array.from({ length: 32 }, (_row, index) => index + 1),
  );
  for (const row of rows) {
    const cells = row.split('|').map((cell) => cell.trim());
    const [, number = '', , , by = '', , held = ''] = cells;
    if (held.includes('(to be filled)')) continue;
    const tests = [...held.matchAll(/`(test\/[\w./-]+\.test\.ts)`/g)].map(([, file = '']) => file);
    assert.ok(tests.length > 0, `row ${number} names no test`);
    for (const file of tests) await access(file);
    const sources = await Promise.all(
      [...by.matchAll(/`(src\/[\w./-]+\.tsx?)`/g)].map(([, file = '']) => readFile(file, 'utf8')),
    );
    assert.ok(sources.length > 0, `row ${number} names no source`);
    for (const [, name = ''] of by.matchAll(/`(\w+)`/g)) {
      const isThere = sources.some((source) => new RegExp(`\\b${name}\\b`).test(source));
      assert.ok(isThere, `row ${number}: ${name} is in none of its files`);
    }
  }
});

test('a tool that names a file of src in a text names one that is there', async () => {
  for (const { text } of await sourcesIn('test/tools')) {
    for (const [, file = ''] of text.matchAll(/'\.\/(src\/[\w./-]+\.tsx?)'/g)) await access(file);
  }
});

/** Exit values that are drawn by themselves: why none of them is of what was not read. */
const exitsDrawn: Readonly<Record<string, string>> = {
  'panel/subnets/payout-estimate.tsx: value.sellable': 'words take its place where it is not whole',
  'panel/request/outcome-card.tsx: sums.sellable': 'nothing is said where it is not whole',
  'panel/request/change-screen.tsx: exit': 'its words say where it is unknown',
  'panel/home/pinned-changes.tsx: exit': 'its words say where it is unknown',
};

test('an exit value is drawn with what says whether all of it was read', async () => {
  const found = (await sourcesIn('src/panel')).flatMap(({ file, text }) =>
    [...toCode(text).matchAll(/<(?:Big)?Tao\s[^>]*?rao=\{([^}]*(?:sellable|exit)[^}]*)\}/gi)].map(
      ([, what]) => `${path.posix.relative('src', file)}: ${what}`,
    ),
  );
  assert.deepEqual(new Set(found), new Set(Object.keys(exitsDrawn)));
});

test('who shows what happened says when it could not be read', async () => {
  const users = (await sourcesIn('src/panel')).filter(
    ({ file, text }) => /\buseActivity\(/.test(text) && !file.endsWith('/use-activity.tsx'),
  );
  assert.ok(users.length > 1);
  assert.deepEqual(
    users.filter(({ text }) => !/errorText\((?:\w+\.)?error\)/.test(text)).map(({ file }) => file),
    [],
  );
});
