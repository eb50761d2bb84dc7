// The wallets and sites that an account was found in.
import type { StoredAccount } from '../../model/account.ts';
import { usePanel } from '../core/panel-context.ts';
import { cleanName, t } from '../core/text.ts';
import { timeText } from '../words/format.ts';
import { WalletBadge } from './wallet-badge.tsx';

export function Sources({ account }: { account: StoredAccount }) {
  const { names } = usePanel();
  if (account.sources.length === 0) return <p class="soft small">{t('watchOnlyNote')}</p>;
  return (
    <section class="stack-s setting-group">
      <h2>{t('sourcesTitle')}</h2>
      <ul class="rows card setting-list">
        {account.sources.map((source) => (
          <li key={`${source.wallet} ${source.origin}`} class="setting small">
            <span class="line">
              <WalletBadge id={source.wallet} text={names.wallet(source.wallet)} />
              <span>
                <bdi class="strong">{names.wallet(source.wallet)}</bdi> ·{' '}
                <bdi>{cleanName(source.origin, 60)}</bdi>
                <br />
                <span class="soft">
                  {source.keyType} · {t('seenAt', { time: timeText(source.seenAt) })}
                </span>
              </span>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
