// Prices of one subnet at the horizons, and how old most of its rise or fall is. Pure; never guesses a missing price.
import type { NetFlow } from '../../emission/net-flow.ts';
import { changePpm, type PastPrice } from './price-history.ts';

/** How far back prices are looked at, in days. */
export const horizons: readonly number[] = [1, 7, 30, 90, 365];

export type HorizonRow = {
  days: number;
  earlier: PastPrice;
  changePpm: bigint | null;
  /** Net flow of stakers since then; null: not known. */
  flow: NetFlow | null;
};

/** The horizons at which the price is known, nearest first. */
export function horizonRows(
  pastPrice: (days: number) => PastPrice | null,
  price: bigint | null,
  flowOf: (days: number) => NetFlow | null = () => null,
): HorizonRow[] {
  return horizons.flatMap((days) => {
    const earlier = pastPrice(days);
    return earlier === null
      ? []
      : [
          {
            days,
            earlier,
            changePpm: changePpm(price, earlier.raoPerAlpha),
            flow: flowOf(days),
          },
        ];
  });
}

export type Story =
  | { kind: 'no-past' }
  /** Within `FLAT_PPM` of where it was. */
  | { kind: 'flat'; days: number }
  /** Only one earlier price is known. */
  | { kind: 'change'; isRise: boolean; days: number; ppm: bigint }
  /** More than half of what happened over `span` days happened within so many days, or before; `isAll`: nothing else did. */
  | { kind: 'young' | 'old'; isRise: boolean; days: number; span: number; isAll: boolean };

const FLAT_PPM = 20_000n;

/** How old most of the change since the furthest known price is. */
export function storyOf(rows: readonly HorizonRow[], now: bigint | null): Story {
  const furthest = rows.at(-1);
  if (now === null || furthest === undefined || furthest.changePpm === null) {
    return { kind: 'no-past' };
  }
  const ppm = furthest.changePpm;
  if (ppm < FLAT_PPM && ppm > -FLAT_PPM) return { kind: 'flat', days: furthest.days };
  const isRise = ppm > 0n;
  const whole = now - furthest.earlier.raoPerAlpha;
  const nearer = rows.slice(0, -1);
  const last = nearer.at(-1);
  if (last === undefined) return { kind: 'change', isRise, days: furthest.days, ppm };
  /** Of what happened since the furthest price: all of it and more where the price went the other way before. */
  const partSince = ({ earlier }: HorizonRow): bigint =>
    (now - earlier.raoPerAlpha) * (isRise ? 1n : -1n);
  const size = isRise ? whole : -whole;
  const young = nearer.find((row) => partSince(row) * 2n > size);
  const span = furthest.days;
  return young === undefined
    ? { kind: 'old', isRise, days: last.days, span, isAll: partSince(last) <= 0n }
    : { kind: 'young', isRise, days: young.days, span, isAll: partSince(young) >= size };
}
