// Where nobody’s stake is known yet: what home shows of an account, of an example. Its head and its foot say that it is one;
// where there is no room for a home, it is what stands between the two values alone.
import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { ROOT_NETUID } from '../../units.ts';
import { t } from '../core/text.ts';
import { Badge } from '../ui/banner.tsx';
import { Icon } from '../ui/icon.tsx';
import { RichText } from '../ui/rich-text.tsx';
import { Tao } from '../words/amount.tsx';
import { badgeLook, SubnetBadge } from '../words/subnet-badge.tsx';
import { ValueHero, ValuePart } from '../words/value-pair.tsx';
import { examplePortfolio, type ExampleRow } from './example-portfolio.ts';
import { Waterfall } from './gap-waterfall.tsx';

function Row({ row, place }: { row: ExampleRow; place: number }) {
  const { hue, outline } = badgeLook(place + 1);
  return (
    <li class="row row-marked">
      <span class="subnet-badge" style={{ '--hue': hue, borderRadius: outline }} aria-hidden="true">
        {row.letter}
      </span>
      <span>
        <span class="row-name">
          <bdi>{t('exampleSubnet', { letter: row.letter })}</bdi>
          {row.hasLock && (
            <>
              <Icon name="lock" small />
              <span class="hidden-text">{t('partlyLocked')}</span>
            </>
          )}
        </span>
        <span class="row-sub">
          <span>
            <RichText
              text="exampleLiquidity"
              with={{ amount: <Tao rao={row.liquidity} decimals={0} isPublic /> }}
            />
          </span>
        </span>
      </span>
      <span class="row-end">
        <span class="strong">
          <ValuePart rao={row.sellable} isWhole />
        </span>
        <span class="minor">
          <ValuePart rao={row.spot} isWhole /> <span class="quiet">{t('spotShort')}</span>
        </span>
      </span>
    </li>
  );
}

/** What is worth its own amount. */
function Plain({ mark, name, rao }: { mark: ComponentChildren; name: string; rao: bigint }) {
  return (
    <li class="row row-marked">
      {mark}
      <span class="row-name">{name}</span>
      <span class="row-end strong">
        <ValuePart rao={rao} isWhole />
      </span>
    </li>
  );
}

export function FirstPicture() {
  const example = useMemo(examplePortfolio, []);
  return (
    <section class="card first-picture" aria-label={t('exampleTitle')}>
      <div class="picture-head">
        <h2 class="picture-name">{t('exampleTitle')}</h2>
        <h2 class="picture-gap-name">{t('gapTitle')}</h2>
        <Badge tone="notice">{t('exampleBadge')}</Badge>
      </div>
      <div class="picture-home">
        <ValueHero value={example} />
        <ul class="picture-rows">
          {example.rows.map((row, place) => (
            <Row key={row.letter} row={row} place={place} />
          ))}
          <Plain
            mark={<SubnetBadge netuid={ROOT_NETUID} />}
            name={t('rootName')}
            rao={example.root}
          />
          <Plain
            mark={
              <span class="free-badge">
                <Icon name="wallet" small />
              </span>
            }
            name={t('allocationFree')}
            rao={example.free}
          />
        </ul>
      </div>
      <div class="picture-gap">
        <h3>{t('gapTitle')}</h3>
        <Waterfall value={example} />
      </div>
      <p class="small quiet picture-note">{t('firstPictureNote')}</p>
    </section>
  );
}
