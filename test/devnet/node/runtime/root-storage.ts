// SubtensorModule's storage that decided emission before dTAO: stake by hotkey and the weights of root's validators.
// Refuses to invent a history: what the ledger has staked on root stands for the stake of then.
import { hotkeyKey } from '../../ledger/state/ledger-state.ts';
import { sequence, tuple, u16, u64 } from '../scale/type.ts';
import { accountId } from './common-types.ts';
import type { StateView, StorageEntry } from './description.ts';
import { accountOf, map, netuidOf } from './storage-entry.ts';

const ROOT = 0;
const FULL_WEIGHT = 65_535;
/** Every so many validators of root have set no weights. */
const SILENT = 5;

const neuronsOf = ({ state }: StateView, netuid: number) =>
  state.subnets.get(netuid)?.neurons ?? [];

export const rootStorage: readonly StorageEntry[] = [
  map({
    name: 'TotalHotkeyStake',
    keys: [['Identity', accountId]],
    value: u64,
    fallback: 0n,
    read: ({ state }, [hotkey]) => state.hotkeyAlpha.get(hotkeyKey(accountOf(hotkey), ROOT)),
    *list(view) {
      for (const { hotkey } of neuronsOf(view, ROOT)) yield [hotkey];
    },
  }),
  map({
    name: 'Weights',
    keys: [
      ['Identity', u16],
      ['Identity', u16],
    ],
    value: sequence(tuple(u16, u16)),
    fallback: [],
    read(view, [netuid, uid]) {
      const at = netuidOf(uid);
      const isThere = netuidOf(netuid) === ROOT && neuronsOf(view, ROOT)[at] !== undefined;
      return isThere && at % SILENT !== SILENT - 1 ? [[1, FULL_WEIGHT]] : undefined;
    },
    *list(view) {
      for (const uid of neuronsOf(view, ROOT).keys())
        if (uid % SILENT !== SILENT - 1) yield [ROOT, uid];
    },
  }),
];
