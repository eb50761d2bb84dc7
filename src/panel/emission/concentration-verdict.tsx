// The sentences that open the screen about concentration: how few have more than half, of what is known.
import type { HolderConcentration } from '../../emission/holder-concentration.ts';
import type { Concentration, stakeConcentrationOf } from '../../emission/validator-stake.ts';
import { t, tCount } from '../core/text.ts';
import { neededText, showsNeeded } from './share-list.tsx';

type StakeConcentration = ReturnType<typeof stakeConcentrationOf>;

type Known = {
  all: StakeConcentration | null;
  root: Concentration | null;
  early: Concentration | null;
  holders: HolderConcentration | null;
};

export function Verdict({ all, root, early, holders }: Known) {
  if (root === null) return <p>{t('validatorStakeUnread')}</p>;
  const more = (
    <>
      {early !== null && (
        <>{t('validatorStakeSentenceEarly', { early: String(early.nakamoto) })} </>
      )}
      {holders !== null &&
        showsNeeded(holders.needed) &&
        t('validatorStakeSentenceHolders', { needed: neededText(holders.needed) })}
    </>
  );
  if (all === null) {
    return (
      <p>
        {tCount('validatorStakeSentenceRoot', root.nakamoto)} {more}
      </p>
    );
  }
  const { least, most } = all.needed;
  return (
    <>
      <p class="strong">
        {least === most
          ? tCount('validatorStakeSentence', least)
          : tCount('validatorStakeSentenceLeast', least)}
      </p>
      <p>
        {t('validatorStakeSentenceRootToo', { root: String(root.nakamoto) })} {more}
      </p>
    </>
  );
}
