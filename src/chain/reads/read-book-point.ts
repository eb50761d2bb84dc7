// Stake and pools of an account's places at a block, by keys that hold for all runtimes: what the points of its book are
// made of. Asked in the same question as its fingerprint.
import type { Held, Place, SpecRange, SubnetThen } from '../../model/past.ts';
import {
  ROOT_NETUID,
  toAlphaRao,
  type AlphaRao,
  type Hex,
  type Netuid,
  type Ss58Address,
} from '../../units.ts';
import { fromHex } from '../scale/hex.ts';
import { malformed, ScaleReader } from '../scale/scale-reader.ts';
import { combineQueries, type StorageQuery } from '../runtime/storage-query.ts';
import {
  earlyStakeKey,
  hotkeyKey,
  poolKey,
  shareEpochKey,
  shareKey,
  SPEC_KEY,
  subnetKey,
  TIME_KEY,
} from './past-keys.ts';
import { hasLegacyShares, specIn } from './read-fingerprint.ts';
import { alphaOfShare, type Ratio } from './read-holders.ts';
import { valueOfShare } from './read-positions.ts';

type ValueAt = (key: Hex) => Hex | null;

const u64At = (bytes: Hex | null): bigint | null =>
  bytes === null ? null : new ScaleReader(fromHex(bytes)).u64();
const u16At = (bytes: Hex | null): number | null =>
  bytes === null ? null : new ScaleReader(fromHex(bytes)).u16();

/** U64F64 bits. */
const bitsAt = (bytes: Hex | null): bigint | null =>
  bytes === null ? null : new ScaleReader(fromHex(bytes)).big(128, false);

const LARGEST_POWER = 200n;

/** Mantissa · 10^exponent. */
function ratioAt(bytes: Hex | null): Ratio | null {
  if (bytes === null) return null;
  const reader = new ScaleReader(fromHex(bytes));
  const mantissa = reader.big(128, false);
  const power = reader.big(64, true);
  if (power > LARGEST_POWER || power < -LARGEST_POWER) return null;
  return power >= 0n
    ? { over: mantissa * 10n ** power, under: 1n }
    : { over: mantissa, under: 10n ** -power };
}

const ofBits = (bits: bigint | null): Ratio | null =>
  bits === null ? null : { over: bits, under: 1n << 64n };

/** A legacy share counts before a later one, of a position and of its hotkey's whole alike. */
function queryHeld(
  coldkey: Ss58Address,
  { hotkey, netuid }: Place,
  specs: SpecRange,
): StorageQuery<Held> {
  const alpha = hotkeyKey('TotalHotkeyAlpha', hotkey, netuid);
  const legacy = shareKey('Alpha', hotkey, coldkey, netuid);
  const share = shareKey('AlphaV2', hotkey, coldkey, netuid);
  const allLegacy = hotkeyKey('TotalHotkeyShares', hotkey, netuid);
  const all = hotkeyKey('TotalHotkeySharesV2', hotkey, netuid);
  const early = earlyStakeKey(hotkey, coldkey);
  const poolEpoch = hotkeyKey('AlphaSharePoolEpoch', hotkey, netuid);
  const rowEpoch = shareEpochKey(hotkey, coldkey, netuid);
  const isLegacy = hasLegacyShares(specs);
  const keys = [alpha, share, all, poolEpoch, rowEpoch];
  if (isLegacy) keys.push(legacy, allLegacy);
  if (isLegacy && netuid === ROOT_NETUID) keys.push(early);
  const held = (value: AlphaRao): Held => ({ hotkey, netuid, alpha: value });
  const read = (valueAt: ValueAt): Held => {
    const old = isLegacy ? bitsAt(valueAt(legacy)) : null;
    const own = ofBits(old) ?? ratioAt(valueAt(share));
    if (own === null) {
      const stake = isLegacy && netuid === ROOT_NETUID ? u64At(valueAt(early)) : null;
      return held(toAlphaRao(stake ?? 0n));
    }
    const epoch = u64At(valueAt(poolEpoch)) ?? 0n;
    // A row of an earlier life of the hotkey's pool is worth nothing.
    if (epoch !== 0n && (u64At(valueAt(rowEpoch)) ?? 0n) !== epoch) return held(toAlphaRao(0n));
    const total = u64At(valueAt(alpha)) ?? 0n;
    const oldAll = isLegacy ? bitsAt(valueAt(allLegacy)) : null;
    if (old !== null && oldAll !== null) return held(valueOfShare(total, old, oldAll));
    const whole = ofBits(oldAll) ?? ratioAt(valueAt(all));
    return held(whole === null ? toAlphaRao(0n) : alphaOfShare(total, own, whole));
  };
  return { keys, read };
}

/** Before it pools were constant products, paid by reserves alone. */
const SWAP_SINCE = 283;
/** From that runtime on pools have weights (chain reference §0.3); what an earlier curve left behind is not read. */
const WEIGHTS_SINCE = 423;
const EVEN_WEIGHT = 500_000_000_000_000_000n;
/** The fee rate has no part in a price. */
const feeRate = 0;

function querySubnetThen(netuid: Netuid, isKnownCurve: boolean): StorageQuery<SubnetThen> {
  const exists = subnetKey('NetworksAdded', netuid);
  const registered = subnetKey('NetworkRegisteredAt', netuid);
  const mechanism = subnetKey('SubnetMechanism', netuid);
  const tao = subnetKey('SubnetTAO', netuid);
  const alpha = subnetKey('SubnetAlphaIn', netuid);
  const weight = poolKey('SwapBalancer', netuid);
  const sqrt = poolKey('AlphaSqrtPrice', netuid);
  return {
    keys: [SPEC_KEY, exists, registered, mechanism, tao, alpha, weight, sqrt],
    read(valueAt) {
      const isThere = valueAt(exists) === '0x01';
      const since = u64At(valueAt(registered));
      const registeredAt = since === null ? (isThere ? 0 : null) : Number(since);
      const none = { netuid, registeredAt, pool: null, sqrtPrice: null };
      if (!isThere) return none;
      if ((u16At(valueAt(mechanism)) ?? 0) === 0) return { ...none, pool: { kind: 'stable' } };
      const spec = specIn(valueAt(SPEC_KEY));
      const sqrtPrice = spec >= WEIGHTS_SINCE ? null : bitsAt(valueAt(sqrt));
      if (sqrtPrice !== null && sqrtPrice > 0n) return { ...none, sqrtPrice };
      const taoReserve = u64At(valueAt(tao));
      const alphaReserve = u64At(valueAt(alpha));
      if (!isKnownCurve || taoReserve === null || alphaReserve === null) return none;
      const reserves = { taoReserve, alphaReserve };
      if (spec !== 0 && spec < SWAP_SINCE) {
        return { ...none, pool: { kind: 'constant-product', ...reserves, flatFee: 0n } };
      }
      const taoWeight = u64At(valueAt(weight)) ?? EVEN_WEIGHT;
      return { ...none, pool: { kind: 'balancer', ...reserves, taoWeight, feeRate } };
    },
  };
}

/** The last that calendars have. */
const LATEST = 8_640_000_000_000_000n;

function timeAt(bytes: Hex | null): number {
  const at = u64At(bytes);
  // Each block but the very first has one; none is of 1970.
  if (at === null || at > LATEST) throw malformed('block time');
  return Number(at);
}

type BookPointFacts = { at: number; held: readonly Held[]; subnets: readonly SubnetThen[] };

/** `isKnownCurve`: the pools of that block are priced by reserves and weight. */
export function queryBookPoint(
  coldkey: Ss58Address,
  places: readonly Place[],
  isKnownCurve: boolean,
  specs: SpecRange,
): StorageQuery<BookPointFacts> {
  const netuids = [...new Set(places.map(({ netuid }) => netuid))].filter((one) => one !== 0);
  const held = places.map((place) => queryHeld(coldkey, place, specs));
  const subnets = netuids.map((netuid) => querySubnetThen(netuid, isKnownCurve));
  const time = {
    keys: [TIME_KEY],
    read: (valueAt: ValueAt) => timeAt(valueAt(TIME_KEY)),
  };
  return combineQueries([time, ...held, ...subnets], (valueAt) => ({
    at: time.read(valueAt),
    held: held.map(({ read }) => read(valueAt)),
    subnets: subnets.map(({ read }) => read(valueAt)),
  }));
}
