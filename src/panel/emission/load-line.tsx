// What is not loaded of the table about concentration, in one line: a link for each.
import { t, tCount } from '../core/text.ts';
import { LinkButton } from '../ui/button.tsx';
import type { BeforeDtao } from './before-dtao.tsx';
import type { Holders } from './holders-card.tsx';
import type { Find } from './holders-model.ts';
import type { Stakes } from './use-stakes.ts';

type Load = { key: string; text: string; label: string; onPress: () => void };

type Parts = {
  stakes: Stakes;
  holders: Holders;
  /** Validators are there whose holders were not looked for yet. */
  hasMore: boolean;
  find: Find;
  early: BeforeDtao;
  hasArchive: boolean;
};

/**
 * None is offered while it loads or after it failed: its row says that, and offers to try again. Where the validators are of a
 * block that may be gone, they come first.
 */
export function loadsOf({ stakes, holders, hasMore, find, early, hasArchive }: Parts): Load[] {
  const { model, found, isPast, all, load } = stakes;
  const { state } = model.reading.value;
  const isAtRest = state === 'idle' || state === 'done';
  const left = found?.left.length ?? 0;
  const hasValidators = all !== null && !isPast;
  const loads: Load[] = [];
  if (!hasValidators && isAtRest) {
    loads.push({
      key: 'validators',
      text: t('concentrationLoadValidators'),
      label: t('validatorStakeCount'),
      onPress: load,
    });
  }
  if (hasValidators && left > 0 && isAtRest) {
    loads.push({
      key: 'rest',
      text: tCount('concentrationLoadRest', left),
      label: tCount('concentrationLoadRestLabel', left),
      onPress: load,
    });
  }
  if (hasValidators && isAtRest && holders.reading.state === 'idle') {
    loads.push({
      key: 'holders',
      text: t('concentrationLoadHolders'),
      label: t('holdersCount'),
      onPress: () => void holders.model.start(find),
    });
  }
  const isMore = holders.reading.state === 'done' && (hasMore || holders.reading.left > 0);
  if (hasValidators && isAtRest && isMore) {
    loads.push({
      key: 'more',
      text: t('concentrationLoadMore'),
      label: t('concentrationLoadMoreLabel'),
      onPress: () => void holders.model.start(find),
    });
  }
  if (hasArchive && early.answer === null && !early.isReading) {
    loads.push({
      key: 'early',
      text: t('concentrationLoadBefore'),
      label: t('beforeDtaoRead'),
      onPress: early.read,
    });
  }
  return loads;
}

export function LoadLine({ loads }: { loads: readonly Load[] }) {
  if (loads.length === 0) return null;
  return (
    <p class="load-links small">
      <span class="quiet">{t('concentrationLoad')}</span>
      {loads.map(({ key, text, label, onPress }) => (
        <LinkButton key={key} label={label} onPress={onPress}>
          {text}
        </LinkButton>
      ))}
    </p>
  );
}
