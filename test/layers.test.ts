// The architecture as a failing test: which part of src/ may import which, checked for every import.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

type Row = { imports: string[]; types?: string[]; packages?: string[]; why: string };

const pure = ['pool', 'portfolio', 'moves', 'checks', 'emission', 'guard', 'history', 'alerts'];

/** One row a module; a name is a folder of src/ or a file in it. `types`: for `import type` only. */
const table: Record<string, Row> = {
  units: { imports: [], why: 'the ground' },
  parse: { imports: [], types: ['model/reading'], packages: [], why: 'knows no value by name' },
  sentences: {
    imports: [],
    types: ['../assets/_locales/en/messages.json'],
    packages: [],
    why: 'types alone: no sentence gets into a bundle',
  },
  browser: {
    imports: [],
    types: ['sentences'],
    packages: ['webextension-polyfill'],
    why: 'knows no purpose',
  },
  errors: { imports: ['units'], why: 'builds, carries and revives errors' },
  model: {
    imports: [],
    types: ['units', 'errors', 'pool'],
    packages: [],
    why: 'what the domain is made of',
  },
  pool: { imports: ['units', 'errors'], packages: [], why: 'pure math' },
  emission: { imports: ['units', 'errors', 'pool'], types: ['model'], packages: [], why: 'no I/O' },
  guard: {
    imports: ['units', 'errors', 'pool', 'emission'],
    types: ['model'],
    packages: [],
    why: 'no I/O',
  },
  portfolio: {
    imports: ['units', 'errors', 'pool', 'model/available'],
    types: ['model'],
    packages: [],
    why: 'no I/O',
  },
  history: {
    imports: ['units', 'errors', 'model', 'parse', 'pool/spot-price'],
    packages: [],
    why: 'no I/O: a book goes in, figures and files come out',
  },
  alerts: {
    imports: ['units', 'emission', 'portfolio', 'model/age'],
    types: ['model', 'sentences'],
    packages: [],
    why: 'no I/O; one owner of what the user is told',
  },
  checks: {
    imports: [
      'units',
      'errors',
      'pool',
      'emission/lock-decay',
      'model/guard-rows',
      'model/known-specs',
    ],
    types: ['model', 'sentences'],
    packages: [],
    why: 'no I/O',
  },
  moves: {
    imports: ['units', 'errors', 'model', 'pool', 'checks', 'emission', 'guard'],
    packages: [],
    why: 'knows no bytes and no wallets',
  },
  chain: {
    imports: [
      'units',
      'errors',
      'parse',
      'model/age',
      'model/known-specs',
      'model/refusals',
      'model/stake-calls',
    ],
    types: ['model', 'pool', 'moves'],
    why: 'knows no browser, no store and no texts',
  },
  proof: {
    imports: ['units', 'errors', 'parse', 'model', 'chain', 'pool/curves/balancer'],
    types: [],
    packages: ['@noble/curves/ed25519.js', '@scure/sr25519'],
    why: 'believes no node: bytes against roots, votes and seals',
  },
  store: {
    imports: ['units', 'errors', 'parse', 'model'],
    types: pure,
    packages: ['idb'],
    why: 'awaits only its own transaction',
  },
  messages: {
    imports: [],
    types: ['units', 'model', 'browser', ...pure],
    packages: [],
    why: 'names and types; carries nothing',
  },
  protocol: {
    imports: ['messages', 'errors', 'browser'],
    types: ['units'],
    packages: [],
    why: 'implements no method',
  },
  wallet: {
    imports: [
      'units',
      'errors',
      'model',
      'chain',
      'store',
      'protocol',
      'messages',
      'browser',
      'parse',
      'bridge/envelope',
      'bridge/parse-envelope',
    ],
    types: ['bridge'],
    why: 'holds no keys',
  },
  signing: {
    imports: [
      'units',
      'errors',
      'model',
      'chain',
      'moves',
      'checks',
      'store',
      'wallet',
      'protocol',
      'messages',
    ],
    types: ['pool', 'proof'],
    why: 'talks to no page',
  },
  bridge: {
    imports: ['protocol', 'messages', 'errors', 'browser', 'parse'],
    types: ['units', 'model'],
    why: 'only page.ts touches injectedWeb3',
  },
  panel: {
    imports: [
      'protocol',
      'messages',
      'units',
      'errors',
      'browser',
      'model',
      ...pure,
      'signing/queue',
      'signing/unseen',
      'store/book-reader',
      'store/panel-reader',
      // An address is read where it is typed by the code that keeps it.
      'chain/scale/ss58',
    ],
    types: ['sentences'],
    packages: ['preact', 'preact/hooks', '@preact/signals', '@noble/hashes/blake2.js', 'd3-shape'],
    why: 'talks to no node and no wallet, writes no store',
  },
  service: {
    imports: [
      'units',
      'errors',
      'parse',
      'browser',
      'protocol',
      'messages',
      'model',
      ...pure,
      'chain',
      'proof',
      'store',
      'wallet',
      'signing',
    ],
    types: ['sentences'],
    packages: [],
    why: 'joins the parts; talks to no page',
  },
  background: {
    imports: ['browser', 'protocol', 'messages', 'service'],
    why: 'an entry without logic',
  },
};

/** The rooms of a module, the lowest first: one may import those before it, types included. '' is what lies right in it. */
const rooms: Record<string, readonly string[]> = {
  chain: ['scale', 'trie', 'rpc', 'runtime', 'extrinsic', 'reads', ''],
  moves: ['run', 'draft', ''],
  panel: [
    'core',
    'ui',
    'words',
    'books',
    'alerts',
    'request',
    'settings',
    'performance',
    'subnets',
    'emission',
    'ticket',
    'home',
    'subnet',
    'accounts',
    'palette',
    'kept',
    '',
  ],
};

const importPattern =
  /^(?:import|export)\s+(type\s)?(?:([^'";]*?)\s+from\s+)?'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/gm;

async function sourceFiles(): Promise<string[]> {
  const found = await readdir('src', { recursive: true });
  return found.map((name) => name.split(path.sep).join('/')).filter((name) => /\.tsx?$/.test(name));
}

const moduleOf = (file: string): string => file.split('/')[0]?.replace(/\.tsx?$/, '') ?? '';

type Import = { file: string; from: string; specifier: string; isType: boolean };

function importsOf(file: string, text: string): Import[] {
  return [...text.matchAll(importPattern)].map((match) => {
    const names = match[2] ?? '';
    const named = /^\{([\s\S]*)\}$/.exec(names.trim())?.[1];
    const isAllTypes =
      named !== undefined &&
      named.split(',').every((name) => name.trim() === '' || name.trim().startsWith('type '));
    return {
      file,
      from: moduleOf(file),
      specifier: match[3] ?? match[4] ?? '',
      isType: match[1] !== undefined || isAllTypes,
    };
  });
}

function judge({ file, from, specifier, isType }: Import): string | null {
  const row = table[from];
  if (!row) return `${file}: no row for ${from} in the table`;
  if (!specifier.startsWith('.')) {
    const isAllowed = isType || row.packages === undefined || row.packages.includes(specifier);
    return isAllowed ? null : `${file}: package ${specifier} (${from}: ${row.why})`;
  }
  const target = path.posix.join(path.posix.dirname(file), specifier);
  const to = moduleOf(target);
  if (to === from) return null;
  const exact = target.replace(/\.tsx?$/, '');
  const allowed = isType ? [...row.imports, ...(row.types ?? [])] : row.imports;
  return allowed.includes(to) || allowed.includes(exact)
    ? null
    : `${file}: ${isType ? 'type ' : ''}import of ${target} (${from}: ${row.why})`;
}

test('every import in src/ follows the import table', async () => {
  const wrong: string[] = [];
  for (const file of await sourceFiles()) {
    const text = await readFile(path.join('src', file), 'utf8');
    for (const found of importsOf(file, text)) {
      const verdict = judge(found);
      if (verdict !== null) wrong.push(verdict);
    }
  }
  assert.deepEqual(wrong, []);
});

const roomOf = (file: string): string => {
  const parts = file.split('/');
  return parts.length > 2 ? (parts[1] ?? '') : '';
};

/** What a file imports of src/, types included. */
async function localImports(file: string): Promise<string[]> {
  const text = await readFile(path.join('src', file), 'utf8');
  return importsOf(file, text)
    .filter(({ specifier }) => specifier.startsWith('.'))
    .map(({ specifier }) => path.posix.join(path.posix.dirname(file), specifier));
}

test('inside a module every import leads to the same room or a lower one', async () => {
  const wrong: string[] = [];
  for (const file of await sourceFiles()) {
    const order = rooms[moduleOf(file)];
    if (order === undefined) continue;
    const height = order.indexOf(roomOf(file));
    if (height === -1) wrong.push(`${file}: a room that the table lacks`);
    for (const target of await localImports(file)) {
      if (moduleOf(target) !== moduleOf(file)) continue;
      if (order.indexOf(roomOf(target)) > height) wrong.push(`${file} imports ${target}`);
    }
  }
  assert.deepEqual(wrong, []);
});

test('a button, a field or a plot knows nothing of stake: ui/ imports texts and nothing else of the product', async () => {
  for (const file of await sourceFiles()) {
    if (!file.startsWith('panel/ui/')) continue;
    for (const target of await localImports(file)) {
      const isAllowed = target.startsWith('panel/ui/') || target === 'panel/core/text.ts';
      assert.ok(isAllowed, `${file} imports ${target}`);
    }
  }
});

test('no circle of imports, types included', async () => {
  const graph = new Map<string, string[]>();
  for (const file of await sourceFiles()) graph.set(file, await localImports(file));
  const done = new Set<string>();
  function visit(file: string, way: readonly string[]): void {
    if (done.has(file)) return;
    assert.ok(!way.includes(file), `a circle: ${[...way, file].join(' → ')}`);
    for (const target of graph.get(file) ?? []) visit(target, [...way, file]);
    done.add(file);
  }
  for (const file of graph.keys()) visit(file, []);
});

test('tables and versions are the store’s own: nobody else imports store/schema.ts', async () => {
  for (const file of await sourceFiles()) {
    if (file.startsWith('store/')) continue;
    assert.ok(!(await localImports(file)).includes('store/schema.ts'), file);
  }
});

/** The page's own world: bundled into the page script and nowhere else. */
const isPageSide = (file: string): boolean => /^bridge\/(page|page-.*|dapp-.*)\.ts$/.test(file);

test('the page script imports only envelope.ts and its own files, and nobody else imports those', async () => {
  for (const file of await sourceFiles()) {
    const text = await readFile(path.join('src', file), 'utf8');
    for (const { specifier, isType } of importsOf(file, text)) {
      if (isType || !specifier.startsWith('.')) continue;
      const target = path.posix.join(path.posix.dirname(file), specifier);
      const isAllowed = isPageSide(file)
        ? isPageSide(target) || target === 'bridge/envelope.ts'
        : !isPageSide(target);
      assert.ok(isAllowed, `${file} imports ${target}`);
    }
  }
});

test('only the page script touches injectedWeb3', async () => {
  for (const file of await sourceFiles()) {
    const text = await readFile(path.join('src', file), 'utf8');
    const code = text.replace(/\/\/.*$|\/\*[\s\S]*?\*\//gm, '');
    assert.ok(isPageSide(file) || !code.includes('injectedWeb3'), `${file} names injectedWeb3`);
  }
});

test('pure modules have no clock, no randomness and no waiting', async () => {
  for (const file of await sourceFiles()) {
    if (!pure.includes(moduleOf(file))) continue;
    const code = (await readFile(path.join('src', file), 'utf8')).replace(
      /\/\/.*$|\/\*[\s\S]*?\*\//gm,
      '',
    );
    // A quoted `Date` is a column's name.
    assert.ok(!/(?<!')\bDate\b|Math\.random|\basync\b|\bawait\b|\bfetch\(/.test(code), file);
  }
});

test('only browser.ts and the entries name the browser’s own API object', async () => {
  const entries = ['browser.ts', 'background.ts', 'panel/panel.tsx'];
  for (const file of await sourceFiles()) {
    if (entries.includes(file)) continue;
    const code = (await readFile(path.join('src', file), 'utf8')).replace(
      /\/\/.*$|\/\*[\s\S]*?\*\/|'[^'\n]*'/gm,
      '',
    );
    assert.ok(!/\bchrome\./.test(code), `${file} names chrome`);
  }
});

test('there are no barrels and no utility drawers', async () => {
  const drawers = /(^|\/)(index|utils|helpers|types|constants)\.tsx?$/;
  assert.deepEqual(
    (await sourceFiles()).filter((file) => drawers.test(file)),
    [],
  );
});
