// What was agreed to in a request: its amounts, its validator and its fee, to be compared with what the wallet shows.
import type { Move } from '../../model/move.ts';
import type { Quantity } from '../../model/plan.ts';
import type { SigningRequest } from '../../model/request.ts';
import { t } from '../core/text.ts';
import { usePanel } from '../core/panel-context.ts';
import { Icon } from '../ui/icon.tsx';
import { RichText } from '../ui/rich-text.tsx';
import { Alpha, Amount, Tao } from '../words/amount.tsx';
import { IfLessIsHeld, MinimumLine } from '../words/minimum-line.tsx';
import { isRootStake } from '../words/plan-prices.ts';
import { WholeInWallet } from '../words/whole-line.tsx';
import { hasTrade } from './outcome.ts';
import { quoteNow } from './quote-now.ts';
import { isFinished } from './request-view.ts';

/** A queued request shows the minimum and worst price it will be held to, not those of the plan when it joined. */
function agreedPlan({ state, plan, queueEntry }: SigningRequest): SigningRequest['plan'] {
  const { receives } = plan;
  if (state !== 'queued' || receives === null || !queueEntry) return plan;
  const { minimum, floor, worstPrice } = queueEntry;
  return { ...plan, receives: { ...receives, minimum, floor, worstPrice } };
}

/** Both of a move between two. null: the title or the list of exits names them, or there is none. */
export function Validators({ move }: { move: Move }) {
  const { names } = usePanel();
  const named =
    move.kind === 'claim' ? move.hotkeys : 'hotkey' in move ? [move.hotkey] : ([] as const);
  if (named.length === 0) return null;
  return (
    <div class="sum-line">
      <dt>{t(move.kind === 'lock' ? 'lockToLabel' : 'validatorLabel')}</dt>
      <dd>
        {named.map((hotkey) => (
          <bdi key={hotkey} class="receipt-note">
            {names.hotkey(hotkey)}
          </bdi>
        ))}
        {'toHotkey' in move && move.toHotkey !== move.hotkey && (
          <span class="line">
            <Icon name="to" small />
            <span class="hidden-text">{t('fixTo')}</span>
            <bdi>{names.hotkey(move.toHotkey)}</bdi>
          </span>
        )}
      </dd>
    </div>
  );
}

/** As on the ticket: the most that is charged in TAO; in alpha it depends on the price. */
function Fee({ networkFee: fee }: SigningRequest['plan']) {
  if (!fee.known) {
    return (
      <div class="sum-line">
        <dt>{t('networkFee')}</dt>
        <dd class="warn">{t('notKnown')}</dd>
      </div>
    );
  }
  const quantity: Quantity =
    fee.value.paidIn === 'tao'
      ? { unit: 'rao', amount: fee.value.fee }
      : { unit: 'alpha', netuid: fee.value.netuid, amount: fee.value.fee };
  return (
    <div class="sum-line">
      <dt>{t(quantity.unit === 'rao' ? 'networkFeeAtMost' : 'networkFeeAbout')}</dt>
      <dd>
        <Amount quantity={quantity} isPublic isColumn />
      </dd>
    </div>
  );
}

function receivesKey(expected: Quantity, { move }: SigningRequest['plan']) {
  if (move.kind === 'transfer') return 'recipientReceives';
  return isRootStake(expected) ? 'youReceiveOnRoot' : 'youReceive';
}

type ComparedProps = {
  plan: SigningRequest['plan'];
  receives: NonNullable<SigningRequest['plan']['receives']>;
  now: NonNullable<ReturnType<typeof quoteNow>>;
};

/** Without the subnet, which the row's heading names: two figures fill a narrow window. */
function Figure({ quantity }: { quantity: Quantity }) {
  return quantity.unit === 'rao' ? (
    <Tao rao={quantity.amount} isColumn />
  ) : (
    <Alpha alpha={quantity.amount} netuid={quantity.netuid} isColumn />
  );
}

/** What was reviewed beside what the last check found. */
function Compared({ plan, receives, now }: ComparedProps) {
  const { names } = usePanel();
  const rows = [
    { key: receivesKey(receives.expected, plan), reviewed: receives.expected, now: now.expected },
    { key: 'promised', reviewed: receives.minimum, now: now.minimum },
  ] as const;
  return (
    <table class="receipt">
      <thead>
        <tr>
          <td />
          <th scope="col">{t('quoteReviewed')}</th>
          <th scope="col">{t('quoteNow')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            <th scope="row">
              {t(row.key)}
              {row.reviewed.unit === 'alpha' && row.reviewed.netuid !== 0 && (
                <span class="quiet receipt-note">{names.number(row.reviewed.netuid)}</span>
              )}
            </th>
            <td>
              <Figure quantity={row.reviewed} />
            </td>
            <td class="strong">{row.now === null ? '–' : <Figure quantity={row.now} />}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function Agreed({ request }: { request: SigningRequest }) {
  const plan = agreedPlan(request);
  const now = quoteNow(request);
  const { gives, receives, lock } = plan;
  const { move } = plan;
  const isTogether = move.kind === 'claim' && move.hotkeys.length > 1;
  return (
    <>
      {now !== null && receives !== null && <Compared plan={plan} receives={receives} now={now} />}
      <dl class="figures">
        {gives !== null && (
          <div class="sum-line">
            <dt>{t('youGive')}</dt>
            <dd>
              <Amount quantity={gives} />
              <WholeInWallet plan={plan} />
            </dd>
          </div>
        )}
        {lock !== undefined && (
          <div class="sum-line">
            <dt>{t('youLock')}</dt>
            <dd>
              <Amount quantity={{ unit: 'alpha', ...lock }} />
            </dd>
          </div>
        )}
        {receives !== null && now === null && (
          <>
            <div class="sum-line">
              <dt>{t(receivesKey(receives.expected, plan))}</dt>
              <dd>
                {isTogether ? (
                  <RichText
                    text="receivesUpTo"
                    with={{ amount: <Amount quantity={receives.expected} isColumn /> }}
                  />
                ) : (
                  <Amount quantity={receives.expected} isColumn={hasTrade(plan) || undefined} />
                )}
              </dd>
            </div>
            <div class="sum-line">
              <dt>{t('promised')}</dt>
              <dd>
                <MinimumLine plan={plan} />
                <IfLessIsHeld plan={plan} />
              </dd>
            </div>
          </>
        )}
        <Validators move={plan.move} />
        {/* Of what ended the receipt tells the fee, or nothing was charged. */}
        {request.receipt === null && !isFinished(request.state) && <Fee {...plan} />}
      </dl>
    </>
  );
}
