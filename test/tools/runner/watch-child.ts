// Loaded into the process of every test file: knows which tests have not ended, and tells it on SIGUSR2 together with
// what keeps the process alive. Also calls what is registered to be done when a test fails.
import process from 'node:process';
import { afterEach, type TestContext } from 'node:test';
import { failureHooks } from './failure-hooks.ts';

export { failureHooks };

type Told = { type: string; data: { name?: string; nesting?: number; file?: string } };

const unended = new Map<string, string>();

const keyOf = ({ name, nesting, file }: Told['data']): string => `${file} ${nesting} ${name}`;

/** A suite of a group, named for its file. */
const isFile = ({ name = '', nesting }: Told['data']): boolean =>
  nesting === 0 && /\.test\.tsx?$/.test(name);

/**
 * A reporter that names only the failed files of a group: the runner prints what the built-in one says. A file without
 * tests failed: they came when its suite was closed, as those of a file do that waits for something while it is loaded.
 */
export default async function* watch(events: AsyncIterable<Told>): AsyncGenerator<string> {
  let inFile = 0;
  for await (const { type, data } of events) {
    if (type === 'test:dequeue') unended.set(keyOf(data), data.name ?? '');
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    unended.delete(keyOf(data));
    inFile += 1;
    if (data.nesting !== 0) continue;
    const isEmpty = isFile(data) && inFile === 1;
    if (isEmpty) process.exitCode = 1;
    if (isEmpty || (isFile(data) && type === 'test:fail')) yield `\n✖ in ${data.name}\n`;
    inFile = 0;
  }
  yield '';
}

/** One line a handle: its kind, and where it leads. */
function handles(): string[] {
  const inside: { _getActiveHandles?: () => object[] } = Object(process);
  return (inside._getActiveHandles?.() ?? []).map((handle) => {
    const parts: Record<string, unknown> = { ...handle };
    const words = [handle.constructor.name];
    if ('fd' in handle && typeof handle.fd === 'number') words.push(`fd ${handle.fd}`);
    if ('spawnfile' in parts)
      words.push(`process ${String(parts['pid'])} ${String(parts['spawnfile'])}`);
    if ('address' in handle && typeof handle.address === 'function') {
      words.push(JSON.stringify(handle.address()));
    }
    if ('remotePort' in handle) words.push(`to port ${String(handle.remotePort)}`);
    return words.join(' ');
  });
}

process.on('SIGUSR2', () => {
  const counts = new Map<string, number>();
  for (const kind of process.getActiveResourcesInfo()) {
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  const kinds = [...counts].map(([kind, count]) => `${kind} ×${count}`);
  const lines = [
    ...[...unended.values()].map((name) => `not ended: ${name}`),
    `open: ${kinds.join(', ') || 'nothing'}`,
    ...handles().map((handle) => `  ${handle}`),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  // Exits in the ordinary way, so that what closes browsers at the end still does.
  process.exit(1);
});

afterEach(async (context) => {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `passed` is in node 20.12 and newer, not in its types
  const { name, passed } = context as TestContext & { passed?: boolean };
  if (passed !== false) return;
  for (const hook of failureHooks()) await hook(name);
});
