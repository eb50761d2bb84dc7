// The validator that a ticket starts with where the user named none: the account's own, else one by a rule that is said
// on the screen. Pure.
import { isTakeOver } from '../../checks/hotkey-rules.ts';
import type { Position, ValidatorFacts } from '../../model/facts.ts';
import { BLOCKS_PER_DAY, ROOT_NETUID, type Netuid, type Ss58Address } from '../../units.ts';

export type ChosenValidator = {
  hotkey: Ss58Address;
  /** `preferred`: the user named it for new stake; `own`: the account stakes with it in that subnet; `rule`: drawn from all that pass. */
  why: 'preferred' | 'own' | 'rule';
  /** How many pass the rule. */
  passing: number;
};

/** One that set no weights for longer may be switched off: its old ones earn for a while. */
const MOST_WEIGHTS_AGE = BLOCKS_PER_DAY;

/**
 * Registered, set weights within a day, paid its stakers in the last epoch, takes no more than the default. What is not known
 * does not pass.
 */
export function passesRule(validator: ValidatorFacts): boolean {
  const { isRegistered, dividends, take, weightsAge } = validator;
  const isActive = weightsAge.known && weightsAge.value <= MOST_WEIGHTS_AGE;
  return isRegistered && isActive && dividends.known && dividends.value > 0n && !isTakeOver(take);
}

/** FNV-1a over UTF-16 units, and its bits mixed once more: near texts give far numbers. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/**
 * The validator for new stake of `coldkey` in `netuid`: of those that pass the rule `preferred`, else the one that the account has most stake
 * with, else the one with the highest hash of account, subnet and validator. So accounts spread over all that pass, and an
 * account keeps its validator whoever comes or goes. null: none passes, or none could be judged, and the user is asked.
 */
export function defaultValidator(
  { coldkey, netuid }: { coldkey: Ss58Address; netuid: Netuid },
  validators: readonly ValidatorFacts[],
  positions: readonly Position[],
  preferred: Ss58Address | null = null,
): ChosenValidator | null {
  // Root is paid by the subnets: what its validators paid in its own last epoch says nothing.
  if (netuid === ROOT_NETUID) return null;
  const passing = validators.filter(passesRule);
  if (passing.some(({ hotkey }) => hotkey === preferred) && preferred !== null) {
    return { hotkey: preferred, why: 'preferred', passing: passing.length };
  }
  const held = (hotkey: Ss58Address): bigint =>
    positions.find(
      (one) => one.coldkey === coldkey && one.netuid === netuid && one.hotkey === hotkey,
    )?.alpha ?? 0n;
  const ranked = passing
    .map(({ hotkey }) => ({
      hotkey,
      alpha: held(hotkey),
      hash: hashOf(`${coldkey} ${netuid} ${hotkey}`),
    }))
    .toSorted((a, b) => (a.alpha === b.alpha ? b.hash - a.hash : a.alpha < b.alpha ? 1 : -1));
  const [first] = ranked;
  if (first === undefined) return null;
  return { hotkey: first.hotkey, why: first.alpha > 0n ? 'own' : 'rule', passing: passing.length };
}
