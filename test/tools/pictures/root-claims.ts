// Root rewards of today's runtime for the pictures: one fund that pays, one too small to claim, one not believed.
import type { ClaimPayment, RootClaim, RootClaimsRecord } from '../../../src/model/root-claims.ts';
import { ROOT_NETUID, toAlphaRao, toRao } from '../../../src/units.ts';
import type { Position } from '../../../src/model/facts.ts';
import type { SigningRequest } from '../../../src/model/request.ts';
import { blockAt, genesisHash, HEAD, hotkeys, ROOT_REWARDS } from './chain.ts';
import { requestIn } from './requests.ts';
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

/** Blocks before the snapshot at which the funds were read. */
const READ_AGO = 3;

export function rootClaimsRecord(): RootClaimsRecord {
  const claims = [
    claimAt(0, {
      redeemable: toRao(ROOT_REWARDS.first),
      forfeited: toRao(30_118_744n),
      dustRows: 4,
    }),
    claimAt(1, { redeemable: toRao(ROOT_REWARDS.second) }),
    claimAt(2, { redeemable: toRao(ROOT_REWARDS.small) }),
    claimAt(3, { redeemable: toRao(9_000_000_000n) }, 'books'),
  ];
  const rates = claims.map(({ hotkey }) => ({ hotkey, rateBits: 90_000_000n }));
  const earlier = claims.map(({ hotkey }) => ({ hotkey, rateBits: 83_000_000n }));
  return {
    genesisHash,
    block: blockAt(HEAD - READ_AGO),
    blockTime: Date.now() - 4_000 - READ_AGO * 12_000,
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
      { block: HEAD - READ_AGO - 3 * 7_200, rates: earlier },
      { block: HEAD - READ_AGO, rates },
    ],
  };
}

/** What that claim costs. */
const FEE = 843_712n;
/** What the first fund pays in that receipt. */
const PAID = ROOT_REWARDS.first - 1_204_911n;

/** The receipt of a claim from the first fund: it paid, and forfeited; or somebody was first. */
export function claimRequest(isPaid: boolean): SigningRequest {
  const [hotkey] = hotkeys;
  if (hotkey === undefined) throw new RangeError('no validator');
  const redeemable = toRao(ROOT_REWARDS.first);
  const forfeited = toRao(30_118_744n);
  const claim = {
    hotkey,
    accrued: toRao(1_900_531_347n),
    redeemable,
    forfeited,
    doubt: null,
    rows: 24,
  };
  const line = { unit: 'rao', netuid: ROOT_NETUID } as const;
  const request = requestIn('finalized', {
    settledAt: null,
    updatedAt: Date.now() - 30_000,
    receipt: {
      block: blockAt(HEAD - 4),
      extrinsicIndex: 14,
      at: Date.now() - 48_000,
      isSuccess: true,
      error: null,
      lines: [
        {
          ...line,
          labelKey: 'receiptClaimed',
          expected: redeemable,
          actual: isPaid ? PAID : 0n,
          hotkey,
        },
        {
          ...line,
          labelKey: 'receiptForfeited',
          expected: forfeited,
          actual: isPaid ? forfeited : 0n,
        },
      ],
      networkFee: { paidIn: 'tao', fee: toRao(FEE) },
      poolMovedBefore: isPaid ? -1_204_910n : null,
      shortfall: null,
      emptyClaims: isPaid ? [] : [{ hotkey, why: 'nothing-owed' }],
    },
  });
  const move = { kind: 'claim', coldkey: ledgerMain, hotkeys: [hotkey], unstakes: false } as const;
  // No least amount is kept by the network for a claim.
  const paid = { unit: 'alpha', netuid: ROOT_NETUID, amount: toAlphaRao(redeemable) } as const;
  const receives = {
    expected: paid,
    minimum: paid,
    floor: null,
    minimumRestsOn: null,
    isGuaranteed: false,
    isOfWhatIsHeld: false,
    worstPrice: null,
    worstMeasured: null,
    worstIfMoved: null,
  };
  return { ...request, plan: { ...request.plan, move, claims: [claim], gives: null, receives } };
}

/** After that claim: the first fund owes nothing, and what it paid is root stake. */
export function afterClaim(isPaid: boolean): Stored {
  const state = withRootClaims();
  const { snapshot, rootClaims } = state;
  const [hotkey] = hotkeys;
  if (snapshot === null || rootClaims === null) throw new RangeError('nothing to claim');
  const claimed = (one: Position): Position =>
    isPaid && one.coldkey === ledgerMain && one.netuid === ROOT_NETUID
      ? { ...one, alpha: toAlphaRao(one.alpha + PAID) }
      : one;
  const left = rootClaims.claims.of.map(({ coldkey, claims }) => ({
    coldkey,
    claims: claims.known ? known(claims.value.filter((one) => one.hotkey !== hotkey)) : claims,
  }));
  const after = snapshotWith(positions.map(claimed), [4], {
    unclaimed: snapshot.snapshot.unclaimed,
  });
  const accounts = after.snapshot.accounts.map((one) =>
    one.coldkey === ledgerMain ? { ...one, free: toRao(one.free - FEE) } : one,
  );
  return {
    ...state,
    snapshot: { ...after, snapshot: { ...after.snapshot, accounts } },
    rootClaims: { ...rootClaims, claims: { ...rootClaims.claims, of: left } },
    requests: [claimRequest(isPaid)],
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
