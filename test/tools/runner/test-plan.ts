// Which test files go first, how long each may take, and which are left out of the quick run. Runs nothing.

import { readFile } from 'node:fs/promises';
import process from 'node:process';

/** A file that has not ended by then hangs. */
const FILE_LIMIT_MS = 2 * 60_000;
const DEEP_LIMIT_MS = 3 * 3600_000;

/** For a machine that is busy with something else: every limit so many times as long. */
export const patience = Number(process.env['TAUBAR_PATIENCE'] ?? 1);

/** Files with a limit of their own, in milliseconds: twice what a slow machine takes, so that only a hang meets it. */
const limits: Readonly<Record<string, number>> = {
  'test/panel/axe.test.ts': 10 * 60_000,
  'test/e2e/quiet.test.ts': 6 * 60_000,
  'test/e2e/chaos.test.ts': 6 * 60_000,
  'test/e2e/moves.test.ts': 5 * 60_000,
  'test/e2e/claim.test.ts': 5 * 60_000,
  'test/e2e/story.test.ts': 5 * 60_000,
  'test/e2e/firefox.test.ts': 4 * 60_000,
  'test/e2e/books.test.ts': 4 * 60_000,
  'test/bridge/hostile-page.test.ts': 5 * 60_000,
  'test/wallet/lying-wallet.test.ts': 5 * 60_000,
  'test/signing/killed-queue.test.ts': 4 * 60_000,
  'test/signing/killed.test.ts': 4 * 60_000,
  'test/chain/read-earnings.test.ts': 4 * 60_000,
  'test/chain/read-holders.test.ts': 4 * 60_000,
  'test/chain/devnet-faults.test.ts': 4 * 60_000,
  'test/service/panel-cost.test.ts': 4 * 60_000,
};

/** Those that take longest, so that none is left alone at the end. */
const longest: readonly string[] = [
  'test/panel/axe',
  'test/e2e/quiet',
  'test/e2e/chaos',
  'test/e2e/story',
  'test/bridge/hostile-page',
  'test/e2e/moves',
  'test/e2e/claim',
  'test/e2e/firefox',
  'test/wallet/lying-wallet',
  'test/e2e/',
  'test/chain/read-holders',
  'test/chain/read-earnings',
  'test/signing/killed',
  'test/service/record-earnings',
  'test/service/panel-cost',
  'test/oracle/vectors',
  'test/moves/others',
  'test/chain/call-referee',
];

/** Of those that need no browser, what counts for longer than a quick run may take. */
export const leftOutOfQuick: readonly string[] = [
  // Builds the extension, unless it is built.
  'test/bundles.test.ts',
  'test/bridge/page-bundle.test.ts',
  // Thousands of cases against the simulated chain or the reference client.
  'test/chain/call-referee.test.ts',
  'test/chain/devnet-faults.test.ts',
  'test/chain/devnet-upgrade.test.ts',
  'test/chain/read-earnings.test.ts',
  'test/chain/read-holders.test.ts',
  'test/chain/read-unclaimed.test.ts',
  'test/chain/signed-bytes.test.ts',
  'test/chain/wallet-metadata.test.ts',
  'test/devnet/ledger/emission/emission.test.ts',
  'test/devnet/ledger/pools/flow-counters.test.ts',
  'test/devnet/node/node-extrinsics.test.ts',
  'test/devnet/node/node-forks.test.ts',
  'test/devnet/node/node-pool.test.ts',
  'test/devnet/node/node-wire.test.ts',
  'test/emission/net-flow.test.ts',
  'test/moves/compare-with-node.test.ts',
  'test/moves/devnet.test.ts',
  'test/moves/others.test.ts',
  'test/moves/plan-properties.test.ts',
  'test/oracle/vectors.test.ts',
  'test/portfolio/devnet.test.ts',
  'test/service/record-earnings.test.ts',
  'test/signing/devnet.test.ts',
  'test/signing/killed-devnet.test.ts',
  'test/signing/killed-queue.test.ts',
  'test/signing/killed.test.ts',
  'test/signing/wallets.test.ts',
];

/** Rooms whose files share a process: starting one and warming up the same code costs more than most of them. */
const sharedRooms: readonly (readonly string[])[] = [
  ['test/pool/', 'test/oracle/'],
  ['test/panel/', 'test/store/'],
  ['test/signing/'],
  ['test/chain/'],
  ['test/service/', 'test/bridge/', 'test/wallet/'],
  ['test/devnet/'],
  ['test/checks/', 'test/emission/', 'test/model/', 'test/moves/', 'test/portfolio/'],
];

/** What a file that shares its process must not do, for its text: wait while it is loaded, and change what is everyone's. */
const ownProcess = /^(const .* = )?await |^for await|globalThis|process\.(env|on)|mock\./m;

/** One process of the run: a test file, or several that share it. */
export type Unit = { name: string; entry: string; files: readonly string[] };

/** Whose place or limit is its own. */
const isListed = (file: string): boolean =>
  file in limits || longest.some((start) => file.startsWith(start));

/** Who runs with whom, those that share first: they take longest of what is not listed. */
export async function groupFiles(
  files: readonly string[],
  textOf = (file: string): Promise<string> => readFile(file, 'utf8'),
): Promise<Unit[]> {
  const alone: Unit[] = [];
  const groups = new Map<string, string[]>();
  for (const file of files) {
    const room = sharedRooms.findIndex((starts) => starts.some((start) => file.startsWith(start)));
    const isShared = room !== -1 && !isListed(file) && !ownProcess.test(await textOf(file));
    const group = `${room}${leftOutOfQuick.includes(file) ? '-slow' : ''}`;
    if (isShared) groups.set(group, [...(groups.get(group) ?? []), file]);
    else alone.push({ name: file, entry: file, files: [file] });
  }
  const shared = [...groups].map(([group, together]): Unit => {
    const [first = ''] = together;
    if (together.length === 1) return { name: first, entry: first, files: together };
    const rooms = sharedRooms[Number.parseInt(group, 10)]?.join(', ');
    const slow = group.endsWith('-slow') ? ', slow' : '';
    const name = `${rooms} (${together.length} files${slow})`;
    return { name, entry: `test-group-${group}`, files: together };
  });
  return [...shared, ...alone];
}

export const limitOf = (file: string, isDeep: boolean): number =>
  patience * (isDeep ? DEEP_LIMIT_MS : (limits[file] ?? FILE_LIMIT_MS));

/** A process that several share may take twice as long. */
export const limitOfUnit = ({ name, files }: Unit, isDeep: boolean): number =>
  limitOf(name, isDeep) * (files.length > 1 ? 2 : 1);

/** The order to start them in. */
export function inOrder(files: readonly string[]): string[] {
  const place = (file: string): number => {
    const found = longest.findIndex((start) => file.startsWith(start));
    return found === -1 ? longest.length : found;
  };
  return files.toSorted((a, b) => place(a) - place(b));
}

/** A test needs a browser when its imports lead to one of the two that launch one. */
export const needsBrowser = (inputs: readonly string[]): boolean =>
  inputs.some((input) => /^test\/tools\/browser\/launch-(browser|firefox)\.ts$/.test(input));
