// Bundles the extension for each browser, and the tests and tools with the same esbuild.
//   node build.mjs [--out DIR] [--watch] [--zip] [--readable] [--quick]   dist/chrome and dist/firefox
//   node build.mjs --only page,content [--out DIR]   these entries alone
//   node build.mjs --test [--quick] [PATTERN…]       bundle and run the tests whose path contains a pattern
//   node build.mjs --run FILE [ARG…]                 bundle one TypeScript file and run it
import { spawn } from 'node:child_process';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, context, transform } from 'esbuild';
import { minify } from 'terser';

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

/** What the browser loads: modules and a stylesheet for our own pages, plain scripts for what is injected into a tab. */
const allEntries = [
  { name: 'background', file: 'src/background.ts', format: 'esm' },
  { name: 'panel', file: 'src/panel/panel.tsx', format: 'esm' },
  { name: 'panel', file: 'src/panel/panel.css' },
  { name: 'content', file: 'src/bridge/content.ts', format: 'iife' },
  { name: 'page', file: 'src/bridge/page.ts', format: 'iife', options: dappOptions },
];

const args = process.argv.slice(2);
const valueOf = (flag) => (args.includes(flag) ? args[args.indexOf(flag) + 1] : undefined);

const only = valueOf('--only')?.split(',');
const entries = allEntries.filter(({ name }) => only === undefined || only.includes(name));

const browsers = ['chrome', 'firefox'];
const isReadable = process.argv.includes('--readable');
/** For trying things out: without the second pass. */
const isQuick = isReadable || process.argv.includes('--quick');

/** One manifest source; only the keys that a browser would refuse are taken out. */
async function stampManifest(browser) {
  const manifest = JSON.parse(await readFile(path.join(root, 'manifest.json'), 'utf8'));
  manifest.version = packageJson.version;
  if (browser === 'chrome') {
    delete manifest.browser_specific_settings;
    delete manifest.sidebar_action;
    delete manifest.background.scripts;
    // Its worker is linked into plain scripts: see linkForWorker.
    delete manifest.background.type;
  } else {
    delete manifest.side_panel;
    delete manifest.minimum_chrome_version;
    delete manifest.background.service_worker;
    manifest.permissions = manifest.permissions.filter((name) => name !== 'sidePanel');
  }
  return `${JSON.stringify(manifest, null, 2)}\n`;
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
 * Chromium's workers refuse `import()`. There the background is one plain script with the modules that it opens with,
 * and each chunk that is loaded later is a script of its own: put by when the worker is installed, as a worker may
 * load nothing new after that, and fetched from there by importScripts.
 */
const linkForWorker = {
  name: 'link-for-worker',
  setup(plugins) {
    plugins.onEnd(async ({ metafile }) => {
      if (metafile === undefined) return;
      const outputs = Object.entries(metafile.outputs);
      const [entry] = outputs.find(([, { entryPoint }]) => entryPoint === 'src/background.ts');
      const outdir = path.dirname(entry);
      const nameOf = (file) => path.posix.relative(outdir, file);
      const opens = new Set([entry]);
      for (const file of opens) {
        for (const { path: chunk, kind } of metafile.outputs[file].imports) {
          if (kind === 'import-statement') opens.add(chunk);
        }
      }
      const scripts = new Map();
      for (const [file] of outputs) {
        const { code } = await transform(await readFile(path.join(root, file), 'utf8'), {
          format: 'cjs',
          target: 'chrome120',
          charset: 'utf8',
          minify: !isReadable,
          supported: { 'dynamic-import': false },
        });
        const toName = (_, chunk) =>
          `require(${JSON.stringify(nameOf(path.posix.join(path.posix.dirname(file), chunk)))})`;
        const linked = code.replace(/\brequire\("(\.[^"]+)"\)/g, toName);
        const name = JSON.stringify(nameOf(file));
        scripts.set(file, `taubarPart(${name},(require,module,exports)=>{${linked}});\n`);
      }
      const later = outputs.map(([file]) => file).filter((file) => !opens.has(file));
      const body = [...opens].map((file) => scripts.get(file)).join('');
      const start = workerStart(later.map(nameOf), nameOf(entry));
      await writeFile(path.join(root, entry), `(()=>{${start.before}${body}${start.after}})();\n`);
      for (const file of opens) if (file !== entry) await rm(path.join(root, file));
      for (const file of later) await writeFile(path.join(root, file), scripts.get(file));
    });
  },
};

/** What stands around the modules that the worker opens with: how a module finds another. */
function workerStart(later, entry) {
  const before = `
    const parts = new Map();
    const loaded = new Map();
    const taubarPart = (name, run) => parts.set(name, run);
    self.taubarPart = taubarPart;
    function load(name) {
      if (loaded.has(name)) return loaded.get(name).exports;
      if (!parts.has(name)) importScripts(name);
      const module = { exports: {} };
      loaded.set(name, module);
      try {
        parts.get(name)(load, module, module.exports);
      } catch (error) {
        loaded.delete(name);
        throw error;
      }
      return module.exports;
    }
    addEventListener('install', () => importScripts(${later.map((name) => JSON.stringify(name)).join(',')}));
  `;
  return { before, after: `load(${JSON.stringify(entry)});` };
}

function bundleOptions(entry, outdir, browser) {
  return {
    absWorkingDir: root,
    entryPoints: { [entry.name]: entry.file },
    outdir,
    bundle: true,
    format: entry.format,
    // The panel opens on home, the background on reading; what else they do is in chunks that are loaded when needed.
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
    plugins: isWorker(entry, browser) ? [noMarkup, linkForWorker] : [noMarkup],
    ...jsx,
    ...entry.options,
    define: {
      'process.env.NODE_ENV': '"production"',
      BUILT_FOR: JSON.stringify(browser),
      ...entry.options?.define,
    },
  };
}

const isWorker = ({ name }, browser) => browser === 'chrome' && name === 'background';

const squeezed = new Map();

/** A second pass over our own pages' bundles takes another twentieth off; what runs in a tab is small enough as it is. */
async function squeeze({ outputs }, isModule) {
  const options = { module: isModule, ecma: 2020, format: { comments: 'some' } };
  for (const file of Object.keys(outputs).filter((name) => name.endsWith('.js'))) {
    const place = path.join(root, file);
    if (!existsSync(place)) continue;
    const source = await readFile(place, 'utf8');
    // Most chunks are the same for both browsers.
    if (!squeezed.has(source)) squeezed.set(source, (await minify(source, options)).code);
    await writeFile(place, squeezed.get(source));
  }
}

async function buildBrowser(browser, outBase, isWatching) {
  const outdir = path.join(outBase, browser);
  await rm(outdir, { recursive: true, force: true });
  await mkdir(outdir, { recursive: true });
  // The README's pictures are not for the browser.
  const isShipped = (file) => path.basename(file) !== 'screenshots';
  await cp(path.join(root, 'assets'), outdir, { recursive: true, filter: isShipped });
  await writeFile(path.join(outdir, 'manifest.json'), await stampManifest(browser));
  for (const entry of entries) {
    const options = bundleOptions(entry, outdir, browser);
    if (isWatching) {
      await (await context(options)).watch();
      continue;
    }
    const { metafile } = await build(options);
    if (entry.format === 'esm' && !isQuick) await squeeze(metafile, !isWorker(entry, browser));
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
    for (const [, names] of bytes.toString().matchAll(/importScripts\(("[^)]+")\)/g)) {
      for (const name of JSON.parse(`[${names}]`))
        await follow(path.resolve(file, '..', name), false);
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
    const { outputs } = await bundleForNode([...files, runner, watcher], outdir, [
      rememberVerdicts,
    ]);
    const inputsOf = new Map(
      Object.values(outputs).map(({ entryPoint, inputs }) => [entryPoint, Object.keys(inputs)]),
    );
    const tests = files.map((file) => ({
      file,
      bundle: toOut(outdir, file),
      inputs: inputsOf.get(file),
    }));
    const { runTests } = await import(toOut(outdir, runner));
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
    isQuick,
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
