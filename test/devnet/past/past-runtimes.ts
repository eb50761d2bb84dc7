// Runtimes as the past shows them: with two maps of shares while positions move from one to the other, and without
// metadata where a fault says so. Refuses to know blocks.
import type { LedgerState } from '../ledger/state/ledger-state.ts';
import type { StateView } from '../node/runtime/description.ts';
import type { Runtime } from '../node/runtime/runtime.ts';
import { clientError } from '../node/rpc/rpc-error.ts';
import { concat, equalBytes, fromHex, utf8 } from '../node/scale/bytes.ts';
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
  const startView = (view: StateView): StateView => ({ ...view, state: start });
  const isUntouched = (view: StateView, fresh: Uint8Array, rest: Uint8Array): boolean => {
    const key = concat(fresh, rest);
    const now = runtime.readStorage(view, key);
    const then = runtime.readStorage(startView(view), key);
    return now !== null && then !== null && equalBytes(now, then);
  };
  const isThere = (view: StateView, key: Uint8Array): boolean => {
    const [prefix, rest] = [key.slice(0, PREFIX), key.slice(PREFIX)];
    for (const { legacy, fresh } of PAIRS) {
      if (equalBytes(prefix, legacy)) return isUntouched(view, fresh, rest);
      if (equalBytes(prefix, fresh)) return !isUntouched(view, fresh, rest);
    }
    return true;
  };
  return {
    ...runtime,
    readStorage: (view, key, lies) =>
      isThere(view, key) ? runtime.readStorage(view, key, lies) : null,
    listKeys: (view, prefix) =>
      runtime.listKeys(view, prefix).filter((key) => isThere(view, fromHex(key))),
  };
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
