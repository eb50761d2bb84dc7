// Root rewards by validator: what its fund owes, what a claim pays now and what it forfeits, and the claim itself.
import { ageOf } from '../../model/age.ts';
import type { RootClaim, RootClaimsRecord } from '../../model/root-claims.ts';
import { isAllRead } from '../../portfolio/portfolio-value.ts';
import { paysOut } from '../../portfolio/root-rewards.ts';
import { ROOT_NETUID } from '../../units.ts';
import { useMemo } from 'preact/hooks';
import { createAction } from '../core/action.ts';
import { isolated, t } from '../core/text.ts';
import { usePanel } from '../core/panel-context.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { Menu } from '../ui/menu.tsx';
import { RichText } from '../ui/rich-text.tsx';
import { Tao } from '../words/amount.tsx';
import { errorText } from '../words/error-text.ts';
import { blockAgeText, blockText } from '../words/format.ts';
import { Hold, Now, Yield } from './claim-now.tsx';
import { ClaimTogether } from './claim-together.tsx';

function ClaimRow({ claim, record }: { claim: RootClaim; record: RootClaimsRecord }) {
  const { names, router, store } = usePanel();
  const { coldkey, hotkey, accrued, doubt, payment } = claim;
  const isPaying = paysOut(claim, record.claims) === true;
  const go = (unstakes: boolean) =>
    router.go({
      name: 'ticket',
      start: {
        kind: 'claim',
        coldkey,
        hotkey: null,
        netuid: null,
        exits: [{ hotkey, netuid: ROOT_NETUID }],
        unstakes,
      },
    });
  const isStaked = store.snapshot.value?.snapshot.positions.some(
    (one) => one.netuid === ROOT_NETUID && one.coldkey === coldkey && one.hotkey === hotkey,
  );
  return (
    <li class="claim-row stack-s">
      <div class="claim-head">
        <span class="grow">
          <span class="row-name">
            <bdi class="one-line">{names.hotkey(hotkey)}</bdi>
          </span>
          <span class="row-sub">
            <bdi class="one-line">{names.coldkey(coldkey)}</bdi>
          </span>
        </span>
        <span class={`row-end ${doubt === null ? 'strong' : 'small quiet'}`}>
          {doubt === null ? (
            <>
              <Tao
                rao={isPaying && payment.known ? payment.value.redeemable : accrued}
                decimals={2}
              />
              <span class="minor quiet claim-short">
                {t(isPaying ? 'claimPaysShort' : 'claimOwedShort')}
              </span>
            </>
          ) : (
            t('claimHidden')
          )}
        </span>
        {isPaying && (
          <>
            <Button isSmall onPress={() => go(false)}>
              {t('claimAct')}
            </Button>
            {isStaked === true && (
              <Menu
                label={t('moreFor', { validator: isolated(names.hotkey(hotkey)) })}
                look="chip"
                isAtEnd
                button={<span class="hidden-text">{t('actions')}</span>}
                items={[{ key: 'both', content: t('claimAndUnstakeAct'), onPick: () => go(true) }]}
              />
            )}
          </>
        )}
      </div>
      <div class="small soft">
        <Now claim={claim} claims={record.claims} />
        <Hold claim={claim} record={record} />
        {doubt === null && <Yield hotkey={hotkey} record={record} />}
      </div>
    </li>
  );
}

/** On runtimes that keep root dividends in books of their own: what stands on home, and why there is no button. */
function KnownToRuntime() {
  const { portfolio } = usePanel();
  const value = portfolio.value.value;
  if (value === null || !value.unclaimed.known) return null;
  const { claimable, belowThreshold } = value.unclaimed.value;
  if (claimable === 0n && belowThreshold === 0n) return null;
  const rows = [
    [isAllRead(value) ? 'rootBooksClaimable' : 'rootBooksLoaded', claimable],
    ['rootBooksTooSmall', belowThreshold],
  ] as const;
  return (
    <section class="part" aria-label={t('rootClaimsTitle')}>
      <h2>{t('rootClaimsTitle')}</h2>
      <dl class="figures">
        {rows
          .filter(([, rao]) => rao > 0n)
          .map(([label, rao]) => [
            <dt key={label}>{t(label)}</dt>,
            <dd key={`${label} figure`}>
              <RichText text="rootBooksAbout" with={{ amount: <Tao rao={rao} decimals={2} /> }} />
            </dd>,
          ])}
      </dl>
      <p class="small soft">{t('rootBooksNote')}</p>
    </section>
  );
}

/** Of runtimes that keep root dividends in funds, once they were read. */
export function RootClaimsSection() {
  const { store, portfolio, clock, deps } = usePanel();
  const record = store.rootClaims.value;
  const reading = useMemo(createAction, []);
  const books = store.snapshot.value?.snapshot.unclaimed;
  if (books?.known === true) return <KnownToRuntime />;
  if (books === undefined || books.reason === 'unreadable') return null;
  const readAgain = () => void reading.run(() => deps.call('readRootClaims', null));
  const again = (
    <LinkButton onPress={readAgain}>
      {t(reading.isRunning.value ? 'readingChain' : 'reload')}
    </LinkButton>
  );
  const failed = reading.error.value !== null && (
    <p class="small warn">{errorText(reading.error.value)}</p>
  );
  if (record === null) {
    return (
      <section class="part" aria-label={t('rootClaimsTitle')}>
        <h2>{t('rootClaimsTitle')}</h2>
        <p class="small soft">
          {t('unclaimedUnknown')} {again}
        </p>
        {failed}
      </section>
    );
  }
  const mine = record.claims.of.filter(({ coldkey }) => portfolio.coldkeys.value.includes(coldkey));
  const isUnread =
    mine.length < portfolio.coldkeys.value.length || mine.some(({ claims }) => !claims.known);
  return (
    <section class="part" aria-label={t('rootClaimsTitle')}>
      <h2>{t('rootClaimsTitle')}</h2>
      <p class="small soft">{t('rootClaimsAbout')}</p>
      {mine.map(({ coldkey, claims }) =>
        claims.known ? (
          <div key={coldkey} class="stack-s">
            <ClaimTogether
              claims={claims.value.filter((claim) => paysOut(claim, record.claims) === true)}
            />
            <ul class="rows">
              {claims.value.map((claim) => (
                <ClaimRow key={claim.hotkey} claim={claim} record={record} />
              ))}
            </ul>
          </div>
        ) : null,
      )}
      {isUnread && <p class="small warn">{t('unclaimedUnknown')}</p>}
      <p class="small quiet">
        {t('emissionReadAt', {
          block: blockText(record.block.number),
          age: blockAgeText(ageOf(record.blockTime, clock.now.value)),
        })}{' '}
        {again}
      </p>
      {failed}
    </section>
  );
}
