// What alert rules are held against beside the chain: our own transactions, and what the store keeps of the chain.
import { factsOfSnapshot } from '../alerts/facts-of-snapshot.ts';
import type { AlertFacts, AlertKind, AlertRequest, AlertRule } from '../model/alert.ts';
import type { Snapshot } from '../model/facts.ts';
import type { SigningRequest } from '../model/request.ts';
import { readEmissionRecord } from '../store/read-emission-record.ts';
import { readRootClaimsRecord } from '../store/read-root-claims-record.ts';
import { readValidatorsRecord } from '../store/read-validators-record.ts';
import { readRequestsOf } from '../store/requests.ts';
import type { Hex, Ss58Address } from '../units.ts';

/** A record of validators or claims that old, in blocks, says nothing of the picture's block. */
const FRESH_BLOCKS = 50;
const EPOCH_BLOCKS = 400;

const isOpen = ({ state }: SigningRequest): boolean =>
  state === 'draft' ||
  state === 'waiting-for-wallet' ||
  state === 'signed' ||
  state === 'submitted';

/** Whether a block may hold it, or does: then the account's nonce is ours. */
function mayCount({ askedAt, settledAt, inBlock }: SigningRequest): boolean {
  return inBlock !== null || (askedAt !== null && settledAt === null);
}

export async function requestsOf(
  genesisHash: Hex,
  coldkeys: readonly Ss58Address[],
): Promise<AlertRequest[]> {
  const all: SigningRequest[] = [];
  for (const coldkey of coldkeys) all.push(...(await readRequestsOf(coldkey)));
  return all
    .filter((request) => request.genesisHash === genesisHash)
    .map((request) => ({
      id: request.id,
      coldkey: request.coldkey,
      nonce: request.prepared?.nonce ?? null,
      mayCount: mayCount(request),
      isOpen: isOpen(request),
      since: request.updatedAt,
    }));
}

/** What our own store tells, where nothing is asked of the chain. */
export const factsOfNothing = (
  genesisHash: Hex,
  block: number,
  at: number,
  requests: readonly AlertRequest[],
): AlertFacts => {
  const unread = { known: false, reason: 'unreadable' } as const;
  return {
    genesisHash,
    block,
    at,
    accounts: unread,
    everything: { spot: unread, exit: unread },
    subnets: [],
    positions: unread,
    bonds: [],
    rootClaimable: unread,
    calls: unread,
    specVersion: 0,
    requests,
  };
};

async function takesOf(
  { genesisHash, block, positions }: Snapshot,
  isWanted: boolean,
): Promise<Map<string, { take: number | null; at: number }>> {
  const takes = new Map<string, { take: number | null; at: number }>();
  if (!isWanted) return takes;
  for (const netuid of new Set(positions.map((one) => one.netuid))) {
    const record = await readValidatorsRecord(genesisHash, netuid);
    if (record === null || record.block.number < block.number - FRESH_BLOCKS) continue;
    const at = record.block.number;
    for (const { hotkey, take } of record.validators)
      if (at >= (takes.get(hotkey)?.at ?? 0)) takes.set(hotkey, { take, at });
  }
  return takes;
}

/** Of a picture, with those records that these rules look at. */
export async function factsBeside(
  snapshot: Snapshot,
  rules: readonly AlertRule[],
  coldkeys: readonly Ss58Address[],
): Promise<AlertFacts> {
  const { genesisHash, block } = snapshot;
  const has = (...kinds: readonly AlertKind[]): boolean =>
    rules.some(({ kind }) => kinds.includes(kind));
  const wantsEmission = has('near-removal', 'emission-share');
  const emission = wantsEmission ? await readEmissionRecord(genesisHash) : null;
  const wantsClaims = has('root-dividends', 'lock-ended');
  const claims = wantsClaims ? await readRootClaimsRecord(genesisHash) : null;
  const isFresh = claims !== null && claims.block.number >= block.number - EPOCH_BLOCKS;
  return factsOfSnapshot(snapshot, {
    coldkeys,
    emission: emission?.facts ?? null,
    rootClaims: isFresh ? claims : null,
    takes: await takesOf(snapshot, has('take-raised')),
    requests: await requestsOf(genesisHash, coldkeys),
  });
}
