// Runtimes as the past shows them: with two maps of shares while positions move from one to the other, and without
// metadata where a fault says so. Refuses to know blocks.
import type { LedgerState } from '../ledger/state/ledger-state.ts';
import type { StateView } from '../node/runtime/description.ts';
import type { Runtime } from '../node/runtime/runtime.ts';
import { clientError } from '../node/rpc/rpc-error.ts';
import { concat, equalBytes, fromHex, toHex, utf8 } from '../node/scale/bytes.ts';
import { twox128 } from '../node/scale/hashing.ts';

const PREFIX = 32;
const prefixOf = (item: string): Uint8Array =>
  concat(twox128(utf8('SubtensorModule')), twox128(utf8(item)));

/** The legacy item, and the one that takes over. */
const PAIRS = [
  ['Alpha', 'AlphaV2'],
  ['TotalHotkeyShares', 'TotalHotkeySharesV2'],
].map(([legacy = '', fresh = '']) => ({ legacy: prefixOf(legacy), fresh: prefixOf(fresh) }));

/** `start`: the state when the second map came: what is as it was then still lies in the first (chain.md §4.10). */
export function withBothMaps(runtime: Runtime, start: LedgerState): Runtime {
  const atStart = new Map<string, Uint8Array | null>();
  const valueAtStart = (view: StateView, key: Uint8Array): Uint8Array | null => {
    const name = toHex(key);
    const known = atStart.get(name);
    if (known !== undefined) return known;
    const value = runtime.readStorage({ ...view, state: start }, key);
    atStart.set(name, value);
    return value;
  };
  /** Of a key of the second map: what it would hold, and whether that still lies in the first. */
  const shareAt = (view: StateView, key: Uint8Array) => {
    const value = runtime.readStorage(view, key);
    const then = value && valueAtStart(view, key);
    return { value, isUntouched: value !== null && then !== null && equalBytes(value, then) };
  };
  const read: Runtime['readStorage'] = (view, key, lies) => {
    for (const { legacy, fresh } of PAIRS) {
      if (startsWith(key, fresh)) {
        const { value, isUntouched } = shareAt(view, key);
        return isUntouched ? null : value;
      }
      if (startsWith(key, legacy)) {
        const { isUntouched } = shareAt(view, concat(fresh, key.slice(PREFIX)));
        return isUntouched ? runtime.readStorage(view, key, lies) : null;
      }
    }
    return runtime.readStorage(view, key, lies);
  };
  return {
    ...runtime,
    readStorage: read,
    listKeys: (view, prefix) =>
      runtime.listKeys(view, prefix).filter((key) => read(view, fromHex(key)) !== null),
  };
}

/** Both items' prefixes begin alike: from the end, the first byte nearly always tells. */
function startsWith(key: Uint8Array, prefix: Uint8Array): boolean {
  for (let at = PREFIX - 1; at >= 0; at -= 1) if (key[at] !== prefix[at]) return false;
  return true;
}

export function withoutMetadata(runtime: Runtime): Runtime {
  const refuse = (): never => {
    throw clientError(`Execution failed: metadata of ${runtime.spec.specVersion} is not there`);
  };
  return {
    ...runtime,
    metadata: refuse,
    callApi: (view, name, args, lies) =>
      name.startsWith('Metadata_') ? refuse() : runtime.callApi(view, name, args, lies),
  };
}
