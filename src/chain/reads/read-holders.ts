// Holders of the alpha under a hotkey: one page of its positions at a time, by coldkey. The caller passes the returned
// position back for the next page, and decides how many pages to read.
import type { HoldersFrom, HoldersPart } from '../../model/emission-facts.ts';
import type { BlockRef } from '../../model/facts.ts';
import { toAlphaRao, type AlphaRao, type Netuid } from '../../units.ts';
import { SUBTENSOR } from '../runtime/pallets.ts';
import type { ScaleValue } from '../scale/scale-decoder.ts';
import { accountOf, alphaOf, bigintOf, bitsOf, fieldIf, netuidOf } from '../scale/scale-fields.ts';
import { malformed } from '../scale/scale-reader.ts';
import { KEYS_A_PAGE, type StateReader } from '../runtime/state-reader.ts';

/** Older share numbers first: where a position has one, the chain reads no other. */
export const shareKinds = [
  { positions: 'Alpha', totals: 'TotalHotkeyShares' },
  { positions: 'AlphaV2', totals: 'TotalHotkeySharesV2' },
] as const;

export type Ratio = { over: bigint; under: bigint };
export const NO_SHARES: Ratio = { over: 0n, under: 1n };

/** Largest accepted exponent: no share of any supply needs more, and a larger one only costs time. */
const LARGEST_EXPONENT = 200n;

/** A share number: U64F64 bits, or mantissa · 10^exponent. */
export function ratioOf(value: ScaleValue): Ratio {
  const exponent = fieldIf(value, 'exponent');
  if (exponent === undefined) return { over: bitsOf(value), under: 1n << 64n };
  const power = bigintOf(exponent);
  const mantissa = bigintOf(fieldIf(value, 'mantissa') ?? null);
  if (power > LARGEST_EXPONENT || power < -LARGEST_EXPONENT) throw malformed('share');
  return power >= 0n
    ? { over: mantissa * 10n ** power, under: 1n }
    : { over: mantissa, under: 10n ** -power };
}

/**
 * Alpha of a position: all alpha of the hotkey times its share over all shares, rounded down; 0 without shares. The chain
 * rounds its share numbers on the way, so its own figure may differ by a unit.
 * Source: opentensor/subtensor primitives/share-pool/src/lib.rs, get_value.
 */
export function alphaOfShare(total: bigint, share: Ratio, all: Ratio): AlphaRao {
  const under = share.under * all.over;
  return toAlphaRao(under === 0n ? 0n : (total * share.over * all.under) / under);
}

/**
 * The next page of a hotkey's positions (up to 1,000), in one subnet or, for null, in all but root: alpha in smallest units,
 * rounded down. Two questions. Throws RangeError for a place to go on from that this reader did not give, and where the
 * runtime keeps no such list.
 */
export async function readHolders(
  state: StateReader,
  block: BlockRef,
  { hotkey, after }: HoldersFrom,
  onlyNetuid: Netuid | null,
): Promise<HoldersPart> {
  const itemOf = (name: string) => state.runtime.storage(SUBTENSOR, name);
  const whole = itemOf('TotalHotkeyAlpha');
  const found = shareKinds.flatMap(({ positions, totals }) => {
    const item = itemOf(positions);
    return item === null ? [] : [{ item, start: item.keyStart(hotkey), totals: itemOf(totals) }];
  });
  const at = after === null ? 0 : found.findIndex(({ start }) => after.startsWith(start));
  const kind = found[at];
  if (kind === undefined || whole === null) throw new RangeError('no such positions');
  const listed = await state.keysPage(kind.start, after === kind.start ? null : after);
  const rest = listed.length === KEYS_A_PAGE ? listed.at(-1) : found[at + 1]?.start;
  const places = listed.flatMap((key) => {
    const [, coldkey = null, netuid = null] = kind.item.keyArgs(key) ?? [];
    const place = { key, coldkey: accountOf(coldkey), netuid: netuidOf(netuid) };
    // Stake on root is TAO.
    return place.netuid === 0 || (onlyNetuid ?? place.netuid) !== place.netuid ? [] : [place];
  });
  /** The denominators of a subnet's positions: all alpha of the hotkey, and all shares of either kind. */
  const totals = new Map(
    [...new Set(places.map(({ netuid }) => netuid))].map((netuid) => {
      const shares = found.flatMap(({ totals: item }) =>
        item === null ? [] : [{ item, key: item.key(hotkey, netuid) }],
      );
      return [netuid, { alpha: whole.key(hotkey, netuid), shares }];
    }),
  );
  const keys = [
    ...places.map(({ key }) => key),
    ...[...totals.values()].flatMap(({ alpha, shares }) => [
      alpha,
      ...shares.map(({ key }) => key),
    ]),
  ];
  const holdings = await state.storage({
    keys,
    read: (valueAt) =>
      places.map(({ key, coldkey, netuid }) => {
        const { alpha, shares } = totals.get(netuid) ?? { alpha: key, shares: [] };
        const all = shares.find((one) => valueAt(one.key) !== null);
        return {
          coldkey,
          hotkey,
          netuid,
          alpha: alphaOfShare(
            alphaOf(whole.decode(valueAt(alpha))),
            ratioOf(kind.item.decode(valueAt(key))),
            all ? ratioOf(all.item.decode(valueAt(all.key))) : NO_SHARES,
          ),
        };
      }),
  });
  return { block, holdings, rest: rest ?? null, listed: listed.length, ...state.cost() };
}
