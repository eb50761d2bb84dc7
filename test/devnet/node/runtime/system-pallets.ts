// System and Timestamp: calls, events, errors, constants and storage.
// Refuses to know subtensor's own pallets.
import type { Type } from '../scale/type.ts';
import {
  bytes,
  compact,
  composite,
  field,
  sequence,
  struct,
  u128,
  u16,
  u32,
  u64,
  unnamed,
  variants,
} from '../scale/type.ts';
import {
  accountId,
  digest,
  dispatchError,
  dispatchEventInfo,
  h256,
  lastRuntimeUpgrade,
  runtimeVersion,
} from './common-types.ts';
import { blockWeights } from './block-weights.ts';
import type { Pallet } from './description.ts';
import { RawBytes } from './description.ts';
import { map, perAccount, single } from './storage-entry.ts';
import { variant } from './variant.ts';
import type { RuntimeSpec } from './runtime-spec.ts';
import { versionOf } from './runtime-version.ts';

/** `System.BlockHash` keeps this many. */
export const BLOCK_HASH_COUNT = 2400;
const SS58_PREFIX = 42;
/** The flag that pallet-balances sets on accounts of its present logic. */
const NEW_LOGIC_FLAG = 1n << 127n;

const accountData = struct('pallet_balances::types::AccountData', {
  free: u64,
  reserved: u64,
  frozen: u64,
  flags: composite('pallet_balances::types::ExtraFlags', [unnamed(u128)]),
});

const accountInfo = composite(
  'frame_system::AccountInfo',
  [
    field('nonce', u32, 'Nonce'),
    field('consumers', u32, 'RefCount'),
    field('providers', u32, 'RefCount'),
    field('sufficients', u32, 'RefCount'),
    field('data', accountData, 'AccountData'),
  ],
  [
    { name: 'Nonce', type: u32 },
    { name: 'AccountData', type: accountData },
  ],
);

const noAccount = {
  nonce: 0,
  consumers: 0,
  providers: 0,
  sufficients: 0,
  data: { free: 0n, reserved: 0n, frozen: 0n, flags: NEW_LOGIC_FLAG },
};

export const phase = variants('frame_system::Phase', [
  { name: 'ApplyExtrinsic', index: 0, fields: [unnamed(u32)] },
  { name: 'Finalization', index: 1, fields: [] },
  { name: 'Initialization', index: 2, fields: [] },
]);

export const eventRecords = (event: Type): Type =>
  sequence(
    composite(
      'frame_system::EventRecord',
      [
        field('phase', phase, 'Phase'),
        field('event', event, 'E'),
        field('topics', sequence(h256), 'Vec<T>'),
      ],
      [
        { name: 'E', type: event },
        { name: 'T', type: h256 },
      ],
    ),
  );

export function systemPallet(spec: RuntimeSpec, event: Type): Pallet {
  return {
    name: 'System',
    index: 0,
    path: 'frame_system::pallet',
    calls: [
      variant('remark', 0, { remark: bytes }),
      variant('set_code', 2, { code: bytes }),
      variant('remark_with_event', 7, { remark: bytes }),
    ],
    events: [
      variant('ExtrinsicSuccess', 0, { dispatch_info: dispatchEventInfo }),
      variant('ExtrinsicFailed', 1, {
        dispatch_error: dispatchError,
        dispatch_info: dispatchEventInfo,
      }),
      variant('CodeUpdated', 2),
      variant('NewAccount', 3, { account: accountId }),
      variant('KilledAccount', 4, { account: accountId }),
      variant('Remarked', 5, { sender: accountId, hash: h256 }),
    ],
    errors: [
      'InvalidSpecName',
      'SpecVersionNeedsToIncrease',
      'FailedToExtractRuntimeVersion',
      'NonDefaultComposite',
      'NonZeroRefCount',
      'CallFiltered',
      'MultiBlockMigrationsOngoing',
      'NothingAuthorized',
      'Unauthorized',
    ],
    constants: [
      blockWeights,
      { name: 'BlockHashCount', type: u32, value: BLOCK_HASH_COUNT },
      { name: 'Version', type: runtimeVersion, value: versionOf(spec, []) },
      { name: 'SS58Prefix', type: u16, value: SS58_PREFIX },
    ],
    storage: [
      perAccount(
        'Account',
        accountInfo,
        noAccount,
        (state) => state.accounts,
        ({ free, reserved, frozen, ...counts }) => ({
          ...counts,
          data: { free, reserved, frozen, flags: NEW_LOGIC_FLAG },
        }),
      ),
      map({
        name: 'BlockHash',
        keys: [['Twox64Concat', u32]],
        value: h256,
        fallback: new Uint8Array(32),
        read: (view, [number]) => view.blockHash(Number(number)) ?? undefined,
        *list(view) {
          const first = Math.max(1, view.number - BLOCK_HASH_COUNT);
          if (view.number > 0) yield [0];
          for (let number = first; number < view.number; number += 1) yield [number];
        },
      }),
      single('Number', u32, 0, (view) => view.number),
      single('ParentHash', h256, new Uint8Array(32), (view) => view.parentHash),
      single('Digest', digest, { logs: [] }, (view) => view.digest),
      single('Events', eventRecords(event), [], (view) => new RawBytes(view.events)),
      single('EventCount', u32, 0, (view) => view.eventCount),
      single('LastRuntimeUpgrade', lastRuntimeUpgrade, null, (view) => ({
        spec_version: view.executedSpecVersion,
        spec_name: versionOf(spec, []).spec_name,
      })),
    ],
  };
}

export const timestampPallet: Pallet = {
  name: 'Timestamp',
  index: 2,
  path: 'pallet_timestamp::pallet',
  calls: [variant('set', 0, { now: compact(u64) })],
  events: [],
  errors: [],
  constants: [{ name: 'MinimumPeriod', type: u64, value: 6000n }],
  storage: [single('Now', u64, 0n, (view) => BigInt(view.timestamp))],
};
