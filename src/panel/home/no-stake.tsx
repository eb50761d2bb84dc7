// In place of the list where the accounts shown hold no stake: where some is, or how to begin.
import type { Ss58Address } from '../../units.ts';
import { useAccountValue } from '../core/use-account-value.ts';
import { t, tCount } from '../core/text.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { lazy } from '../ui/lazy.tsx';
import { usePanel } from '../core/panel-context.ts';
import { AddressChip, AddressMark } from '../words/address-chip.tsx';
import { ValuePart } from '../words/value-pair.tsx';

const FirstPicture = lazy(() => import('./first-picture.tsx').then((m) => m.FirstPicture), null);

/** One that is not shown, with what it holds. */
function Other({ coldkey }: { coldkey: Ss58Address }) {
  const { portfolio, names } = usePanel();
  const value = useAccountValue(coldkey);
  return (
    <button type="button" class="choice watched-card" onClick={() => portfolio.choose(coldkey)}>
      <AddressMark address={coldkey} />
      <span class="watched-name">
        <bdi class="strong one-line">{names.coldkey(coldkey)}</bdi>
        <AddressChip address={coldkey} />
      </span>
      {value !== null && (
        <span class="row-end">
          <span class="strong">
            <ValuePart rao={value.sellable} isWhole={value.isSellableWhole} />
          </span>
          <span class="minor">{t('sellableNow')}</span>
        </span>
      )}
      <Icon name="caret" small />
    </button>
  );
}

export function NoStake() {
  const { portfolio } = usePanel();
  const elsewhere = portfolio.elsewhere.value;
  if (elsewhere.length > 0) {
    return (
      <div class="padded stack">
        <p class="strong">{t('noStakeTitle')}</p>
        <section class="stack-s">
          <h2>{tCount('stakeElsewhere', elsewhere.length)}</h2>
          {elsewhere.map(({ coldkey }) => (
            <Other key={coldkey} coldkey={coldkey} />
          ))}
        </section>
        <Begin />
      </div>
    );
  }
  return (
    <div class="padded stack">
      <p class="strong">{t('noStakeTitle')}</p>
      <p class="soft">{t('noStakeText')}</p>
      <Begin />
    </div>
  );
}

/** Ways to a first stake, and how it works. */
function Begin() {
  const { router, portfolio } = usePanel();
  const hasWallet = portfolio.shownAccounts.value.some(({ sources }) => sources.length > 0);
  return (
    <>
      <div class="line line-wrap">
        {!hasWallet && (
          <Button look="primary" onPress={() => router.go({ name: 'connect' })} icon="wallet">
            {t('useMyWallet')}
          </Button>
        )}
        <Button onPress={() => router.go({ name: 'subnets' })} icon="chart">
          {t('lookAtSubnets')}
        </Button>
      </div>
      <section class="card stack-s">
        <h2>{t('howStakingTitle')}</h2>
        <ol class="stack-s how">
          {(['buy', 'earn', 'exit'] as const).map((step) => (
            <li key={step}>{t(`howStaking_${step}`)}</li>
          ))}
        </ol>
      </section>
      <FirstPicture />
    </>
  );
}
