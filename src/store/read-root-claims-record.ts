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
import { blockShape } from './cached-shapes.ts';
import { openStore } from './open-store.ts';
import {
  isAmount,
  isFlag,
  isHex,
  isNumber,
  isText,
  listOf,
  orNull,
  readingOf,
  recordOf,
  whole,
} from './shape.ts';

const rates = listOf(recordOf<BasketRate>({ hotkey: isText, rateBits: isAmount }));

const claim = recordOf<RootClaim>({
  coldkey: isText,
  hotkey: isText,
  owedShares: isAmount,
  accrued: isAmount,
  payment: readingOf(
    recordOf<ClaimPayment>({
      redeemable: isAmount,
      forfeited: isAmount,
      rows: isNumber,
      rowsToSell: isNumber,
      dustRows: isNumber,
      sweptRows: isNumber,
      flushedCredits: isNumber,
    }),
  ),
  doubt: orNull(isText),
  heldSince: readingOf(orNull(isNumber)),
});

/** Of a stored plan. */
export const plannedClaimShape = recordOf<PlannedClaim>({
  hotkey: isText,
  accrued: orNull(isAmount),
  redeemable: orNull(isAmount),
  forfeited: orNull(isAmount),
  doubt: orNull(isText),
  rows: orNull(isNumber),
});

export const isRootClaimsRecord = recordOf<RootClaimsRecord>({
  genesisHash: isHex,
  block: blockShape,
  blockTime: isNumber,
  claims: recordOf<RootClaims>({
    threshold: readingOf(isAmount),
    unlockInterval: readingOf(isNumber),
    of: listOf(
      recordOf<RootClaims['of'][number]>({ coldkey: isText, claims: readingOf(listOf(claim)) }),
    ),
    rates,
    batchFits: readingOf(isFlag),
  }),
  rates: listOf(recordOf<RootClaimsRecord['rates'][number]>({ block: isNumber, rates })),
});

export async function readRootClaimsRecord(genesisHash: Hex): Promise<RootClaimsRecord | null> {
  return whole(await (await openStore()).get('rootClaims', genesisHash), isRootClaimsRecord);
}
