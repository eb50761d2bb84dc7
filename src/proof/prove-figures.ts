// Figures of a snapshot held against proven storage: free TAO, pools, positions. What a node told and what its block's
// state holds must be the same, or the node lies.
// The runtime's metadata says where each figure is stored; it is the node's word (SECURITY.md).
import type { Header } from '../chain/rpc/block-header.ts';
import { queryAccount } from '../chain/reads/read-accounts.ts';
import { alphaOfShare, NO_SHARES } from '../chain/reads/read-holders.ts';
import { queryHotkeyPool, queryIsClosed, queryShare } from '../chain/reads/query-position.ts';
import { queryBlockTime } from '../chain/reads/read-block-time.ts';
import { queryPool } from '../chain/reads/read-subnets.ts';
import type { Runtime } from '../chain/runtime/runtime.ts';
import type { RpcCall } from '../chain/runtime/runtime-source.ts';
import { combineQueries, queryAll, type StorageQuery } from '../chain/runtime/storage-query.ts';
import type { Snapshot } from '../model/facts.ts';
import type { ProvenPart } from '../model/proof.ts';
import { invalid, strictly } from './proof-failure.ts';
import { askReadProof, verifyReadProof } from './read-proof.ts';

/** What is on screen: the figures of one block. */
type ShownFigures = Pick<Snapshot, 'accounts' | 'subnets' | 'positions' | 'blockTime'>;

/** So many are asked for and verified at once: between two questions the worker answers others. */
const PARTS_AT_ONCE = 8;

/** Bigints as text; a record's fields in their order, which one function made on both sides. */
const spelled = (value: unknown): string =>
  JSON.stringify(value, (_name, part: unknown) => (typeof part === 'bigint' ? `${part}n` : part));

/**
 * The chain rounds share numbers on the way to a position's alpha, so that its own figure may differ by a unit, and old
 * share numbers by parts in 10^15.
 */
const LEAST_ROUNDING = 2n;
const PARTS = 10n ** 12n;

function isSameAlpha(a: bigint, b: bigint): boolean {
  const difference = a > b ? a - b : b - a;
  return difference <= LEAST_ROUNDING || difference * PARTS <= b;
}

/** What the storage says, and whether it is what is shown. */
type Comparison = { about: string; isSame: boolean };

function compare(
  runtime: Runtime,
  shown: ShownFigures,
  part: ProvenPart,
): StorageQuery<Comparison> {
  if (part.kind === 'account') {
    const { coldkey } = part;
    const told = shown.accounts.find((one) => one.coldkey === coldkey);
    const query = queryAccount(runtime, coldkey);
    return combineQueries([query], (valueAt) => ({
      about: 'an account',
      isSame: spelled(query.read(valueAt)) === spelled(told),
    }));
  }
  const { netuid } = part;
  if (part.kind === 'pool') {
    const told = shown.subnets.find((one) => one.netuid === netuid);
    const query = queryPool(runtime, netuid);
    return combineQueries([query], (valueAt) => ({
      about: `the liquidity of SN${netuid}`,
      isSame: spelled(query.read(valueAt)) === spelled({ curve: told?.curve, pool: told?.pool }),
    }));
  }
  const told = shown.positions.find(
    (one) => one.netuid === netuid && one.hotkey === part.hotkey && one.coldkey === part.coldkey,
  );
  const share = queryShare(runtime, part);
  const whole = queryHotkeyPool(runtime, part.hotkey, netuid);
  const closed = queryIsClosed(runtime, part);
  return combineQueries([share, whole, closed], (valueAt) => {
    const { alpha, shares } = whole.read(valueAt);
    const mine = closed.read(valueAt) ? NO_SHARES : (share.read(valueAt) ?? NO_SHARES);
    return {
      about: `a position in SN${netuid}`,
      isSame: told !== undefined && isSameAlpha(told.alpha, alphaOfShare(alpha, mine, shares)),
    };
  });
}

/** The block's own time: how old the figures are is shown with them. */
function compareTime(runtime: Runtime, { blockTime }: ShownFigures): StorageQuery<Comparison> {
  const query = queryBlockTime(runtime);
  return combineQueries([query], (valueAt) => ({
    about: 'the time of the block',
    isSame: query.read(valueAt) === blockTime,
  }));
}

type ProveFigures = {
  ask: RpcCall;
  /** Of the block of the figures. */
  header: Header;
  runtime: Runtime;
  shown: ShownFigures;
  /** In the order in which they matter. */
  parts: readonly ProvenPart[];
  /** No further question once the answers took so many. */
  mostBytes: number;
  signal?: AbortSignal;
};

/**
 * The parts that the block's state holds as they are shown: all, or as many as `mostBytes` allow. That the header is the
 * chain's is not shown here. Throws PROOF_INVALID for what the state does not hold, PROOF_NOT_SERVED.
 */
export async function proveFigures(
  options: ProveFigures,
): Promise<{ parts: ProvenPart[]; bytes: number }> {
  const { ask, header, runtime, shown, parts, mostBytes, signal } = options;
  const proven: ProvenPart[] = [];
  let bytes = 0;
  for (let at = 0; at < parts.length && bytes < mostBytes; at += PARTS_AT_ONCE) {
    const some = parts.slice(at, at + PARTS_AT_ONCE);
    const query = queryAll([
      compareTime(runtime, shown),
      ...some.map((part) => compare(runtime, shown, part)),
    ]);
    const keys = [...new Set(query.keys)];
    const asked = await askReadProof(ask, header.hash, keys, signal);
    bytes += asked.bytes;
    const values = verifyReadProof(header.stateRoot, asked.nodes, keys);
    const found = strictly('a stored value', () => query.read((key) => values.get(key) ?? null));
    const wrong = found.find(({ isSame }) => !isSame);
    if (wrong) throw invalid(wrong.about);
    proven.push(...some);
  }
  return { parts: proven, bytes };
}
