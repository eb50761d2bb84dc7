// Shapes of the records that can be read from the chain again. A record of another shape, left by another version or
// corrupted on disk, counts as missing and is read again.
import type * as Emission from '../model/emission-facts.ts';
import type * as Facts from '../model/facts.ts';
import type * as Pools from '../pool/pool.ts';
import type * as Records from '../model/records.ts';
import { blockShape, proofShape } from './block-shapes.ts';
import { rulesShape } from './rules-shape.ts';
import {
  amount,
  flag,
  hex,
  listOf,
  mapOf,
  number,
  orMissing,
  orNull,
  readingOf,
  recordOf,
  testOf,
  text,
  variantOf,
} from '../parse.ts';

export const runtimeShape = recordOf<Facts.RuntimeRef>({
  genesisHash: hex,
  specName: text,
  specVersion: number,
  transactionVersion: number,
});

export const flowShape = recordOf<Emission.FlowBooks>({
  reserve: amount,
  stakers: readingOf(amount),
  protocol: readingOf(amount),
  takenAt: readingOf(orNull(number)),
});

export const poolShape = variantOf<Pools.Pool, 'kind'>('kind', {
  stable: {},
  'constant-product': {
    taoReserve: amount,
    alphaReserve: amount,
    flatFee: orMissing(amount),
  },
  balancer: {
    taoReserve: amount,
    alphaReserve: amount,
    taoWeight: amount,
    feeRate: number,
    minimumReserve: orMissing(amount),
  },
  superellipse: {
    taoReserve: amount,
    alphaReserve: amount,
    alphaScale: amount,
    taoScale: amount,
    centerAlpha: amount,
    centerTao: amount,
    feeRate: number,
    minimumReserve: orMissing(amount),
  },
});

const subnet = recordOf<Facts.SubnetFacts>({
  netuid: number,
  registeredAt: number,
  exists: flag,
  curve: text,
  pool: orNull(poolShape),
  nodePrice: readingOf(amount),
  alphaOut: amount,
  isSubtokenEnabled: readingOf(flag),
  isTransferEnabled: readingOf(flag),
  injection: readingOf(
    recordOf<{ tao: bigint; alpha: bigint; boughtWithTao: bigint }>({
      tao: amount,
      alpha: amount,
      boughtWithTao: amount,
    }),
  ),
});

const account = recordOf<Facts.AccountFacts>({
  coldkey: text,
  nonce: number,
  free: amount,
  reserved: amount,
  frozen: amount,
  references: readingOf(
    recordOf<{ providers: number; sufficients: number }>({
      providers: number,
      sufficients: number,
    }),
  ),
  swapAnnouncedFor: readingOf(orNull(number)),
  isSwapDisputed: readingOf(flag),
  acceptsLockedAlpha: readingOf(flag),
});

const position = recordOf<Facts.Position>({
  coldkey: text,
  hotkey: text,
  netuid: number,
  alpha: amount,
  isRegistered: flag,
  hotkeyDividends: readingOf(amount),
});

const availability = recordOf<Facts.Availability>({
  coldkey: text,
  netuid: number,
  total: amount,
  locked: amount,
  available: amount,
  bonds: readingOf(
    listOf(recordOf<{ hotkey: string; alpha: bigint }>({ hotkey: text, alpha: amount })),
  ),
});

const lock = recordOf<Facts.HeldLock>({
  coldkey: text,
  netuid: number,
  hotkey: orNull(text),
  locked: amount,
  isPerpetual: readingOf(flag),
  unlockRate: readingOf(amount),
});

const snapshot = recordOf<Facts.Snapshot>({
  from: orMissing(text),
  genesisHash: hex,
  block: blockShape,
  blockTime: number,
  runtime: runtimeShape,
  accounts: listOf(account),
  positions: listOf(position),
  availability: readingOf(listOf(availability)),
  locks: readingOf(listOf(lock)),
  subnets: listOf(subnet),
  rules: rulesShape,
  networkFees: mapOf(readingOf(amount)),
  feeMultiplier: orMissing(amount),
  unread: listOf(text),
  unclaimed: readingOf(
    listOf(
      recordOf<{ coldkey: string; value: bigint; belowThreshold: bigint }>({
        coldkey: text,
        value: amount,
        belowThreshold: amount,
      }),
    ),
  ),
});

export const isSnapshotRecord = testOf<Records.SnapshotRecord>({
  genesisHash: hex,
  snapshot,
  proof: proofShape,
});

export const isNamesRecord = testOf<Records.NamesRecord>({
  genesisHash: hex,
  block: blockShape,
  readAt: number,
  names: listOf(
    recordOf<Facts.SubnetName>({
      netuid: number,
      registeredAt: number,
      name: text,
      symbol: text,
      description: text,
      url: text,
      github: text,
      discord: text,
      ownerColdkey: text,
      ownerHotkey: text,
      tempo: number,
    }),
  ),
});

export const isHistoryRecord = testOf<Records.HistoryRecord>({
  genesisHash: hex,
  at: number,
  block: number,
  spot: amount,
  sellable: amount,
  coldkeys: listOf(text),
  held: listOf(number),
  prices: listOf(
    recordOf<Records.HistoryRecord['prices'][number]>({
      netuid: number,
      registeredAt: number,
      raoPerAlpha: amount,
    }),
  ),
  amounts: orMissing(
    listOf(recordOf<{ netuid: number; alpha: bigint }>({ netuid: number, alpha: amount })),
  ),
});

export const isPricesRecord = testOf<Records.PricesRecord>({
  genesisHash: hex,
  blockNumber: number,
  prices: recordOf<Records.PricesRecord['prices']>({
    known: flag,
    block: blockShape,
    prices: listOf(
      recordOf<Records.PricesRecord['prices']['prices'][number]>({
        netuid: number,
        raoPerAlpha: amount,
        tao: orNull(amount),
        flow: flowShape,
      }),
    ),
  }),
});

export const isKeptFactsRecord = testOf<Records.KeptFactsRecord>({
  genesisHash: hex,
  specVersion: number,
  endpoint: text,
  facts: text,
  checksum: hex,
  of: hex,
});

export const isFiatRecord = testOf<Records.FiatRecord>({
  currency: text,
  source: text,
  microPerTao: amount,
  at: number,
});
