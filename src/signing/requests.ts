// The stored requests as the rest of signing uses them: found, inserted, and moved on by one event at a time.
// Every change is written and announced before its caller goes on.
import { AppError } from '../errors.ts';
import type { SigningRequest } from '../model/request.ts';
import type { Hex, Ss58Address } from '../units.ts';
import { isAlive, isFinished } from './queue.ts';
import { advance, type Advanced, type SigningEvent } from './advance.ts';
import type { SigningDeps } from './signing-deps.ts';
import { unseenOf } from './unseen.ts';

type Deps = Pick<SigningDeps, 'store' | 'announce' | 'now'>;

/** Throws REQUEST_UNKNOWN. */
export async function readRequest(deps: Deps, id: string): Promise<SigningRequest> {
  const found = await deps.store.read(id);
  if (found === null) throw new AppError('REQUEST_UNKNOWN');
  return found;
}

export async function listAlive(deps: Deps): Promise<SigningRequest[]> {
  return (await deps.store.listUnsettled()).filter(isAlive);
}

/**
 * The requests of one coldkey on one chain that a rule over several may look at. A finalized one is among them only by its
 * name, or where another may have happened unseen: then it may account for that one, and all are read.
 */
export async function listRuling(
  deps: Deps,
  { coldkey, genesisHash }: { coldkey: Ss58Address; genesisHash: Hex },
  named: readonly string[],
): Promise<SigningRequest[]> {
  const isOfChain = (request: SigningRequest): boolean => request.genesisHash === genesisHash;
  const some = (await deps.store.listNotFinal(coldkey)).filter(isOfChain);
  if (some.some((request) => unseenOf(request)?.by === 1)) {
    return (await deps.store.listOf(coldkey)).filter(isOfChain);
  }
  const missing = named.filter((id) => some.every((request) => request.id !== id));
  const found = await Promise.all(missing.map((id) => deps.store.read(id)));
  const others = found.filter((request) => request?.coldkey === coldkey && isOfChain(request));
  return [...some, ...others.filter((request) => request !== null)];
}

/** The alive requests of one coldkey on one chain. */
export async function listOpen(
  deps: Deps,
  coldkey: Ss58Address,
  genesisHash: Hex,
): Promise<SigningRequest[]> {
  const alive = await listAlive(deps);
  return alive.filter((one) => one.coldkey === coldkey && one.genesisHash === genesisHash);
}

/** Writes the event. Throws REQUEST_MOVED_ON, and writes nothing, when what is stored now refuses it. */
export function apply<E extends SigningEvent>(
  deps: Deps,
  id: string,
  event: E,
  isStill?: (current: SigningRequest) => boolean,
): Promise<Advanced<E>>;
export async function apply(
  deps: Deps,
  id: string,
  event: SigningEvent,
  /** Whether the request is still as the caller saw it, where the event depends on more than the state. */
  isStill: (current: SigningRequest) => boolean = () => true,
): Promise<SigningRequest> {
  const stored = await deps.store.change(id, (current) => {
    if (current === null) throw new AppError('REQUEST_UNKNOWN');
    if (!isStill(current)) {
      throw new AppError('REQUEST_MOVED_ON', { state: current.state, event: event.kind });
    }
    return advance(current, event, deps.now());
  });
  if (stored === null) throw new AppError('REQUEST_UNKNOWN');
  deps.announce();
  return stored;
}

/**
 * Writes a new request and the end of those it replaces in one transaction. Throws REQUEST_MOVED_ON, and writes
 * nothing, where one of them can no longer be replaced.
 */
export async function insert(
  deps: Deps,
  request: SigningRequest,
  replaced: readonly SigningRequest[],
): Promise<void> {
  const ids = [request.id, ...replaced.map(({ id }) => id)];
  await deps.store.changeSome(ids, (old) => {
    if (old.some(({ id }) => id === request.id)) {
      throw new AppError('INTERNAL', { text: 'request id used twice' });
    }
    return [...old.map((one) => advance(one, { kind: 'replaced' }, deps.now())), request];
  });
  deps.announce();
}

/** Takes a finished request from the top of home. Throws REQUEST_MOVED_ON for one that is still under way. */
export async function putAway(deps: Deps, id: string): Promise<void> {
  await deps.store.change(id, (current) => {
    if (current === null) throw new AppError('REQUEST_UNKNOWN');
    if (!isFinished(current.state)) {
      throw new AppError('REQUEST_MOVED_ON', { state: current.state, event: 'dismissed' });
    }
    return { ...current, dismissedAt: current.dismissedAt ?? deps.now() };
  });
  deps.announce();
}
