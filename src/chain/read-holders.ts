// Who holds the alpha under some hotkeys: one page of each hotkey's positions at a time, as the chain keeps them by coldkey.
// Where to go on is the caller's to give back; how far to go is the caller's to decide.
import type { BlockRef, HoldersFrom, HoldersPart, Holding } from '../facts.ts';
import { toAlphaRao, type AlphaRao, type Hex, type Netuid, type Ss58Address } from '../units.ts';
import type { StorageItem } from './runtime.ts';
import type { ScaleValue } from './scale-decoder.ts';
import { accountOf, alphaOf, bigintOf, bitsOf, fieldIf, netuidOf } from './scale-fields.ts';
import { malformed } from './scale-reader.ts';
import { KEYS_A_PAGE, MOST_KEYS_A_QUESTION, type StateReader } from './state-reader.ts';
import type { ValueAt } from './wanted.ts';

const PALLET = 'SubtensorModule';

/** Older share numbers first: where a position has one, the chain itself looks no further. */
const kinds = [
  { positions: 'Alpha', totals: 'TotalHotkeyShares' },
  { positions: 'AlphaV2', totals: 'TotalHotkeySharesV2' },
] as const;

type Ratio = { over: bigint; under: bigint };
const NONE: Ratio = { over: 0n, under: 1n };

/** Quotes and brackets of one key with its value in an answer. */
const AROUND_VALUE = 8;
/** Beyond this no share of any supply needs to go; a larger one would only keep us busy. */
const LARGEST_EXPONENT = 200n;

/** A share number: U64F64 bits, or mantissa · 10^exponent. */
function ratioOf(value: ScaleValue): Ratio {
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
function alphaOfShare(total: bigint, share: Ratio, all: Ratio): AlphaRao {
  const under = share.under * all.over;
  return toAlphaRao(under === 0n ? 0n : (total * share.over * all.under) / under);
}

type Kind = { item: StorageItem; totals: StorageItem | null };
type Page = { hotkey: Ss58Address; kind: Kind; keys: readonly Hex[]; rest: Hex | null };

function kindsOf(state: StateReader): Kind[] {
  return kinds.flatMap(({ positions, totals }) => {
    const item = state.runtime.storage(PALLET, positions);
    return item === null ? [] : [{ item, totals: state.runtime.storage(PALLET, totals) }];
  });
}

async function readPage(
  state: StateReader,
  found: readonly Kind[],
  { hotkey, after }: HoldersFrom,
): Promise<Page> {
  const starts = found.map(({ item }) => item.keyStart(hotkey));
  const at = after === null ? 0 : starts.findIndex((start) => after.startsWith(start));
  const [kind, start] = [found[at], starts[at]];
  if (kind === undefined || start === undefined) throw new RangeError('not where this reader was');
  const keys = await state.keysPage(start, after === start ? null : after);
  const isMore = keys.length === KEYS_A_PAGE;
  return { hotkey, kind, keys, rest: (isMore ? keys.at(-1) : starts[at + 1]) ?? null };
}

/** What a position in a subnet is a share of: all alpha of the hotkey, and all shares, of whichever kind they are. */
type Totals = { alpha: Hex; shares: readonly { item: StorageItem; key: Hex }[] };

function totalKeys(
  found: readonly Kind[],
  whole: StorageItem,
  hotkey: Ss58Address,
  netuid: Netuid,
): Totals {
  return {
    alpha: whole.key(hotkey, netuid),
    shares: found.flatMap(({ totals }) =>
      totals === null ? [] : [{ item: totals, key: totals.key(hotkey, netuid) }],
    ),
  };
}

type Place = { key: Hex; coldkey: Ss58Address; netuid: Netuid };

function placesOf({ kind, keys }: Page, wanted: Netuid | null): Place[] {
  return keys.flatMap((key) => {
    const args = kind.item.keyArgs(key);
    if (args === null) throw new RangeError('positions cannot be listed on this runtime');
    const [, coldkey, netuid] = args;
    const place = { key, coldkey: accountOf(coldkey ?? null), netuid: netuidOf(netuid ?? null) };
    // Stake on root is no alpha.
    return place.netuid === 0 || (wanted !== null && place.netuid !== wanted) ? [] : [place];
  });
}

/**
 * The next page of each of these hotkeys (up to 1,000 positions each), in one subnet or, for null, in all but root: alpha in
 * smallest units, rounded down. Two questions a hotkey and one more for all of their shares. Throws RangeError for a
 * place to go on from that this reader did not give, and where the runtime keeps no such list.
 */
export async function readHolders(
  state: StateReader,
  block: BlockRef,
  from: readonly HoldersFrom[],
  wanted: Netuid | null,
): Promise<HoldersPart> {
  const found = kindsOf(state);
  const whole = state.runtime.storage(PALLET, 'TotalHotkeyAlpha');
  if (found.length === 0 || whole === null) throw new RangeError('no positions on this runtime');
  const pages = await Promise.all(from.map((one) => readPage(state, found, one)));
  const places = pages.map((page) => placesOf(page, wanted));
  const totalsOf = pages.map((page) => {
    const made = new Map<Netuid, Totals>();
    return (netuid: Netuid): Totals => {
      const known = made.get(netuid);
      if (known) return known;
      const keys = totalKeys(found, whole, page.hotkey, netuid);
      made.set(netuid, keys);
      return keys;
    };
  });
  const asked = new Set(
    totalsOf.flatMap((totals, i) =>
      (places[i] ?? []).flatMap(({ key, netuid }) => {
        const { alpha, shares } = totals(netuid);
        return [key, alpha, ...shares.map((one) => one.key)];
      }),
    ),
  );
  let bytes = pages.reduce((sum, { keys }) => sum + keys.join('","').length, 0);
  const read = (valueAt: ValueAt): Holding[] => {
    for (const key of asked) bytes += AROUND_VALUE + key.length + (valueAt(key)?.length ?? 0);
    return pages.flatMap(({ hotkey, kind }, i) =>
      (places[i] ?? []).map(({ key, coldkey, netuid }): Holding => {
        const totals = totalsOf[i]?.(netuid);
        const all = totals?.shares.find((one) => valueAt(one.key) !== null);
        const share = ratioOf(kind.item.decode(valueAt(key)));
        const total = alphaOf(whole.decode(totals ? valueAt(totals.alpha) : null));
        const shares = all ? ratioOf(all.item.decode(valueAt(all.key))) : NONE;
        return { coldkey, hotkey, netuid, alpha: alphaOfShare(total, share, shares) };
      }),
    );
  };
  const holdings = asked.size === 0 ? [] : await state.storage({ keys: [...asked], read });
  return {
    block,
    holdings,
    rest: pages.flatMap(({ hotkey, rest }) => (rest === null ? [] : [{ hotkey, after: rest }])),
    listed: pages.reduce((sum, { keys }) => sum + keys.length, 0),
    questions: pages.length + Math.ceil(asked.size / MOST_KEYS_A_QUESTION),
    bytes,
  };
}
