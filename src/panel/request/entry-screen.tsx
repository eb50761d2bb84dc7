// One entry of the book: all that it took and brought, its fee, the prices then, and where it is on the chain.
import { useEffect, useState } from 'preact/hooks';
import type { BookEntry, Leg } from '../../model/book.ts';
import { toAlphaRao, toRao, type Ss58Address } from '../../units.ts';
import { readEntriesBetween } from '../../store/book-reader.ts';
import { flowsOf, quantityOf, tradePriceOf } from '../books/entry-view.ts';
import { usePanel } from '../core/panel-context.ts';
import { cleanName, isolated, t } from '../core/text.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { entryHead } from './entry-title.ts';
import { Screen } from '../ui/screen.tsx';
import { FullAddress } from '../words/address-chip.tsx';
import { Amount } from '../words/amount.tsx';
import { CopyHash } from '../words/copy-text.tsx';
import { DottedName } from '../words/dotted-name.tsx';
import { SubnetName } from '../words/subnet-name.tsx';
import { blockText, timeText } from '../words/format.ts';
import { pricePerAlpha } from '../words/plan-prices.ts';
import { isCut } from './activity-amounts.tsx';
import { chainErrorText } from './chain-error.ts';
import { extrinsicLink } from './explorer-link.ts';
import { RECEIPT_DECIMALS } from './receipt-quantity.ts';

function LegLine({ leg }: { leg: Leg }) {
  const { names } = usePanel();
  return (
    <li class="line apart">
      <span class="stack-s">
        {leg.of === 'free' ? (
          <span>{t('freeTao')}</span>
        ) : (
          <span class="row-name">
            <SubnetName netuid={leg.netuid} />
          </span>
        )}
        {leg.of === 'alpha' && <bdi class="small quiet">{names.hotkey(leg.hotkey)}</bdi>}
      </span>
      <span class="strong">
        <Amount
          quantity={quantityOf(leg)}
          lead={leg.change < 0n ? '−' : '+'}
          decimals={RECEIPT_DECIMALS}
        />
      </span>
    </li>
  );
}

/** What it came to, large. */
function Outcome({ entry }: { entry: BookEntry }) {
  const { given, got } = flowsOf(entry);
  const isTrade = tradePriceOf(entry) !== null;
  const isFee = entry.legs.length === 0 && entry.fee !== null;
  return (
    <p class="entry-outcome strong">
      {given.map((quantity, index) => (
        <bdi key={`given ${index}`}>
          <Amount quantity={quantity} lead="−" isColumn={isFee || isCut(quantity) || undefined} />
        </bdi>
      ))}
      {isFee && <span class="small quiet">{t('entryOfFee')}</span>}
      {given.length > 0 && got.length > 0 && <Icon name="caret" small />}
      {got.map((quantity, index) => (
        <bdi key={`got ${index}`}>
          <Amount quantity={quantity} lead="+" isColumn={isTrade || undefined} />
        </bdi>
      ))}
    </p>
  );
}

function Figures({ entry }: { entry: BookEntry }) {
  const { names } = usePanel();
  const { fee, poolFees, prices, block, extrinsic, by, coldkey, source } = entry;
  const traded = tradePriceOf(entry);
  return (
    <dl class="figures">
      <dt>{t('networkFee')}</dt>
      <dd>
        {fee === null ? (
          <span class="quiet">{t('entryNoFee')}</span>
        ) : (
          <Amount quantity={quantityOf(fee)} decimals={RECEIPT_DECIMALS} />
        )}
      </dd>
      {poolFees.map(({ unit, netuid, amount }, index) => (
        <div key={index} class="sum-line">
          <dt>{t('poolFee')}</dt>
          <dd>
            <Amount
              quantity={
                unit === 'rao'
                  ? { unit, amount: toRao(amount) }
                  : { unit, netuid, amount: toAlphaRao(amount) }
              }
              decimals={RECEIPT_DECIMALS}
            />
          </dd>
        </div>
      ))}
      {traded !== null && (
        <div class="sum-line">
          <dt>{t(entry.kind === 'stake' ? 'entryPricePaid' : 'entryPriceGot')}</dt>
          <dd>{pricePerAlpha(traded.raoPerAlpha, traded.netuid, names)}</dd>
        </div>
      )}
      {prices
        .filter(({ netuid }) => netuid !== 0)
        .map(({ netuid, raoPerAlpha }) => (
          <div key={netuid} class="sum-line">
            <dt>{t('entryPrice', { subnet: names.number(netuid) })}</dt>
            <dd>{pricePerAlpha(raoPerAlpha, netuid, names)}</dd>
          </div>
        ))}
      {by === 'self' ? (
        <>
          <dt>{t('entrySignedBy')}</dt>
          <dd>
            <bdi>{names.coldkey(coldkey)}</bdi>
          </dd>
        </>
      ) : (
        <>
          <dt>{t('entryBy')}</dt>
          <dd>{t(`entryBy_${by}`)}</dd>
        </>
      )}
      {extrinsic !== null && (
        <>
          <dt>{t('entryCall')}</dt>
          <dd class="address">
            <DottedName name={cleanName(extrinsic.call, 80)} />
          </dd>
        </>
      )}
      <dt>{t('entryBlock')}</dt>
      <dd>
        {extrinsic === null
          ? blockText(block.number)
          : t('entryPlace', {
              block: isolated(blockText(block.number)),
              index: String(extrinsic.index),
            })}
      </dd>
      {extrinsic !== null && (
        <>
          <dt>{t('entryHash')}</dt>
          <dd>
            <CopyHash hash={extrinsic.hash} />
          </dd>
        </>
      )}
      <dt>{t('entrySource')}</dt>
      <dd>{t(`entrySource_${source}`)}</dd>
      {entry.error !== null && (
        <>
          <dt>{t('errorName')}</dt>
          <dd class="quiet address">
            <DottedName name={cleanName(entry.error, 80)} />
          </dd>
        </>
      )}
    </dl>
  );
}

function Details({ entry }: { entry: BookEntry }) {
  const { store, deps, names } = usePanel();
  const { coldkey, at, legs, error, kind, block, extrinsic, counterparty } = entry;
  const link = extrinsicLink(store.network.value, {
    block: block.number,
    index: extrinsic?.index ?? null,
    coldkey,
  });
  return (
    <div class="padded one-thing request">
      <div class="request-parts">
        <div class="stack">
          <div class="stack-s">
            <Outcome entry={entry} />
            <p class="small soft">
              <bdi>{names.coldkey(coldkey)}</bdi> · {timeText(at)}
            </p>
          </div>
          {kind === 'failed' && (
            <Banner tone="red" title={t('entryFailedTitle')}>
              <p>{chainErrorText(error)}</p>
              <p>{t('entryFailedText')}</p>
            </Banner>
          )}
          {legs.length > 0 && (
            <section class="stack-s">
              <h2>{t(entry.fee === null ? 'entryLegs' : 'entryLegsWithFee')}</h2>
              <ul class="rows card entry-legs">
                {legs.map((leg, index) => (
                  <LegLine key={index} leg={leg} />
                ))}
              </ul>
            </section>
          )}
        </div>
        <div class="request-aside">
          <Figures entry={entry} />
        </div>
        <div class="stack">
          {counterparty !== null && (
            <section class="stack-s">
              <h2>{t('entryCounterparty')}</h2>
              <FullAddress address={counterparty} />
            </section>
          )}
          <div class="line-wrap">
            {link !== null && (
              <Button isSmall icon="out" onPress={() => deps.browser.openLink(link)}>
                {t('openExplorer')}
              </Button>
            )}
          </div>
        </div>
      </div>
    </div>
  );
}

type Props = { coldkey: Ss58Address; block: number; place: number };

export function EntryScreen({ coldkey, block, place }: Props) {
  const { store, names } = usePanel();
  const { genesisHash } = store.network.value;
  const [entry, setEntry] = useState<BookEntry | null | 'reading'>('reading');
  useEffect(() => {
    if (genesisHash === null) return setEntry(null);
    void readEntriesBetween({ genesisHash, coldkey }, block - 1, block).then(
      (entries) => setEntry(entries.find((one) => one.place === place) ?? null),
      () => setEntry(null),
    );
  }, [genesisHash]);
  const isThere = entry !== null && entry !== 'reading';
  return (
    <Screen title={isThere ? entryHead(entry, names) : t('activityTitle')}>
      {isThere && <Details entry={entry} />}
      {entry === null && <p class="padded soft">{t('nothingFound')}</p>}
    </Screen>
  );
}
