// The address of an account, and whether a signature confirmed it; else, below it, the way to one.
import { isUnconfirmed, type ConfirmedBy, type StoredAccount } from '../../model/account.ts';
import { usePanel, type Panel } from '../core/panel-context.ts';
import { cleanName, isolated, t } from '../core/text.ts';
import { Banner } from '../ui/banner.tsx';
import { Icon } from '../ui/icon.tsx';
import { FullAddress } from '../words/address-chip.tsx';
import { ConfirmAddress, ConfirmTitle } from '../words/confirm-address.tsx';
import { timeText } from '../words/format.ts';

function confirmedText(at: number, by: ConfirmedBy | undefined, names: Panel['names']): string {
  if (by === undefined) return t('confirmedAccount', { time: timeText(at) });
  const site = isolated(cleanName(by.origin, 60));
  return t('confirmedAccountBy', {
    time: timeText(at),
    wallet: isolated(names.wallet(by.wallet)),
    site,
  });
}

export function HowKnown({ account }: { account: StoredAccount }) {
  const { names } = usePanel();
  const { coldkey, confirmedAt, confirmedBy, sources, confirmation } = account;
  // What it then says of the address outweighs what was known before.
  const isRefuted = (confirmation?.error ?? null) !== null;
  const isAsked = confirmation?.state === 'asked';
  const newest = sources[0];
  if (confirmedAt !== null) {
    return (
      <>
        <FullAddress address={coldkey} />
        <p class="small soft line">
          <Icon name="check" small />
          <span class="grow">{confirmedText(confirmedAt, confirmedBy, names)}</span>
        </p>
      </>
    );
  }
  if (newest === undefined || !isUnconfirmed(account)) return <FullAddress address={coldkey} />;
  // Nothing was asked yet: one line with its way on, and what it is about behind it.
  const isCalm = !isRefuted && !isAsked;
  return (
    <>
      <FullAddress address={coldkey} isToCopy={false} />
      <div class={isCalm ? 'how-known' : ''}>
        <Banner tone={isRefuted ? 'warning' : 'notice'} title={<ConfirmTitle account={account} />}>
          <ConfirmAddress account={account} isBrief={isCalm} />
          {isCalm && (
            <div class="how-copied">
              <p>{t('unconfirmedCopy')}</p>
              <details>
                <summary>{t('why')}</summary>
                <p>{t('unconfirmedAccount', { site: isolated(cleanName(newest.origin, 60)) })}</p>
                <p class="soft">{t('confirmAddressNote')}</p>
              </details>
            </div>
          )}
        </Banner>
      </div>
    </>
  );
}
