// Joins the rules' results with the chain's error: only one error can be the chain's, and an error that no rule
// explains becomes a block of its own.
import type { CheckResult } from '../model/check.ts';

/** `wouldFailWith` is the chain's error; `chainError` stays on results that name it and is removed from all others. */
export function explainRefusal(
  results: readonly CheckResult[],
  wouldFailWith: string | null,
): readonly CheckResult[] {
  const explained = results.map((result): CheckResult => {
    if (result.chainError === undefined || result.chainError === wouldFailWith) return result;
    const { chainError: _another, ...rest } = result;
    return rest;
  });
  if (wouldFailWith === null || explained.some(({ chainError }) => chainError === wouldFailWith)) {
    return explained;
  }
  const error: CheckResult = {
    id: 'chain-refuses',
    verdict: 'block',
    messageKey: 'checkChainRefusesBlock',
    values: { error: { unit: 'text', text: wouldFailWith } },
    chainError: wouldFailWith,
  };
  return [...explained, error];
}
