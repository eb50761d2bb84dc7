// Reads the record of root rewards and checks its shape, for the panel; root-claims.ts writes the record. With the shape of
// a claim in a plan.
import type {
  BasketRate,
  ClaimPayment,
  PlannedClaim,
  RootClaim,
  RootClaims,
  RootClaimsRecord,
} from '../model/root-claims.ts';
import type { Hex } from '../units.ts';
import { blockShape } from './block-shapes.ts';
import { readWhole } from './read-whole.ts';
import {
  amount,
  flag,
  hex,
  listOf,
  number,
  orNull,
  readingOf,
  recordOf,
  testOf,
  text,
} from '../parse.ts';

const rates = listOf(recordOf<BasketRate>({ hotkey: text, rateBits: amount }));

const claim = recordOf<RootClaim>({
  coldkey: text,
  hotkey: text,
  owedShares: amount,
  accrued: amount,
  payment: readingOf(
    recordOf<ClaimPayment>({
      redeemable: amount,
      forfeited: amount,
      rows: number,
      rowsToSell: number,
      dustRows: number,
      sweptRows: number,
      flushedCredits: number,
    }),
  ),
  doubt: orNull(text),
  heldSince: readingOf(orNull(number)),
});

/** Of a stored plan. */
export const plannedClaimShape = recordOf<PlannedClaim>({
  hotkey: text,
  accrued: orNull(amount),
  redeemable: orNull(amount),
  forfeited: orNull(amount),
  doubt: orNull(text),
  rows: orNull(number),
});

export const isRootClaimsRecord = testOf<RootClaimsRecord>({
  genesisHash: hex,
  block: blockShape,
  blockTime: number,
  claims: recordOf<RootClaims>({
    threshold: readingOf(amount),
    unlockInterval: readingOf(number),
    of: listOf(
      recordOf<RootClaims['of'][number]>({ coldkey: text, claims: readingOf(listOf(claim)) }),
    ),
    rates,
    batchFits: readingOf(flag),
  }),
  rates: listOf(recordOf<RootClaimsRecord['rates'][number]>({ block: number, rates })),
});

export async function readRootClaimsRecord(genesisHash: Hex): Promise<RootClaimsRecord | null> {
  return readWhole('rootClaims', genesisHash, isRootClaimsRecord);
}
