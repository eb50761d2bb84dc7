// The validator that stake is moved away from beside the one it goes to: what they take, and what they paid last.
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { isTakeOver } from '../../checks/hotkey-rules.ts';
import type { ValidatorFacts } from '../../model/facts.ts';
import type { Plan } from '../../model/plan.ts';
import { t } from '../core/text.ts';
import { usePanel } from '../core/panel-context.ts';
import { columnPercentText } from '../words/change.tsx';
import { takeText } from '../words/format.ts';
import { takeWords } from '../words/take-text.ts';
import { yearlyYieldPpm } from '../subnets/validator-order.ts';

function takeOf(validator: ValidatorFacts | undefined): ComponentChildren {
  if (validator === undefined) return t('notKnown');
  const { take } = validator;
  if (take === null) return takeWords(take);
  return isTakeOver(take) ? <span class="bad">{takeText(take)}</span> : takeText(take);
}

/** `than`: of the validator that stake is moved away from; a lower yield is said. */
function yieldText(ppm: bigint | null, than: bigint | null): ComponentChildren {
  if (ppm === null) return t('notKnown');
  if (ppm === 0n) return <span class="warn">{t('earnedNothing')}</span>;
  const text = columnPercentText(ppm);
  return than !== null && ppm < than ? (
    <span class="warn">{t('comparedLower', { yield: text })}</span>
  ) : (
    text
  );
}

export function ValidatorsCompared({ plan: { move } }: { plan: Plan }) {
  const { names } = usePanel();
  const netuid = move.kind === 'change-validator' ? move.netuid : null;
  useEffect(() => {
    // Not read: the table says so.
    if (netuid !== null) names.needValidators(netuid).catch(() => undefined);
  }, [netuid]);
  if (move.kind !== 'change-validator') return null;
  const all = names.validators(move.netuid) ?? [];
  const tempo = names.details(move.netuid)?.tempo;
  const [now, next] = [move.hotkey, move.toHotkey].map((hotkey) =>
    all.find((one) => one.hotkey === hotkey),
  );
  const [nowPpm = null, nextPpm = null] = [now, next].map((one) =>
    one === undefined ? null : yearlyYieldPpm(one, tempo),
  );
  return (
    <table class="figure-table" aria-label={t('validatorsCompared')}>
      <thead>
        <tr>
          <td />
          <th scope="col">
            {t('comparedNow')}
            <bdi class="table-note">{names.hotkey(move.hotkey)}</bdi>
          </th>
          <th scope="col">
            {t('comparedNew')}
            <bdi class="table-note">{names.hotkey(move.toHotkey)}</bdi>
          </th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">{t('comparedTake')}</th>
          <td>{takeOf(now)}</td>
          <td>{takeOf(next)}</td>
        </tr>
        {move.netuid !== 0 && (
          <tr>
            <th scope="row">{t('comparedYield')}</th>
            <td>{yieldText(nowPpm, null)}</td>
            <td>{yieldText(nextPpm, nowPpm)}</td>
          </tr>
        )}
      </tbody>
    </table>
  );
}
