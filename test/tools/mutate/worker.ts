// A warm process: compiles each bundled test file once and runs it again and again, each time with another mutant on.
// Told what to run by its parent; prints nothing.
import type { EventEmitter } from 'node:events';
import { readFile } from 'node:fs/promises';
import process from 'node:process';
import vm from 'node:vm';
import fc from 'fast-check';
import { createRegistry, type Registry, type TestRun } from './quick-test.ts';

export type Ask = {
  bundle: string;
  /** The mutant that is on, or null to note which mutants each test reaches. */
  mutant: number | null;
  only?: number[];
};

export type Answer = {
  runs: (Pick<TestRun, 'index' | 'ms' | 'isSkipped'> & { error?: string })[];
  /** What a run with no mutant reached: while the file was loaded (-1), and by test. */
  reached: [number, number[]][];
  /** Something is left open that could reach into the next run. */
  isDirty: boolean;
};

type Switch = number | ((id: number) => boolean);
type Load = (on: Switch, load: (name: string) => unknown) => Promise<void>;

/** The same cases each time, and no search for a smaller one: only whether it fails is of interest. */
const SEED = 20_261_129;
fc.configureGlobal({ seed: SEED, endOnFailure: true });

const loaders = new Map<string, Load>();

/** esbuild keeps the imports of packages at the head: they become what can stand in a function. */
async function loaderOf(bundle: string, isNoting: boolean): Promise<Load> {
  const key = `${bundle} ${isNoting}`;
  const known = loaders.get(key);
  if (known !== undefined) return known;
  const source = await readFile(bundle, 'utf8');
  const body = source
    .replace(
      /^import (?:([\w$]+)(?:, )?)?(?:\* as ([\w$]+) )?(\{[^}]*\})? ?from "([^"]+)";$/gm,
      (
        _,
        first: string | undefined,
        whole: string | undefined,
        named: string | undefined,
        from,
      ) => {
        const parts = [
          ...(first === undefined ? [] : [`{ default: ${first} } = await $load("${from}")`]),
          ...(whole === undefined ? [] : [`${whole} = await $load("${from}")`]),
          ...(named === undefined
            ? []
            : [`${named.replace(/ as /g, ': ')} = await $load("${from}")`]),
        ];
        return `const ${parts.join(', ')};`;
      },
    )
    .replace(/^import "([^"]+)";$/gm, 'await $load("$1");')
    .replace(/\bimport\("/g, '$load("')
    .replace(/^export \{[^}]*\};$/gm, '');
  // esbuild writes a thousand as 1e3.
  const plain = isNoting ? body : body.replace(/\$m\(([\de]+)\)/g, '($m === $1)');
  const script = new vm.Script(`(async ($m, $load) => {${plain}\n})`, { filename: bundle });
  const load: Load = script.runInThisContext();
  loaders.set(key, load);
  return load;
}

let failOutside: ((error: unknown) => void) | null = null;
process.on('unhandledRejection', (error) => failOutside?.(error));
process.on('uncaughtException', (error) => failOutside?.(error));
const events = ['unhandledRejection', 'uncaughtException', 'exit', 'SIGTERM'];
const emitter: EventEmitter = process;
const listeners = new Map(events.map((event) => [event, new Set(emitter.listeners(event))]));

/** Set by packages when they are loaded, which happens once a process. */
const ofPackages = new Set<PropertyKey>();

/** What a file leaves on the global object would meet the next one. */
function keepGlobals(): () => void {
  const before = Object.getOwnPropertyDescriptors(globalThis);
  const kept: Record<PropertyKey, PropertyDescriptor | undefined> = { ...before };
  return () => {
    for (const key of Reflect.ownKeys(globalThis)) {
      const now = Object.getOwnPropertyDescriptor(globalThis, key);
      const was = kept[key];
      if (was === undefined && !ofPackages.has(key)) Reflect.deleteProperty(globalThis, key);
      else if (was === undefined) continue;
      else if (now?.value !== was.value || now?.get !== was.get) {
        Object.defineProperty(globalThis, key, was);
      }
    }
    for (const event of events) {
      for (const listener of emitter.listeners(event)) {
        if (!listeners.get(event)?.has(listener)) emitter.off(event, listener as () => void);
      }
    }
  };
}

async function freshDatabase(): Promise<void> {
  if (!('IDBFactory' in globalThis)) return;
  const { IDBFactory } = await import('fake-indexeddb');
  Object.defineProperty(globalThis, 'indexedDB', {
    value: new IDBFactory(),
    configurable: true,
    writable: true,
  });
}

const opened = (): number =>
  process.getActiveResourcesInfo().filter((kind) => /TCP|Timeout|Pipe|Process/.test(kind)).length;

async function run({ bundle, mutant, only }: Ask): Promise<Answer> {
  const restore = keepGlobals();
  const openedBefore = opened();
  const load = await loaderOf(bundle, mutant === null);
  await freshDatabase();
  const registry = createRegistry();
  const reached = new Map<number, Set<number>>([[-1, new Set()]]);
  let here = reached.get(-1);
  const note = (id: number): boolean => {
    here?.add(id);
    return false;
  };
  const outside = (): Promise<never> =>
    new Promise((_, reject) => {
      failOutside = reject;
    });
  const noteStart = (index: number): void => {
    here = new Set();
    reached.set(index, here);
  };
  let runs: TestRun[];
  try {
    // For scripts that run in a world of their own.
    Object.assign(globalThis, { $m: mutant === null ? note : (id: number) => id === mutant });
    await Promise.race([load(mutant ?? note, loadOf(registry)), outside()]);
    runs = await registry.run({
      only: only && new Set(only),
      outside,
      onStart: noteStart,
      isBrief: mutant !== null,
    });
  } catch (error) {
    runs = [{ index: -1, ms: 0, error: error ?? new Error('failed with nothing') }];
  }
  failOutside = null;
  restore();
  return {
    runs: runs.map(({ error, ...rest }) =>
      error === undefined ? rest : { ...rest, error: textOf(error) },
    ),
    reached: [...reached].map(([index, ids]) => [index, [...ids]]),
    isDirty: opened() > openedBefore,
  };
}

const loadOf =
  ({ module }: Registry) =>
  async (name: string): Promise<unknown> => {
    if (name === 'node:test') return module;
    const before = new Set(Reflect.ownKeys(globalThis));
    const loaded: unknown = await import(name);
    for (const key of Reflect.ownKeys(globalThis)) if (!before.has(key)) ofPackages.add(key);
    return loaded;
  };

const textOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).slice(0, 300);

process.on('message', (ask: Ask) => {
  void run(ask).then((answer) => process.send?.(answer));
});
