// Short forms for storage entries: single values, per subnet, per account, per table of the ledger.
// Refuses to know which items there are.
import type { AccountId, LedgerState, Subnet } from '../../ledger/state/ledger-state.ts';
import type { Table } from '../../ledger/state/table.ts';
import type { HasherName } from '../scale/hashing.ts';
import type { Type, Value } from '../scale/type.ts';
import { u16 } from '../scale/type.ts';
import { accountId } from './common-types.ts';
import type { RawBytes, StateView, StorageEntry } from './description.ts';

type Read = (view: StateView) => Value | RawBytes | undefined;

/** `fallback: null` makes the item optional. */
export function single(name: string, value: Type, fallback: Value, read: Read): StorageEntry {
  return {
    name,
    modifier: fallback === null ? 'Optional' : 'Default',
    hashers: [],
    keys: [],
    value,
    fallback,
    read,
    list: () => [[]],
  };
}

type MapShape = Readonly<{
  name: string;
  keys: readonly (readonly [HasherName, Type])[];
  value: Type;
  fallback: Value;
  read(view: StateView, keys: readonly Value[]): Value | undefined;
  list(view: StateView): Iterable<readonly Value[]>;
}>;

export function map(shape: MapShape): StorageEntry {
  return {
    name: shape.name,
    modifier: shape.fallback === null ? 'Optional' : 'Default',
    hashers: shape.keys.map(([hasher]) => hasher),
    keys: shape.keys.map(([, type]) => type),
    value: shape.value,
    fallback: shape.fallback,
    read: (view, keys) => shape.read(view, keys),
    list: (view) => shape.list(view),
  };
}

export const netuidOf = (value: Value | undefined): number =>
  typeof value === 'number' ? value : -1;

export const accountOf = (value: Value | undefined): AccountId =>
  typeof value === 'string' ? value : '';

/** One value per subnet; undefined where the chain holds no entry. */
export function perSubnet(
  name: string,
  value: Type,
  fallback: Value,
  read: (subnet: Subnet, view: StateView, netuid: number) => Value | undefined,
  hasher: HasherName = 'Identity',
): StorageEntry {
  const at = (view: StateView, netuid: number): Value | undefined => {
    const subnet = view.state.subnets.get(netuid);
    return subnet ? read(subnet, view, netuid) : undefined;
  };
  return map({
    name,
    keys: [[hasher, u16]],
    value,
    fallback,
    read: (view, [netuid]) => at(view, netuidOf(netuid)),
    *list(view) {
      for (const netuid of view.state.subnets.keys()) {
        if (at(view, netuid) !== undefined) yield [netuid];
      }
    },
  });
}

/** One value per account, straight from a ledger table. */
export function perAccount<V>(
  name: string,
  value: Type,
  fallback: Value,
  table: (state: LedgerState) => Table<AccountId, V>,
  toValue: (stored: V) => Value,
  hasher: HasherName = 'Blake2_128Concat',
): StorageEntry {
  const entry = map({
    name,
    keys: [[hasher, accountId]],
    value,
    fallback,
    read(view, [account]) {
      const stored = table(view.state).get(accountOf(account));
      return stored === undefined ? undefined : toValue(stored);
    },
    *list(view) {
      for (const account of table(view.state).keys()) yield [account];
    },
  });
  return { ...entry, source: { table, parts: (account) => [account] } };
}

type Part = 'netuid' | 'hotkey' | 'coldkey';

const PART_TYPES: Readonly<Record<Part, Type>> = {
  netuid: u16,
  hotkey: accountId,
  coldkey: accountId,
};

/** A netuid or an account id as the ledger writes it into its keys. */
const plain = (value: Value | undefined): string =>
  typeof value === 'number' ? String(value) : accountOf(value);

/**
 * A ledger table keyed by text of joined parts: `order` is how the ledger joins them, `keys` how the chain does.
 */
export function perText<V>(shape: {
  name: string;
  keys: readonly (readonly [HasherName, Part])[];
  order: readonly Part[];
  value: Type;
  fallback: Value;
  table: (state: LedgerState) => Table<string, V>;
  toValue: (stored: V) => Value;
}): StorageEntry {
  const partsOf = (text: string): Value[] => {
    const split = text.split('/');
    const parts = new Map(shape.order.map((part, index) => [part, split[index] ?? '']));
    return shape.keys.map(([, part]) =>
      part === 'netuid' ? Number(parts.get(part)) : (parts.get(part) ?? ''),
    );
  };
  const entry = map({
    name: shape.name,
    keys: shape.keys.map(([hasher, part]) => [hasher, PART_TYPES[part]]),
    value: shape.value,
    fallback: shape.fallback,
    read(view, keys) {
      const parts = new Map(shape.keys.map(([, part], index) => [part, keys[index]]));
      const text = shape.order.map((part) => plain(parts.get(part))).join('/');
      const stored = shape.table(view.state).get(text);
      return stored === undefined ? undefined : shape.toValue(stored);
    },
    *list(view) {
      for (const text of shape.table(view.state).keys()) yield partsOf(text);
    },
  });
  return { ...entry, source: { table: shape.table, parts: partsOf } };
}
