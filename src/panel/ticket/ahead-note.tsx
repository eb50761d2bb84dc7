// On a ticket that will be queued: what goes first, and what it takes of the balance.
import type { SigningRequest } from '../../model/request.ts';
import { usePanel } from '../core/panel-context.ts';
import { isolated, t } from '../core/text.ts';
import { Icon } from '../ui/icon.tsx';
import { RichText } from '../ui/rich-text.tsx';
import { Tao } from '../words/amount.tsx';
import { moveTitle } from '../words/move-title.ts';
import { taoAhead } from './queued-orders.ts';
import { useTicket } from './ticket-context.ts';

/** What goes first, and what it takes of the balance, which is of before it. */
export function AheadNote({ request }: { request: SigningRequest }) {
  const { names, store } = usePanel();
  const { replaced, worked, facts } = useTicket();
  const taken = taoAhead(request, store.requests.value, replaced.value);
  const gives = worked.value?.plan.gives ?? null;
  const free = facts.value?.coldkey.free ?? null;
  const isShort = free !== null && gives?.unit === 'rao' && gives.amount + taken > free;
  return (
    <p class={`review-reason ${isShort ? 'warn' : ''}`}>
      <Icon name={isShort ? 'alert' : 'clock'} small />
      <span>
        {t('queueNote', { move: isolated(moveTitle(request.plan.move, names)) })}{' '}
        {taken > 0n && (
          <RichText
            text={isShort ? 'queueTakesTooMuch' : 'queueTakes'}
            with={{ amount: <Tao rao={taken} /> }}
          />
        )}
      </span>
    </p>
  );
}
