// The largest owners of validators, each once, with their shares of every stake that was counted, as bars to one scale.
import { PPM, drawnRatio, shortAddress } from '../../units.ts';
import { hasWidth } from '../core/has-width.ts';
import { cleanName, t } from '../core/text.ts';
import { usePanel } from '../core/panel-context.ts';
import { columnPercentText } from '../words/change.tsx';
import { CopyAddress } from '../words/copy-text.tsx';
import { largestOwners, type OwnerView } from './largest-owners.ts';
import { BarEnds, LISTED, scaleOf } from './share-list.tsx';

function OwnerName({
  name,
  address,
  isMine,
}: {
  name: string;
  address: string | null;
  isMine: boolean;
}) {
  return (
    <span>
      <span class="share-name">
        <bdi class="one-line">{name}</bdi>
        {address !== null && <CopyAddress address={address} />}
      </span>
      {isMine && <span class="owner-mine">{t('largestOwnersMine')}</span>}
    </span>
  );
}

const titles = {
  subnets: 'largestOwners_subnets',
  root: 'largestOwners_root',
  before: 'largestOwners_before',
} as const;

// As the columns of emission.css: as many of each view as a column has room for, with one bar for each owner, two, or three.
const hasColumn = hasWidth('78rem');
const hasWideColumn = hasWidth('110rem');
const LISTED_BESIDE = [22, 14, 8] as const;
const LISTED_WIDE = [26, 18, 10] as const;

type Props = {
  views: readonly OwnerView[];
  /** Owners of validators that my accounts stake with. */
  mine: ReadonlySet<string>;
};

export function OwnerShares({ views, mine }: Props) {
  const { names } = usePanel();
  if (views.length === 0) return null;
  const room = hasWideColumn.value ? LISTED_WIDE : hasColumn.value ? LISTED_BESIDE : [];
  const listed = room[views.length - 1] ?? LISTED;
  const scale = scaleOf(
    views.map(({ key, of }) => ({
      title: key,
      parts: of.holders.slice(0, 1).map(({ rao }) => ({ key, name: key, rao })),
      total: of.total,
    })),
  );
  /** `address`: what the name is short for. */
  const nameOf = (key: string): { name: string; address: string | null } => {
    const found = views.flatMap(({ of }) => of.holders.filter((one) => one.key === key));
    const told = found.map((one) => cleanName(one.name ?? '', 24)).find((one) => one !== '');
    const hotkey = found[0]?.hotkey ?? key;
    const name = told ?? names.hotkey(hotkey);
    return { name, address: name === shortAddress(hotkey) ? hotkey : null };
  };
  return (
    <section class="part owners" aria-label={t('largestOwners')}>
      <h2>{t('largestOwners')}</h2>
      {views.length > 1 && (
        <ul class="bar-keys small quiet">
          {views.map(({ key }) => (
            <li key={key}>
              <span class={`bar-key owner-${key}`} /> {t(titles[key])}
            </li>
          ))}
        </ul>
      )}
      <ol class="owner-shares small" aria-label={t('largestOwners')}>
        <li class="owner-ends">
          <span class="quiet">{t('largestOwnersOf')}</span>
          <span class="owner-bars">
            <span>
              <BarEnds scale={scale} />
            </span>
          </span>
        </li>
        {largestOwners(views, listed).map((owner) => (
          <li key={owner}>
            <OwnerName {...nameOf(owner)} isMine={mine.has(owner)} />
            <span class="owner-bars">
              {views.map(({ key, of }) => {
                const rao = of.holders.find((one) => one.key === owner)?.rao;
                return (
                  <span key={key}>
                    <span class="share-bar" aria-hidden="true">
                      {rao !== undefined && (
                        <span
                          class={`owner-${key}`}
                          style={{
                            inlineSize: `${drawnRatio(rao * PPM, of.total * scale) * 100}%`,
                          }}
                        />
                      )}
                    </span>
                    <span>
                      <span class="hidden-text">{t(titles[key])}</span>{' '}
                      {rao === undefined
                        ? '–'
                        : columnPercentText(of.total === 0n ? 0n : (rao * PPM) / of.total)}
                    </span>
                  </span>
                );
              })}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
