// The architecture as a failing test: which part of src/ may import which, checked for every import.
import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { test } from 'node:test';

type Row = { imports: string[]; types?: string[]; packages?: string[]; why: string };

const pure = ['pool', 'portfolio', 'moves', 'checks', 'emission'];
const files = [
  'fiat',
  'units',
  'facts',
  'emission-facts',
  'errors',
  'browser',
  'protocol',
  'networks',
  'meeting-site',
  'waiting-line',
];

/** One row a module; a name is a folder of src/ or a file right in it. `types`: for `import type` only. */
const table: Record<string, Row> = {
  units: { imports: [], why: 'the ground' },
  browser: { imports: [], packages: ['webextension-polyfill'], why: 'knows no purpose' },
  facts: { imports: [], types: ['units', 'pool'], why: 'types only' },
  'emission-facts': { imports: [], types: ['units', 'facts'], why: 'types only' },
  fiat: { imports: [], packages: [], why: 'data and parsing; asks nobody' },
  'meeting-site': { imports: [], packages: [], why: 'one rule; does nothing' },
  'waiting-line': {
    imports: [],
    types: ['units', 'moves', 'store'],
    packages: [],
    why: 'one rule; changes nothing',
  },
  networks: { imports: [], types: ['store'], packages: [], why: 'data' },
  errors: { imports: ['units'], why: 'builds, carries and revives errors' },
  pool: { imports: ['units', 'errors'], packages: [], why: 'pure math' },
  emission: {
    imports: ['units', 'errors', 'pool'],
    types: ['facts', 'emission-facts'],
    packages: [],
    why: 'no I/O',
  },
  portfolio: {
    imports: ['units', 'errors', 'pool'],
    types: ['facts', 'emission-facts'],
    packages: [],
    why: 'no I/O',
  },
  checks: {
    imports: ['units', 'errors', 'pool'],
    types: ['facts', 'moves'],
    packages: [],
    why: 'no I/O',
  },
  moves: {
    imports: ['units', 'errors', 'pool', 'checks', 'emission'],
    types: ['facts'],
    packages: [],
    why: 'knows no bytes and no wallets',
  },
  chain: {
    imports: ['units', 'errors'],
    types: ['facts', 'emission-facts', 'pool', 'moves', 'store'],
    why: 'knows no browser, no store and no texts',
  },
  store: {
    imports: ['units', 'errors', 'networks'],
    types: ['facts', 'emission-facts', 'fiat', ...pure],
    packages: ['idb'],
    why: 'awaits only its own transaction',
  },
  protocol: {
    imports: ['units', 'errors', 'browser'],
    types: ['facts', 'emission-facts', 'store', ...pure],
    packages: [],
    why: 'implements no method',
  },
  wallet: {
    imports: [
      'units',
      'errors',
      'chain',
      'store',
      'protocol',
      'browser',
      'meeting-site',
      'bridge/envelope',
    ],
    types: ['facts', 'bridge'],
    why: 'holds no keys',
  },
  signing: {
    imports: [
      'units',
      'errors',
      'chain',
      'moves',
      'checks',
      'store',
      'wallet',
      'protocol',
      'waiting-line',
    ],
    types: ['facts', 'pool'],
    why: 'talks to no page',
  },
  bridge: {
    imports: ['protocol', 'errors', 'browser'],
    types: ['units', 'store'],
    why: 'only page.ts touches injectedWeb3',
  },
  panel: {
    imports: [
      'protocol',
      'units',
      'errors',
      'browser',
      'fiat',
      'meeting-site',
      'waiting-line',
      ...pure,
      'store/read-snapshot',
    ],
    types: ['facts', 'emission-facts', 'store'],
    packages: ['preact', 'preact/hooks', '@preact/signals', 'd3-scale', 'd3-shape'],
    why: 'talks to no node and no wallet, writes no store',
  },
  service: {
    imports: [
      ...files.filter((name) => !name.endsWith('facts')),
      ...pure,
      'chain',
      'store',
      'wallet',
      'signing',
    ],
    types: ['facts', 'emission-facts'],
    packages: [],
    why: 'joins the parts; talks to no page',
  },
  background: {
    imports: [...files, 'service', ...pure, 'chain', 'store', 'wallet', 'signing'],
    types: ['bridge'],
    why: 'an entry without logic',
  },
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
    assert.ok(!/\bDate\b|Math\.random|\basync\b|\bawait\b|\bfetch\(/.test(code), file);
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
