// The stake of validators for the screen about concentration: root at once, and what may be read without being asked.
import { useEffect, useMemo } from 'preact/hooks';
import { stakeConcentrationOf } from '../../emission/validator-stake.ts';
import type { EmissionRecord } from '../../model/records.ts';
import { ROOT_NETUID } from '../../units.ts';
import { usePanel } from '../core/panel-context.ts';
import { createValidatorStakesModel } from '../subnets/validator-stakes-model.ts';
import {
  BY_ITSELF_BYTES,
  keptStakes,
  mayReadByItself,
  savesData,
  subnetsByWorth,
} from './by-itself.ts';

/** Root's own stake: from the reading of all where there is one, so that both are of one block. */
export function useStakes({ genesisHash, facts }: EmissionRecord) {
  const { deps, store } = usePanel();
  const model = keptStakes(deps.call, genesisHash);
  const rootModel = useMemo(() => createValidatorStakesModel(deps.call), []);
  const readAll = (mostBytes?: number): void => void model.read(subnetsByWorth(facts), mostBytes);
  async function readRoot(): Promise<void> {
    await rootModel.read([ROOT_NETUID]);
    const isThere = rootModel.reading.peek().state === 'done';
    const mayRead = mayReadByItself(store.survey.peek(), facts.block.number);
    if (isThere && mayRead && !savesData()) readAll(BY_ITSELF_BYTES);
  }
  useEffect(() => {
    void readRoot();
    return () => {
      model.stop();
      rootModel.stop();
    };
  }, [model]);
  const found = model.found.value;
  const rootReading = rootModel.reading.value;
  const all = useMemo(
    () =>
      found === null
        ? null
        : stakeConcentrationOf(found.stakes, facts, {
            left: found.left,
            block: found.block.number,
          }),
    [found, facts],
  );
  const rootAlone = useMemo(
    () =>
      rootReading.state === 'done' ? stakeConcentrationOf(rootReading.stakes, facts).root : null,
    [rootReading, facts],
  );
  // Of the same validators in both: who owns which.
  const stakes = found?.stakes ?? (rootReading.state === 'done' ? rootReading.stakes : []);
  const rootError = rootReading.state === 'failed' ? rootReading.error : null;
  return { model, found, stakes, all, root: all?.root ?? rootAlone, rootError, readRoot, readAll };
}

export type Stakes = ReturnType<typeof useStakes>;
