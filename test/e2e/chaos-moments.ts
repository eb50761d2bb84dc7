// The moments of a signing story that the chaos table strikes in: how each is brought about and how it must end. One for
// every transition that leaves something behind. Strikes nothing and judges nothing.
import type { SigningState } from '../../src/model/request.ts';
import { closeWalletWindows, setWallet } from '../tools/browser/wallet-control.ts';
import { walletWindow } from '../tools/browser/world.ts';
import {
  approve,
  asked,
  closeWalletSite,
  draft,
  held,
  inBlock,
  openWalletSite,
  othersTrade,
  sent,
  TERMS,
  useNonce,
  withError,
} from './chaos-steps.ts';
import { rememberSite, type Stage } from './stage.ts';

export type Moment = {
  name: string;
  /** Ends the state in which the fault strikes. */
  bring: (stage: Stage) => Promise<string>;
  ends: SigningState;
  /** How often the person approved on the way there. */
  approvals: 0 | 1;
  /** Others moved the pool, and move it back before the story goes on: no receipt equals its plan then. */
  isPoolMoved?: true;
};

/** Every answer of the node waits so long while a story is held before it is sent. */
const SLOW_MS = 4_000;

export const moments: readonly Moment[] = [
  { name: 'draft', bring: draft, ends: 'finalized', approvals: 0 },
  {
    name: 'ask failed',
    ends: 'finalized',
    approvals: 0,
    async bring(stage) {
      const id = await asked(stage);
      await closeWalletSite(stage);
      await stage.reached(id, 'draft');
      await closeWalletWindows(stage.world);
      await openWalletSite(stage);
      return id;
    },
  },
  {
    name: 'answer refused',
    ends: 'finalized',
    approvals: 1,
    async bring(stage) {
      await setWallet(stage.world, { lie: 'garbage' });
      const id = await asked(stage);
      await approve(stage);
      await stage.reached(id, 'draft');
      await setWallet(stage.world, { lie: 'none' });
      return id;
    },
  },
  { name: 'waiting-for-wallet', bring: asked, ends: 'finalized', approvals: 0 },
  {
    name: 'wallet silent',
    ends: 'finalized',
    approvals: 0,
    async bring(stage) {
      const id = await asked(stage);
      await stage.quiet.close();
      await stage.world.restartBrowser();
      await rememberSite(stage);
      await openWalletSite(stage);
      return withError(stage, id);
    },
  },
  {
    name: 'signed',
    ends: 'finalized',
    approvals: 1,
    async bring(stage) {
      const id = await asked(stage);
      stage.devnet.faults.arm({}, { do: 'delay', ms: SLOW_MS });
      await approve(stage);
      await stage.reached(id, 'signed');
      return id;
    },
  },
  { name: 'held', bring: held, ends: 'finalized', approvals: 1, isPoolMoved: true },
  {
    name: 'cancelled, signed',
    ends: 'expired',
    approvals: 1,
    isPoolMoved: true,
    async bring(stage) {
      const id = await held(stage);
      await stage.quiet.tell('cancelRequest', { id });
      return id;
    },
  },
  {
    name: 'submitted',
    ends: 'finalized',
    approvals: 1,
    async bring(stage) {
      stage.devnet.faults.holdPool(true);
      return sent(stage);
    },
  },
  {
    name: 'pool refused',
    ends: 'finalized',
    approvals: 1,
    async bring(stage) {
      const id = await asked(stage);
      const refusal = { code: 1010, message: 'Invalid Transaction', data: 'busy' };
      const method = 'author_submitAndWatchExtrinsic';
      stage.devnet.faults.arm({ method }, { do: 'fail', ...refusal });
      await approve(stage);
      await stage.reached(id, 'submitted');
      return withError(stage, id);
    },
  },
  { name: 'in-block', bring: inBlock, ends: 'finalized', approvals: 1 },
  {
    name: 'retracted',
    ends: 'finalized',
    approvals: 1,
    async bring(stage) {
      const id = await inBlock(stage);
      stage.devnet.faults.holdPool(true);
      stage.devnet.faults.reorganise(1);
      await stage.reached(id, 'submitted');
      return id;
    },
  },
  {
    name: 'failed in block',
    ends: 'failed',
    approvals: 1,
    isPoolMoved: true,
    async bring(stage) {
      const { faults } = stage.devnet;
      faults.holdPool(true);
      faults.holdFinality(true);
      const id = await sent(stage);
      await othersTrade(stage, 'add_stake');
      faults.holdPool(false);
      stage.devnet.produceBlock();
      await stage.reached(id, 'in-block');
      return id;
    },
  },
  {
    name: 'finalized',
    ends: 'finalized',
    approvals: 1,
    async bring(stage) {
      const id = await sent(stage);
      stage.devnet.produceBlocks(3);
      await stage.reached(id, 'finalized');
      return id;
    },
  },
  {
    name: 'refused in wallet',
    ends: 'rejected',
    approvals: 0,
    async bring(stage) {
      const id = await asked(stage);
      const window = await walletWindow(stage.world);
      await window.click('#reject');
      await stage.reached(id, 'rejected');
      return id;
    },
  },
  {
    name: 'cancelled, asked',
    ends: 'rejected',
    approvals: 0,
    async bring(stage) {
      const id = await asked(stage);
      await stage.quiet.tell('cancelRequest', { id });
      return id;
    },
  },
  {
    name: 'replaced',
    ends: 'superseded',
    approvals: 0,
    async bring(stage) {
      const id = await draft(stage);
      await stage.quiet.tell('cancelRequest', { id: await draft(stage) });
      return id;
    },
  },
  {
    name: 'nonce used',
    ends: 'superseded',
    approvals: 0,
    async bring(stage) {
      const id = await asked(stage);
      await useNonce(stage);
      stage.devnet.produceBlocks(4);
      await stage.reached(id, 'superseded');
      return id;
    },
  },
  {
    name: 'expired',
    ends: 'expired',
    approvals: 0,
    async bring(stage) {
      const id = await asked(stage);
      stage.devnet.produceBlocks(TERMS.eraBlocks);
      await stage.reached(id, 'expired');
      return id;
    },
  },
  {
    name: 'dropped',
    ends: 'dropped',
    approvals: 1,
    async bring(stage) {
      stage.devnet.faults.holdPool(true);
      const id = await sent(stage);
      stage.devnet.produceBlocks(TERMS.eraBlocks + 3);
      await stage.reached(id, 'dropped');
      return id;
    },
  },
];

/** Throws for a name that is none. */
export function momentNamed(name: string): Moment {
  const found = moments.find((moment) => moment.name === name);
  if (found === undefined) throw new RangeError(`no moment ${name}`);
  return found;
}
