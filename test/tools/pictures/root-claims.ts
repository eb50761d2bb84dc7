// Root rewards of today's runtime for the pictures: one fund that pays, one too small to claim, one not believed.
import type { ClaimPayment, RootClaim, RootClaimsRecord } from '../../../src/model/root-claims.ts';
import { toRao } from '../../../src/units.ts';
import { blockAt, genesisHash, HEAD, hotkeys } from './chain.ts';
import { ledgerMain, positions, savings, snapshotWith, stored, type Stored } from './stored.ts';

const known = <T>(value: T): { known: true; value: T } => ({ known: true, value });

function claimAt(
  at: number,
  part: Partial<ClaimPayment>,
  doubt: RootClaim['doubt'] = null,
): RootClaim {
  const [hotkey] = hotkeys.slice(at);
  if (hotkey === undefined) throw new RangeError(`no validator ${at}`);
  const payment = {
    redeemable: toRao(0n),
    forfeited: toRao(0n),
    rows: 24,
    rowsToSell: 20,
    dustRows: 0,
    sweptRows: 0,
    flushedCredits: 0,
    ...part,
  };
  return {
    coldkey: ledgerMain,
    hotkey,
    owedShares: 1_700_000_000n,
    accrued: toRao(payment.redeemable + payment.forfeited),
    payment: known(payment),
    doubt,
    heldSince: known(null),
  };
}

export function rootClaimsRecord(): RootClaimsRecord {
  const claims = [
    claimAt(0, { redeemable: toRao(1_870_000_000n), forfeited: toRao(30_000_000n), dustRows: 4 }),
    claimAt(1, { redeemable: toRao(640_000_000n) }),
    claimAt(2, { redeemable: toRao(310_000n) }),
    claimAt(3, { redeemable: toRao(9_000_000_000n) }, 'books'),
  ];
  const rates = claims.map(({ hotkey }) => ({ hotkey, rateBits: 90_000_000n }));
  const earlier = claims.map(({ hotkey }) => ({ hotkey, rateBits: 83_000_000n }));
  return {
    genesisHash,
    block: blockAt(HEAD - 40),
    blockTime: Date.now() - 480_000,
    claims: {
      threshold: known(toRao(500_000n)),
      unlockInterval: known(0),
      of: [
        { coldkey: ledgerMain, claims: known(claims) },
        { coldkey: savings, claims: known([]) },
      ],
      rates,
      batchFits: known(true),
    },
    rates: [
      { block: HEAD - 40 - 3 * 7_200, rates: earlier },
      { block: HEAD - 40, rates },
    ],
  };
}

/** A snapshot whose runtime keeps root dividends in funds. */
export function withRootClaims(): Stored {
  const unclaimed = { known: false, reason: 'not-on-this-runtime' } as const;
  return stored({
    snapshot: snapshotWith(positions, [4], { unclaimed }),
    rootClaims: rootClaimsRecord(),
  });
}
