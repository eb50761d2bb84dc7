// Bundles the extension for each browser, and the tests and tools with the same esbuild.
//   node build.mjs [--out DIR] [--watch] [--zip] [--readable]   dist/chrome and dist/firefox
//   node build.mjs --only page,content [--out DIR]   these entries alone
//   node build.mjs --test [--quick] [PATTERN…]       bundle and run the tests whose path contains a pattern
//   node build.mjs --run FILE [ARG…]                 bundle one TypeScript file and run it
import { spawn } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, context } from 'esbuild';

const root = path.dirname(fileURLToPath(import.meta.url));
const packageJson = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));

const jsx = { jsx: 'automatic', jsxImportSource: 'preact' };

/**
 * extension-dapp in the page script: it sees a window of ours instead of the page's (dapp-realm.ts), and
 * two small address functions instead of util-crypto, whose wasm would be nine tenths of the script.
 */
const dappOptions = {
  alias: {
    '@polkadot/util-crypto': './src/bridge/dapp-address.ts',
    '@polkadot/util': '@polkadot/util/bundle',
  },
  inject: ['src/bridge/dapp-realm.ts'],
  define: {
    window: 'dappWindow',
    document: 'dappDocument',
    console: 'dappConsole',
    Promise: 'dappPromise',
  },
};

/**
 * What the browser loads: modules and a stylesheet for our own pages, plain scripts for the rest. The background is one
 * script: loading its rarer half later saved under 5 ms of 45 at a cold start and took a linker of our own.
 */
const allEntries = [
  { name: 'background', file: 'src/background.ts', format: 'iife' },
  { name: 'panel', file: 'src/panel/panel.tsx', format: 'esm' },
  { name: 'panel', file: 'src/panel/panel.css' },
  {
    name: 'first',
    file: 'src/panel/first.ts',
    format: 'iife',
    options: { external: ['./panel.js'] },
  },
  { name: 'content', file: 'src/bridge/content.ts', format: 'iife' },
  { name: 'page', file: 'src/bridge/page.ts', format: 'iife', options: dappOptions },
];

const args = process.argv.slice(2);
const valueOf = (flag) => (args.includes(flag) ? args[args.indexOf(flag) + 1] : undefined);

const only = valueOf('--only')?.split(',');
const entries = allEntries.filter(({ name }) => only === undefined || only.includes(name));

const browsers = ['chrome', 'firefox'];
const isReadable = process.argv.includes('--readable');
/** One manifest source; only the keys that a browser would refuse are taken out. */
async function stampManifest(browser) {
  const manifest = JSON.parse(await readFile(path.join(root, 'manifest.json'), 'utf8'));
  manifest.version = packageJson.version;
  if (browser === 'chrome') {
    delete manifest.browser_specific_settings;
    delete manifest.sidebar_action;
    delete manifest.background.scripts;
  } else {
    delete manifest.side_panel;
    delete manifest.minimum_chrome_version;
    delete manifest.background.service_worker;
    manifest.permissions = manifest.permissions.filter((name) => name !== 'sidePanel');
  }
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/**
 * A language's sentences as the browser needs them. It reads and parses the whole file whenever a process of ours first asks for a
 * sentence, and that process waits: what is for translators stays out, and each figure's place stands in its sentence.
 */
function shippedSentences(source) {
  const sentences = Object.entries(JSON.parse(source)).map(([key, { message, placeholders }]) => {
    const filled = message.replace(/\$(\w+)\$/g, (_place, name) => {
      const content = placeholders?.[name.toLowerCase()]?.content;
      if (content !== `{${name.toLowerCase()}}`) throw new Error(`${key}: no figure ${name}`);
      return content;
    });
    if (filled.includes('$')) throw new Error(`${key}: a $ that the browser would read`);
    return [key, { message: filled }];
  });
  return JSON.stringify(Object.fromEntries(sentences));
}

async function shipSentences(outdir) {
  for (const language of await readdir(path.join(root, 'assets/_locales'))) {
    const file = path.join('_locales', language, 'messages.json');
    const source = await readFile(path.join(root, 'assets', file), 'utf8');
    await writeFile(path.join(outdir, file), shippedSentences(source));
  }
}

/** Text must never become markup: the one place in preact that could make it so is cut out. */
const noMarkup = {
  name: 'no-markup',
  setup(plugins) {
    plugins.onLoad({ filter: /preact[\\/]dist[\\/]preact\.mjs$/ }, async ({ path: file }) => {
      const source = await readFile(file, 'utf8');
      const contents = source.replace(/\w+\.innerHTML=\w+\.__html/, 'null');
      if (contents === source) throw new Error('preact changed: look for innerHTML again');
      return { contents, loader: 'js' };
    });
  },
};

/**
 * Both browsers' own APIs answer with promises where panel and worker use them: only a page needs the polyfill, for messages that
 * it answers. Saves the popup what it would read before its first frame, and the worker what it would at each start.
 */
const ownApi = (browser) => ({
  name: 'own-api',
  setup(plugins) {
    plugins.onResolve({ filter: /^webextension-polyfill$/ }, ({ path: name }) => ({
      path: name,
      namespace: 'own-api',
    }));
    plugins.onLoad({ filter: /.*/, namespace: 'own-api' }, () => ({
      contents: `export default ${browser === 'chrome' ? 'chrome' : 'browser'};`,
    }));
  },
});

/**
 * What is loaded later is told to need the whole panel, which has run by then. So all that opens is one chunk: without it
 * esbuild makes one of every set of modules that the same screens share, some thirty files that compress badly.
 */
const openingAsOne = (entry) => ({
  name: 'opening-as-one',
  setup(plugins) {
    const opening = path.join(root, entry.file);
    plugins.onResolve({ filter: /^\./ }, ({ kind, path: name, resolveDir }) =>
      kind === 'dynamic-import'
        ? { path: path.join(resolveDir, name), namespace: 'later' }
        : undefined,
    );
    plugins.onLoad({ filter: /.*/, namespace: 'later' }, ({ path: file }) => ({
      contents: `import ${JSON.stringify(opening)};\nexport * from ${JSON.stringify(file)};`,
      resolveDir: root,
    }));
  },
});

const pluginsOf = (entry, browser) => [
  noMarkup,
  ...(['panel', 'first', 'background'].includes(entry.name) ? [ownApi(browser)] : []),
  ...(entry.name === 'panel' ? [openingAsOne(entry)] : []),
];

function bundleOptions(entry, outdir, browser) {
  return {
    absWorkingDir: root,
    entryPoints: { [entry.name]: entry.file },
    outdir,
    bundle: true,
    format: entry.format,
    // The panel opens on home; what else it shows is in chunks that are loaded when needed.
    splitting: entry.format === 'esm',
    chunkNames: `${entry.name}/[name]-[hash]`,
    platform: 'browser',
    target: browser === 'chrome' ? 'chrome120' : 'firefox142',
    charset: 'utf8',
    legalComments: 'eof',
    logLevel: 'error',
    metafile: true,
    // The size budgets count; `--readable` gives reviewers the same code with its names.
    minify: !isReadable,
    plugins: pluginsOf(entry, browser),
    ...jsx,
    ...entry.options,
    define: {
      'process.env.NODE_ENV': '"production"',
      BUILT_FOR: JSON.stringify(browser),
      ...entry.options?.define,
    },
  };
}

async function buildBrowser(browser, outBase, isWatching) {
  const outdir = path.join(outBase, browser);
  await rm(outdir, { recursive: true, force: true });
  await mkdir(outdir, { recursive: true });
  // The README's pictures are not for the browser.
  const isShipped = (file) => path.basename(file) !== 'screenshots';
  await cp(path.join(root, 'assets'), outdir, { recursive: true, filter: isShipped });
  await shipSentences(outdir);
  await writeFile(path.join(outdir, 'manifest.json'), await stampManifest(browser));
  for (const entry of entries) {
    const options = bundleOptions(entry, outdir, browser);
    if (isWatching) {
      await (await context(options)).watch();
      continue;
    }
    await build(options);
  }
  if (!isWatching) await printSizes(browser, outdir);
}

async function printSizes(browser, outdir) {
  const kb = (n) => (n / 1024).toFixed(1).padStart(6);
  const print = (name, files) => {
    const size = files.reduce((sum, bytes) => sum + bytes.length, 0);
    const zipped = files.reduce((sum, bytes) => sum + gzipSync(bytes).length, 0);
    console.log(`${browser.padEnd(8)}${name.padEnd(15)}${kb(size)} KB  ${kb(zipped)} KB gzip`);
  };
  for (const { name, file } of entries) {
    if (file.endsWith('.css')) {
      print(`${name}.css`, [await readFile(path.join(outdir, `${name}.css`))]);
      continue;
    }
    const { opens, all } = await chunksOf(path.join(outdir, `${name}.js`));
    print(name, opens);
    if (all.length > opens.length) print(`${name}, all`, all);
  }
}

/** The files that an entry loads at once, and those with all that it may load later. */
async function chunksOf(entry) {
  const found = { opens: new Map(), all: new Map() };
  async function follow(file, isStatic) {
    const seen = isStatic ? found.opens : found.all;
    if (seen.has(file)) return;
    const bytes = await readFile(file);
    seen.set(file, bytes);
    if (isStatic) found.all.set(file, bytes);
    const pattern = /(from|import)\s*(\(?)\s*"(\.[^"]+\.js)"/g;
    for (const [, , bracket, specifier] of bytes.toString().matchAll(pattern)) {
      await follow(path.resolve(path.dirname(file), specifier), isStatic && bracket === '');
    }
  }
  await follow(entry, true);
  return { opens: [...found.opens.values()], all: [...found.all.values()] };
}

async function zip(outBase) {
  for (const browser of browsers) {
    const webExt = path.join(root, 'node_modules/.bin/web-ext');
    const packArgs = [
      'build',
      '-s',
      path.join(outBase, browser),
      '-a',
      outBase,
      '-o',
      '-n',
      `taubar-${browser}.zip`,
    ];
    const code = await run(webExt, packArgs);
    if (code !== 0) process.exit(code);
  }
}

function run(command, commandArgs, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, commandArgs, { stdio: 'inherit', cwd: root, ...options });
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(signal ? 1 : (code ?? 1)));
  });
}

/** The same signature is verified once a process: see the file that stands in. */
const rememberVerdicts = {
  name: 'remember-verdicts',
  setup(plugins) {
    plugins.onResolve({ filter: /^@scure\/sr25519$/ }, ({ importer }) =>
      importer === path.join(root, 'src/chain/extrinsic/verify-signature.ts')
        ? { path: path.join(root, 'test/fakes/remembered-sr25519.ts') }
        : undefined,
    );
  },
};

/** Bundles TypeScript for node; packages stay outside and are resolved from node_modules. */
async function bundleForNode(files, outdir, plugins = []) {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: files.map((file) => ({ in: file, out: withoutExtension(file) })),
    outdir,
    outbase: root,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    // The polyfill refuses to load outside an extension.
    alias: { 'webextension-polyfill': './test/fakes/browser-polyfill.ts' },
    define: { BUILT_FOR: '"chrome"' },
    sourcemap: 'inline',
    // Node reads every map when a file starts; the sources are where the maps say.
    sourcesContent: false,
    metafile: true,
    logLevel: 'error',
    plugins,
    ...jsx,
  });
  return metafile;
}

const withoutExtension = (file) => file.replace(/\.tsx?$/, '');

async function findTests(patterns) {
  const found = await readdir(path.join(root, 'test'), { recursive: true });
  return found
    .map((name) => path.posix.join('test', name.split(path.sep).join('/')))
    .filter((name) => /\.test\.tsx?$/.test(name))
    .filter((name) => patterns.length === 0 || patterns.some((pattern) => name.includes(pattern)))
    .sort();
}

const toOut = (outdir, file) => path.join(outdir, `${withoutExtension(file)}.mjs`);

const runner = 'test/tools/runner/run-tests.ts';
const watcher = 'test/tools/runner/watch-child.ts';

/** A group of test files is one bundle: a suite a file, so that its hooks are its own and its name is told. */
function groupsAsEntries(groups) {
  const filter = /^test-group-/;
  return {
    name: 'groups-as-entries',
    setup(plugins) {
      plugins.onResolve({ filter }, ({ path: name }) => ({ path: name, namespace: 'group' }));
      plugins.onLoad({ filter, namespace: 'group' }, ({ path: name }) => {
        const { files } = groups.find(({ entry }) => entry === name);
        const suites = files.map((file) => {
          const [suite, specifier] = [JSON.stringify(file), JSON.stringify(`./${file}`)];
          return `describe(${suite}, () => void require(${specifier}));`;
        });
        const contents = ["import { describe } from 'node:test';", ...suites].join('\n');
        return { contents, resolveDir: root };
      });
    },
  };
}

/** The big packages that tests share: thousands of small files, read and linked once instead of by each process. */
function packagesAsBundles(outdir, wanted) {
  const filter = /^(@polkadot\/(api|keyring|types|types-augment|util|util-crypto)|puppeteer-core)$/;
  return {
    name: 'packages-as-bundles',
    setup(plugins) {
      plugins.onResolve({ filter }, ({ path: name }) => {
        const out = name.replaceAll('/', '+');
        wanted.set(name, out);
        const bundle = path.join(outdir, 'packages', `${out}.mjs`);
        return { path: pathToFileURL(bundle).href, external: true };
      });
    },
  };
}

async function bundlePackages(wanted, outdir) {
  await build({
    absWorkingDir: root,
    entryPoints: [...wanted].map(([name, out]) => ({ in: name, out })),
    outdir: path.join(outdir, 'packages'),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    // What node itself would take.
    conditions: [],
    banner: {
      js: "import { createRequire as toRequire } from 'node:module'; const require = toRequire(import.meta.url);",
    },
    logLevel: 'error',
  });
}

async function test(patterns, isShort) {
  const files = await findTests(patterns);
  if (files.length === 0) {
    console.error(`No test matches ${patterns.join(', ')}.`);
    return 1;
  }
  const outdir = path.join(root, '.test-out', String(process.pid));
  // What failed browser tests of an earlier run left to look at.
  await rm(path.join(root, '.test-out/failures'), { recursive: true, force: true });
  try {
    await bundleForNode([runner, watcher], outdir);
    const { groupFiles, runTests } = await import(toOut(outdir, runner));
    const units = await groupFiles(files);
    const packages = new Map();
    const { outputs } = await bundleForNode(
      units.map(({ entry }) => entry),
      outdir,
      [rememberVerdicts, groupsAsEntries(units), packagesAsBundles(outdir, packages)],
    );
    await bundlePackages(packages, outdir);
    const inputsOf = new Map(
      Object.values(outputs).map(({ entryPoint, inputs }) => [
        entryPoint.replace(/^group:/, ''),
        Object.keys(inputs),
      ]),
    );
    const tests = units.map((unit) => ({
      ...unit,
      bundle: toOut(outdir, unit.entry),
      inputs: inputsOf.get(unit.entry),
    }));
    const isDeep = process.env.TAUBAR_DEEP === '1';
    return await runTests(tests, { watcher: toOut(outdir, watcher), isQuick: isShort, isDeep });
  } finally {
    await rm(outdir, { recursive: true, force: true });
  }
}

async function runFile(file, fileArgs) {
  const outdir = path.join(root, '.test-out', String(process.pid));
  try {
    await bundleForNode([file], outdir);
    return await run(process.execPath, ['--enable-source-maps', toOut(outdir, file), ...fileArgs]);
  } finally {
    await rm(outdir, { recursive: true, force: true });
  }
}

if (args[0] === '--test') {
  process.exitCode = await test(
    args.slice(1).filter((arg) => arg !== '--quick'),
    args.includes('--quick'),
  );
} else if (args[0] === '--run') {
  process.exitCode = await runFile(args[1], args.slice(2));
} else {
  const outBase = path.resolve(root, valueOf('--out') ?? 'dist');
  for (const entry of entries) {
    if (!existsSync(path.join(root, entry.file))) throw new Error(`Missing entry ${entry.file}`);
  }
  for (const browser of browsers) await buildBrowser(browser, outBase, args.includes('--watch'));
  if (args.includes('--zip')) await zip(outBase);
}
