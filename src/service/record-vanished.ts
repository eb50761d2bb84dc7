// Records what vanished between two snapshots without a request of ours.
import type { Change } from '../messages.ts';
import type { HoldingChange } from '../model/change.ts';
import type { Position, Snapshot } from '../model/facts.ts';
import type { Move } from '../model/move.ts';
import type { SigningRequest } from '../model/request.ts';
import { compareSnapshots } from '../portfolio/compare-snapshots.ts';
import { newChanges, withdrawn } from '../portfolio/known-changes.ts';
import { addChanges, editChange } from '../store/changes.ts';
import { readNamesRecord } from '../store/chain-cache.ts';
import { dropExit } from '../store/exits.ts';
import { readRequestsOf } from '../store/requests.ts';
import { ROOT_NETUID } from '../units.ts';

function takesFrom(move: Move, { hotkey, netuid }: Position): boolean {
  // A claim adds to root stake, and takes it where it leaves with the claim.
  if (move.kind === 'claim') {
    return move.unstakes && netuid === ROOT_NETUID && move.hotkeys.includes(hotkey);
  }
  // Neither takes anything out of a position.
  if (move.kind === 'lock' || move.kind === 'accept-locked') return false;
  const from = move.kind === 'exit-several' ? move.items : [move];
  return from.some((one) => one.hotkey === hotkey && one.netuid === netuid);
}

/** Whether the request took from its position between the two blocks, or may have: a page may keep its signature. */
function mayHaveHappened(request: SigningRequest, before: number, after: number): boolean {
  const { state, inBlock, prepared, askedAt, settledAt } = request;
  if (askedAt === null || state === 'failed') return false;
  if (inBlock !== null) return inBlock.number > before && inBlock.number <= after;
  return settledAt === null && prepared.birth.number <= after;
}

async function withoutOurs(before: Snapshot, after: Snapshot): Promise<HoldingChange[]> {
  const requests: SigningRequest[] = [];
  for (const { coldkey } of before.accounts) requests.push(...(await readRequestsOf(coldkey)));
  const ours = requests.filter(
    (request) =>
      request.genesisHash === after.genesisHash &&
      mayHaveHappened(request, before.block.number, after.block.number),
  );
  const names = (await readNamesRecord(after.genesisHash))?.names ?? [];
  return compareSnapshots(before, after, {
    isOurs: (position) =>
      ours.some(
        ({ coldkey, plan }) => coldkey === position.coldkey && takesFrom(plan.move, position),
      ),
    nameOf: (netuid, registeredAt) =>
      names.find((one) => one.netuid === netuid && one.registeredAt === registeredAt)?.name ?? '',
  });
}

/** Positions of a removed subnet cannot be left any more. */
async function dropExits({ genesisHash, coldkey, event }: HoldingChange): Promise<boolean> {
  if (event.kind !== 'subnet-dissolved') return false;
  let isDropped = false;
  for (const { hotkey, netuid } of event.held) {
    if (await dropExit(genesisHash, { coldkey, hotkey, netuid })) isDropped = true;
  }
  return isDropped;
}

/** `known`: the records there are; `recent`: for how many blocks one may be taken back. Throws STORE_FAILED, STORE_FULL. */
export async function recordVanished(
  before: Snapshot,
  after: Snapshot,
  { known, recent }: { known: readonly HoldingChange[]; recent: number },
  announce: (change: Extract<Change, 'changes' | 'exits'>) => void,
): Promise<void> {
  const back = withdrawn(known, after, recent);
  const found = newChanges(await withoutOurs(before, after), known);
  for (const change of back) await editChange(change, () => null);
  await addChanges(found);
  if (found.length + back.length > 0) announce('changes');
  for (const change of found) if (await dropExits(change)) announce('exits');
}
