// What can be done with a receipt: look its transaction up in an explorer, copy it as text, keep it as a picture.
import { useState } from 'preact/hooks';
import type { SigningRequest } from '../../model/request.ts';
import { usePanel } from '../core/panel-context.ts';
import { t } from '../core/text.ts';
import { Button } from '../ui/button.tsx';
import { Menu } from '../ui/menu.tsx';
import { receiptPicture } from './receipt-picture.ts';
import { isDisproven } from './request-view.ts';
import { receiptText } from './receipt-text.ts';

type LinksProps = { request: SigningRequest; link: string | null; network: string };

export function ReceiptLinks({ request, link, network }: LinksProps) {
  const { deps, names, store } = usePanel();
  const [isCopied, setCopied] = useState(false);
  const { receipt } = request;
  // At its place in the chain is another transaction, and it is no receipt to hand on.
  if (receipt === null || isDisproven(request)) return null;
  const own = store.accounts.value.find(({ coldkey }) => coldkey === request.coldkey);
  // An account without a name has an address alone, which is not shared.
  const hasName = own !== undefined && own.label !== '';
  const copy = (account: string | null) => {
    const text = receiptText(request, receipt, { names, network, link, account });
    // A browser that refuses leaves the button as it is.
    void deps.browser.copy(text).then(
      () => setCopied(true),
      () => undefined,
    );
  };
  const save = async (account: string | null) => {
    const blob = await receiptPicture(request, receipt, names, { account });
    const name = `taubar-${receipt.block.number}-${receipt.extrinsicIndex}.png`;
    if (blob !== null) deps.browser.saveFile(name, blob);
  };
  return (
    <div class="receipt-links">
      {link !== null && (
        <Button isSmall icon="out" onPress={() => deps.browser.openLink(link)}>
          {t('openExplorer')}
        </Button>
      )}
      <Button isSmall icon={isCopied ? 'check' : 'copy'} onPress={() => copy(null)}>
        <span aria-live="polite">{t(isCopied ? 'receiptCopied' : 'copyReceipt')}</span>
      </Button>
      <Button isSmall icon="fall" onPress={() => void save(null)}>
        <span>{t('saveReceiptPicture')}</span>
      </Button>
      {hasName && (
        <Menu
          label={t('receiptNamed')}
          look="icon-button"
          mark="more"
          isAtEnd
          button={null}
          items={() => {
            const account = names.coldkey(own.coldkey);
            return [
              { key: 'copy', content: t('copyReceiptNamed'), onPick: () => copy(account) },
              { key: 'save', content: t('savePictureNamed'), onPick: () => void save(account) },
            ];
          }}
        />
      )}
    </div>
  );
}
