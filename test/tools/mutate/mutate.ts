// Breaks src in small ways, one at a time, and counts which of them the tests notice: `npm run mutate -- pool`.
// Mutants come from a list of operators over every line of a folder, sampled by a seed; none is chosen by hand.
import { execFile, fork, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { leftOutOfQuick, limitOf, needsBrowser, patience } from '../runner/test-plan.ts';
import { compileIn, findMutants, type Mutant } from './find-mutants.ts';
import { isEquivalent, printReport, type Verdict } from './report.ts';
import type { Answer, Ask } from './worker.ts';

const USAGE = `npm run mutate -- <folder or file of src>... [--sample 500] [--seed 1] [--budget 15] [--workers 2] [--again] [--line 'amount > held'] [--proofs] [--tests 'edges|scale'] [--part scale] [--far] [--all]
  --sample  how many mutants of a folder
  --budget  seconds of tests that a mutant may take
  --workers how many mutants are judged beside each other
  --line    all mutants of the lines that hold this text, | between several
  --proofs  only those that equivalents.json says no input can tell apart: one that dies has a wrong proof
  --again   only those that survived the last time
  --tests   only test files whose name holds this text, | between several: what survives may die by the others
  --part    of the folder's sample only what lies under this path of it, | between several: the parts add up to the whole
  --far     tests of other folders, too: a survivor then takes its whole budget
  --all     tests that count long, too`;

const args = process.argv.slice(2);
const valueOf = (flag: string, fallback: number): number =>
  args.includes(flag) ? Number(args[args.indexOf(flag) + 1]) : fallback;
const sample = valueOf('--sample', 500);
const seed = valueOf('--seed', 1);
const budgetMs = valueOf('--budget', 15) * 1000;
const lines = args.includes('--line')
  ? (args[args.indexOf('--line') + 1]?.split('|').map((part) => part.trim()) ?? [])
  : [];
const testNames = args.includes('--tests')
  ? (args[args.indexOf('--tests') + 1]?.split('|') ?? [])
  : [];
const parts = args.includes('--part') ? (args[args.indexOf('--part') + 1]?.split('|') ?? []) : [];
const workers = valueOf('--workers', 2);
const isAgain = args.includes('--again');
const isProofs = args.includes('--proofs');
const isAll = args.includes('--all');
const isFar = args.includes('--far');
const folders = args.filter(
  (arg, at) =>
    !arg.startsWith('--') &&
    !/^--(sample|seed|budget|workers|line|tests|part)$/.test(args[at - 1] ?? ''),
);

const OUT = path.resolve('.test-out/mutate');
/** A file of tests that takes longer is left out. */
const FILE_LIMIT_MS = 90_000;

/** Whose tests hold a folder beside its own. */
const neighbours: Record<string, string[]> = {
  pool: ['test/oracle/'],
  units: ['test/panel/text', 'test/panel/ticket/ticket-model'],
  checks: ['test/moves/plan-move', 'test/moves/lying-node', 'test/panel/request/'],
  moves: ['test/checks/', 'test/signing/shortfall', 'test/signing/rerun-call'],
  portfolio: [
    'test/service/record-changes',
    'test/service/record-home',
    'test/panel/home/home-record',
    'test/panel/subnet',
    'test/chain/root-claims',
  ],
  emission: ['test/panel/emission/', 'test/panel/subnets/', 'test/panel/ticket/emission'],
  bridge: ['test/wallet/'],
  chain: ['test/signing/receipt', 'test/signing/compare-call'],
};

const nameOf = ({ file, text, operator, to }: Mutant): string =>
  `${file} | ${text} | ${operator} | ${to}`;

const without = (file: string): string => file.replace(/\.tsx?$/, '');

async function sourcesOf(folder: string): Promise<string[]> {
  const single = [`src/${folder}`, `src/${folder}.ts`].find(
    (file) => file.endsWith('.ts') && existsSync(file),
  );
  if (single !== undefined) return [single];
  const names = await readdir(`src/${folder}`, { recursive: true });
  return names
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `src/${folder}/${name.split(path.sep).join('/')}`)
    .sort();
}

/**
 * The same sample for the same seed: a mutant's place comes from what it is, not from where it stands, so that code
 * added elsewhere changes nothing.
 */
function sampleOf(mutants: readonly Mutant[]): Mutant[] {
  const seen = new Map<string, number>();
  const ordered = mutants.map((mutant) => {
    const name = nameOf(mutant);
    const nth = seen.get(name) ?? 0;
    seen.set(name, nth + 1);
    return { mutant, place: createHash('sha256').update(`${seed} ${nth} ${name}`).digest('hex') };
  });
  ordered.sort((a, b) => (a.place < b.place ? -1 : 1));
  return ordered
    .slice(0, sample)
    .map(({ mutant }) => mutant)
    .sort((a, b) => a.id - b.id);
}

type TestFile = {
  file: string;
  bundle: string;
  inputs: string[];
  /** How long each test took, and which mutants it reached; -1: while the file was loaded. */
  ms: Map<number, number>;
  reached: Map<number, Set<number>>;
  /** Its tests may run alone. */
  isLoose: boolean;
};

/** Counts long: elsewhere what the quick run leaves out, in the folder's own tests what has a limit of its own. */
const isLong = (name: string, own: string): boolean =>
  name.startsWith(own) ? limitOf(name, false) > ORDINARY_MS : leftOutOfQuick.includes(name);
const ORDINARY_MS = limitOf('', false);

/** Every test in node that can reach a file, with the mutants compiled into it. */
async function bundleTests(
  files: ReturnType<typeof findMutants>,
  wanted: ReadonlySet<number>,
  nearby: readonly string[],
): Promise<TestFile[]> {
  const found = await readdir('test', { recursive: true });
  const tests = found
    .map((name) => `test/${name.split(path.sep).join('/')}`)
    .filter((name) => /\.test\.tsx?$/.test(name))
    .filter((name) => isFar || nearby.some((place) => name.startsWith(place)))
    .filter((name) => isAll || !isLong(name, nearby[0] ?? ''))
    .filter((name) => testNames.length === 0 || testNames.some((text) => name.includes(text)))
    .sort();
  const contents = new Map(files.map((one) => [path.resolve(one.file), compileIn(one, wanted)]));
  const worker = 'test/tools/mutate/worker.ts';
  const { metafile } = await build({
    entryPoints: [...tests, worker].map((file) => ({ in: file, out: without(file) })),
    outdir: OUT,
    outbase: '.',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    alias: { 'webextension-polyfill': './test/fakes/browser-polyfill.ts' },
    define: { BUILT_FOR: '"chrome"' },
    jsx: 'automatic',
    jsxImportSource: 'preact',
    metafile: true,
    logLevel: 'error',
    plugins: [
      {
        name: 'mutants',
        setup: (plugins) => {
          plugins.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, ({ path: file }) => {
            const text = contents.get(file);
            return text === undefined ? undefined : { contents: text, loader: 'ts' };
          });
          plugins.onResolve({ filter: /^@scure\/sr25519$/ }, ({ importer }) =>
            importer === path.resolve('src/chain/extrinsic/verify-signature.ts')
              ? { path: path.resolve('test/fakes/remembered-sr25519.ts') }
              : undefined,
          );
        },
      },
    ],
  });
  const mutated = new Set(files.map(({ file }) => file));
  return Object.values(metafile.outputs).flatMap(({ entryPoint, inputs }) => {
    const all = Object.keys(inputs);
    if (entryPoint === undefined || entryPoint === worker || needsBrowser(all)) return [];
    const isReached = all.some((input) => mutated.has(input));
    if (!isReached && !all.includes('test/bridge/shipped-scripts.ts')) return [];
    const bundle = path.join(OUT, `${without(entryPoint)}.mjs`);
    return [
      { file: entryPoint, bundle, inputs: all, ms: new Map(), reached: new Map(), isLoose: true },
    ];
  });
}

/** The scripts that run in pages, built from a copy of the source with the mutants compiled in. */
async function buildScripts(
  files: ReturnType<typeof findMutants>,
  wanted: ReadonlySet<number>,
): Promise<void> {
  const tree = path.join(OUT, 'tree');
  await rm(tree, { recursive: true, force: true });
  await mkdir(tree, { recursive: true });
  for (const name of ['src', 'assets', 'build.mjs', 'package.json', 'manifest.json']) {
    await cp(name, path.join(tree, name), { recursive: true });
  }
  await symlink(path.resolve('node_modules'), path.join(tree, 'node_modules'));
  for (const one of files) await writeFile(path.join(tree, one.file), compileIn(one, wanted));
  const command = ['build.mjs', '--only', 'page,content', '--out', path.join(OUT, 'scripts')];
  await promisify(execFile)(process.execPath, command, { cwd: tree });
  process.env['TAUBAR_SCRIPTS'] = path.join(OUT, 'scripts');
}

/** What the process has computed so far, in milliseconds, and whether it waits; endless where the system does not say. */
function stateOf(pid: number | undefined): { cpuMs: number; isAsleep: boolean } {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return { cpuMs: 10 * (Number(fields[11]) + Number(fields[12])), isAsleep: fields[0] === 'S' };
  } catch {
    return { cpuMs: Infinity, isAsleep: false };
  }
}

/** A mutant whose tests have waited so long without computing anything waits for what does not come. */
const ASLEEP_MS = 2_500;
const LOOK_MS = 250;
const LATE_MS = 4 * LOOK_MS;

/** One process, started again when it hangs or may be spoiled. */
class Warm {
  #child: ChildProcess | null = null;

  async ask(ask: Ask, limitMs: number): Promise<Ending> {
    const child = (this.#child ??= fork(path.join(OUT, 'test/tools/mutate/worker.mjs'), {
      stdio: 'ignore',
      env: { ...process.env, NODE_OPTIONS: '' },
      serialization: 'advanced',
    }));
    return new Promise((resolve) => {
      const end = (answer: Ending): void => {
        clearInterval(timer);
        child.removeAllListeners();
        if (typeof answer === 'string') this.stop();
        resolve(answer);
      };
      const started = Date.now();
      const before = stateOf(child.pid).cpuMs;
      let [awakeAt, last] = [started, before];
      let lookedAt = started;
      const timer = setInterval(() => {
        const now = Date.now();
        const wasKept = now - lookedAt > LATE_MS;
        lookedAt = now;
        // It was we who were kept waiting: the answer may lie there already.
        if (wasKept) {
          awakeAt = now;
          return;
        }
        const { cpuMs, isAsleep } = stateOf(child.pid);
        if (!isAsleep || cpuMs > last) [awakeAt, last] = [now, cpuMs];
        if (ask.mutant !== null && now - awakeAt > ASLEEP_MS) end('hung');
        // On a busy machine a process may only have been kept waiting.
        const isDue = now - started > limitMs && !(cpuMs - before < limitMs / 2);
        if (isDue || now - started > 3 * limitMs * patience) end('hung');
      }, LOOK_MS);
      child.once('message', (answer: Answer) => end(answer));
      child.once('exit', () => end('died'));
      child.send(ask);
    });
  }

  stop(): void {
    this.#child?.kill('SIGKILL');
    this.#child = null;
  }
}

type Ending = Answer | 'hung' | 'died';
const isBad = (answer: Ending): boolean =>
  typeof answer === 'string' || answer.runs.some(({ error }) => error !== undefined);
const whyOf = (answer: Ending): string =>
  typeof answer === 'string'
    ? answer
    : (answer.runs.find(({ error }) => error !== undefined)?.error ?? '');

/** Each in turn by whichever process is free. */
async function share<Item>(
  warms: readonly Warm[],
  items: readonly Item[],
  work: (warm: Warm, item: Item) => Promise<void>,
): Promise<void> {
  const left = items.values();
  await Promise.all(
    warms.map(async (warm) => {
      for (const item of left) await work(warm, item);
    }),
  );
}

/** Runs each file without a mutant: how long its tests take and what they reach. */
async function dryRun(warms: readonly Warm[], tests: readonly TestFile[]): Promise<TestFile[]> {
  const usable: TestFile[] = [];
  await share(warms, tests, async (warm, test) => {
    let answer = await warm.ask({ bundle: test.bundle, mutant: null }, FILE_LIMIT_MS);
    if (isBad(answer)) {
      warm.stop();
      answer = await warm.ask({ bundle: test.bundle, mutant: null }, FILE_LIMIT_MS);
    }
    if (typeof answer === 'string' || isBad(answer)) {
      console.log(`left out: ${test.file} (${whyOf(answer)})`);
      warm.stop();
      return;
    }
    if (answer.reached.every(([, ids]) => ids.length === 0)) return;
    for (const { index, ms } of answer.runs) test.ms.set(index, ms);
    for (const [index, ids] of answer.reached) test.reached.set(index, new Set(ids));
    usable.push(test);
  });
  return usable.sort((a, b) => (a.file < b.file ? -1 : 1));
}

const kills = new Map<string, number>();

type Batch = { test: TestFile; only: number[]; ms: number };

/** A test that takes longer is run by itself, after the quick ones of its file. */
const QUICK_MS = 150;

function batchesOf(mutant: Mutant, test: TestFile): Batch[] {
  const reaching = [...test.reached]
    .filter(([, ids]) => ids.has(mutant.id))
    .map(([index]) => index);
  if (reaching.length === 0) return [];
  const all = [...test.ms.keys()].filter((index) => index >= 0);
  const msOf = (index: number): number => test.ms.get(index) ?? 0;
  const batch = (only: number[]): Batch => {
    return { test, only, ms: only.reduce((sum, index) => sum + msOf(index), 10) };
  };
  if (!test.isLoose) {
    const last = reaching.includes(-1) ? Infinity : Math.max(...reaching);
    return [batch(all.filter((index) => index <= last))];
  }
  // Reached while the file was loaded: every test may notice it.
  const some = reaching.includes(-1) ? all : reaching;
  const quick = some.filter((index) => msOf(index) <= QUICK_MS);
  const slow = some.filter((index) => msOf(index) > QUICK_MS);
  return [
    ...(quick.length > 0 || some.length === 0 ? [quick] : []),
    ...slow.map((index) => [index]),
  ].map(batch);
}

/** The tests that can notice it: those that noticed others of the same file first, then the quickest. */
function plan(mutant: Mutant, tests: readonly TestFile[]): Batch[] {
  const rate = ({ test, ms }: Batch): number =>
    (1 + (kills.get(`${mutant.file} ${test.file}`) ?? 0)) / ms;
  return tests.flatMap((test) => batchesOf(mutant, test)).sort((a, b) => rate(b) - rate(a));
}

const sound = new Set<string>();

/**
 * Whether a test that failed passes without a mutant, alone as it ran now. If not, it needs those before it, or does not
 * bear to be run twice: then its file runs in order, or is left out.
 */
async function isSound(warm: Warm, test: TestFile, failed: number): Promise<boolean> {
  const key = `${test.file} ${test.isLoose} ${failed}`;
  if (sound.has(key)) return true;
  const before = [...test.ms.keys()].filter((index) => index >= 0 && index <= failed);
  const wasLoose = test.isLoose;
  const only = wasLoose ? (failed < 0 ? [] : [failed]) : before;
  const answer = await warm.ask({ bundle: test.bundle, mutant: 0, only }, FILE_LIMIT_MS);
  if (!isBad(answer)) {
    sound.add(key);
    return true;
  }
  warm.stop();
  if (wasLoose) {
    test.isLoose = false;
  } else {
    console.log(`left out: ${test.file} (fails when it runs again: ${whyOf(answer)})`);
    test.reached.clear();
  }
  return false;
}

async function judge(warm: Warm, mutant: Mutant, tests: readonly TestFile[]): Promise<Verdict> {
  const planned = plan(mutant, tests);
  if (planned.length === 0) return { mutant, outcome: 'unreached' };
  let spent = 0;
  let left = 0;
  for (const { test, only, ms } of planned) {
    if (spent > 0 && spent + ms > budgetMs) {
      left += 1;
      continue;
    }
    spent += ms;
    const ask: Ask = { bundle: test.bundle, mutant: mutant.id, only };
    const answer = await warm.ask(ask, 3_000 + 5 * ms);
    if (typeof answer === 'string') return noted(mutant, test, answer);
    const failure = answer.runs.find(({ error }) => error !== undefined);
    if (answer.isDirty) warm.stop();
    if (failure === undefined) continue;
    if (!(await isSound(warm, test, failure.index))) return judge(warm, mutant, tests);
    return noted(mutant, test, 'killed', failure.error);
  }
  return { mutant, outcome: 'survived', left };
}

function noted(
  mutant: Mutant,
  test: TestFile,
  outcome: 'killed' | 'hung' | 'died',
  error = '',
): Verdict {
  const key = `${mutant.file} ${test.file}`;
  kills.set(key, (kills.get(key) ?? 0) + 1);
  return { mutant, outcome, by: test.file, error };
}

async function mutateFolder(folder: string): Promise<void> {
  const started = Date.now();
  const seconds = (): string => `${((Date.now() - started) / 1000).toFixed(0)} s`;
  const files = findMutants(await sourcesOf(folder));
  const everything = files.flatMap(({ mutants }) => mutants);
  const name = [folder, ...parts].join('-').replaceAll('/', '-');
  const record = path.join(OUT, `${name}.json`);
  const isWanted = ({ file }: Mutant): boolean =>
    parts.length === 0 || parts.some((part) => file.startsWith(`src/${folder}/${part}`));
  let chosen = sampleOf(everything).filter(isWanted);
  if (lines.length > 0) {
    chosen = everything.filter(({ text }) => lines.some((line) => text.includes(line)));
  } else if (isProofs) {
    chosen = everything.filter((mutant) => isEquivalent(mutant) && isWanted(mutant));
  } else if (isAgain) {
    const last: string[] = JSON.parse(await readFile(record, 'utf8'));
    chosen = everything.filter((mutant) => last.includes(nameOf(mutant)));
  }
  const wanted = new Set(chosen.map(({ id }) => id));
  console.log(`\n# ${folder}: ${chosen.length} of ${everything.length} mutants`);
  const own = folder.split(/[/.]/)[0] ?? folder;
  const nearby = [`test/${own}`, ...(neighbours[own] ?? [])];
  const warms = Array.from({ length: workers }, () => new Warm());
  try {
    if (own === 'bridge') await buildScripts(files, wanted);
    const tests = await dryRun(warms, await bundleTests(files, wanted, nearby));
    console.log(`${tests.length} files of tests reach them, ${seconds()}`);
    const verdicts: Verdict[] = [];
    /** What survived so far and, the second time, what was not judged yet: a run may be stopped. */
    const keep = async (): Promise<void> => {
      if (lines.length > 0 || isProofs) return;
      const judged = new Set(verdicts.map(({ mutant }) => mutant));
      const survivors = verdicts.flatMap(({ mutant, outcome }) =>
        ['survived', 'unreached'].includes(outcome) && !isEquivalent(mutant) ? [mutant] : [],
      );
      const left = isAgain ? chosen.filter((mutant) => !judged.has(mutant)) : [];
      const names = [...survivors, ...left].map(nameOf);
      await writeFile(record, JSON.stringify(names, null, 1));
    };
    await share(warms, chosen, async (warm, mutant) => {
      // One that is proven would only take its whole budget.
      const isProven = !isProofs && isEquivalent(mutant);
      const verdict: Verdict = isProven
        ? { mutant, outcome: 'survived' }
        : await judge(warm, mutant, tests);
      verdicts.push(verdict);
      if (verdicts.length % 50 > 0) return;
      console.log(`${verdicts.length} judged, ${seconds()}`);
      await keep();
    });
    verdicts.sort((a, b) => a.mutant.id - b.mutant.id);
    await keep();
    printReport(folder, verdicts);
    for (const { mutant, outcome, by } of isProofs ? verdicts : []) {
      if (outcome !== 'survived' && outcome !== 'unreached')
        console.log(`a wrong proof: ${nameOf(mutant)} (${outcome}, ${by})`);
    }
    console.log(seconds());
  } finally {
    for (const warm of warms) warm.stop();
  }
}

if (folders.length === 0) {
  console.log(USAGE);
  process.exitCode = 1;
}
for (const folder of folders) await mutateFolder(folder);
