// Carries out what was decided about a request: in the window by a person, or by the behaviour.
import { readBehaviour } from './behaviour.ts';
import { signPayload, signRaw } from './sign-payload.ts';
import { walletAccounts } from './wallet-keys.ts';
import {
  knownMetadata,
  reply,
  requestKey,
  shareWith,
  type WalletReply,
  type WalletRequest,
} from './wallet-request.ts';

export type Decision = {
  isApproved: boolean;
  /** Accounts to share; null: all. */
  addresses: string[] | null;
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function carryOut(
  { origin, ask }: WalletRequest,
  addresses: string[] | null,
): Promise<WalletReply> {
  switch (ask.kind) {
    case 'enable': {
      const all = (await walletAccounts()).map(({ pair }) => pair.address);
      await shareWith(origin, addresses ?? all);
      return { value: true };
    }
    case 'sign-payload':
      return { value: await signPayload(ask.payload) };
    case 'sign-raw':
      return { value: await signRaw(ask.raw) };
    case 'provide-metadata': {
      const { definition } = ask;
      const metadata = { ...(await knownMetadata()), [definition.genesisHash]: definition };
      await chrome.storage.local.set({ metadata });
      return { value: true };
    }
    default:
      return { error: `Nothing to decide: ${ask.kind}` };
  }
}

async function failsUnheard({ ask }: WalletRequest): Promise<boolean> {
  if (ask.kind !== 'sign-payload' || ask.payload.withSignedTransaction !== true) return false;
  const isKnown = (await knownMetadata())[ask.payload.genesisHash] !== undefined;
  return !isKnown && (await readBehaviour()).failsWithoutMetadata;
}

export async function decide(request: WalletRequest, decision: Decision): Promise<void> {
  const { delayMs, resolvesOnRefusal } = await readBehaviour();
  await pause(delayMs);
  if (!decision.isApproved) {
    if (resolvesOnRefusal && request.ask.kind === 'enable') {
      await reply(request.id, { value: true });
      return;
    }
    await reply(request.id, { error: request.ask.kind === 'enable' ? 'Rejected' : 'Cancelled' });
    return;
  }
  if (await failsUnheard(request)) {
    await chrome.storage.local.remove(requestKey(request.id));
    return;
  }
  try {
    await reply(request.id, await carryOut(request, decision.addresses));
  } catch (error) {
    await reply(request.id, { error: error instanceof Error ? error.message : String(error) });
  }
}
