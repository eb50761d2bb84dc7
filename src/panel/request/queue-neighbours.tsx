// The neighbours of a request in its account's queue: the one it waits for, and those that wait for it.
import { useMemo } from 'preact/hooks';
import type { SigningRequest } from '../../model/request.ts';
import { behindOf, queuePlaceOf } from '../../signing/queue.ts';
import { createAction } from '../core/action.ts';
import { errorText } from '../words/error-text.ts';
import { hasFailed, isDisproven, isFinished, shortfallOf } from './request-view.ts';
import { isolated, keyPart, t } from '../core/text.ts';
import { Banner } from '../ui/banner.tsx';
import { IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { MoveName } from './move-name.tsx';
import { moveTitle } from '../words/move-title.ts';
import { usePanel } from '../core/panel-context.ts';

export function badgeKeyOf(request: SigningRequest) {
  if (isDisproven(request)) return 'notFinal';
  if (shortfallOf(request) !== null) return 'requestBadge_short';
  if (request.state === 'rejected' && request.askedAt === null) return 'requestBadge_canceled';
  return `requestBadge_${hasFailed(request) ? 'failed' : keyPart(request.state)}` as const;
}

function Other({ request }: { request: SigningRequest }) {
  const { router, store } = usePanel();
  const isTurn =
    request.state === 'queued' && queuePlaceOf(request, store.requests.value).kind === 'turn';
  return (
    <button
      type="button"
      class="need grow"
      onClick={() => router.go({ name: 'request', id: request.id })}
    >
      <span class="grow one-line">
        <MoveName request={request} />
      </span>
      <span class="soft">{t(isTurn ? 'queueYourTurn' : badgeKeyOf(request))}</span>
      <Icon name="caret" small />
    </button>
  );
}

/** The newest request of the account that ended after this one was reviewed. */
function wentFirst(
  { coldkey, genesisHash, createdAt }: SigningRequest,
  all: readonly SigningRequest[],
): SigningRequest | null {
  const [last] = all
    .filter((other) => other.coldkey === coldkey && other.genesisHash === genesisHash)
    .filter(({ state, updatedAt }) => isFinished(state) && updatedAt >= createdAt)
    .toSorted((a, b) => b.updatedAt - a.updatedAt);
  return last ?? null;
}

const beforeKeys = {
  turn: 'queueWaitedFor',
  happened: 'queueInstead',
  behind: 'queueWaitsFor',
  undecided: 'queueWaitsFor',
  unseen: 'queueUnseenBefore',
} as const;

export function QueueBefore({ request }: { request: SigningRequest }) {
  const { store } = usePanel();
  if (request.state !== 'queued') return null;
  const all = store.requests.value;
  const place = queuePlaceOf(request, all);
  const other =
    place.kind === 'behind'
      ? place.ahead
      : place.kind === 'turn'
        ? wentFirst(request, all)
        : place.earlier;
  if (other === null) return null;
  return (
    <section class="stack-s">
      <h2 class="label">{t(beforeKeys[place.kind])}</h2>
      <Other request={other} />
    </section>
  );
}

export function QueueAfter({ request }: { request: SigningRequest }) {
  const { store, deps, names } = usePanel();
  const cancelling = useMemo(createAction, []);
  const isOver = isFinished(request.state);
  // A request that is over lists those that waited for it, not those made later.
  const after = behindOf(request, store.requests.value).filter(
    ({ createdAt }) => !isOver || createdAt <= request.updatedAt,
  );
  const error = cancelling.error.value;
  if (after.length === 0) return null;
  const cancel = (id: string) => () => {
    // The pressed button is removed with its row, and the heading with the last row.
    document.querySelector<HTMLElement>(after.length > 1 ? '#line-after' : 'main h1')?.focus();
    void cancelling.run(() => deps.call('cancelRequest', { id }));
  };
  return (
    <section class="stack-s">
      <h2 class="label" id="line-after" tabIndex={-1}>
        {t('queueAfter')}
      </h2>
      {error !== null && (
        <Banner tone="red" isAlert>
          {errorText(error)}
        </Banner>
      )}
      <ul class="rows">
        {after.map((other) => (
          <li key={other.id} class="line">
            <Other request={other} />
            <IconButton
              icon="close"
              label={t('queueRemoveOther', { move: isolated(moveTitle(other.plan.move, names)) })}
              onPress={cancel(other.id)}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
