// What the screen about concentration reads without being asked: root, then as many subnets as a megabyte an hour buys, the
// largest first; root alone where the browser is told to save data. What was read stays as long as the panel, for an hour.
import { alphaOfHolders } from '../../emission/validator-stake.ts';
import { largestFirst } from '../../emission/largest-first.ts';
import { isFresh } from '../../model/age.ts';
import type { EmissionFacts } from '../../model/emission-facts.ts';
import { BLOCK_MS, ROOT_NETUID, type Hex, type Netuid } from '../../units.ts';
import {
  createValidatorStakesModel,
  QUESTION_BYTES,
  ROOT_BYTES,
  type Budget,
  type StakesFound,
  type ValidatorStakesModel,
} from '../subnets/validator-stakes-model.ts';
import type { PanelDeps } from '../core/panel-deps.ts';
import { createByItselfBudget, HOUR } from './by-itself-budget.ts';

/** For that long a node surely has a block’s state: what was read can be gone on with. */
const BLOCK_KEPT_MS = 250 * BLOCK_MS;

export const isKept = ({ at }: Pick<StakesFound, 'at'>, now: number): boolean =>
  isFresh(at, now, BLOCK_KEPT_MS);

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

/** The browser’s own switch; not every browser has it. */
function browserSavesData(): boolean {
  const { connection } = navigator as Navigator & { connection?: { saveData?: boolean } };
  return connection?.saveData === true;
}

type StakesByItself = {
  model: ValidatorStakesModel;
  /** The screen opens: reads what it may. */
  visit: (facts: EmissionFacts) => Promise<void>;
  /** The user ends a reading: what it came to is not gone on with by itself. */
  cancel: () => void;
};

type Parts = Pick<PanelDeps, 'call' | 'now'> & { budget: Budget; savesData: () => boolean };

export function createStakesByItself({ call, now, budget, savesData }: Parts): StakesByItself {
  const model = createValidatorStakesModel(call, now);
  let cancelled: StakesFound | null = null;
  return {
    model,
    async visit(facts) {
      const last = model.found.peek();
      if (last !== null && !isFresh(last.at, now(), HOUR)) model.drop();
      const found = model.found.peek();
      const mostBytes = Math.min(budget.left(), savesData() ? ROOT_BYTES : Infinity);
      const allowed = { mostBytes, budget };
      if (found === null) {
        if (mostBytes >= ROOT_BYTES) await model.read(subnetsByWorth(facts), allowed);
      } else if (found !== cancelled && isKept(found, now()) && mostBytes >= QUESTION_BYTES) {
        await model.readRest(allowed);
      }
    },
    cancel() {
      model.stop();
      cancelled = model.found.peek();
    },
  };
}

const kept = new WeakMap<PanelDeps['call'], { genesisHash: Hex; stakes: StakesByItself }>();

/** One a chain, for as long as the panel is open. */
export function keptStakes(
  { call, now }: Pick<PanelDeps, 'call' | 'now'>,
  genesisHash: Hex,
): StakesByItself {
  const before = kept.get(call);
  if (before?.genesisHash === genesisHash) return before.stakes;
  const budget = createByItselfBudget(now);
  const stakes = createStakesByItself({ call, now, budget, savesData: browserSavesData });
  kept.set(call, { genesisHash, stakes });
  return stakes;
}
