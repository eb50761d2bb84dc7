// The stake of validators for the screen about concentration: root at once, what may be read without being asked, its age.
import { useEffect, useMemo } from 'preact/hooks';
import { useComputed } from '@preact/signals';
import { stakeConcentrationOf } from '../../emission/validator-stake.ts';
import type { EmissionRecord } from '../../model/records.ts';
import { usePanel } from '../core/panel-context.ts';
import { QUESTION_BYTES } from '../subnets/validator-stakes-model.ts';
import { isKept, keptStakes, subnetsByWorth } from './by-itself.ts';

export function useStakes({ genesisHash, facts }: EmissionRecord) {
  const { deps, clock } = usePanel();
  const byItself = keptStakes(deps, genesisHash);
  const { model, cancel } = byItself;
  useEffect(() => {
    void byItself.visit(facts);
    return model.stop;
  }, [byItself]);
  const found = model.found.value;
  /** Of a block that the node may have no more: it is loaded anew, not gone on with. */
  const isPast = useComputed(() => {
    const last = model.found.value;
    return last !== null && !isKept(last, clock.now.value);
  }).value;
  const counted = useMemo(() => {
    if (found === null) return null;
    const { stakes, left, block } = found;
    return stakeConcentrationOf(stakes, facts, { left, block: block.number });
  }, [found, facts]);
  const isRootAlone = found !== null && found.asked.length - found.left.length === 1;
  const subnets = () => subnetsByWorth(facts);
  return {
    model,
    cancel,
    found,
    isPast,
    all: isRootAlone ? null : counted,
    root: counted?.root ?? null,
    /** As much as there is, of a newer block. */
    renew: () =>
      model.read(subnets(), { mostBytes: (found?.cost.bytes ?? 0) + QUESTION_BYTES, budget: null }),
    /** Without a limit: what is left, or all of a newer block. */
    load: () => void (found === null || isPast ? model.read(subnets()) : model.readRest()),
  };
}

export type Stakes = ReturnType<typeof useStakes>;
