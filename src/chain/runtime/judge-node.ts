// Whether the node connected is up to date: by blocks seen elsewhere, by what it says of its own syncing, and by the time
// of its newest block. Where two operators agree on that time and this computer does not, the computer's clock is wrong.
import { AppError } from '../../errors.ts';
import { isObject } from '../../parse.ts';
import { isFresh } from '../../model/age.ts';
import type { BlockRef } from '../../model/facts.ts';
import type { Hex } from '../../units.ts';
import type { NodeLink } from '../rpc/node-link.ts';
import { fromHex, parseHex } from '../scale/hex.ts';
import { ScaleReader } from '../scale/scale-reader.ts';

type JudgeOptions = {
  link: Pick<NodeLink, 'request' | 'leave' | 'state'>;
  endpoints: readonly string[];
  operatorOf: (endpoint: string) => string;
  /** Epoch milliseconds of this computer. */
  now: () => number;
  /** A newest block that many milliseconds before or after the computer's time is looked into. */
  oldMs: number;
  onChange: () => void;
};

type NodeJudge = {
  /** A new head of the present connection; `highest`: the highest block seen on any. true: the node was left for it. */
  headArrived: (head: BlockRef, isFirst: boolean, highest: number) => boolean;
  /**
   * Milliseconds that the chain's time is ahead of this computer's, by two operators and blocks that go on; null: the
   * clock is right, or it is not known.
   */
  clockOffset: () => number | null;
};

/** Blocks behind at which a node counts as lagging. */
const LAGGING = 20;
/** So close two operators' times count as the same. */
const ALIKE_MS = 60_000;
const AGAIN_AFTER_MS = 300_000;
/** `Timestamp.Now`: twox128 of both names (chain reference, §3.4). */
const NOW_KEY: Hex = '0xf0c365c3cf59d671eb72da0e7a4113c49f1f0515f462cdcf84e0f1d6045dfcbb';

type Told = { offset: number; number: number };

const countOf = (value: unknown, name: string): number => {
  const part: unknown = isObject(value) ? value[name] : undefined;
  return typeof part === 'number' ? part : 0;
};

export function createNodeJudge(options: JudgeOptions): NodeJudge {
  const { link, endpoints, operatorOf, now, oldMs, onChange } = options;
  const told = new Map<string, Told>();
  const lagging = new Set<string>();
  let judged: { endpoint: string; at: number } | null = null;
  let clock: number | null = null;

  /** null: the node does not say. What it is asked to tell comes first. */
  const ask = (method: string, params: readonly unknown[]): Promise<unknown> =>
    link.request(method, params, { isProbe: true, isLate: true }).catch(() => null);

  function leave(endpoint: string, what: string): boolean {
    return link.leave(new AppError('NODE_BEHIND', { endpoint, what }));
  }

  /** Left once, until it keeps up itself: when all are behind, the chain is, or one told a head that none has. */
  function isLagging(endpoint: string, number: number, highest: number): boolean {
    if (number >= highest - LAGGING) {
      lagging.delete(endpoint);
      return false;
    }
    if (lagging.has(endpoint)) return false;
    lagging.add(endpoint);
    return leave(endpoint, 'lagging');
  }

  function noteTime(endpoint: string, number: number, offset: number): void {
    const operator = operatorOf(endpoint);
    const before = told.get(operator);
    const goesOn =
      before !== undefined && number > before.number && Math.abs(offset - before.offset) < ALIKE_MS;
    const isShared = [...told].some(
      ([other, one]) => other !== operator && Math.abs(one.offset - offset) < ALIKE_MS,
    );
    const isOff = Math.abs(offset) > oldMs;
    // A chain that stands still is as old everywhere: only blocks that go on make it the clock.
    const found = !isOff ? null : goesOn && isShared ? offset : clock;
    told.set(operator, { offset, number: before && goesOn ? before.number : number });
    const isKnown = found !== null && clock !== null && Math.abs(found - clock) < ALIKE_MS;
    if (found === clock || isKnown) return;
    clock = found;
    onChange();
  }

  async function examine(endpoint: string, { hash, number }: BlockRef): Promise<void> {
    const [health, sync, stored] = await Promise.all([
      ask('system_health', []),
      ask('system_syncState', []),
      ask('state_getStorage', [NOW_KEY, hash]),
    ]);
    const { endpoint: present, phase } = link.state();
    if (present !== endpoint || phase !== 'connected') return;
    const behind = countOf(sync, 'highestBlock') - countOf(sync, 'currentBlock');
    const isSyncing = isObject(health) && health['isSyncing'] === true;
    if ((isSyncing || behind > LAGGING) && leave(endpoint, 'syncing')) return;
    if (stored === null || isSyncing) return;
    const time = new ScaleReader(fromHex(parseHex(stored, 'time', 8))).u64();
    const offset = Number(time) - now();
    noteTime(endpoint, number, offset);
    // Another operator's blocks tell whether the node is behind or the clock is wrong.
    if (Math.abs(offset - (clock ?? 0)) > oldMs) leave(endpoint, 'old');
  }

  return {
    headArrived(head, isFirst, highest) {
      const { endpoint } = link.state();
      if (endpoint === null || endpoints.length < 2) return false;
      if (isFirst && isLagging(endpoint, head.number, highest)) return true;
      const isSuspected =
        clock === null && Math.abs(told.get(operatorOf(endpoint))?.offset ?? 0) > oldMs;
      const isDue = judged?.endpoint !== endpoint || !isFresh(judged.at, now(), AGAIN_AFTER_MS);
      if (!isFirst && !isDue && !isSuspected) return false;
      judged = { endpoint, at: now() };
      // What the node cannot be asked is not judged; a node that does not answer was left by the request.
      examine(endpoint, head).catch(() => undefined);
      return false;
    },
    clockOffset: () => clock,
  };
}
