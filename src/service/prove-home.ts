// One run of proofs over home's figures, and what later blocks add to it. A figure that its proof contradicts is a lie of
// the node, which is left for another one: so that node told the figures, and it alone is asked. Votes that do not fit may
// be the fault of the start too, and are only said.
// Longer than 250 lines because each step of a run saves through the same record and ends with the same failures.
import type { ChainClient } from '../chain/chain-client.ts';
import type { Header } from '../chain/rpc/block-header.ts';
import type { RpcCall } from '../chain/runtime/runtime-source.ts';
import { AppError, toAppError, toWireError } from '../errors.ts';
import { isEnoughProven } from '../model/enough-proven.ts';
import type { Snapshot } from '../model/facts.ts';
import type { HomeProof, ProofRecord } from '../model/proof.ts';
import { blockBefore } from '../proof/block-before.ts';
import { proveFigures } from '../proof/prove-figures.ts';
import { authorsAfter, followToNewest } from '../proof/reach-anchor.ts';
import { headerOf } from '../proof/read-header.ts';
import { countAuthors, requireSealed, type SeenHeaders } from '../proof/stand-on.ts';
import { changeProofs } from '../store/proofs.ts';
import { askOnly, isMoved } from './ask-only.ts';
import { chooseFigures } from './choose-figures.ts';
import { meterQuestions, type Meter } from './meter-questions.ts';
import { PAUSE_MS } from './proof-pauses.ts';
import { lastingError, lastingLie, startOf } from './proof-standing.ts';

/** Of home's figures, 250 kB once a session; one more question may follow. Votes, which come in a whole block, are outside it. */
const MOST_BYTES = 210_000;
/** What a node lacks for good, or for long. */
const PAUSED_FOR = new Set(['state_getReadProof', 'justifications']);

export type HomeRun = {
  client: ChainClient;
  endpoint: string;
  period: number;
  now: () => number;
  clock: () => number;
  announce: () => void;
  /** The last number up to which finality was followed: a period is looked at once. */
  followedTo: number;
  /** The final block from which the figures' block was looked for last: once is enough. */
  lookedFrom: string | null;
  /** The endpoint was not connected all the time: nothing is said of it, and another run is due. */
  hasMoved: boolean;
  seen: SeenHeaders;
  /** Another start was chosen meanwhile. */
  isEnded: boolean;
};

type Save = (change: (record: ProofRecord) => Partial<ProofRecord>) => Promise<ProofRecord>;

const aboutOf = ({ detail }: AppError): string =>
  typeof detail['about'] === 'string' ? detail['about'] : '';

/** What a run finds rests on the start that it began with: once another one is chosen, nothing of it is kept. */
function saver(run: HomeRun, { genesisHash, start }: ProofRecord): Save {
  const begunWith = JSON.stringify(start, spell);
  return async (change) => {
    const record = await changeProofs(genesisHash, (now) => {
      run.isEnded ||= JSON.stringify(now.start, spell) !== begunWith;
      return run.isEnded ? {} : change(now);
    });
    run.announce();
    return record;
  };
}

/** What came of a run that failed. `isFigure`: the node told figures or headers that do not hold. */
async function failed(run: HomeRun, save: Save, error: unknown, isFigure: boolean): Promise<void> {
  const { client, endpoint, now } = run;
  const reason = toAppError(error);
  if (isMoved(reason)) {
    run.hasMoved = true;
    return;
  }
  const isSame = client.status().endpoint === endpoint;
  // It may have hung up since: nobody else was asked.
  if (reason.code === 'PROOF_INVALID') {
    const about = aboutOf(reason);
    const named = new AppError('PROOF_INVALID', { about, endpoint }, reason);
    const { start } = await save(({ home }) => ({
      error: toWireError(named),
      home: home && { ...home, mark: 'node' },
      ...(isFigure && { home: null, lie: { endpoint, about, at: now() } }),
    }));
    if (run.isEnded) return;
    if (isFigure || start?.source === 'shipped') client.proofs.accuse(named);
    return;
  }
  const isPaused = reason.code === 'PROOF_NOT_SERVED' && PAUSED_FOR.has(aboutOf(reason));
  await save(({ pauses }) => ({
    error: toWireError(reason),
    ...(isPaused && isSame && { pauses: { ...pauses, [endpoint]: now() + PAUSE_MS } }),
  }));
}

async function proveShown(run: HomeRun, snapshot: Snapshot, ask: RpcCall): Promise<HomeProof> {
  const { client, endpoint } = run;
  const { block } = snapshot;
  const header = await headerOf(ask, block);
  const runtime = await client.runtimeAt(block.hash);
  // Another node's metadata may say that figures are stored elsewhere.
  askOnly(client, endpoint).requireSame();
  const { parts, all, valueOf } = chooseFigures(snapshot);
  const proven = await proveFigures({
    ask,
    header,
    runtime,
    shown: snapshot,
    parts,
    mostBytes: MOST_BYTES,
  });
  return {
    block,
    mark: 'node',
    parts: proven.parts,
    valueBps: valueOf(proven.parts),
    all,
    authors: null,
    votes: null,
  };
}

async function follow(run: HomeRun, record: ProofRecord, save: Save, ask: RpcCall): Promise<void> {
  const { client, endpoint, period } = run;
  const { state } = record;
  if (state === null) return;
  const { number: finalized } = await client.finalizedHead();
  run.followedTo = finalized;
  const offset = record.places[endpoint] ?? null;
  const followed = await followToNewest(ask, { state, finalized, offset, period }, async (kept) => {
    await save(({ newest, places }) => ({
      state: kept.state,
      newest: kept.newest ?? newest,
      places: kept.offset === null ? places : { ...places, [endpoint]: kept.offset },
    }));
  });
  const { block } = followed.state;
  if (record.authors?.block.hash === block.hash) return;
  const authors = await authorsAfter(ask, block);
  if (authors !== null) await save(() => ({ authors }));
}

/** Whether a later justification may be kept by now. */
function mayBeCovered(run: HomeRun, record: ProofRecord, finalized: number): boolean {
  const past = Math.min(8, run.period >> 1);
  const periodOf = (number: number): number => Math.floor((number - past) / run.period);
  return record.state !== null && periodOf(finalized) > periodOf(run.followedTo);
}

/** Final, where the newest final block is that one or one after it. null: its chain has another block there. */
async function coveredBy(
  run: HomeRun,
  ask: RpcCall,
  { newest }: ProofRecord,
  home: HomeProof,
): Promise<HomeProof | null> {
  if (newest === null || newest.block.number < home.block.number) return home;
  const mark = isEnoughProven(home) ? 'proven' : 'node';
  if (run.lookedFrom === newest.block.hash) return home;
  run.lookedFrom = newest.block.hash;
  const from = await headerOf(ask, newest.block);
  const { header } = await blockBefore(ask, from, home.block.number);
  return header.hash === home.block.hash ? { ...home, mark, votes: newest } : null;
}

async function headHeader(run: HomeRun, ask: RpcCall): Promise<Header> {
  const head = await run.client.head();
  return run.client.proofs.headers().get(head.hash) ?? headerOf(ask, head);
}

async function standingOf(
  run: HomeRun,
  ask: RpcCall,
  { authors }: ProofRecord,
  home: HomeProof,
): Promise<HomeProof | null> {
  if (authors === null || home.mark !== 'node' || home.votes !== null) return home;
  const before = home.authors;
  // More of them would change no mark.
  if (before !== null && before.authors >= before.needed && !isEnoughProven(home)) return home;
  const { requireSame } = askOnly(run.client, run.endpoint);
  requireSame();
  for (const header of run.client.proofs.headers().values()) {
    run.seen.headers.set(header.hash, header);
  }
  const head = await headHeader(run, ask);
  requireSame();
  const counted = await countAuthors(ask, head, home.block, authors, run.seen);
  if (counted === 'elsewhere') return null;
  if (typeof counted === 'string') return home;
  const { isConfirmed, ...count } = counted;
  return {
    ...home,
    authors: count,
    mark: isConfirmed && isEnoughProven(home) ? 'authors' : 'node',
  };
}

/** A later block has come: what it adds. false: the figures' block is on no chain any more, and a new run is due. */
export async function advanceHome(run: HomeRun, before: ProofRecord): Promise<boolean> {
  if (before.home === null || before.home.votes !== null) return true;
  const save = saver(run, before);
  const meter = meterQuestions(askOnly(run.client, run.endpoint).ask, run.clock);
  let record = before;
  let isFigure = false;
  try {
    if (mayBeCovered(run, record, (await run.client.finalizedHead()).number)) {
      await follow(run, record, save, meter.ask);
      record = await save(() => ({}));
    }
    isFigure = true;
    const covered = record.home && (await coveredBy(run, meter.ask, record, record.home));
    const stood = covered && (await standingOf(run, meter.ask, record, covered));
    const isChanged = JSON.stringify(stood, spell) !== JSON.stringify(before.home, spell);
    if (isChanged)
      await save((now) => ({ home: stood, error: lastingError(now), ...spent(now, meter) }));
    return stood !== null;
  } catch (error) {
    await failed(run, save, error, isFigure);
    return true;
  }
}

const spell = (_name: string, part: unknown): unknown =>
  typeof part === 'bigint' ? String(part) : part;

const spent = ({ bytes, ms }: ProofRecord, meter: Meter): Pick<ProofRecord, 'bytes' | 'ms'> => {
  const cost = meter.cost();
  return { bytes: bytes + cost.bytes, ms: ms + cost.ms };
};

/** Proves the figures on screen, which the run's endpoint told, follows finality, and looks who made their block. */
export async function proveHome(run: HomeRun, snapshot: Snapshot): Promise<void> {
  const meter = meterQuestions(askOnly(run.client, run.endpoint).ask, run.clock);
  const { endpoint, now } = run;
  let record = await changeProofs(snapshot.genesisHash, (before) => ({
    ...startOf(before),
    endpoint,
    ranAt: now(),
    error: null,
    home: null,
    bytes: 0,
    ms: 0,
  }));
  run.announce();
  if (record.start === null) return;
  const save = saver(run, record);
  let isFigure = true;
  try {
    const home = await proveShown(run, snapshot, meter.ask);
    record = await save(() => ({ home, ...meter.cost() }));
    isFigure = false;
    if (run.isEnded) return;
    await follow(run, record, save, meter.ask);
    record = await save(() => meter.cost());
    if (run.isEnded) return;
    isFigure = true;
    const header = await headerOf(meter.ask, snapshot.block);
    if (record.authors !== null) await requireSealed(meter.ask, header, record.authors.keys);
    await save(({ lie }) => ({ ...meter.cost(), lie: lastingLie(lie, endpoint, now()) }));
  } catch (error) {
    await failed(run, save, error, isFigure);
    return;
  }
  await advanceHome(run, record);
}
