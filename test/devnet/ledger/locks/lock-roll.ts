// How a lock ages: decay of the locked mass, growth of conviction, in the chain's own fixed-point steps.
// Refuses to know storage. Facts: chain.md §8; pallets/subtensor/src/staking/lock.rs (ConvictionModel); substrate-fixed transcendental::exp.
import { add, F64, fromInt, mul, safeDiv, sub, toU64 } from '../../../oracle/fixed-point.ts';
import type { LockState } from '../state/ledger-state.ts';

const ONE = 1n << 64n;
const ZERO_THRESHOLD = 100n;
const LARGEST_RATIO = 40n << 64n;
const EXP_TERMS = 64n;

export type LockRates = Readonly<{ unlock: bigint; maturity: bigint }>;

/** e^−(bits) by 62 terms of the series and one division, every step rounded down. */
function expOfNegative(bits: bigint): bigint {
  let term = bits;
  let sum = bits + ONE;
  for (let i = 2n; i < EXP_TERMS; i += 1n) {
    term = ((term * bits) >> F64) / i;
    sum += term;
  }
  return (ONE << F64) / sum;
}

/** e^(−dt/tau) as U64F64 bits; tau 0 decays at once, exponents below −40 count as −40. */
export function decayOver(dt: bigint, tau: bigint): bigint {
  if (dt === 0n) return ONE;
  if (tau === 0n) return 0n;
  const ratio = (dt << F64) / tau;
  return expOfNegative(ratio > LARGEST_RATIO ? LARGEST_RATIO : ratio);
}

function convictionFromMass(
  mass: bigint,
  dt: bigint,
  rates: LockRates,
  isPerpetual: boolean,
): bigint {
  const unlockDecay = decayOver(dt, rates.unlock);
  const maturityDecay = decayOver(dt, rates.maturity);
  const massBits = fromInt(mass, F64);
  if (isPerpetual) return mul(massBits, sub(ONE, maturityDecay), F64);
  if (rates.unlock === rates.maturity) {
    const share = safeDiv(fromInt(dt, F64), fromInt(rates.maturity, F64), F64);
    return mul(massBits, mul(share, maturityDecay, F64), F64);
  }
  if (rates.unlock === 0n || rates.maturity === 0n) return 0n;
  // both factors carry the same sign, so gamma is not negative; the product rounds down, the quotient toward zero
  const scaled = ((rates.unlock << F64) * (unlockDecay - maturityDecay)) >> F64;
  const gamma = (scaled << F64) / ((rates.unlock - rates.maturity) << F64);
  return gamma <= 0n ? 0n : mul(massBits, gamma, F64);
}

export const isNothing = (lock: LockState): boolean =>
  lock.lockedMass < ZERO_THRESHOLD && lock.conviction < ZERO_THRESHOLD << F64;

export const emptyLock = (now: number): LockState => ({
  lockedMass: 0n,
  conviction: 0n,
  lastUpdate: now,
});

/** The lock as of now. On the owner's hotkey conviction equals mass; what falls under the threshold becomes nothing. */
export function rollForward(
  lock: LockState,
  now: number,
  rates: LockRates,
  isOwner: boolean,
  isPerpetual: boolean,
): LockState {
  let rolled = lock;
  if (now > lock.lastUpdate) {
    const dt = BigInt(now - lock.lastUpdate);
    const massBits = fromInt(lock.lockedMass, F64);
    rolled = {
      lockedMass: isPerpetual
        ? lock.lockedMass
        : toU64(mul(decayOver(dt, rates.unlock), massBits, F64), F64),
      conviction: add(
        mul(decayOver(dt, rates.maturity), lock.conviction, F64),
        convictionFromMass(lock.lockedMass, dt, rates, isPerpetual),
      ),
      lastUpdate: now,
    };
  }
  if (isOwner) rolled = { ...rolled, conviction: fromInt(rolled.lockedMass, F64) };
  return isNothing(rolled) ? { ...rolled, lockedMass: 0n, conviction: 0n } : rolled;
}

export const reduceLock = (lock: LockState, mass: bigint, conviction: bigint): LockState => ({
  ...lock,
  lockedMass: sub(lock.lockedMass, mass),
  conviction: sub(lock.conviction, conviction),
});

export const mergeLock = (a: LockState, b: LockState): LockState => ({
  lockedMass: a.lockedMass + b.lockedMass,
  conviction: add(a.conviction, b.conviction),
  lastUpdate: Math.max(a.lastUpdate, b.lastUpdate),
});
