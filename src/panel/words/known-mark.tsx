// Whether a signature showed that an address is its owner's: a mark beside the name of an account.
import { isUnconfirmed, type StoredAccount } from '../../model/account.ts';
import { usePanel } from '../core/panel-context.ts';
import { t, type PlainSentence } from '../core/text.ts';
import { listText } from './list-text.ts';
import { LinkButton } from '../ui/button.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';
import { RichText } from '../ui/rich-text.tsx';

/** A wallet answered with a signature that is not by this address, and none has shown it since. */
export const isRefuted = ({ confirmedAt, confirmation }: StoredAccount): boolean =>
  confirmedAt === null && confirmation?.error?.code === 'NOT_CONFIRMED';

function markOf(account: StoredAccount): [IconName, PlainSentence, string] | null {
  if (account.confirmedAt !== null) return ['check', 'knownVerified', 'good'];
  if (isRefuted(account)) return ['alert', 'knownRefuted', 'warn'];
  // An address that was typed is the user's own word.
  return isUnconfirmed(account) ? ['question', 'unconfirmedTitle', 'quiet'] : null;
}

/** In words for screen readers and under the pointer. */
export function KnownMark({ account }: { account: StoredAccount }) {
  const mark = markOf(account);
  if (mark === null) return null;
  const [icon, words, tone] = mark;
  return (
    <span class={`known-mark ${tone}`} title={t(words)}>
      <Icon name={icon} small />
      <span class="hidden-text">{t(words)}</span>
    </span>
  );
}

/** Below what accounts are worth together: those of them whose address a signature put in question. */
export function RefutedLine({ accounts }: { accounts: readonly StoredAccount[] }) {
  const { names, router } = usePanel();
  const refuted = accounts.filter(isRefuted);
  const [first, second] = refuted;
  if (first === undefined) return null;
  const text = listText(refuted.map(({ coldkey }) => names.coldkey(coldkey)));
  const open = () =>
    router.go(
      second === undefined ? { name: 'account', coldkey: first.coldkey } : { name: 'accounts' },
    );
  return (
    <p class="small warn line refuted-line" data-kept="not">
      <Icon name="alert" small />
      <span>
        {accounts.length === 1 ? (
          t('knownRefuted')
        ) : (
          <RichText
            text="totalRefuted"
            with={{ accounts: <LinkButton onPress={open}>{text}</LinkButton> }}
          />
        )}
      </span>
    </p>
  );
}
