// What root validators' funds owe, in one line with its way to each validator. Seen, never counted into a total.
import { paysOut, rootRewards } from '../../portfolio/root-rewards.ts';
import type { RootClaims } from '../../model/root-claims.ts';
import { ROOT_NETUID, type Ss58Address } from '../../units.ts';
import { t, tCount } from '../core/text.ts';
import { Tao } from '../words/amount.tsx';
import { LinkButton } from '../ui/button.tsx';
import { RichText } from '../ui/rich-text.tsx';
import { usePanel } from '../core/panel-context.ts';
import { AtLeast } from '../words/value-pair.tsx';

/** What is too small to claim is shown from this many rao on. */
const CRUMBS = 10_000_000n;

/** All that pays out now, in one transaction. It is one account's: where several could claim, each does so by validator. */
function ClaimLink({ claims, coldkeys }: { claims: RootClaims; coldkeys: readonly Ss58Address[] }) {
  const { router } = usePanel();
  const paying = claims.of.flatMap((account) => {
    const { coldkey } = account;
    if (!account.claims.known || !coldkeys.includes(coldkey)) return [];
    const found = account.claims.value.filter((claim) => paysOut(claim, claims) === true);
    return found.length === 0 ? [] : [{ coldkey, found }];
  });
  const [only] = paying;
  if (only === undefined || paying.length > 1) return null;
  const { coldkey, found } = only;
  const exits = found.map(({ hotkey }) => ({ hotkey, netuid: ROOT_NETUID }));
  const start = { kind: 'claim', coldkey, hotkey: null, netuid: null, exits } as const;
  return (
    <>
      <button
        type="button"
        class="button button-small"
        onClick={() => router.go({ name: 'ticket', start })}
      >
        {t('claimAct')}
      </button>{' '}
    </>
  );
}

/** For a runtime that keeps root dividends in funds. */
type Props = { coldkeys: readonly Ss58Address[]; hasCrumbs?: boolean };

export function RootRewardsLine({ coldkeys, hasCrumbs = false }: Props) {
  const { store, router } = usePanel();
  const record = store.rootClaims.value;
  if (record === null) return null;
  const { claimable, forfeited, tooSmall, untold, doubted, unread } = rootRewards(
    record.claims,
    coldkeys,
  );
  const byValidator = (
    <LinkButton onPress={() => router.go({ name: 'subnet', netuid: ROOT_NETUID })}>
      {t('rootRewardsShow')}
    </LinkButton>
  );
  // On home in one line: what is small, lost or in doubt is behind it.
  if (!hasCrumbs && claimable > forfeited) {
    return (
      <span class="line claim-line">
        <span class="grow">
          <RichText
            text="rootRewardsPay"
            with={{
              amount: (
                <AtLeast isWhole={unread === 0}>
                  <Tao rao={claimable - forfeited} decimals={2} />
                </AtLeast>
              ),
            }}
          />
        </span>
        <ClaimLink claims={record.claims} coldkeys={coldkeys} />
        {byValidator}
      </span>
    );
  }
  const parts = [
    claimable > 0n && (
      <RichText
        key="now"
        text={forfeited > 0n ? 'rootRewardsForfeit' : 'rootRewards'}
        with={{
          claimable: <Tao rao={claimable} decimals={2} />,
          forfeited: <Tao rao={forfeited} decimals={2} />,
        }}
      />
    ),
    tooSmall >= (hasCrumbs ? 1n : CRUMBS) && (
      <RichText key="small" text="rootRewardsSmall" with={{ amount: <Tao rao={tooSmall} /> }} />
    ),
    untold > 0n && (
      <RichText
        key="untold"
        text="rootRewardsUntold"
        with={{ amount: <Tao rao={untold} decimals={2} /> }}
      />
    ),
    doubted > 0 && tCount('rootRewardsDoubted', doubted),
    unread > 0 && t('unclaimedUnknown'),
  ].filter((part) => part !== false);
  if (parts.length === 0 && tooSmall === 0n) return <>{t('rootRewardsNone')}</>;
  return (
    <>
      {parts.map((part, index) => (
        <span key={index}>{part} </span>
      ))}
      {claimable > 0n && <ClaimLink claims={record.claims} coldkeys={coldkeys} />}
      {byValidator}
    </>
  );
}
