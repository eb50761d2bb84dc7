// The calls that the extension may have signed, by the chain's published indices and layouts: a second opinion on the
// bytes. Metadata comes from a node, so a node could make one call's name stand for another call's bytes; what is
// composed by metadata must therefore also be what is written here, or nothing is signed.
// Source: opentensor/subtensor runtime/src/lib.rs (pallet indices), pallets/subtensor/src/macros/dispatches.rs,
// pallets/utility/src/lib.rs, substrate pallet-balances.
import { AppError } from '../../errors.ts';
import type { CallDraft, CallValue } from '../../model/plan.ts';
import type { Hex, Ss58Address } from '../../units.ts';
import { concatBytes, toHex } from '../scale/hex.ts';
import { parseSs58, publicKeyOf } from '../scale/ss58.ts';

type Kind = 'account' | 'address' | 'u16' | 'u64' | 'compact' | 'bool' | 'optional-u64' | 'calls';
type Layout = {
  index: readonly [pallet: number, call: number];
  args: readonly (readonly [string, Kind])[];
};

const hotkey = ['hotkey', 'account'] as const;
const netuid = ['netuid', 'u16'] as const;
const between = [
  ['origin_netuid', 'u16'],
  ['destination_netuid', 'u16'],
  ['alpha_amount', 'u64'],
] as const;
const limit = [
  ['limit_price', 'u64'],
  ['allow_partial', 'bool'],
] as const;
const transfer = [
  ['dest', 'address'],
  ['value', 'compact'],
] as const;

const layouts: Readonly<Record<string, Layout>> = {
  'SubtensorModule.add_stake': { index: [7, 2], args: [hotkey, netuid, ['amount_staked', 'u64']] },
  'SubtensorModule.remove_stake': {
    index: [7, 3],
    args: [hotkey, netuid, ['amount_unstaked', 'u64']],
  },
  'SubtensorModule.unstake_all': { index: [7, 83], args: [hotkey] },
  'SubtensorModule.unstake_all_alpha': { index: [7, 84], args: [hotkey] },
  'SubtensorModule.move_stake': {
    index: [7, 85],
    args: [['origin_hotkey', 'account'], ['destination_hotkey', 'account'], ...between],
  },
  'SubtensorModule.transfer_stake': {
    index: [7, 86],
    args: [['destination_coldkey', 'account'], hotkey, ...between],
  },
  'SubtensorModule.swap_stake': { index: [7, 87], args: [hotkey, ...between] },
  'SubtensorModule.add_stake_limit': {
    index: [7, 88],
    args: [hotkey, netuid, ['amount_staked', 'u64'], ...limit],
  },
  'SubtensorModule.remove_stake_limit': {
    index: [7, 89],
    args: [hotkey, netuid, ['amount_unstaked', 'u64'], ...limit],
  },
  'SubtensorModule.swap_stake_limit': { index: [7, 90], args: [hotkey, ...between, ...limit] },
  'SubtensorModule.move_stake_limit': {
    index: [7, 149],
    args: [['origin_hotkey', 'account'], ['destination_hotkey', 'account'], ...between, ...limit],
  },
  'SubtensorModule.remove_stake_full_limit': {
    index: [7, 103],
    args: [hotkey, netuid, ['limit_price', 'optional-u64']],
  },
  'Balances.transfer_allow_death': { index: [5, 0], args: transfer },
  'Balances.transfer_keep_alive': { index: [5, 3], args: transfer },
  'Utility.batch_all': { index: [11, 2], args: [['calls', 'calls']] },
};

function littleEndian(value: CallValue, byteLength: number): Uint8Array {
  if (typeof value !== 'bigint' && typeof value !== 'number') throw new RangeError('no number');
  let left = BigInt(value);
  if (left < 0n || left >> BigInt(8 * byteLength) !== 0n) throw new RangeError('number too large');
  const bytes = new Uint8Array(byteLength);
  for (let at = 0; at < byteLength; at += 1) {
    bytes[at] = Number(left & 0xffn);
    left >>= 8n;
  }
  return bytes;
}

/** SCALE's compact form, shortest of its four. */
function compact(value: CallValue): Uint8Array {
  if (typeof value !== 'bigint' && typeof value !== 'number') throw new RangeError('no number');
  const amount = BigInt(value);
  if (amount < 1n << 6n) return littleEndian(amount << 2n, 1);
  if (amount < 1n << 14n) return littleEndian((amount << 2n) | 1n, 2);
  if (amount < 1n << 30n) return littleEndian((amount << 2n) | 2n, 4);
  let length = 4;
  while (amount >> BigInt(8 * length) !== 0n) length += 1;
  return concatBytes(Uint8Array.of(((length - 4) << 2) | 3), littleEndian(amount, length));
}

function account(value: CallValue): Uint8Array {
  if (typeof value !== 'string') throw new RangeError('no account');
  const address: Ss58Address = parseSs58(value);
  return publicKeyOf(address);
}

const isDraft = (value: CallValue): value is CallDraft =>
  typeof value === 'object' && value !== null && 'pallet' in value;

function calls(value: CallValue): Uint8Array {
  if (!Array.isArray(value)) throw new RangeError('no calls');
  const items: readonly CallValue[] = value;
  const parts = items.map((item) => {
    if (!isDraft(item)) throw new RangeError('no call');
    return published(item);
  });
  return concatBytes(compact(parts.length), ...parts);
}

function encode(value: CallValue, kind: Kind): Uint8Array {
  switch (kind) {
    case 'account':
      return account(value);
    case 'address':
      return concatBytes(Uint8Array.of(0), account(value));
    case 'u16':
      return littleEndian(value, 2);
    case 'u64':
      return littleEndian(value, 8);
    case 'compact':
      return compact(value);
    case 'bool':
      if (typeof value !== 'boolean') throw new RangeError('no yes or no');
      return Uint8Array.of(value ? 1 : 0);
    case 'optional-u64':
      return value === null
        ? Uint8Array.of(0)
        : concatBytes(Uint8Array.of(1), littleEndian(value, 8));
    case 'calls':
      return calls(value);
  }
}

/** The call's bytes as published. Throws PAYLOAD_MISMATCH for a call or an argument that is not in the table. */
function published({ pallet, name, args }: CallDraft): Uint8Array {
  const what = `${pallet}.${name}`;
  const layout = Object.hasOwn(layouts, what) ? layouts[what] : undefined;
  if (!layout || Object.keys(args).length !== layout.args.length) {
    throw new AppError('PAYLOAD_MISMATCH', { what });
  }
  const parts = layout.args.map(([arg, kind]) => {
    const value = args[arg];
    if (value === undefined) throw new AppError('PAYLOAD_MISMATCH', { what: `${what}(${arg})` });
    return encode(value, kind);
  });
  return concatBytes(Uint8Array.from(layout.index), ...parts);
}

/** The arguments of a published call in order; null for a call that is not in the table. */
export function publishedArguments(path: string): readonly string[] | null {
  const layout = Object.hasOwn(layouts, path) ? layouts[path] : undefined;
  return layout?.args.map(([name]) => name) ?? null;
}

/**
 * Whether the bytes that the connected node's metadata makes of a call are the published ones. Throws PAYLOAD_MISMATCH when
 * they are not: the node lies, or the runtime moved a call, and either way nobody here knows what would be signed.
 */
export function requirePublished(draft: CallDraft, call: Hex): void {
  if (toHex(published(draft)) !== call) {
    throw new AppError('PAYLOAD_MISMATCH', { what: `${draft.pallet}.${draft.name}` });
  }
}
