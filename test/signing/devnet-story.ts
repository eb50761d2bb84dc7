// The steps of a story on the simulated chain, for tests to tell: prepare, ask, sign, send, wait.
import assert from 'node:assert/strict';
import type { Position } from '../../src/model/facts.ts';
import type { Move, MoveTerms } from '../../src/model/move.ts';
import type { Quantity } from '../../src/model/plan.ts';
import type { SignatureBody } from '../../src/signing/request-signature.ts';
import type { Signing } from '../../src/signing/create-signing.ts';
import type { SigningRequest } from '../../src/model/request.ts';
import { ROOT_NETUID, toAlphaRao, toRao, U64_MAX } from '../../src/units.ts';
import type { DevnetOptions } from '../devnet/devnet.ts';
import type { WalletKeyType } from './key-wallet.ts';
import { createDevnetWorld, type DevnetWorld, type Stage } from './devnet-world.ts';

export const TAO = 1_000_000_000n;
export const TERMS: MoveTerms = { toleranceBps: 100, allowPartial: false, eraBlocks: 16 };

export type Story = { world: DevnetWorld; positions: readonly Position[] };

/** Pools that nobody moves, unless told otherwise: a receipt must equal its plan to the rao. */
export async function startStory(
  options: DevnetOptions = {},
  keyType: WalletKeyType = 'sr25519',
): Promise<Story> {
  const settings = { isEmitting: false, isInjecting: false };
  const world = await createDevnetWorld({ settings, ...options }, keyType);
  await world.caughtUp();
  const { coldkey } = world.wallet;
  const { positions } = await world.client.readSnapshot({ coldkeys: [coldkey], lookedAt: [] });
  return { world, positions };
}

/** Where the largest position of a subnet is. */
export function fromIn({ positions }: Story, netuid: number) {
  const [found] = positions
    .filter((position) => position.netuid === netuid)
    .toSorted((a, b) => (a.alpha > b.alpha ? -1 : 1));
  assert.ok(found, `no position in subnet ${netuid}`);
  return { coldkey: found.coldkey, hotkey: found.hotkey, netuid: found.netuid };
}

/** Nothing at all, in the unit that the move brings. */
export function nothingOf(move: Move): Quantity {
  const isTao =
    move.kind === 'unstake' ||
    move.kind === 'unstake-all' ||
    move.kind === 'exit-several' ||
    move.kind === 'lock' ||
    move.kind === 'accept-locked' ||
    (move.kind === 'claim' && move.unstakes);
  if (isTao) return { unit: 'rao', amount: toRao(0n) };
  if (move.kind === 'claim') return { unit: 'alpha', netuid: ROOT_NETUID, amount: toAlphaRao(0n) };
  const netuid = move.kind === 'change-subnet' ? move.toNetuid : move.netuid;
  return { unit: 'alpha', netuid, amount: toAlphaRao(0n) };
}

/** What no price is worse than, where the move promises one: a full exit, and a swap of all with root on one side. */
function anyPriceOf(move: Move): bigint | null {
  if (move.kind === 'unstake-all') return 0n;
  if (move.kind !== 'change-subnet' || move.isAll !== true) return null;
  if (move.toNetuid === ROOT_NETUID) return 0n;
  return move.netuid === ROOT_NETUID ? U64_MAX : null;
}

export function askFor({ world }: Story, move: Move, accepted: string[] = []): SignatureBody {
  const genesisHash = world.client.genesisHash();
  assert.ok(genesisHash);
  return {
    move,
    reviewed: null,
    terms: TERMS,
    wallet: 'key wallet',
    genesisHash,
    minimum: nothingOf(move),
    floor: null,
    worstPrice: anyPriceOf(move),
    accepted,
  };
}

export function stakeOf(story: Story, tao = 10n): Move {
  return { ...fromIn(story, 1), kind: 'stake', amount: toRao(tao * TAO) };
}

/** The last ask signed by the honest wallet and handed over. */
export async function answer({ world }: Story, stage: Stage, signing: Signing): Promise<void> {
  const ask = stage.asked.at(-1);
  assert.ok(ask);
  const signature = world.wallet.sign(ask.payload);
  const outcome = { ok: true, signature, signedTransaction: null } as const;
  const verdict = await signing.walletAnswered(ask.promptId, outcome);
  assert.equal(verdict.isTaken, true);
  stage.held.delete(ask.promptId);
}

export async function until(
  { world }: Story,
  stage: Stage,
  id: string,
  isReached: (request: SigningRequest) => boolean,
): Promise<SigningRequest> {
  for (let i = 0; i < 500; i += 1) {
    const request = stage.stored.get(id);
    if (request && isReached(request)) return request;
    await world.pause(4);
  }
  const { state, error, heldBecause } = stage.stored.get(id) ?? {};
  throw new Error(`${state} ${error?.code} ${heldBecause?.code} ${stage.reports.join(', ')}`);
}

export const isIn =
  (...states: SigningRequest['state'][]) =>
  ({ state }: SigningRequest): boolean =>
    states.includes(state);

export type Teller = { stage: Stage; signing: Signing; id: string };

export async function askMove(story: Story, move: Move, accepted: string[] = []): Promise<Teller> {
  const stage = story.world.newStage();
  const signing = story.world.live(stage);
  const { id } = await signing.requestSignature(askFor(story, move, accepted));
  await signing.askWallet({ id, tabId: 1 });
  return { stage, signing, id };
}

export async function sendMove(story: Story, move: Move, accepted: string[] = []): Promise<Teller> {
  const teller = await askMove(story, move, accepted);
  await answer(story, teller.stage, teller.signing);
  await until(story, teller.stage, teller.id, () => teller.stage.delivered === 1);
  return teller;
}
