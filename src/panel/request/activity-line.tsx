// A row of the list of what happened, in one place for all that may have happened; and the heads of its columns.
import type { ComponentChildren } from 'preact';
import type { Quantity } from '../../model/plan.ts';
import { usePanel } from '../core/panel-context.ts';
import { t } from '../core/text.ts';
import { Icon, type IconName } from '../ui/icon.tsx';
import { Amount } from '../words/amount.tsx';
import { SubnetBadge } from '../words/subnet-badge.tsx';
import { hasColumns } from './activity-columns.ts';
import { clockText, whenText } from './day-text.ts';

/** Pixels, as in request.css; `told`: with a line for why it failed, or for whose it was, where the window is narrow. */
const heights = { plain: 60, told: 78, ended: 40 } as const;
const COLUMNS_ROW = 52;

/** `ended`: it came to nothing, and is told in one line. */
export type LineHeight = keyof typeof heights;

export const rowHeight = (line: LineHeight): number =>
  line !== 'ended' && hasColumns.value ? COLUMNS_ROW : heights[line];

type LineProps = {
  mark: { icon: IconName; look: string };
  /** Whose badge is drawn; root's for what is about TAO alone. */
  netuid: number;
  title: ComponentChildren;
  amounts?: ComponentChildren;
  /** Of the network, in the column of fees. */
  fee?: Quantity | null;
  coldkey: string;
  /** With whom; of what is told: why it failed. */
  note?: string | null;
  height?: LineHeight;
  /** The account has a line of its own in a narrow window. */
  isTall?: boolean;
  at: number;
  /** No heading above it names the day. */
  isUndated: boolean;
  badge: ComponentChildren;
  tabIndex: 0 | -1;
  onPress: () => void;
};

/** Amounts, then the rest below them; in a wide window each in its column. */
export function Line({ mark, netuid, title, amounts, coldkey, note = null, ...rest }: LineProps) {
  const { names, deps } = usePanel();
  const { height = 'plain', isTall = false, fee = null } = rest;
  return (
    <button
      type="button"
      class={`row activity-row ${height === 'told' ? 'activity-told' : ''} ${height === 'ended' ? 'activity-ended' : ''} ${isTall ? 'activity-tall' : ''} ${note === null ? 'activity-alone' : ''}`}
      tabIndex={rest.tabIndex}
      onClick={rest.onPress}
    >
      <SubnetBadge netuid={netuid} />
      <span class={`activity-mark ${mark.look}`}>
        <Icon name={mark.icon} small />
      </span>
      {amounts !== undefined && <span class="activity-top">{amounts}</span>}
      <span class="activity-sub">
        <bdi class={`one-line ${amounts === undefined ? 'strong' : ''}`}>{title}</bdi>
        <span class="quiet activity-account">
          <bdi class="one-line">{names.coldkey(coldkey)}</bdi>
        </span>
        {note !== null && (
          <span class="quiet activity-note">
            <bdi class="one-line">{note}</bdi>
          </span>
        )}
      </span>
      {hasColumns.value && (
        <span class="activity-fee">{fee !== null && <Amount quantity={fee} isColumn />}</span>
      )}
      <span class="row-end">
        <span class="activity-status">{rest.badge}</span>
        <span class="minor">
          {rest.isUndated ? whenText(rest.at, deps.now()) : clockText(rest.at)}
        </span>
      </span>
    </button>
  );
}

/** Above the columns of a wide window; what each row says in them is read with the row. */
export function LineHeads() {
  return (
    <div class="activity-row activity-heads small quiet" aria-hidden="true">
      <span class="activity-sub">
        <span>{t('activityColumn_what')}</span>
        <span class="activity-account">{t('activityAccount')}</span>
      </span>
      <span class="activity-out">{t('activityColumn_out')}</span>
      <span class="activity-in">{t('activityColumn_in')}</span>
      <span class="activity-fee">{t('networkFee')}</span>
      <span class="activity-status">{t('activityStatus')}</span>
      <span class="minor">{t('activityColumn_time')}</span>
    </div>
  );
}
