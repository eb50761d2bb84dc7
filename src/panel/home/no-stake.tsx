// In place of the list where the accounts shown hold no stake: where some is, or how to begin.
import { t } from '../core/text.ts';
import { Button } from '../ui/button.tsx';
import { usePanel } from '../core/panel-context.ts';

export function NoStake() {
  const { portfolio, names } = usePanel();
  const elsewhere = portfolio.elsewhere.value;
  if (elsewhere.length > 0) {
    return (
      <div class="padded stack">
        <p class="strong">{t('stakeElsewhere')}</p>
        {elsewhere.map(({ coldkey }) => (
          <div key={coldkey}>
            <Button onPress={() => portfolio.choose(coldkey)} icon="view">
              <bdi>{names.coldkey(coldkey)}</bdi>
            </Button>
          </div>
        ))}
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
          <Button onPress={() => router.go({ name: 'connect' })} icon="wallet">
            {t('useMyWallet')}
          </Button>
        )}
        <Button onPress={() => router.go({ name: 'subnets' })} icon="chart">
          {t('lookAtSubnets')}
        </Button>
      </div>
      <section class="stack-s">
        <h2>{t('howStakingTitle')}</h2>
        <ol class="stack-s how">
          {(['buy', 'earn', 'exit'] as const).map((step) => (
            <li key={step}>{t(`howStaking_${step}`)}</li>
          ))}
        </ol>
      </section>
    </>
  );
}
