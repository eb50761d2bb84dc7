// The two ways in which a proof fails: it does not hold, or the node has none.
import { AppError } from '../errors.ts';

/** What the node sent is not what was signed for. */
export function invalid(about: string, cause?: unknown): AppError {
  return new AppError('PROOF_INVALID', { about }, cause);
}

export function notServed(about: string, cause?: unknown): AppError {
  return new AppError('PROOF_NOT_SERVED', { about }, cause);
}

/** Characters of an answer as JSON. Throws PROOF_INVALID for one so deep that it cannot be written: no honest one is. */
export function lengthOf(answer: unknown): number {
  try {
    return JSON.stringify(answer)?.length ?? 0;
  } catch (error) {
    if (error instanceof RangeError) throw invalid('an answer', error);
    throw error;
  }
}

/** Reads bytes of a proof: malformed ones do not hold. */
export function strictly<T>(about: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof AppError && error.code === 'NODE_MALFORMED') throw invalid(about, error);
    throw error;
  }
}

/**
 * Reads what is proven already. Where that has no form that is known here, the chain does what this code does not know: no
 * proof follows, and the node told no lie.
 */
export function ifKnown<T>(about: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof AppError && error.code === 'NODE_MALFORMED') throw notServed(about, error);
    throw error;
  }
}

/** A refusal for a state that the node no longer has, or a method that it lacks, as PROOF_NOT_SERVED. */
export async function ifServed<T>(about: string, asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const isMissing = error.code === 'NODE_REFUSED' && error.detail['kind'] === 'never';
    if (isMissing || error.code === 'BLOCK_PRUNED') throw notServed(about, error);
    throw error;
  }
}
