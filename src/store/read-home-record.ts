// Reads what home says of the last snapshot and checks its shape; chain-cache.ts writes it with the snapshot.
import type { Attention, OtherItem } from '../alerts/attention-item.ts';
import type { HomeRecord } from '../alerts/home-record.ts';
import {
  amount,
  flag,
  hex,
  listOf,
  number,
  orMissing,
  orNull,
  readingOf,
  recordOf,
  testOf,
  text,
  variantOf,
} from '../parse.ts';
import type * as Values from '../portfolio/portfolio-value.ts';
import type { Price } from '../units.ts';
import { blockShape, proofShape } from './block-shapes.ts';
import { readWhole } from './read-whole.ts';

const gap = recordOf<Values.Gap>({
  impact: amount,
  poolFees: amount,
  notSellable: recordOf<Values.Gap['notSellable']>({
    locked: amount,
    halted: amount,
    held: amount,
    dust: amount,
    'pool-too-small': amount,
    'no-local-model': amount,
    unread: amount,
  }),
  reserved: amount,
  frozen: amount,
});

const subnet = recordOf<Values.SubnetSums>({
  netuid: number,
  registeredAt: number,
  price: orNull(recordOf<Price>({ rao: amount, perAlphaRao: amount })),
  isSpotWhole: flag,
  isSellableWhole: flag,
  alpha: amount,
  spot: amount,
  sellable: amount,
  gap,
  hotkeyCount: number,
  positionCount: number,
});

const coldkey = recordOf<Values.ColdkeyValue>({
  coldkey: text,
  free: amount,
  reserved: amount,
  frozen: amount,
  spot: amount,
  isSpotWhole: flag,
  isSellableWhole: flag,
  sellable: amount,
});

const unclaimed = recordOf<{ claimable: bigint; belowThreshold: bigint }>({
  claimable: amount,
  belowThreshold: amount,
});

const sums = recordOf<Values.PortfolioSums>({
  block: blockShape,
  isSpotWhole: flag,
  isSellableWhole: flag,
  spot: amount,
  sellable: amount,
  gap,
  free: amount,
  reserved: amount,
  root: amount,
  unclaimed: readingOf(unclaimed),
  networkFees: readingOf(amount),
  subnets: listOf(subnet),
  coldkeys: listOf(coldkey),
  unread: listOf(text),
});

const other = variantOf<OtherItem, 'kind'>('kind', {
  'swap-announced': { coldkey: text, atBlock: number, isDisputed: flag },
  'about-to-be-pruned': { netuid: number },
  'near-removal': { netuid: number, place: number },
  'immunity-ending': { netuid: number, blocks: number },
  'lock-ending': { coldkey: text, netuid: number, days: number },
});

const attention = recordOf<Attention>({
  idle: recordOf<Attention['idle']>({ count: number, worth: amount, isWhole: flag }),
  others: listOf(other),
});

export const isHomeRecord = testOf<HomeRecord>({
  genesisHash: hex,
  block: blockShape,
  blockTime: number,
  from: orMissing(text),
  proof: proofShape,
  rows: orNull(hex),
  coldkeys: listOf(text),
  smallUnderRao: amount,
  sums,
  attention,
  leaving: listOf(recordOf<HomeRecord['leaving'][number]>({ coldkey: text, sellable: amount })),
  staked: listOf(text),
});

export async function readHomeRecord(genesisHash: string): Promise<HomeRecord | null> {
  return readWhole('homes', genesisHash, isHomeRecord);
}
