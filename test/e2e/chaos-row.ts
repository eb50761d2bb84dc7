// One row of the chaos table: a signing story brought to a moment, struck there by a fault, and gone on with as a
// person would, until it is over. Says what became of it and what the chain holds; judges nothing.
import type { SigningRequest, SigningState } from '../../src/model/request.ts';
import { stopWorker, until } from '../tools/browser/launch-browser.ts';
import { closeWalletWindows, setWallet } from '../tools/browser/wallet-control.ts';
import { walletWindow } from '../tools/browser/world.ts';
import { momentNamed, type Moment } from './chaos-moments.ts';
import {
  approve,
  asked,
  closeWalletSite,
  openWalletSite,
  othersTrade,
  TERMS,
} from './chaos-steps.ts';
import { ALICE, rememberSite, type Stage } from './stage.ts';

export const faults = ['worker killed', 'tab closed', 'node dead', 'browser restarted'] as const;
export type Fault = (typeof faults)[number];

export type Row = {
  moment: string;
  fault: string;
  /** How the story must end. */
  ends: SigningState;
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

const OVER_MS = 75_000;
const DEAD_MS = 1_500;

/** Over for the person, and for good: no block can change it any more. */
const isOver = ({ settledAt }: SigningRequest): boolean => settledAt !== null;

const ended: readonly SigningState[] = ['rejected', 'expired', 'dropped', 'superseded'];

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function strike(stage: Stage, fault: Fault): Promise<void> {
  const { world, devnet, quiet } = stage;
  if (fault === 'worker killed') {
    await stopWorker(world.browser, world.taubarId, await quiet.page());
  }
  if (fault === 'tab closed') await closeWalletSite(stage);
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

const hasWindow = ({ world }: Stage): boolean =>
  world.browser.targets().some((target) => target.url().includes(`${world.walletId}/window.html`));

/** 1 where there was something to approve: the window may be closing, the one approved a moment ago, or over. */
async function approveIfAny({ world }: Stage): Promise<number> {
  try {
    const window = await walletWindow(world, 3_000);
    await window.click('#approve');
    return 1;
  } catch {
    return 0;
  }
}

/** The person asks again where there is nothing to approve, and approves what there is, be it too late. */
async function goOn(stage: Stage, id: string): Promise<number> {
  const { devnet, world, quiet } = stage;
  let approvals = 0;
  const end = Date.now() + OVER_MS;
  while (Date.now() < end) {
    const request = await stage.request(id);
    const { state, error } = request;
    if (isOver(request)) return approvals;
    const isUnanswerable = state === 'waiting-for-wallet' && error !== null;
    if (state === 'draft' || isUnanswerable) {
      await closeWalletWindows(world);
      // Refused while the node is not back yet: the person presses again.
      await quiet.tell('askWallet', { id, tabId: null, isAgain: true }).catch(() => undefined);
    } else if (state === 'waiting-for-wallet' && hasWindow(stage)) {
      approvals += await approveIfAny(stage);
    } else if (ended.includes(state)) {
      if (hasWindow(stage)) approvals += await approveIfAny(stage);
      devnet.produceBlocks(TERMS.eraBlocks + 3);
    } else {
      devnet.produceBlock();
    }
    await pause(400);
  }
  return approvals;
}

/** What a failed row left open is given up and left to end with its era, so that it spoils no other row. */
async function tidy(stage: Stage): Promise<void> {
  const { quiet, devnet, world } = stage;
  await release(stage);
  await closeWalletWindows(world);
  await setWallet(world, { lie: 'none' });
  const open = (await quiet.read('requests')).filter((request) => !isOver(request));
  if (open.length === 0) return;
  for (const { id } of open) await quiet.tell('cancelRequest', { id }).catch(() => undefined);
  // Looked at, or only an alarm would look.
  const panel = await world.openPanelTab();
  for (const { id } of open) {
    devnet.produceBlocks(TERMS.eraBlocks + 3);
    await until(async () => isOver(await stage.request(id)), 'the last row is over');
  }
  await panel.close();
}

type Told = Pick<Row, 'found' | 'approvals'> & { id: string };

async function rowOf(
  stage: Stage,
  named: Pick<Row, 'moment' | 'fault' | 'ends'>,
  tell: () => Promise<Told>,
): Promise<Row> {
  const { devnet, referee } = stage;
  const started = Date.now();
  await tidy(stage);
  await openWalletSite(stage);
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
  const { name, ends, bring, isPoolMoved } = moment;
  return rowOf(stage, { moment: name, fault, ends }, async () => {
    const id = await bring(stage);
    let approvals: number = moment.approvals;
    await strike(stage, fault);
    const found = (await stage.request(id)).state;
    if (fault === 'node dead') {
      // What the wallet says meanwhile is kept until the node is back.
      if (name === 'waiting-for-wallet') {
        await approve(stage);
        approvals += 1;
        await stage.reached(id, 'signed');
      }
      await pause(DEAD_MS);
    }
    await release(stage);
    if (isPoolMoved) await othersTrade(stage, 'unstake_all');
    if (fault === 'browser restarted') await rememberSite(stage);
    approvals += await lookAndGoOn(stage, id);
    return { id, found, approvals };
  });
}

/** The node hangs up on the very message that submits: before it took the extrinsic, or after, without a word. */
export function playHangUp(stage: Stage, when: 'before' | 'after'): Promise<Row> {
  const named = { moment: 'submitting', fault: `node dead ${when}`, ends: 'finalized' } as const;
  return rowOf(stage, named, async () => {
    const id = await asked(stage);
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
  const named = { moment: 'submitted', fault: 'killed, unwatched', ends: 'finalized' } as const;
  return rowOf(stage, named, async () => {
    const id = await momentNamed('submitted').bring(stage);
    await strike(stage, 'worker killed');
    const found = (await stage.request(id)).state;
    await release(stage);
    stage.devnet.produceBlocks(3);
    await until(async () => isOver(await stage.request(id)), 'the alarm found it', OVER_MS);
    return { id, found, approvals: 1 };
  });
}
