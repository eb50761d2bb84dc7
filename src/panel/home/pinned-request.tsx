// The open signing request, on top of home until it is finished, and how many are queued. Title and tone are those of its screen.
import { queueOf } from '../../signing/queue.ts';
import { usePanel } from '../core/panel-context.ts';
import { t, tCount } from '../core/text.ts';
import { MoveName } from '../request/move-name.tsx';
import { actionsOf, isFinished } from '../request/request-view.ts';
import { toneOf } from '../request/request-tone.ts';
import { wordsOf } from '../request/request-words.ts';
import type { Tone } from '../ui/banner.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';

/** What is on the user: to sign, or to decide. */
const asksUser: ReadonlySet<string> = new Set(['ask-wallet', 'ask-again', 'review-again']);

function iconOf(tone: Tone, isOver: boolean, isUsersTurn: boolean): IconName {
  if (tone === 'red' || tone === 'warning') return 'alert';
  if (isUsersTurn) return 'wallet';
  return isOver && tone === 'ok' ? 'check' : 'clock';
}

export function PinnedRequest() {
  const { pinnedRequest, router, store } = usePanel();
  const request = pinnedRequest.value;
  if (request === null) return null;
  const all = store.requests.value;
  const words = wordsOf(request, all);
  const tone = toneOf(request, words);
  const isUsersTurn = actionsOf(request, all).some((action) => asksUser.has(action));
  const waiting = queueOf(all).filter(({ id }) => id !== request.id).length;
  return (
    <button
      type="button"
      class={`pinned pinned-tone-${tone}`}
      onClick={() => router.go({ name: 'request', id: request.id })}
    >
      <Icon name={iconOf(tone, isFinished(request.state), isUsersTurn)} />
      <span class="grow">
        <span class="strong">{t(words.titleKey)}</span>
        {waiting > 0 && <span class="soft"> · {tCount('queueMore', waiting)}</span>}
        <br />
        <span class="soft">
          <MoveName request={request} />
        </span>
      </span>
      <Icon name="caret" small />
    </button>
  );
}
