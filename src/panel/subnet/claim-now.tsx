// What is to be said below a validator's root rewards: what a claim forfeits or why it pays nothing, a hold, and the yield.
import type { RootClaim, RootClaims, RootClaimsRecord } from '../../model/root-claims.ts';
import { rootYield } from '../../portfolio/root-yield.ts';
import type { Ss58Address } from '../../units.ts';
import { usePanel } from '../core/panel-context.ts';
import { t } from '../core/text.ts';
import { Banner } from '../ui/banner.tsx';
import { LinkButton } from '../ui/button.tsx';
import { RichText } from '../ui/rich-text.tsx';
import { Tao } from '../words/amount.tsx';
import { blockText, durationText, percentText } from '../words/format.ts';

/** What a claim would do now, or why it would not. */
export function Now({ claim, claims }: { claim: RootClaim; claims: RootClaims }) {
  const { router } = usePanel();
  const { payment, doubt } = claim;
  if (doubt !== null) {
    return (
      <Banner tone="block">
        <p>{t(`claimDoubt_${doubt}`)}</p>
        <div>
          <LinkButton onPress={() => router.go({ name: 'settings', part: 'network' })}>
            {t('chooseOtherEndpoint')}
          </LinkButton>
        </div>
      </Banner>
    );
  }
  if (!payment.known) {
    const isOld = payment.reason === 'not-on-this-runtime';
    return <p class="warn">{t(isOld ? 'claimUntold' : 'claimUnread')}</p>;
  }
  const { redeemable, forfeited, rows, dustRows } = payment.value;
  const { threshold } = claims;
  if (threshold.known && redeemable < threshold.value) {
    return (
      <p>
        <RichText
          text="claimTooSmall"
          with={{
            missing: <Tao rao={threshold.value - redeemable} />,
            threshold: <Tao rao={threshold.value} />,
          }}
        />
      </p>
    );
  }
  return (
    <>
      <p>
        {!threshold.known && (
          <>
            <RichText text="claimPaysNow" with={{ amount: <Tao rao={redeemable} /> }} />{' '}
          </>
        )}
        {forfeited > 0n ? (
          <RichText
            text="claimForfeitsNow"
            with={{
              amount: <Tao rao={forfeited} />,
              dust: dustRows.toLocaleString(),
              rows: rows.toLocaleString(),
            }}
          />
        ) : (
          t('claimRows', { rows: rows.toLocaleString() })
        )}
      </p>
      {!threshold.known && <p class="warn">{t('claimThresholdUnread')}</p>}
    </>
  );
}

export function Hold({ claim, record }: { claim: RootClaim; record: RootClaimsRecord }) {
  const { unlockInterval } = record.claims;
  if (!unlockInterval.known) return <p class="warn">{t('claimHoldUnread')}</p>;
  if (unlockInterval.value === 0) return null;
  const since = claim.heldSince;
  const until = since.known && since.value !== null ? since.value + unlockInterval.value : null;
  return (
    <p>
      {t('claimHold', { time: durationText(unlockInterval.value) })}{' '}
      {until !== null &&
        until > record.block.number &&
        t('claimHeldUntil', { block: blockText(until) })}
    </p>
  );
}

export function Yield({ hotkey, record }: { hotkey: Ss58Address; record: RootClaimsRecord }) {
  const measured = rootYield(record, hotkey);
  return (
    <details class="quiet-details">
      <summary>{t('rootYieldOpen')}</summary>
      <p>
        {measured === null
          ? t('rootYieldUnknown')
          : t('rootYieldMeasured', {
              yield: percentText(measured.aprPpm),
              time: durationText(measured.toBlock - measured.fromBlock),
            })}
      </p>
    </details>
  );
}
