// The signing request that is open, on top of home until it is finished.
import type { SigningRequest } from '../../store/schema.ts';
import { hasFailed, isFinished } from '../models/request-view.ts';
import { t } from '../text.ts';
import { Icon } from './icon.tsx';
import { moveTitle } from './move-title.ts';
import { usePanel } from './panel-context.ts';

const iconOf = (request: SigningRequest) =>
  request.state === 'finalized' && !hasFailed(request) ? 'check' : 'alert';

export function PinnedRequest() {
  const { pinnedRequest, names, router } = usePanel();
  const request = pinnedRequest.value;
  if (request === null) return null;
  const needsUser = request.state === 'draft' || request.state === 'waiting-for-wallet';
  return (
    <button
      type="button"
      class="pinned"
      onClick={() => router.go({ name: 'request', id: request.id })}
    >
      <Icon name={needsUser ? 'wallet' : isFinished(request.state) ? iconOf(request) : 'clock'} />
      <span class="grow">
        <span class="strong">{t(`requestState_${request.state.replaceAll('-', '_')}`)}</span>
        <br />
        <span class="soft">{moveTitle(request.plan.move, names)}</span>
      </span>
      <Icon name="caret" small />
    </button>
  );
}
