// When proofs are made: once while a panel is open and whenever the user asks, one run at a time, beside the readings; and
// what they start from.
import type { ChainClient } from '../chain/chain-client.ts';
import { AppError } from '../errors.ts';
import { isFresh } from '../model/age.ts';
import { currentNetwork } from '../model/built-in-networks.ts';
import type { Snapshot } from '../model/facts.ts';
import type { ChosenStart, ProofRecord } from '../model/proof.ts';
import { agreedStart } from '../proof/agreed-start.ts';
import { parseTrustedStart } from '../proof/trusted-starts.ts';
import { readProofRecord } from '../store/read-proof-record.ts';
import { areProofsAside, changeProofs } from '../store/proofs.ts';
import { readSettings } from '../store/settings.ts';
import type { Ss58Address } from '../units.ts';
import { MOST_ACCOUNTS } from './choose-figures.ts';
import type { LiveNetwork } from './live-network.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { isPaused } from './proof-pauses.ts';
import { advanceHome, proveHome, type HomeRun } from './prove-home.ts';
import type { SecondSource } from './second-source.ts';

type ProofsParts = {
  live: () => Pick<LiveNetwork, 'withClient'>;
  second: () => Pick<SecondSource, 'with'>;
  /** Reads the figures anew. */
  refreshNow: () => Promise<void>;
  isWatched: () => boolean;
  announce: () => void;
  /** Epoch milliseconds. */
  now: () => number;
  /** Blocks between two kept justifications; of a development chain fewer. */
  period?: number;
};

export type Proofs = {
  /** After each snapshot that was written. */
  snapshotRead(client: ChainClient, snapshot: Snapshot): Promise<void>;
  checkAnswers(): Promise<void>;
  chooseStart(text: string | null): Promise<{ problem: 'form' | 'network' | null }>;
  startFromOperators(): Promise<void>;
};

const PERIOD = 512;
/** A panel that is opened again and again makes no new run: its figures' mark says of which block it is. */
const AGAIN_MS = 600_000;
const MOST_RERUNS = 3;
/** After a run that failed. */
const RETRY_MS = 180_000;

const chosenAccounts = ({ accounts }: Snapshot): Ss58Address[] =>
  accounts.slice(0, MOST_ACCOUNTS).map(({ coldkey }) => coldkey);

/** An account that was added since is in no figure that was proven. */
const coversAccounts = ({ home }: ProofRecord, snapshot: Snapshot): boolean =>
  home !== null &&
  chosenAccounts(snapshot).every((coldkey) =>
    home.parts.some((part) => part.kind === 'account' && part.coldkey === coldkey),
  );

export function createProofs(parts: ProofsParts): Proofs {
  const { announce, now, period = PERIOD } = parts;
  let latest: { client: ChainClient; snapshot: Snapshot } | null = null;
  /** `tried`: the accounts that a run on this connection was made for, whatever came of it. */
  let run: (HomeRun & { reruns: number; tried: readonly Ss58Address[] }) | null = null;
  let isForced = false;
  let isReadAgain = false;

  /** The one who told the figures is not connected any more: asked about them, another one could be named for its lie. */
  const isUntold = ({ client, snapshot }: { client: ChainClient; snapshot: Snapshot }): boolean =>
    snapshot.from === undefined || snapshot.from !== client.status().endpoint;

  /** Once until figures are proven: whoever hangs up again and again costs no more than the readings that come anyway. */
  function readAgain(): void {
    if (isReadAgain) return;
    isReadAgain = true;
    // What goes wrong is said where figures are read; the next ones that are read serve too.
    parts.refreshNow().catch(() => undefined);
  }

  const newRun = (client: ChainClient, snapshot: Snapshot, endpoint: string, reruns: number) => ({
    client,
    endpoint,
    reruns,
    tried: chosenAccounts(snapshot),
    period,
    now,
    clock: () => performance.now(),
    announce,
    followedTo: 0,
    lookedFrom: null,
    hasMoved: false,
    seen: { headers: new Map(), seals: new Map() },
    isEnded: false,
  });

  async function prove(client: ChainClient, snapshot: Snapshot, endpoint: string): Promise<void> {
    const isAgain = run?.client === client && run.endpoint === endpoint;
    const made = newRun(client, snapshot, endpoint, isAgain ? (run?.reruns ?? 0) + 1 : 0);
    run = made;
    await proveHome(made, snapshot);
    if (made.hasMoved) readAgain();
    else isReadAgain = false;
  }

  /** Nothing is proven since some time, unless the node was caught; or an account was added. */
  function isDue(record: ProofRecord, tried: readonly Ss58Address[], snapshot: Snapshot): boolean {
    const { home, lie, endpoint, ranAt } = record;
    if (home !== null) return chosenAccounts(snapshot).some((coldkey) => !tried.includes(coldkey));
    const isCaught = lie !== null && lie.endpoint === endpoint && lie.at >= ranAt;
    return !isCaught && !isFresh(ranAt, now(), RETRY_MS);
  }

  /** What this snapshot gives cause to. */
  const step = oneAtATime(async (next: { client: ChainClient; snapshot: Snapshot }) => {
    const { client, snapshot } = next;
    const { endpoint } = client.status();
    if (endpoint === null) return;
    if (isUntold(next)) {
      readAgain();
      return;
    }
    const record = await readProofRecord(snapshot.genesisHash);
    const wanted = isForced;
    isForced = false;
    if (wanted) {
      await prove(client, snapshot, endpoint);
      return;
    }
    // Nothing is proven before the user has chosen a start, or removed the one that cannot be read.
    if (record === null && (await areProofsAside(snapshot.genesisHash))) return;
    if (isPaused(record, endpoint, now())) return;
    const isBroken = run?.hasMoved === true && run.reruns < MOST_RERUNS;
    if (run?.client !== client || run.endpoint !== endpoint || isBroken) {
      const isRecent =
        record?.endpoint === endpoint &&
        isFresh(record.ranAt, now(), AGAIN_MS) &&
        coversAccounts(record, snapshot);
      if (!isRecent) {
        await prove(client, snapshot, endpoint);
        return;
      }
      run = newRun(client, snapshot, endpoint, 0);
    }
    if (record === null) return;
    const current = run;
    if (isDue(record, current.tried, snapshot)) {
      await prove(client, snapshot, endpoint);
      return;
    }
    const isStanding = await advanceHome(current, record);
    if (!isStanding && current.reruns < MOST_RERUNS) await prove(client, snapshot, endpoint);
  });

  async function checkAnswers(): Promise<void> {
    isForced = true;
    if (latest === null || isUntold(latest)) await parts.refreshNow();
    if (latest !== null) await step(latest);
  }

  async function take(genesisHash: Snapshot['genesisHash'], start: ChosenStart | null) {
    const chosen = {
      start,
      state: start && { set: start.set, block: start.block },
      newest: null,
      authors: null,
      home: null,
      error: null,
      // A run that began before is over, and the next one is due at once.
      ranAt: 0,
    };
    await changeProofs(genesisHash, () => chosen, true);
    run = null;
    announce();
  }

  return {
    async snapshotRead(client, snapshot) {
      latest = { client, snapshot };
      if (!parts.isWatched() || !(await readSettings()).checksAnswers) return;
      await step({ client, snapshot });
    },
    checkAnswers,
    async chooseStart(text) {
      const { genesisHash } = currentNetwork(await readSettings());
      if (genesisHash === null) throw new AppError('NODE_UNREACHABLE', { what: 'not connected' });
      if (text === null) {
        await take(genesisHash, null);
        return { problem: null };
      }
      const parsed = parseTrustedStart(text, genesisHash);
      if ('problem' in parsed) return parsed;
      await take(genesisHash, { source: 'pasted', ...parsed.start });
      return { problem: null };
    },
    startFromOperators: () =>
      parts.live().withClient(async (client) => {
        const genesisHash = client.genesisHash();
        if (genesisHash === null) throw new RangeError('not connected');
        const block = await client.finalizedHead();
        const set = await parts
          .second()
          .with((other) => agreedStart(client.proofs.ask, other.proofs.ask, block));
        await take(genesisHash, { source: 'operators', set, block, madeAt: now() });
      }),
  };
}
