// One row of the chaos table: a signing story brought to a state, struck there by a fault, and gone on with as a
// person would, until it is over. Says what became of it and what the chain holds; judges nothing.
import type { Position } from '../../src/facts.ts';
import type { SigningRequest, SigningState } from '../../src/store/schema.ts';
import { toAlphaRao, toRao, type Hex } from '../../src/units.ts';
import { stopWorker, until } from '../browser/launch-browser.ts';
import { closeWalletWindows } from '../browser/wallet-control.ts';
import { walletWindow } from '../browser/world.ts';
import { ALICE, rememberSite, TAO, type Stage } from './stage.ts';

export const moments = ['draft', 'waiting-for-wallet', 'signed', 'submitted', 'in-block'] as const;
export type Moment = (typeof moments)[number];
export const faults = ['worker killed', 'tab closed', 'node dead', 'browser restarted'] as const;
export type Fault = (typeof faults)[number];

export type Row = {
  moment: string;
  fault: string;
  /** What was stored right after the fault. */
  found: SigningState;
  outcome: SigningRequest;
  /** How often the person approved: more than once where the wallet had to be asked again. */
  approvals: number;
  /** Extrinsics of the coldkey in the chain's blocks since the row began. */
  included: readonly string[];
  /** Different extrinsics that were handed to the node since then. */
  handed: readonly string[];
  /** How often this request's was: the same bytes once more are no second extrinsic. */
  submissions: number;
  nonceStep: number;
  seconds: number;
};

const SUBNET = 5;
const TERMS = { toleranceBps: 50, allowPartial: false, eraBlocks: 32 };
/** Every answer of the node waits so long while a story is held before it is sent. */
const SLOW_MS = 4_000;
const OVER_MS = 75_000;
const DEAD_MS = 1_500;

const over: readonly SigningState[] = [
  'finalized',
  'rejected',
  'expired',
  'failed',
  'dropped',
  'superseded',
];
export const isOver = ({ state }: SigningRequest): boolean => over.includes(state);

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function somePosition(stage: Stage): Promise<{ position: Position; genesisHash: Hex }> {
  const [record] = await stage.quiet.read('snapshots');
  const position = record?.snapshot.positions.find(
    ({ coldkey, netuid }) => coldkey === ALICE && netuid === SUBNET,
  );
  if (record === undefined || position === undefined) throw new Error(`nothing in ${SUBNET}`);
  return { position, genesisHash: record.genesisHash };
}

async function openMeeting(stage: Stage): Promise<void> {
  const { story, world } = stage;
  if (!story.meeting.isClosed()) return;
  story.meeting = await world.browser.newPage();
  await story.meeting.goto(world.meetingUrl);
}

/** As the ticket's button does; the panel is not open. */
async function makeDraft(stage: Stage): Promise<string> {
  const { position, genesisHash } = await somePosition(stage);
  const { coldkey, hotkey, netuid } = position;
  const { id } = await stage.quiet.tell('requestSignature', {
    move: { kind: 'stake', coldkey, hotkey, netuid, amount: toRao(TAO) },
    terms: TERMS,
    wallet: 'test-wallet',
    genesisHash,
    minimum: { unit: 'alpha', netuid, amount: toAlphaRao(0n) },
    worstPrice: null,
    accepted: [],
    askOnTab: null,
  });
  return id;
}

async function approve(stage: Stage): Promise<void> {
  const window = await walletWindow(stage.world);
  await window.click('#approve');
}

/** Brings the story to the moment and holds it there. The way back to a node that does all again is `release`. */
async function bringTo(stage: Stage, moment: Moment): Promise<string> {
  const { devnet, quiet } = stage;
  const id = await makeDraft(stage);
  if (moment === 'draft') return id;
  await quiet.tell('askWallet', { id, tabId: null, isAgain: false });
  await walletWindow(stage.world);
  if (moment === 'waiting-for-wallet') return id;
  if (moment === 'signed') devnet.faults.arm({}, { do: 'delay', ms: SLOW_MS });
  if (moment === 'submitted') devnet.faults.holdPool(true);
  if (moment === 'in-block') devnet.faults.holdFinality(true);
  await approve(stage);
  if (moment === 'in-block') {
    await stage.reached(id, 'submitted');
    await until(() => devnet.node.pool.pending().length > 0, 'it is in the pool');
    devnet.produceBlock();
  }
  await stage.reached(id, moment);
  if (moment === 'submitted') {
    await until(() => devnet.node.pool.pending().length > 0, 'it is in the pool');
  }
  return id;
}

async function strike(stage: Stage, fault: Fault): Promise<void> {
  const { world, devnet, story, quiet } = stage;
  if (fault === 'worker killed') {
    await stopWorker(world.browser, world.taubarId, await quiet.page());
  }
  if (fault === 'tab closed') await story.meeting.close();
  if (fault === 'node dead') await devnet.faults.goOffline();
  if (fault === 'browser restarted') {
    await quiet.close();
    await world.restartBrowser();
  }
}

async function release({ devnet }: Stage): Promise<void> {
  devnet.faults.reset();
  await devnet.faults.goOnline();
}

/** The person asks again where there is nothing to approve, and approves what there is. */
async function goOn(stage: Stage, id: string): Promise<number> {
  const { devnet, world, quiet } = stage;
  let approvals = 0;
  const end = Date.now() + OVER_MS;
  while (Date.now() < end) {
    const { state, error } = await stage.request(id);
    if (over.includes(state)) return approvals;
    const hasWindow = world.browser
      .targets()
      .some((target) => target.url().includes(`${world.walletId}/window.html`));
    const isUnanswerable = state === 'waiting-for-wallet' && error !== null;
    if (state === 'draft' || isUnanswerable) {
      await closeWalletWindows(world);
      // Refused while the node is not back yet: the person presses again.
      await quiet.tell('askWallet', { id, tabId: null, isAgain: true }).catch(() => undefined);
    } else if (state === 'waiting-for-wallet' && hasWindow) {
      // The window may be closing: the one that was approved a moment ago, or one of a page that is gone.
      approvals += await approve(stage).then(
        () => 1,
        () => 0,
      );
    } else {
      devnet.produceBlock();
    }
    await pause(400);
  }
  return approvals;
}

/** What a failed row left open is given up and left to end with its era, so that it spoils no other row. */
async function tidy(stage: Stage): Promise<void> {
  const { quiet, devnet } = stage;
  await release(stage);
  await closeWalletWindows(stage.world);
  const open = (await quiet.read('requests')).filter((request) => !isOver(request));
  for (const { id } of open) await quiet.tell('cancelRequest', { id }).catch(() => undefined);
  for (const { id } of open) {
    devnet.produceBlocks(TERMS.eraBlocks + 3);
    await until(async () => isOver(await stage.request(id)), 'the last row is over', 20_000);
  }
}

type Told = Pick<Row, 'found' | 'approvals'> & { id: string };

async function rowOf(
  stage: Stage,
  named: Pick<Row, 'moment' | 'fault'>,
  tell: () => Promise<Told>,
): Promise<Row> {
  const { devnet, referee } = stage;
  const started = Date.now();
  await tidy(stage);
  await openMeeting(stage);
  const before = devnet.head().number;
  const nonce = referee.nonce(ALICE);
  const handedBefore = new Set(referee.handed());
  const { id, ...told } = await tell();
  const outcome = await stage.request(id);
  return {
    ...named,
    ...told,
    outcome,
    included: referee.signedAfter(before).map(({ hash }) => hash),
    handed: referee.handed().filter((hash) => !handedBefore.has(hash)),
    submissions: outcome.extrinsicHash === null ? 0 : referee.submissions(outcome.extrinsicHash),
    nonceStep: referee.nonce(ALICE) - nonce,
    seconds: Math.round((Date.now() - started) / 1_000),
  };
}

/** With the panel open again, as the person looks what became of it. */
async function lookAndGoOn(stage: Stage, id: string): Promise<number> {
  const panel = await stage.world.openPanelTab();
  const approvals = await goOn(stage, id);
  await panel.close();
  return approvals;
}

export function playRow(stage: Stage, moment: Moment, fault: Fault): Promise<Row> {
  return rowOf(stage, { moment, fault }, async () => {
    const id = await bringTo(stage, moment);
    let approvals = moment === 'draft' || moment === 'waiting-for-wallet' ? 0 : 1;
    await strike(stage, fault);
    const found = (await stage.request(id)).state;
    if (fault === 'node dead') {
      // What the wallet says meanwhile is kept until the node is back.
      if (moment === 'waiting-for-wallet') {
        await approve(stage);
        approvals += 1;
        await stage.reached(id, 'signed');
      }
      await pause(DEAD_MS);
    }
    await release(stage);
    if (fault === 'browser restarted') await rememberSite(stage);
    approvals += await lookAndGoOn(stage, id);
    return { id, found, approvals };
  });
}

/** The node hangs up on the very message that submits: before it took the extrinsic, or after, without a word. */
export function playHangUp(stage: Stage, when: 'before' | 'after'): Promise<Row> {
  const named = { moment: 'submitting', fault: `node dead ${when}` };
  return rowOf(stage, named, async () => {
    const id = await bringTo(stage, 'waiting-for-wallet');
    stage.devnet.faults.arm(
      { method: 'author_submitAndWatchExtrinsic', times: 1 },
      { do: 'hang-up', when },
    );
    await approve(stage);
    const { state: found } = await stage.reached(id, 'submitted');
    await pause(DEAD_MS);
    const approvals = await lookAndGoOn(stage, id);
    return { id, found, approvals: approvals + 1 };
  });
}

/** The worker killed once the extrinsic is sent, and nobody ever looks: only the alarm is left to find it. */
export function playUnwatched(stage: Stage): Promise<Row> {
  return rowOf(stage, { moment: 'submitted', fault: 'killed, unwatched' }, async () => {
    const id = await bringTo(stage, 'submitted');
    await strike(stage, 'worker killed');
    const found = (await stage.request(id)).state;
    await release(stage);
    stage.devnet.produceBlocks(3);
    await until(async () => isOver(await stage.request(id)), 'the alarm found it', OVER_MS);
    return { id, found, approvals: 1 };
  });
}
