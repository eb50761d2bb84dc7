// Brings the rules' answers and the chain's own together: only one error can be the chain's, and an error
// that no rule explains is still a block.
import type { CheckResult } from '../model/check.ts';

/** `wouldFailWith` is what the chain would answer; it stays on the results that name it and leaves all others. */
export function explainRefusal(
  results: readonly CheckResult[],
  wouldFailWith: string | null,
): readonly CheckResult[] {
  const told = results.map((result): CheckResult => {
    if (result.chainError === undefined || result.chainError === wouldFailWith) return result;
    const { chainError: _another, ...rest } = result;
    return rest;
  });
  if (wouldFailWith === null || told.some(({ chainError }) => chainError === wouldFailWith)) {
    return told;
  }
  const error: CheckResult = {
    id: 'chain-refuses',
    verdict: 'block',
    messageKey: 'checkChainRefusesBlock',
    values: { error: { unit: 'text', text: wouldFailWith } },
    chainError: wouldFailWith,
  };
  return [...told, error];
}
