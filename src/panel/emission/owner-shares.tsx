// The largest owners of validators, each once, with their shares of every stake that was counted, as bars to one scale.
import type { Concentration } from '../../emission/validator-stake.ts';
import { PPM, drawnRatio } from '../../units.ts';
import { cleanName, t } from '../core/text.ts';
import { usePanel } from '../core/panel-context.ts';
import { columnPercentText } from '../words/change.tsx';
import { percentText } from '../words/format.ts';
import { LISTED, scaleOf } from './share-list.tsx';

export type OwnerView = { key: 'subnets' | 'root' | 'before'; of: Concentration };

/** The largest of any view, in the order of the first view that has them. */
export function largestOwners(views: readonly OwnerView[]): readonly string[] {
  const shares = (key: string): bigint[] =>
    views.map(({ of }) => {
      const rao = of.holders.find((one) => one.key === key)?.rao ?? 0n;
      return of.total === 0n ? 0n : (rao * PPM) / of.total;
    });
  const keys = new Set(
    views.flatMap(({ of }) => of.holders.slice(0, LISTED).map(({ key }) => key)),
  );
  return [...keys].toSorted((a, b) => {
    const [ofA, ofB] = [shares(a), shares(b)];
    const at = ofA.findIndex((share, index) => share !== ofB[index]);
    return at < 0 ? 0 : (ofA[at] ?? 0n) < (ofB[at] ?? 0n) ? 1 : -1;
  });
}

const titles = {
  subnets: 'largestOwners_subnets',
  root: 'largestOwners_root',
  before: 'largestOwners_before',
} as const;

export function OwnerShares({ views }: { views: readonly OwnerView[] }) {
  const { names } = usePanel();
  if (views.length === 0) return null;
  const scale = scaleOf(
    views.map(({ key, of }) => ({
      title: key,
      parts: of.holders.slice(0, 1).map(({ rao }) => ({ key, name: key, rao })),
      total: of.total,
    })),
  );
  const nameOf = (key: string): string => {
    const found = views.flatMap(({ of }) => of.holders.filter((one) => one.key === key));
    const name = found.map((one) => cleanName(one.name ?? '', 24)).find((one) => one !== '');
    return name ?? names.hotkey(found[0]?.hotkey ?? key);
  };
  return (
    <section class="part" aria-label={t('largestOwners')}>
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
      <p class="small quiet">{t('largestOwnersScale', { share: percentText(scale) })}</p>
      <ol class="owner-shares small" aria-label={t('largestOwners')}>
        {largestOwners(views).map((owner) => (
          <li key={owner}>
            <bdi class="one-line">{nameOf(owner)}</bdi>
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
