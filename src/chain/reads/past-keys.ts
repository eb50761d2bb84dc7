// Storage keys that hold for every runtime of the past, so that an earlier block is read without its metadata.
// Source: chain reference §3 (hashers and key order), §0.3 and §4.12 (what priced a pool in which runtimes).
import type { Hex, Netuid, Ss58Address } from '../../units.ts';
import { concatBytes, toHex } from '../scale/hex.ts';
import { littleEndian } from '../scale/scale-encoder.ts';
import { blake2Concat, identity, twox128, twox64Concat } from '../scale/storage-hashes.ts';
import { publicKeyOf } from '../scale/ss58.ts';
import { SUBTENSOR } from '../runtime/pallets.ts';

type Hash = (bytes: Uint8Array) => Uint8Array;
type Part = Uint8Array;

const utf8 = new TextEncoder();
const prefixes = new Map<string, Uint8Array>();

function prefixOf(pallet: string, item: string): Uint8Array {
  const name = `${pallet}.${item}`;
  let prefix = prefixes.get(name);
  if (prefix === undefined) {
    prefix = concatBytes(twox128(utf8.encode(pallet)), twox128(utf8.encode(item)));
    prefixes.set(name, prefix);
  }
  return prefix;
}

const key = (pallet: string, item: string, ...parts: readonly Part[]): Hex =>
  toHex(concatBytes(prefixOf(pallet, item), ...parts));

const account = (hash: Hash, address: Ss58Address): Part => hash(publicKeyOf(address));
const subnet = (hash: Hash, netuid: Netuid): Part =>
  hash(Uint8Array.of(netuid & 0xff, netuid >> 8));

export const EVENTS_KEY = key('System', 'Events');
export const TIME_KEY = key('Timestamp', 'Now');
/** The spec whose runtime made the block. */
export const SPEC_KEY = key('System', 'LastRuntimeUpgrade');
/** Who votes for finality. */
export const VOTERS_KEY = key('Grandpa', 'Authorities');
/** Counts the sets of voters. */
export const VOTERS_ID_KEY = key('Grandpa', 'CurrentSetId');
/** Who makes blocks. */
export const AUTHORS_KEY = key('Aura', 'Authorities');

/** The hash of an earlier block. */
export const blockHashKey = (number: number): Hex =>
  key('System', 'BlockHash', twox64Concat(littleEndian(BigInt(number), 4)));

export const accountKey = (coldkey: Ss58Address): Hex =>
  key('System', 'Account', account(blake2Concat, coldkey));

export const coldkeyKey = (
  item: 'StakingHotkeys' | 'OwnedHotkeys' | 'RootClaimType',
  coldkey: Ss58Address,
): Hex => key(SUBTENSOR, item, account(blake2Concat, coldkey));

export const shareKey = (
  item: 'Alpha' | 'AlphaV2',
  hotkey: Ss58Address,
  coldkey: Ss58Address,
  netuid: Netuid,
): Hex =>
  key(
    SUBTENSOR,
    item,
    account(blake2Concat, hotkey),
    account(blake2Concat, coldkey),
    subnet(identity, netuid),
  );

/** Stake of the time when stake was TAO. */
export const earlyStakeKey = (hotkey: Ss58Address, coldkey: Ss58Address): Hex =>
  key(SUBTENSOR, 'Stake', account(blake2Concat, hotkey), account(identity, coldkey));

/** The hotkey that gets what the account's miners earn in that subnet. */
export const autoStakeKey = (coldkey: Ss58Address, netuid: Netuid): Hex =>
  key(SUBTENSOR, 'AutoStakeDestination', account(blake2Concat, coldkey), subnet(identity, netuid));

export const fundKey = (hotkey: Ss58Address, coldkey: Ss58Address): Hex =>
  key(SUBTENSOR, 'BasketClaimed', account(blake2Concat, hotkey), account(blake2Concat, coldkey));

export const shareEpochKey = (hotkey: Ss58Address, coldkey: Ss58Address, netuid: Netuid): Hex =>
  key(
    SUBTENSOR,
    'AlphaShareEpoch',
    account(blake2Concat, hotkey),
    account(blake2Concat, coldkey),
    subnet(identity, netuid),
  );

export const hotkeyKey = (
  item: 'TotalHotkeyAlpha' | 'TotalHotkeyShares' | 'TotalHotkeySharesV2' | 'AlphaSharePoolEpoch',
  hotkey: Ss58Address,
  netuid: Netuid,
): Hex => key(SUBTENSOR, item, account(blake2Concat, hotkey), subnet(identity, netuid));

export const subnetKey = (
  item: 'NetworksAdded' | 'NetworkRegisteredAt' | 'SubnetMechanism' | 'SubnetTAO' | 'SubnetAlphaIn',
  netuid: Netuid,
): Hex => key(SUBTENSOR, item, subnet(identity, netuid));

export const poolKey = (item: 'SwapBalancer' | 'AlphaSqrtPrice' | 'FeeRate', netuid: Netuid): Hex =>
  key('Swap', item, subnet(twox64Concat, netuid));
