// Rewards of a day, or of some days, as rows of the list of what happened; unfolded, a row for each subnet.
import { toRao } from '../../units.ts';
import { tCount, t } from '../core/text.ts';
import { Icon } from '../ui/icon.tsx';
import { Tao } from '../words/amount.tsx';
import { SubnetBadge } from '../words/subnet-badge.tsx';
import { SubnetName } from '../words/subnet-name.tsx';
import type { Rewards } from './rewards.ts';

/** Rewards come as alpha: of each day by its own prices. */
function Earned({ rao }: { rao: bigint }) {
  const isLess = rao < 0n;
  return (
    <span class="activity-top">
      <span class="activity-amounts">
        <bdi class="activity-in">
          ≈ <Tao rao={toRao(isLess ? -rao : rao)} lead={isLess ? '−' : '+'} isColumn />
        </bdi>
      </span>
    </span>
  );
}

type LineProps = {
  rewards: Rewards;
  isOpen: boolean;
  tabIndex: 0 | -1;
  onPress: () => void;
};

export function RewardsLine({ rewards, isOpen, tabIndex, onPress }: LineProps) {
  return (
    <button
      type="button"
      class="row activity-row activity-ended activity-alone activity-rewards"
      aria-expanded={isOpen}
      tabIndex={tabIndex}
      onClick={onPress}
    >
      <span class="activity-sign good">
        <Icon name="plus" small />
      </span>
      <span class="activity-sub">
        <span class="strong">{t('activityRewards')}</span>
        <span class="quiet activity-note">
          <bdi>{tCount('subnetCount', rewards.bySubnet.length)}</bdi>
        </span>
      </span>
      <Earned rao={rewards.earned} />
      <span class="row-end">
        <span class="minor">
          <Icon name="down" small />
        </span>
      </span>
    </button>
  );
}

export function RewardsPart({ netuid, earned }: { netuid: number; earned: bigint }) {
  return (
    <div class="activity-row activity-ended activity-alone activity-part">
      <span class="activity-sign">
        <SubnetBadge netuid={netuid} />
      </span>
      <span class="activity-sub">
        <span class="row-name one-line">
          <SubnetName netuid={netuid} />
        </span>
      </span>
      <Earned rao={earned} />
    </div>
  );
}
