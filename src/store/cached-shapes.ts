// Shapes of the records that can be read from the chain again. A record of another shape, left by another version or
// corrupted on disk, counts as missing and is read again.
import type * as Emission from '../model/emission-facts.ts';
import type * as Facts from '../model/facts.ts';
import type { ModelProof } from '../model/model-proof.ts';
import type * as Pools from '../pool/pool.ts';
import type * as Records from '../model/records.ts';
import { rulesShape } from './rules-shape.ts';
import {
  isAmount,
  isAnything,
  isFlag,
  isHex,
  isNumber,
  isText,
  listOf,
  mapOf,
  orMissing,
  orNull,
  readingOf,
  recordOf,
  variantOf,
} from './shape.ts';

export const blockShape = recordOf<Facts.BlockRef>({ hash: isHex, number: isNumber });
export const runtimeShape = recordOf<Facts.RuntimeRef>({
  genesisHash: isHex,
  specName: isText,
  specVersion: isNumber,
  transactionVersion: isNumber,
});

export const flowShape = recordOf<Emission.FlowBooks>({
  reserve: isAmount,
  stakers: readingOf(isAmount),
  protocol: readingOf(isAmount),
  takenAt: readingOf(orNull(isNumber)),
});

export const poolShape = variantOf<Pools.Pool['kind']>('kind', {
  stable: recordOf<Pools.StablePool>({ kind: isText }),
  'constant-product': recordOf<Pools.ConstantProductPool>({
    kind: isText,
    taoReserve: isAmount,
    alphaReserve: isAmount,
    flatFee: orMissing(isAmount),
  }),
  balancer: recordOf<Pools.BalancerPool>({
    kind: isText,
    taoReserve: isAmount,
    alphaReserve: isAmount,
    taoWeight: isAmount,
    feeRate: isNumber,
    minimumReserve: orMissing(isAmount),
  }),
  superellipse: recordOf<Pools.SuperellipsePool>({
    kind: isText,
    taoReserve: isAmount,
    alphaReserve: isAmount,
    alphaScale: isAmount,
    taoScale: isAmount,
    centerAlpha: isAmount,
    centerTao: isAmount,
    feeRate: isNumber,
    minimumReserve: orMissing(isAmount),
  }),
});

const subnet = recordOf<Facts.SubnetFacts>({
  netuid: isNumber,
  registeredAt: isNumber,
  exists: isFlag,
  curve: isText,
  pool: orNull(poolShape),
  nodePrice: readingOf(isAmount),
  alphaOut: isAmount,
  isSubtokenEnabled: readingOf(isFlag),
  isTransferEnabled: readingOf(isFlag),
  injection: readingOf(
    recordOf<{ tao: bigint; alpha: bigint; boughtWithTao: bigint }>({
      tao: isAmount,
      alpha: isAmount,
      boughtWithTao: isAmount,
    }),
  ),
});

const account = recordOf<Facts.AccountFacts>({
  coldkey: isText,
  nonce: isNumber,
  free: isAmount,
  reserved: isAmount,
  frozen: isAmount,
  references: readingOf(
    recordOf<{ providers: number; sufficients: number }>({
      providers: isNumber,
      sufficients: isNumber,
    }),
  ),
  swapAnnouncedFor: readingOf(orNull(isNumber)),
  isSwapDisputed: readingOf(isFlag),
  acceptsLockedAlpha: readingOf(isFlag),
});

const position = recordOf<Facts.Position>({
  coldkey: isText,
  hotkey: isText,
  netuid: isNumber,
  alpha: isAmount,
  isRegistered: isFlag,
  hotkeyDividends: readingOf(isAmount),
});

const availability = recordOf<Facts.Availability>({
  coldkey: isText,
  netuid: isNumber,
  total: isAmount,
  locked: isAmount,
  available: isAmount,
  bonds: readingOf(
    listOf(recordOf<{ hotkey: string; alpha: bigint }>({ hotkey: isText, alpha: isAmount })),
  ),
});

const lock = recordOf<Facts.HeldLock>({
  coldkey: isText,
  netuid: isNumber,
  hotkey: orNull(isText),
  locked: isAmount,
  isPerpetual: readingOf(isFlag),
  unlockRate: readingOf(isAmount),
});

const snapshot = recordOf<Facts.Snapshot>({
  genesisHash: isHex,
  block: blockShape,
  blockTime: isNumber,
  runtime: runtimeShape,
  accounts: listOf(account),
  positions: listOf(position),
  availability: readingOf(listOf(availability)),
  locks: readingOf(listOf(lock)),
  subnets: listOf(subnet),
  rules: rulesShape,
  networkFees: mapOf(readingOf(isAmount)),
  unread: listOf(isText),
  unclaimed: readingOf(
    listOf(
      recordOf<{ coldkey: string; value: bigint; belowThreshold: bigint }>({
        coldkey: isText,
        value: isAmount,
        belowThreshold: isAmount,
      }),
    ),
  ),
});

const proof = variantOf<ModelProof['state']>('state', {
  untested: isAnything,
  proven: recordOf<Extract<ModelProof, { state: 'proven' }>>({
    state: isText,
    block: blockShape,
  }),
  differs: recordOf<Extract<ModelProof, { state: 'differs' }>>({
    state: isText,
    block: blockShape,
    netuid: isNumber,
  }),
  'no-simulation': isAnything,
  'no-model': isAnything,
});

export const isSnapshotRecord = recordOf<Records.SnapshotRecord>({
  genesisHash: isHex,
  snapshot,
  proof,
});

export const isNamesRecord = recordOf<Records.NamesRecord>({
  genesisHash: isHex,
  block: blockShape,
  readAt: isNumber,
  names: listOf(
    recordOf<Facts.SubnetName>({
      netuid: isNumber,
      registeredAt: isNumber,
      name: isText,
      symbol: isText,
      description: isText,
      url: isText,
      ownerColdkey: isText,
      ownerHotkey: isText,
      tempo: isNumber,
    }),
  ),
});

export const isHistoryRecord = recordOf<Records.HistoryRecord>({
  genesisHash: isHex,
  at: isNumber,
  block: isNumber,
  spot: isAmount,
  sellable: isAmount,
  coldkeys: listOf(isText),
  held: listOf(isNumber),
  prices: listOf(
    recordOf<Records.HistoryRecord['prices'][number]>({
      netuid: isNumber,
      registeredAt: isNumber,
      raoPerAlpha: isAmount,
    }),
  ),
  amounts: orMissing(
    listOf(recordOf<{ netuid: number; alpha: bigint }>({ netuid: isNumber, alpha: isAmount })),
  ),
});

export const isPricesRecord = recordOf<Records.PricesRecord>({
  genesisHash: isHex,
  blockNumber: isNumber,
  prices: recordOf<Records.PricesRecord['prices']>({
    known: isFlag,
    block: blockShape,
    prices: listOf(
      recordOf<Records.PricesRecord['prices']['prices'][number]>({
        netuid: isNumber,
        raoPerAlpha: isAmount,
        tao: orNull(isAmount),
        flow: flowShape,
      }),
    ),
  }),
});

export const isFiatRecord = recordOf<Records.FiatRecord>({
  currency: isText,
  source: isText,
  microPerTao: isAmount,
  at: isNumber,
});
