// A probe as text for people, and as files that the tests can take in.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { looksLikeHex, type parseHex } from '../../../src/chain/scale/hex.ts';
import type { ScaleValue } from '../../../src/chain/scale/scale-decoder.ts';
import type { CheckValue } from '../../../src/model/check.ts';
import type { GuardRow } from '../../../src/model/guard.ts';
import { NEWEST_KNOWN_SPEC } from '../../../src/model/known-specs.ts';
import { isNewerThanKnown, type Probe } from './probe-node.ts';
import type { Exchange } from './recording-socket.ts';

const figure = (value: CheckValue): string => ('text' in value ? value.text : String(value.amount));

function verdictText({ verdict }: GuardRow): string {
  switch (verdict.state) {
    case 'agrees':
      return 'agrees';
    case 'not-checked':
      return `not checked: ${verdict.reason}`;
    case 'disagrees': {
      const where = verdict.where === null ? '' : ` on subnet ${verdict.where}`;
      return `DIFFERS${where}: ours ${figure(verdict.ours)}, the chain's ${figure(verdict.chain)}`;
    }
  }
}

/** One line a method: how often, the bytes of the answers, the slowest. */
function costLines(exchanges: readonly Exchange[]): string[] {
  const byMethod = new Map<string, Exchange[]>();
  for (const one of exchanges) {
    const api = one.method === 'state_call' ? ` ${String(one.params[0])}` : '';
    const key = `${one.method}${api}`;
    byMethod.set(key, [...(byMethod.get(key) ?? []), one]);
  }
  return [...byMethod].map(([method, all]) => {
    const bytes = all.reduce((sum, one) => sum + one.bytes, 0);
    const slowest = Math.max(...all.map(({ took }) => took ?? 0));
    return `  ${method}: ${all.length} ×, ${bytes} bytes, slowest ${slowest} ms`;
  });
}

function refusalLines(exchanges: readonly Exchange[]): string[] {
  const refused = exchanges.filter(({ error }) => error !== undefined);
  if (refused.length === 0) return ['  none met'];
  return refused.map(({ method, error }) => {
    const data = error?.data === undefined ? '' : ` ${JSON.stringify(error.data)}`;
    return `  ${method}: ${String(error?.code)} ${String(error?.message)}${data}`;
  });
}

export function reportOf(probe: Probe): string {
  const { endpoint, runtime, block, layouts, rows, services, exchanges } = probe;
  const { specName, specVersion, genesisHash } = runtime.ref;
  const absent = layouts.filter(({ shape }) => shape === null);
  return [
    endpoint,
    `genesis ${genesisHash}, ${specName} ${specVersion}, block ${block.number} ${block.hash}`,
    isNewerThanKnown(probe)
      ? `newer than ${NEWEST_KNOWN_SPEC}: holds, caps and limits per call cannot be checked`
      : `known up to ${NEWEST_KNOWN_SPEC}`,
    '',
    'Compared',
    ...rows.map((row) => `  ${row.name ?? row.subject}: ${verdictText(row)}`),
    '',
    'Services',
    ...services.map(
      ({ name, isServed, words }) => `  ${name}: ${isServed ? 'served' : 'not served'} (${words})`,
    ),
    '',
    'Questions and bytes',
    ...costLines(exchanges),
    '',
    'Refusals, limits and penalties',
    ...refusalLines(exchanges),
    '',
    `Absent of what we read: ${absent.map(({ name }) => name).join(', ') || 'nothing'}`,
    'Layouts',
    ...layouts.flatMap(({ name, shape }) => (shape === null ? [] : [`  ${name}: ${shape}`])),
    '',
  ].join('\n');
}

const isPlain = (value: unknown): value is Record<string, ScaleValue> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Amounts as decimal strings: JSON's numbers would round them. */
const spell = (_name: string, part: unknown): unknown =>
  typeof part === 'bigint' ? part.toString() : part;

type Hex = ReturnType<typeof parseHex>;

/** Answers of runtime APIs, and storage as it was answered, each with the block that it was asked for. */
export function fixtureOf({ endpoint, runtime, block, exchanges }: Probe) {
  const answered = exchanges.filter(({ error, took }) => error === undefined && took !== null);
  const calls = answered.flatMap(({ method, params, result }) =>
    method === 'state_call' && looksLikeHex(result)
      ? [{ method: String(params[0]), args: String(params[1]), at: params[2] ?? null, result }]
      : [],
  );
  const own = calls.filter(({ method }) => !method.startsWith('Metadata_'));
  const decoded: Record<string, ScaleValue> = {};
  for (const { method, result } of own) {
    const cut = method.indexOf('_');
    const api = runtime.api(method.slice(0, cut), method.slice(cut + 1));
    if (api !== null) decoded[method.slice(cut + 1)] ??= api.decode(result);
  }
  const storage = answered.flatMap(({ method, params, result }) => {
    if (method !== 'state_queryStorageAt' || !Array.isArray(result)) return [];
    const sets: unknown[] = result;
    return sets.flatMap((set) => {
      const changes: unknown = isPlain(set) ? Reflect.get(set, 'changes') : null;
      const pairs: unknown[] = Array.isArray(changes) ? changes : [];
      return pairs.flatMap((pair) =>
        Array.isArray(pair)
          ? [{ key: pair[0] as Hex, value: pair[1] as Hex | null, at: params[1] }]
          : [],
      );
    });
  });
  return {
    what: `answers of ${endpoint}, as they came; decoded = the same by this project`,
    readAt: new Date().toISOString(),
    specVersion: runtime.ref.specVersion,
    genesisHash: runtime.ref.genesisHash,
    block,
    metadata: `../metadata/probe-${runtime.ref.specVersion}.scale`,
    calls: own,
    decoded,
    storage,
  };
}

/** `recorded/runtime-<spec>.json`, `metadata/probe-<spec>.scale` and `report.txt`, under that directory. */
export async function writeProbe(directory: string, probe: Probe): Promise<void> {
  const { specVersion } = probe.runtime.ref;
  await mkdir(path.join(directory, 'recorded'), { recursive: true });
  await mkdir(path.join(directory, 'metadata'), { recursive: true });
  const fixture = JSON.stringify(fixtureOf(probe), spell, 1);
  await writeFile(path.join(directory, 'recorded', `runtime-${specVersion}.json`), fixture);
  const metadata = path.join(directory, 'metadata', `probe-${specVersion}.scale`);
  await writeFile(metadata, probe.runtime.metadata);
  await writeFile(path.join(directory, 'report.txt'), reportOf(probe));
}
