// What the screen about concentration reads without being asked: as many subnets as a megabyte an hour buys, the largest
// first; nothing where the browser is told to save data. What was read stays as long as the panel.
import { alphaOfHolders } from '../../emission/validator-stake.ts';
import { largestFirst } from '../../emission/largest-first.ts';
import type { EmissionFacts } from '../../model/emission-facts.ts';
import type { SurveyRecord } from '../../model/records.ts';
import { BLOCKS_PER_DAY, ROOT_NETUID, type Hex, type Netuid } from '../../units.ts';
import {
  createValidatorStakesModel,
  SUBNETS_A_QUESTION,
  type ValidatorStakesModel,
} from '../subnets/validator-stakes-model.ts';
import type { Call } from '../core/panel-deps.ts';

/** An hour's allowance, of background reading for the screen that is open. */
export const BY_ITSELF_BYTES = 1_000_000;
const BLOCKS_AN_HOUR = BLOCKS_PER_DAY / 24;

/** Root, then subnets by the worth of the alpha that holders can have, the largest first; last those whose worth is not known. */
export function subnetsByWorth(facts: EmissionFacts): readonly Netuid[] {
  const worth = facts.subnets.map((subnet) => {
    const { netuid, nodePrice } = subnet;
    const alpha = alphaOfHolders(subnet);
    return { netuid, worth: alpha !== null && nodePrice.known ? alpha * nodePrice.value : -1n };
  });
  const sorted = worth
    .filter(({ netuid }) => netuid !== ROOT_NETUID)
    .toSorted((a, b) => largestFirst(a.worth, b.worth))
    .map(({ netuid }) => netuid);
  return [ROOT_NETUID, ...sorted];
}

/** Whether an hour's allowance is left: by the blocks of what was last read, in this panel or another. */
export function mayReadByItself(survey: SurveyRecord | null, head: number): boolean {
  const lately = (survey?.rows ?? []).filter(
    ({ validators }) => validators !== null && head - validators.block < BLOCKS_AN_HOUR,
  );
  return lately.length < SUBNETS_A_QUESTION;
}

/** The browser’s own switch; not every browser has it. */
export function savesData(): boolean {
  const { connection } = navigator as Navigator & { connection?: { saveData?: boolean } };
  return connection?.saveData === true;
}

const kept = new WeakMap<Call, { genesisHash: Hex; model: ValidatorStakesModel }>();

/** One a chain, for as long as the panel is open. */
export function keptStakes(call: Call, genesisHash: Hex): ValidatorStakesModel {
  const before = kept.get(call);
  if (before?.genesisHash === genesisHash) return before.model;
  const model = createValidatorStakesModel(call);
  kept.set(call, { genesisHash, model });
  return model;
}
