// The largest holders with their parts of the whole, as bars; and the measures of concentration as text.
import { PPM, drawnRatio, formatAmount, shortAddress } from '../../units.ts';
import { t } from '../core/text.ts';
import { usePanel } from '../core/panel-context.ts';
import { CopyAddress } from '../words/copy-text.tsx';
import { columnPercentText } from '../words/change.tsx';
import { percentText } from '../words/format.ts';

/** How many of a list are shown. */
export const LISTED = 5;

/** `address`: what the name is short for, to be copied. */
type Part = { key: string; name: string; rao: bigint; address?: string };

type Shares = { title: string; parts: readonly Part[]; total: bigint };

/** The shares that may fill a bar, in parts per million. */
const SCALES = [10_000n, 20_000n, 50_000n, 100_000n, 200_000n, 500_000n, PPM];

/** The round share that holds so much, in parts per million. */
export const scaleFor = (ppm: bigint): bigint => SCALES.find((scale) => ppm <= scale) ?? PPM;

/** The round share that holds the largest of any of the lists: lists beside each other are drawn to one scale. */
export function scaleOf(lists: readonly Shares[]): bigint {
  const isHeld = (scale: bigint): boolean =>
    lists.every(({ parts, total }) => (parts[0]?.rao ?? 0n) * PPM <= total * scale);
  return SCALES.find(isHeld) ?? PPM;
}

/** At the ends of the bars beside it: none, and the share that fills one. */
export const BarEnds = ({ scale }: { scale: bigint }) => (
  <span class="bar-ends quiet" aria-hidden="true">
    <span>{percentText(0n)}</span>
    <span>{percentText(scale)}</span>
  </span>
);

/** `scale`: the share that fills a bar. */
export function ShareList({ title, parts, total, scale }: Shares & { scale: bigint }) {
  return (
    <section class="part">
      <h3 class="label">{title}</h3>
      <ol class="share-list" aria-label={title}>
        {parts.slice(0, LISTED).map(({ key, name, rao, address }) => (
          <li key={key}>
            <span class="line apart small">
              <span class="share-name">
                <bdi class="one-line">{name}</bdi>
                {address !== undefined && <CopyAddress address={address} />}
              </span>
              <span>{columnPercentText(total === 0n ? 0n : (rao * PPM) / total)}</span>
            </span>
            <span class="share-bar" aria-hidden="true">
              <span
                style={{
                  inlineSize: `${drawnRatio(rao * PPM, total * scale) * 100}%`,
                }}
              />
            </span>
          </li>
        ))}
      </ol>
      <BarEnds scale={scale} />
    </section>
  );
}

/** Coldkeys by what the user calls them, else by address. */
export function useHolderParts(): (holders: readonly { coldkey: string; rao: bigint }[]) => Part[] {
  const { names } = usePanel();
  return (holders) =>
    holders.map(({ coldkey, rao }) => {
      const name = names.coldkey(coldkey);
      return {
        key: coldkey,
        name,
        rao,
        ...(name === shortAddress(coldkey) && { address: coldkey }),
      };
    });
}

/** Gini as it is usually quoted, for example 0.83: two decimals always, cut. */
export const giniText = (ppm: bigint): string =>
  formatAmount(ppm * 1_000n, { decimals: 2, significant: 0, isFixed: true });

type Needed = { least: number; most: number | null };

/** Whether the bounds exclude anything: with too little read they do not. */
export const showsNeeded = ({ least, most }: Needed): boolean => least > 1 || most !== null;

/** How many holders it takes for more than half; where part was not read, how many at least: in a column with a sign. */
export function neededText(
  needed: Needed,
  atLeast: 'neededAtLeast' | 'neededLeast' = 'neededAtLeast',
): string {
  const { least, most } = needed;
  if (!showsNeeded(needed)) return t('notKnown');
  return least === most ? least.toLocaleString() : t(atLeast, { least: least.toLocaleString() });
}
