// What a person, a wallet and others do on the way to a moment of the chaos table, each step until it has been
// carried out. Knows no faults and no outcome.
import { decodeAddress } from '@polkadot/keyring';
import type { Position } from '../../src/model/facts.ts';
import { toAlphaRao, toRao, type Hex } from '../../src/units.ts';
import { until } from '../tools/browser/launch-browser.ts';
import { walletWindow } from '../tools/browser/world.ts';
import { accountNamed } from '../devnet/ledger/genesis/development-accounts.ts';
import { toHex } from '../devnet/node/scale/bytes.ts';
import { callOf, connectPolkadot, developmentPair } from '../devnet/polkadot-client.ts';
import { ALICE, TAO, type Stage } from './stage.ts';

const SUBNET = 5;
export const TERMS = { toleranceBps: 50, allowPartial: false, eraBlocks: 32 };
async function somePosition(stage: Stage): Promise<{ position: Position; genesisHash: Hex }> {
  const [record] = await stage.quiet.read('snapshots');
  const position = record?.snapshot.positions.find(
    ({ coldkey, netuid }) => coldkey === ALICE && netuid === SUBNET,
  );
  if (record === undefined || position === undefined) throw new Error(`nothing in ${SUBNET}`);
  return { position, genesisHash: record.genesisHash };
}

/** All of its tabs: the extension opens one where it finds none. */
export async function closeWalletSite({ world }: Stage): Promise<void> {
  for (const page of await world.browser.pages()) {
    if (page.url().startsWith(world.walletSiteUrl)) await page.close();
  }
}

/** One tab of it, and no other. */
export async function openWalletSite(stage: Stage): Promise<void> {
  const { story, world } = stage;
  await closeWalletSite(stage);
  story.meeting = await world.browser.newPage();
  await story.meeting.goto(world.walletSiteUrl);
}

export async function approve(stage: Stage): Promise<void> {
  const window = await walletWindow(stage.world);
  await window.click('#approve');
}

/** As the ticket's button does; the panel is not open. */
export async function draft(stage: Stage): Promise<string> {
  const { position, genesisHash } = await somePosition(stage);
  const { coldkey, hotkey, netuid } = position;
  const { id } = await stage.quiet.tell('requestSignature', {
    move: { kind: 'stake', coldkey, hotkey, netuid, amount: toRao(TAO) },
    terms: TERMS,
    wallet: 'test-wallet',
    genesisHash,
    minimum: { unit: 'alpha', netuid, amount: toAlphaRao(0n) },
    floor: null,
    worstPrice: null,
    accepted: [],
    reviewed: null,
    askOnTab: null,
  });
  return id;
}

/** The wallet's window is open. */
export async function asked(stage: Stage): Promise<string> {
  const id = await draft(stage);
  await stage.quiet.tell('askWallet', { id, tabId: null, isAgain: false });
  await walletWindow(stage.world);
  return id;
}

/** In the pool. */
export async function sent(stage: Stage): Promise<string> {
  const id = await asked(stage);
  await approve(stage);
  await stage.sent(id);
  return id;
}

export async function inBlock(stage: Stage): Promise<string> {
  stage.devnet.faults.holdFinality(true);
  const id = await sent(stage);
  stage.devnet.produceBlock();
  await stage.reached(id, 'in-block');
  return id;
}

const OTHERS = accountNamed('holders');
const PART = 30n;

/** Others buy in the same pool, more than anybody tolerates; or sell all that they bought. */
export async function othersTrade(stage: Stage, name: 'add_stake' | 'unstake_all'): Promise<void> {
  const { position } = await somePosition(stage);
  const hotkey = toHex(decodeAddress(position.hotkey));
  const { ledger } = stage.devnet;
  const reserve = ledger.state.subnets.get(SUBNET)?.taoReserve ?? 0n;
  const purchase = { hotkey, netuid: SUBNET, amount_staked: (reserve * PART) / 1_000n };
  const outcome =
    name === 'add_stake'
      ? ledger.dispatch(OTHERS, { pallet: 'SubtensorModule', name, args: purchase })
      : ledger.dispatch(OTHERS, { pallet: 'SubtensorModule', name, args: { hotkey } });
  if (!outcome.ok) throw new Error(`${name} of others: ${outcome.error.name}`);
}

export async function held(stage: Stage): Promise<string> {
  const id = await asked(stage);
  await othersTrade(stage, 'add_stake');
  stage.devnet.produceBlock();
  await approve(stage);
  const isHeld = async (): Promise<boolean> => (await stage.request(id)).heldBecause !== null;
  await until(isHeld, 'it is held');
  return id;
}

export async function withError(stage: Stage, id: string): Promise<string> {
  const isKnown = async (): Promise<boolean> => (await stage.request(id)).error !== null;
  await until(isKnown, 'the error is told');
  return id;
}

/** The same key and nonce, used elsewhere. */
export async function useNonce({ devnet, referee }: Stage): Promise<void> {
  const api = await connectPolkadot(devnet);
  try {
    const call = callOf(api, 'system', 'remark', '0x00');
    const nonce = referee.nonce(ALICE);
    await (await call.signAsync(developmentPair('//Alice'), { nonce })).send();
  } finally {
    await api.disconnect();
  }
}
