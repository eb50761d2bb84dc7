// The runner of test files: what it counts, and that a file which hangs is stopped, named and counted, and no other.
import assert from 'node:assert/strict';
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { build } from 'esbuild';
import { outcomeOf, runFile } from './run-file.ts';
import { culprits } from './run-tests.ts';
import { groupFiles, inOrder, leftOutOfQuick, needsBrowser } from './test-plan.ts';

let folder: string;
let watcher: string;

before(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'taubar-runner-'));
  watcher = path.join(folder, 'watch-child.mjs');
  await build({
    entryPoints: {
      'watch-child': 'test/tools/runner/watch-child.ts',
      hangs: 'test/tools/runner/fixture/hangs.ts',
    },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    logLevel: 'error',
  });
});

after(() => rm(folder, { recursive: true, force: true }));

async function written(name: string, text: string): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, `import test from 'node:test';\n${text}`);
  return file;
}

const LONG = 600_000;

test('a file is stopped when it is told to; it names its test that had not ended and what was open', async () => {
  const stop = new AbortController();
  const run = await runFile(path.join(folder, 'hangs.mjs'), {
    watcher,
    limitMs: LONG,
    signal: stop.signal,
    onOutput: (output) => output.includes('✔ ends') && stop.abort(),
  });
  assert.ok(run.isHung);
  assert.deepEqual([run.passed, run.failed, run.skipped], [0, 1, 0]);
  assert.match(run.output, /not ended: never ends/);
  assert.doesNotMatch(run.output, /not ended: ends/);
  assert.match(run.output, /TCPServerWrap/);
  assert.match(run.output, /Server .*127\.0\.0\.1/);
});

test('a file that does not end within its limit is stopped, though it hears no signal', async () => {
  const file = await written('busy.mjs', `test('busy', () => { for (;;); });`);
  const run = await runFile(file, { watcher, limitMs: 50, lastWordsMs: 50 });
  assert.ok(run.isHung);
  assert.deepEqual([run.passed, run.failed, run.skipped], [0, 1, 0]);
});

test('passed, failed and skipped tests are counted as the file says; a file that breaks counts as one failure', async () => {
  const file = await written(
    'some.mjs',
    `test('a', () => undefined); test('b', () => { throw new Error('no'); }); test('c', { skip: true }, () => undefined);`,
  );
  const some = await runFile(file, { watcher, limitMs: LONG });
  assert.deepEqual([some.passed, some.failed, some.skipped, some.isHung], [1, 1, 1, false]);
  const broken = await runFile(await written('broken.mjs', 'nothing.like.this();'), {
    watcher,
    limitMs: LONG,
  });
  assert.deepEqual([broken.passed, broken.failed], [0, 1]);
});

test('what a failing test is told to leave behind is left behind, and only then', async () => {
  const hook = `globalThis[Symbol.for('taubar.failure-hooks')].add(async (name) => console.log('kept ' + name));`;
  const file = await written(
    'hooked.mjs',
    `import { failureHooks } from './watch-child.mjs';\nfailureHooks(); ${hook}
    test('is fine', () => undefined); test('is not', () => { throw new Error('no'); });`,
  );
  const { output } = await runFile(file, { watcher, limitMs: LONG });
  assert.match(output, /kept is not/);
  assert.doesNotMatch(output, /kept is fine/);
});

test('the last summary counts, and a failure that it hides is one', () => {
  assert.deepEqual(outcomeOf(0, 'ℹ pass 3\nℹ fail 0\nℹ skipped 1\n'), {
    passed: 3,
    failed: 0,
    skipped: 1,
  });
  assert.equal(outcomeOf(1, '# pass 3\n# fail 0\n').failed, 1);
  assert.equal(outcomeOf(1, 'ℹ pass 3\nℹ fail 1\nℹ cancelled 2\n').failed, 3);
});

test('the longest files go first, and a browser test is known by what it imports', () => {
  assert.deepEqual(inOrder(['test/units.test.ts', 'test/panel/axe.test.ts']), [
    'test/panel/axe.test.ts',
    'test/units.test.ts',
  ]);
  assert.ok(needsBrowser(['test/a.test.ts', 'test/tools/browser/launch-browser.ts']));
  assert.ok(!needsBrowser(['test/a.test.ts', 'test/tools/browser/find-browser.ts']));
});

test('what is left out of the quick run is there', async () => {
  for (const file of leftOutOfQuick) await access(file);
});

const A = 'test/pool/a.test.ts';
const B = 'test/pool/b.test.ts';

test('of files that share a process, the one that fails, breaks or hangs is named; so is one without tests', async () => {
  const suites = (b: string): string => `import { beforeEach, describe } from 'node:test';
    describe('${A}', () => { let n = 0; beforeEach(() => { n += 1; }); test('fine', () => { if (n !== 1) throw new Error('no'); }); });
    describe('${B}', () => { ${b} });`;
  const run = async (b: string, limitMs = LONG): ReturnType<typeof runFile> =>
    runFile(await written('group.mjs', suites(b)), { watcher, limitMs });

  const fine = await run(`test('fine', () => undefined);`);
  assert.deepEqual([fine.passed, fine.failed], [2, 0]);
  const failing = await run(`test('no', () => { throw new Error('no'); });`);
  assert.deepEqual([failing.passed, failing.failed], [1, 1]);
  assert.deepEqual(culprits(failing, [A, B]), [B]);
  const broken = await run('nothing.like.this();');
  assert.deepEqual([broken.passed, broken.failed], [1, 1]);
  assert.deepEqual(culprits(broken, [A, B]), [B]);
  const hung = await run(
    `test('hangs', () => new Promise(() => setInterval(() => 0, 99)));`,
    1_500,
  );
  assert.ok(hung.isHung);
  assert.match(hung.output, /not ended: hangs/);
  assert.deepEqual(culprits(hung, [A, B]), [B]);
  assert.deepEqual(culprits({ output: '' }, [A, B]), [A, B]);
});

test("files of a room share a process, slow ones another; not those that are listed, wait or touch what is everyone's", async () => {
  const texts: Record<string, string> = {
    [A]: `test('a', async () => {\n  await 1;\n});`,
    [B]: '',
    'test/pool/waits.test.ts': 'const x = await read();',
    'test/moves/others.test.ts': '',
    'test/moves/devnet.test.ts': '',
    'test/moves/plan-properties.test.ts': '',
    'test/pool/globals.test.ts': 'globalThis.x = 1;',
    'test/oracle/vectors.test.ts': '',
    'test/checks/only.test.ts': '',
    'test/e2e/story.test.ts': '',
    'test/units.test.ts': '',
  };
  const units = await groupFiles(Object.keys(texts), async (file) => texts[file] ?? '');
  assert.deepEqual(units[0]?.files, [A, B]);
  const slow = ['test/moves/devnet.test.ts', 'test/moves/plan-properties.test.ts'];
  assert.deepEqual(units[1]?.files, slow);
  const alone = units.slice(2).map(({ files }) => files.join());
  assert.deepEqual(
    alone.toSorted(),
    Object.keys(texts)
      .filter((file) => ![A, B, ...slow].includes(file))
      .toSorted(),
  );
});
