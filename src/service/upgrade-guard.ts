// The guard of a runtime: what of it was compared with the chain before anybody signs on it. Reads at the first review on a
// new code, keeps the result in the store, and reads again only what a node left unanswered.
import type { ChainClient } from '../chain/chain-client.ts';
import { AppError } from '../errors.ts';
import { judgeRuntime } from '../guard/judge-runtime.ts';
import { sampleQueries } from '../guard/judge-pools.ts';
import { isFresh } from '../model/age.ts';
import type { GuardRecord } from '../model/guard-record.ts';
import { hasGap, isDisputed } from '../model/guard-rows.ts';
import { readGuardRecord, writeGuardRecord } from '../store/guards.ts';
import type { Hex } from '../units.ts';

type GuardChain = Pick<
  ChainClient,
  'genesisHash' | 'head' | 'readCodeHash' | 'readGuardFacts' | 'status'
>;

type UpgradeGuard = {
  /**
   * The record of the runtime that the client's node runs; `specVersion`: of the facts that a plan is made from. `isAgain`:
   * read anew whatever is kept. Throws what connecting and reading throws; a refused question is a row, no error.
   */
  check(
    client: GuardChain,
    wanted: { specVersion: number; isAgain: boolean },
  ): Promise<GuardRecord>;
};

/** What is known of the runtime with that spec, as the chosen network's node runs it. */
export type CheckRuntime = (wanted: {
  specVersion: number;
  isAgain: boolean;
}) => Promise<GuardRecord>;

/** Milliseconds until a question that was refused is asked again, and until figures that differed are compared again. */
const ASK_AGAIN_MS = 60_000;
const COMPARE_AGAIN_MS = 600_000;

/** What agreed, or is not on this runtime, stays so; what one node refused or told otherwise, another is asked at once. */
function isSettled({ rows, readAt, endpoint }: GuardRecord, at: string | null, now: number) {
  const isOpen = hasGap(rows);
  const isOther = isDisputed(rows);
  if (!isOpen && !isOther) return true;
  return endpoint === at && isFresh(readAt, now, isOther ? COMPARE_AGAIN_MS : ASK_AGAIN_MS);
}

export function createUpgradeGuard(parts: {
  /** The store has a new record. */
  announce: () => void;
  now: () => number;
  report: (error: unknown) => void;
}): UpgradeGuard {
  const { announce, now, report } = parts;
  /** The code by node and spec: on one node a spec has one code, so a second review asks nothing. */
  const codes = new Map<string, Hex>();
  const running = new Map<string, Promise<GuardRecord>>();

  async function codeOf(client: GuardChain, place: string): Promise<Hex> {
    const known = codes.get(place);
    if (known !== undefined) return known;
    const { hash } = await client.head();
    const code = await client.readCodeHash(hash);
    codes.set(place, code);
    return code;
  }

  async function read(
    client: GuardChain,
    { genesisHash, code }: Pick<GuardRecord, 'genesisHash' | 'code'>,
  ): Promise<GuardRecord> {
    const facts = await client.readGuardFacts((pools, { hash }) => sampleQueries(pools, hash));
    const record: GuardRecord = {
      genesisHash,
      specVersion: facts.runtime.specVersion,
      code,
      block: facts.block,
      readAt: now(),
      endpoint: client.status().endpoint,
      rows: judgeRuntime(facts),
      cost: facts.cost,
    };
    // Without a kept record the next review is only slower.
    await writeGuardRecord(record).catch(report);
    announce();
    return record;
  }

  return {
    async check(client, { specVersion, isAgain }) {
      const genesisHash = client.genesisHash();
      if (genesisHash === null) throw new AppError('NODE_UNREACHABLE', { what: 'network' });
      const place = `${genesisHash} ${client.status().endpoint} ${specVersion}`;
      const code = await codeOf(client, place);
      const kept = isAgain ? null : await readGuardRecord({ genesisHash, specVersion, code });
      if (kept !== null && isSettled(kept, client.status().endpoint, now())) return kept;
      const key = `${place} ${code}`;
      const reading =
        running.get(key) ??
        read(client, { genesisHash, code }).finally(() => {
          running.delete(key);
        });
      running.set(key, reading);
      const record = await reading;
      // The runtime moved on meanwhile: its code is not the one that was asked for.
      if (record.specVersion !== specVersion) codes.delete(place);
      return record;
    },
  };
}
