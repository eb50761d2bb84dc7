// What can be done with an account of the list, behind the dots of its row.
import { isUnconfirmed, type StoredAccount } from '../../model/account.ts';
import { placesBeside, reordered } from './account-order.ts';
import { isolated, t } from '../core/text.ts';
import { Menu, type MenuItem } from '../ui/menu.tsx';
import { usePanel } from '../core/panel-context.ts';

/** What of an account is brought into sight, and what of it is begun. */
export type AccountPart = 'limits' | 'name' | 'remove';

type Props = {
  account: StoredAccount;
  onOpen: (part?: AccountPart) => void;
  onCopied: () => void;
};

export function AccountMenu({ account, onOpen, onCopied }: Props) {
  const { deps, names, saving, store } = usePanel();
  const { coldkey, sources } = account;
  const items = (): readonly MenuItem[] => {
    const all = store.accounts.peek();
    const { above, below } = placesBeside(all, account);
    const moves = [
      ['moveUp', above],
      ['moveDown', below],
    ] as const;
    const copy = () =>
      void deps.browser.copy(coldkey).then(onCopied, () => {
        // A browser that refuses leaves the row as it is.
      });
    return [
      // What a website reported is no address to send to before the account signed.
      isUnconfirmed(account) && sources.length > 0
        ? { key: 'verify', content: t('verifyAddress'), onPick: () => onOpen() }
        : { key: 'copy', content: t('copyAddress'), onPick: copy },
      { key: 'rename', content: t('rename'), onPick: () => onOpen('name') },
      ...moves.flatMap(([words, place]) => {
        const other = place === null ? undefined : all[place];
        if (other === undefined) return [];
        const onPick = () =>
          void saving.run(async () => {
            for (const one of reordered(all, coldkey, other.coldkey))
              await deps.call('saveAccount', one);
          });
        return [{ key: words, content: t(words), onPick }];
      }),
      {
        key: 'remove',
        content: <span class="bad">{t('removeAccount')}</span>,
        onPick: () => onOpen('remove'),
      },
    ];
  };
  return (
    <Menu
      label={t('accountActions', { account: isolated(names.coldkey(coldkey)) })}
      look="icon-button"
      mark="more"
      isAtEnd
      button={<span class="hidden-text">{t('actions')}</span>}
      items={items}
    />
  );
}
