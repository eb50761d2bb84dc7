// The open signing request, on top of home until it is finished, and how many are queued.
import type { SigningRequest } from '../../model/request.ts';
import { queueOf, queuePlaceOf } from '../../signing/queue.ts';
import { isDisproven, isFinished, shortfallOf, wentWell } from '../request/request-view.ts';
import { keyPart, t, tCount } from '../core/text.ts';
import { Icon } from '../ui/icon.tsx';
import { moveTitle } from '../words/move-title.ts';
import { usePanel } from '../core/panel-context.ts';

function titleOf(request: SigningRequest) {
  if (isDisproven(request)) return 'notFinal';
  if (shortfallOf(request) !== null) return 'shortfallTitle';
  const { state, heldBecause } = request;
  if (state === 'signed' && heldBecause !== null) return 'requestHeld';
  return `requestState_${keyPart(state)}` as const;
}

export function PinnedRequest() {
  const { pinnedRequest, names, router, store } = usePanel();
  const request = pinnedRequest.value;
  if (request === null) return null;
  const all = store.requests.value;
  const { state } = request;
  const isOver = isFinished(state);
  const isTurn = state === 'queued' && queuePlaceOf(request, all).kind === 'turn';
  const needsUser = isTurn || state === 'draft' || state === 'waiting-for-wallet';
  const waiting = queueOf(all).filter(({ id }) => id !== request.id).length;
  return (
    <button
      type="button"
      class={`pinned ${isOver && !wentWell(request) ? 'pinned-bad' : ''}`}
      onClick={() => router.go({ name: 'request', id: request.id })}
    >
      <Icon
        name={needsUser ? 'wallet' : isOver ? (wentWell(request) ? 'check' : 'alert') : 'clock'}
      />
      <span class="grow">
        <span class="strong">{t(isTurn ? 'queueTurn' : titleOf(request))}</span>
        {waiting > 0 && <span class="soft"> · {tCount('queueMore', waiting)}</span>}
        <br />
        <span class="soft">{moveTitle(request.plan.move, names)}</span>
      </span>
      <Icon name="caret" small />
    </button>
  );
}
