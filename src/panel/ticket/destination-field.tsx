// The destination of a transfer: one of the user's accounts or a typed address, with what is known about it.
import { useState } from 'preact/hooks';
import { isUnconfirmed, type StoredAccount } from '../../model/account.ts';
import { shortAddress, type Ss58Address } from '../../units.ts';
import { cleanName, isolated, t } from '../core/text.ts';
import { AddressGroups, AddressMark } from '../words/address-chip.tsx';
import { ConfirmAddress, ConfirmTitle } from '../words/confirm-address.tsx';
import { timeText } from '../words/format.ts';
import { Banner } from '../ui/banner.tsx';
import { Menu } from '../ui/menu.tsx';
import { RichText } from '../ui/rich-text.tsx';
import { ValuePart } from '../words/value-pair.tsx';
import { usePanel } from '../core/panel-context.ts';
import { useAccountValue } from '../core/use-account-value.ts';
import { useTicket } from './ticket-context.ts';

/** Whether the receiver is the user's own by a signature, typed, or only what a page reported: then its address stands here. */
function HowKnown({ account }: { account: StoredAccount | undefined }) {
  const confirmedAt = account?.confirmedAt ?? null;
  if (confirmedAt !== null) {
    return <p class="small good">{t('destinationOwn', { time: timeText(confirmedAt) })}</p>;
  }
  const source = account?.sources[0];
  if (account === undefined || source === undefined)
    return <p class="small warn">{t('checkDestinationTypedWarn')}</p>;
  return (
    <Banner tone="red" title={<ConfirmTitle account={account} />}>
      <AddressGroups address={account.coldkey} />
      <p>{t('unconfirmedDestination', { site: isolated(cleanName(source.origin, 60)) })}</p>
      <ConfirmAddress account={account} />
    </Banner>
  );
}

/** What the receiver holds already, where it is followed: an address with a balance is one that is in use. */
function Holds({ coldkey }: { coldkey: Ss58Address }) {
  const value = useAccountValue(coldkey);
  if (value === null) return <p class="small soft">{t('accountNotRead')}</p>;
  const { sellable, isSellableWhole } = value;
  return (
    <p class="small soft">
      <RichText
        text="destinationHolds"
        with={{ amount: <ValuePart rao={sellable} isWhole={isSellableWhole} /> }}
      />
    </p>
  );
}

export function DestinationField() {
  const { store, names, router } = usePanel();
  const ticket = useTicket();
  const { coldkey, toColdkey } = ticket.choice.value;
  const [isShowing, setShowing] = useState(false);
  const others = store.accounts.value.filter((account) => account.coldkey !== coldkey);
  const chosen = others.find((account) => account.coldkey === toColdkey);
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
                {/* Once chosen it stands below in full. */}
                {!isShowing && <span class="address small">{shortAddress(toColdkey)}</span>}
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
      {isShowing && toColdkey !== null && (chosen === undefined || !isUnconfirmed(chosen)) && (
        <p class="small soft destination-full">
          <AddressGroups address={toColdkey} />
        </p>
      )}
      {chosen?.typedAs !== undefined && (
        <p class="address small soft destination-full">{chosen.typedAs.text}</p>
      )}
      {chosen !== undefined && <Holds coldkey={chosen.coldkey} />}
      {toColdkey !== null && <HowKnown account={chosen} />}
    </div>
  );
}
