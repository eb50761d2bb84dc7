// A rule's answer as one line of words, so that a row of a table can hold all of it.
import assert from 'node:assert/strict';
import type { CheckResult } from '../../src/model/check.ts';

/** Verdict, severity, the chain's error and the figures in the order of the sentence's places; null: nothing is said. */
export function tellResult(result: CheckResult | null): string | null {
  if (result === null) return null;
  const { verdict, severity, needsYes, chainError, values } = result;
  assert.equal('chainError' in result, chainError !== undefined);
  const figures = Object.entries(values).map(([name, value]) => {
    const figure = 'text' in value ? value.text : value.amount;
    return `${name}=${figure}${value.unit === 'alpha' ? `@${value.netuid}` : ''}`;
  });
  const asks = needsYes === true ? 'asks' : undefined;
  const remedy = result.remedyKey === undefined ? undefined : 'remedy';
  return [verdict, severity, asks, chainError?.split('.')[1], remedy, ...figures]
    .filter((word) => word !== undefined)
    .join(' ');
}
