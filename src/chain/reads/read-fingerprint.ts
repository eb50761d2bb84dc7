// What an account had at a block, in a form that two blocks are compared by: nonce, TAO, hotkeys and raw shares, which no
// dividend changes. Read by keys that hold for all runtimes, many accounts in one question, without metadata.
import type { Place, SpecRange } from '../../model/past.ts';
import type { BlockRef } from '../../model/reading.ts';
import { toNetuid, toRao, type Hex, type Rao, type Ss58Address } from '../../units.ts';
import { blake2b256 } from '../scale/blake2b.ts';
import { concatBytes, fromHex, toHex } from '../scale/hex.ts';
import { ScaleReader } from '../scale/scale-reader.ts';
import { formatSs58, publicKeyOf } from '../scale/ss58.ts';
import type { RpcCall } from '../runtime/runtime-source.ts';
import { storageAt } from '../runtime/state-reader.ts';
import { combineQueries, queryAll, type StorageQuery } from '../runtime/storage-query.ts';
import {
  accountKey,
  autoStakeKey,
  earlyStakeKey,
  fundKey,
  coldkeyKey,
  shareKey,
  SPEC_KEY,
} from './past-keys.ts';

/** First byte of a place's part of the digest. `own`: the account's own hotkey, or the one that gets what its miners
 * earn, whose shares grow by themselves. */
const KIND = { none: 0, legacy: 1, shares: 2, early: 3, own: 255 } as const;
/** The first runtime that the chain reference knows with stake in alpha; one before it may have it too. */
const ALPHA_SINCE = 233;
/** Validators' funds, and the end of the first kind of share number (chain reference §0.2). */
const FUNDS_SINCE = 441;
const LEGACY_UNTIL = 472;
/** What miners earn may be staked to another hotkey (chain reference §11). */
const AUTO_STAKE_SINCE = 315;
/** Runtimes that claim root dividends by themselves and ask the account in what form; absent: as root stake. */
const CLAIM_TYPES = { from: 334, to: 440 };
const AS_ROOT_STAKE = '0x00';

export const hasLegacyShares = ({ from }: SpecRange): boolean => from <= LEGACY_UNTIL;

const EMPTY = new Uint8Array(8);

type Fingerprint = {
  spec: number;
  nonce: number;
  free: Rao;
  hotkeys: readonly Ss58Address[];
  digest: Hex;
};

function accountsIn(bytes: Hex | null): readonly Ss58Address[] {
  if (bytes === null) return [];
  const reader = new ScaleReader(fromHex(bytes));
  const count = reader.length(32);
  const found = Array.from({ length: count }, () => formatSs58(reader.take(32)));
  reader.end();
  return found;
}

/** Nonce, free and reserved stand at the same places in all runtimes (chain reference §3.4). */
function accountIn(bytes: Hex | null): { nonce: number; free: bigint; reserved: bigint } {
  if (bytes === null) return { nonce: 0, free: 0n, reserved: 0n };
  const reader = new ScaleReader(fromHex(bytes));
  const nonce = reader.small(32, false);
  reader.skip(12);
  return { nonce, free: reader.u64(), reserved: reader.u64() };
}

/** A share number roughly: tells the same share in both kinds of number from another one, and counts nothing. */
function roughly(kind: number, bytes: Uint8Array): Uint8Array {
  const reader = new ScaleReader(bytes);
  const value =
    kind === KIND.legacy
      ? Number(reader.big(128, false)) / 2 ** 64
      : Number(reader.big(128, false)) * 10 ** Number(reader.big(64, true));
  const out = new Uint8Array(8);
  new DataView(out.buffer).setFloat64(0, value);
  return out;
}

const short = (bytes: Uint8Array): Uint8Array => blake2b256(bytes).slice(0, 8);

/** What the runtimes of the range cannot have is not asked for. */
function queryPart(coldkey: Ss58Address, { hotkey, netuid }: Place, specs: SpecRange) {
  const isRoot = netuid === 0;
  const legacy = hasLegacyShares(specs) ? shareKey('Alpha', hotkey, coldkey, netuid) : null;
  const shares = shareKey('AlphaV2', hotkey, coldkey, netuid);
  const early = isRoot && specs.from < ALPHA_SINCE ? earlyStakeKey(hotkey, coldkey) : null;
  const fund = isRoot && specs.to >= FUNDS_SINCE ? fundKey(hotkey, coldkey) : null;
  return {
    keys: [legacy, shares, early, fund].filter((key) => key !== null),
    read(valueAt: (key: Hex) => Hex | null, spec: number): Uint8Array {
      const at = (key: Hex | null): Hex | null => (key === null ? null : valueAt(key));
      const old = at(legacy);
      const now = at(shares);
      const claimed = at(fund);
      const kind = old !== null ? KIND.legacy : now !== null ? KIND.shares : KIND.none;
      if (kind === KIND.none) {
        const isEarly = spec < ALPHA_SINCE && at(early) !== null;
        if (isEarly) return concatBytes(Uint8Array.of(KIND.early), EMPTY, EMPTY);
        const rest = claimed === null ? EMPTY : short(fromHex(claimed));
        return concatBytes(Uint8Array.of(KIND.none), EMPTY, rest);
      }
      const bytes = fromHex(old ?? now ?? '0x');
      return concatBytes(
        Uint8Array.of(kind),
        roughly(kind, bytes),
        short(concatBytes(bytes, fromHex(claimed ?? '0x'))),
      );
    },
  };
}

const u32 = (value: number): Uint8Array => {
  const out = new Uint8Array(4);
  new DataView(out.buffer).setUint32(0, value);
  return out;
};

/** The spec in `System.LastRuntimeUpgrade`; 0: it is not kept. */
export function specIn(bytes: Hex | null): number {
  return bytes === null ? 0 : Number(new ScaleReader(fromHex(bytes)).compact());
}

/**
 * The digest is 1 byte (1: claims that the chain makes may add alpha), the spec (3 bytes), the nonce (4), 8 bytes of all that no share tells, then 17 bytes for each place in its order.
 * Throws NODE_MALFORMED.
 */
export function queryFingerprint(
  coldkey: Ss58Address,
  places: readonly Place[],
  specs: SpecRange,
): StorageQuery<Fingerprint> {
  const account = accountKey(coldkey);
  const staking = coldkeyKey('StakingHotkeys', coldkey);
  const owned = coldkeyKey('OwnedHotkeys', coldkey);
  const isAsked = specs.to >= CLAIM_TYPES.from && specs.from <= CLAIM_TYPES.to;
  const claimType = isAsked ? coldkeyKey('RootClaimType', coldkey) : null;
  const parts = places.map(({ hotkey, netuid }) => ({
    hotkey,
    part: queryPart(coldkey, { hotkey, netuid }, specs),
    auto: netuid !== 0 && specs.to >= AUTO_STAKE_SINCE ? autoStakeKey(coldkey, netuid) : null,
  }));
  const keys = [
    SPEC_KEY,
    account,
    staking,
    owned,
    ...(claimType === null ? [] : [claimType]),
    ...parts.flatMap(({ part, auto }) => (auto === null ? part.keys : [...part.keys, auto])),
  ];
  return combineQueries([{ keys, read: () => null }], (valueAt) => {
    const spec = specIn(valueAt(SPEC_KEY));
    const { nonce, free, reserved } = accountIn(valueAt(account));
    const hotkeys = valueAt(staking);
    const own = new Set(accountsIn(valueAt(owned)));
    const base = concatBytes(
      fromHex(`0x${[nonce, free, reserved].map((n) => n.toString(16).padStart(16, '0')).join('')}`),
      fromHex(hotkeys ?? '0x'),
    );
    const claims = claimType === null ? null : valueAt(claimType);
    const isKept = claims !== null && claims !== AS_ROOT_STAKE;
    const digest = concatBytes(
      Uint8Array.of(isKept ? 1 : 0),
      u32(spec).slice(1),
      u32(nonce),
      short(base),
      ...parts.map(({ hotkey, part, auto }) => {
        const bytes = part.read(valueAt, spec);
        const isPaid =
          auto !== null && own.size > 0 && valueAt(auto) === toHex(publicKeyOf(hotkey));
        return own.has(hotkey) || isPaid
          ? concatBytes(Uint8Array.of(KIND.own), bytes.slice(1))
          : bytes;
      }),
    );
    return {
      spec,
      nonce,
      free: toRao(free + reserved),
      hotkeys: accountsIn(hotkeys),
      digest: toHex(digest),
    };
  });
}

/** Netuids are far below; the chain has 129. */
const NETUIDS = 256;

/** Where accounts have shares, without the runtime's own list. Three questions, more for very many hotkeys. */
export async function readPlaces(
  ask: RpcCall,
  block: BlockRef,
  coldkeys: readonly Ss58Address[],
  signal: AbortSignal,
): Promise<{ coldkey: Ss58Address; place: Place }[]> {
  const listed = queryAll(
    coldkeys.map((coldkey): StorageQuery<{ coldkey: Ss58Address; place: Place }[]> => {
      const key = coldkeyKey('StakingHotkeys', coldkey);
      const placesOf = (hotkey: Ss58Address) =>
        Array.from({ length: NETUIDS }, (_unused, netuid) => ({
          coldkey,
          place: { hotkey, netuid: toNetuid(netuid) },
        }));
      return { keys: [key], read: (valueAt) => accountsIn(valueAt(key)).flatMap(placesOf) };
    }),
  );
  const places = (await storageAt(ask, block.hash, listed, signal)).flat();
  const held = queryAll(
    places.map(({ coldkey, place }): StorageQuery<boolean> => {
      const { hotkey, netuid } = place;
      const keys = [
        shareKey('Alpha', hotkey, coldkey, netuid),
        shareKey('AlphaV2', hotkey, coldkey, netuid),
      ];
      return { keys, read: (valueAt) => keys.some((key) => valueAt(key) !== null) };
    }),
  );
  const found = await storageAt(ask, block.hash, held, signal);
  return places.filter((_place, at) => found[at]);
}
