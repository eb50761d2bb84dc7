// The destination of a transfer: one of the user's accounts or a typed address, with what is known about it.
import { useState } from 'preact/hooks';
import { shortAddress, type Ss58Address } from '../../units.ts';
import { cleanName, isolated, t } from '../core/text.ts';
import { AddressMark } from '../words/address-chip.tsx';
import { Banner } from '../ui/banner.tsx';
import { Menu } from '../ui/menu.tsx';
import { usePanel } from '../core/panel-context.ts';
import { useTicket } from './ticket-context.ts';

export function DestinationField() {
  const { store, names, router } = usePanel();
  const ticket = useTicket();
  const { coldkey, toColdkey } = ticket.draft.value;
  const [isShowing, setShowing] = useState(false);
  const others = store.accounts.value.filter((account) => account.coldkey !== coldkey);
  const chosen = others.find((account) => account.coldkey === toColdkey);
  const source = chosen?.sources[0];
  const isUnconfirmed = source !== undefined && chosen?.confirmedAt === null;
  const pick = (to: Ss58Address) => {
    ticket.edit({ toColdkey: to });
    setShowing(true);
  };
  return (
    <div class="destination">
      <Menu
        label={t('pickDestination')}
        look="pick"
        isNamedByButton
        button={
          <span class="line">
            <span class="small quiet pick-label">{t('toLabel')}</span>
            {toColdkey === null ? (
              <span class="strong">{t('pickDestination')}</span>
            ) : (
              <>
                <AddressMark address={toColdkey} />
                <bdi class="strong one-line">{names.coldkey(toColdkey)}</bdi>
                <span class="address small">{shortAddress(toColdkey)}</span>
              </>
            )}
          </span>
        }
        items={[
          ...others.map((account) => ({
            key: account.coldkey,
            content: (
              <>
                <AddressMark address={account.coldkey} />
                <bdi class="one-line">{names.coldkey(account.coldkey)}</bdi>
                <span class="address small">{shortAddress(account.coldkey)}</span>
              </>
            ),
            onPick: () => pick(account.coldkey),
          })),
          {
            key: 'new',
            content: t('addDestination'),
            onPick: () => router.go({ name: 'watch', isForTicket: true }),
          },
        ]}
      />
      {isShowing && toColdkey !== null && (
        <p class="address small soft destination-full">{toColdkey}</p>
      )}
      {chosen?.typedAs !== undefined && (
        <p class="address small soft destination-full">{chosen.typedAs.text}</p>
      )}
      {isUnconfirmed && (
        <Banner tone="red">
          <p>{t('unconfirmedDestination', { site: isolated(cleanName(source.origin, 60)) })}</p>
        </Banner>
      )}
    </div>
  );
}
