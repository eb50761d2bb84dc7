// Picks a validator by name, take and earnings; ordered by yield, then by stake.
import { useEffect, useMemo, useState } from 'preact/hooks';
import type { ValidatorFacts } from '../../model/facts.ts';
import type { Netuid, Ss58Address } from '../../units.ts';
import { errorText } from '../words/error-text.ts';
import { takeText } from '../words/format.ts';
import { takeWords } from '../words/take-text.ts';
import { isTakeOver } from '../../checks/hotkey-rules.ts';
import { currentLast, searchValidators, yearlyYieldPpm } from '../subnets/validator-order.ts';
import { createAction } from '../core/action.ts';
import { t } from '../core/text.ts';
import { AddressMark } from '../words/address-chip.tsx';
import { columnPercentText } from '../words/change.tsx';
import { Alpha } from '../words/amount.tsx';
import { Badge, Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { RichText } from '../ui/rich-text.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { Search } from '../ui/field.tsx';
import { Icon } from '../ui/icon.tsx';
import { useHeldWith } from './held-here.ts';
import { usePanel } from '../core/panel-context.ts';
import { WindowedList } from '../ui/windowed-list.tsx';
import { YearlyYield, YieldHead } from '../words/yearly-yield.tsx';

const ROW = 56;

/** The worst that is known of it; what takes almost everything is not marked as earning. */
function Earned({ validator }: { validator: ValidatorFacts }) {
  const { dividends, isRegistered, take } = validator;
  if (!isRegistered) return <Badge tone="red">{t('notRegistered')}</Badge>;
  if (take !== null && isTakeOver(take)) {
    return <Badge tone="red">{t('takeOf', { take: takeText(take) })}</Badge>;
  }
  if (!dividends.known) return <Badge tone="unknown">{t('earnedUnknown')}</Badge>;
  if (dividends.value === 0n) return <Badge tone="warning">{t('earnedNothing')}</Badge>;
  return (
    <span class="badge badge-ok">
      <Icon name="check" small />
      {t('earnedLastEpoch')}
    </span>
  );
}

/** Beside the validator's name on the ticket: yield and take, as where it was picked, and what is wrong. */
export function ValidatorLine({ netuid, hotkey }: { netuid: Netuid; hotkey: string }) {
  const { names, deps } = usePanel();
  useEffect(() => {
    // A move made again names a validator that no screen has read yet; without it the line has the address alone.
    names.needValidators(netuid).catch(() => undefined);
  }, [netuid]);
  const found = names.validators(netuid)?.find((validator) => validator.hotkey === hotkey);
  if (!found) return null;
  const isOver = isTakeOver(found.take);
  const yieldOf = yearlyYieldPpm(found, names.details(netuid)?.tempo);
  const hasYield = yieldOf !== null && yieldOf > 0n;
  return (
    <span class="pick-facts small soft">
      {hasYield && (
        <span>
          {/* Elsewhere the row of a year's rewards names the epoch. */}
          {t(deps.surface === 'tab' ? 'perYearEpoch' : 'perYear', {
            apy: columnPercentText(yieldOf),
          })}
        </span>
      )}
      {hasYield && !isOver && <span aria-hidden="true">·</span>}
      {!isOver && <span>{takeWords(found.take)}</span>}
      {(!hasYield || isOver || !found.isRegistered) && <Earned validator={found} />}
    </span>
  );
}

type LineProps = {
  validator: ValidatorFacts;
  isChosen: boolean;
  /** The stake is with this one: nothing would move. */
  isCurrent: boolean;
  /** Alpha that the ticket's account has with this one. */
  held: bigint;
  tabIndex: 0 | -1;
  onPick: (hotkey: Ss58Address) => void;
};

function Line({ validator, isChosen, isCurrent, held, tabIndex, onPick }: LineProps) {
  const { names } = usePanel();
  const yieldOf = yearlyYieldPpm(validator, names.details(validator.netuid)?.tempo);
  // Where there is a yield, it says that dividends were paid: only what is wrong has a badge.
  const hasYield = yieldOf !== null && yieldOf > 0n;
  return (
    <button
      type="button"
      class="row row-marked"
      tabIndex={tabIndex}
      aria-pressed={isChosen}
      aria-disabled={isCurrent}
      onClick={() => {
        if (!isCurrent) onPick(validator.hotkey);
      }}
    >
      <AddressMark address={validator.hotkey} />
      <span>
        <span class="row-name">
          {isChosen && <Icon name="check" small />}
          <bdi class="one-line">{names.hotkey(validator.hotkey)}</bdi>
          {isCurrent && <Badge>{t('validatorNow')}</Badge>}
        </span>
        <span class="row-sub">
          <span>{takeWords(validator.take)}</span>
          <span class="quiet">
            ·{' '}
            {held > 0n ? (
              <RichText
                text="youHold"
                with={{ amount: <Alpha alpha={held} netuid={validator.netuid} decimals={2} /> }}
              />
            ) : (
              <RichText
                text="validatorStake"
                with={{
                  stake: (
                    <Alpha
                      alpha={validator.alphaStake}
                      netuid={validator.netuid}
                      decimals={0}
                      isPublic
                    />
                  ),
                }}
              />
            )}
          </span>
        </span>
      </span>
      <span class="row-end">
        {hasYield && !isTakeOver(validator.take) && validator.isRegistered ? (
          <span>
            <YearlyYield ppm={yieldOf} />
          </span>
        ) : (
          <>
            <Earned validator={validator} />
            {hasYield && (
              <span class="minor">
                <YearlyYield ppm={yieldOf} />
              </span>
            )}
          </>
        )}
      </span>
    </button>
  );
}

type PickerProps = {
  netuid: Netuid;
  chosen: Ss58Address | null;
  /** The validator that the stake is moved away from; null: any may be chosen. */
  current: Ss58Address | null;
  onPick: (hotkey: Ss58Address) => void;
  onClose: () => void;
};

export function ValidatorPicker({ netuid, chosen, current, onPick, onClose }: PickerProps) {
  const { names } = usePanel();
  const [query, setQuery] = useState('');
  const held = useHeldWith(netuid);
  const reading = useMemo(createAction, []);
  const read = () => void reading.run(() => names.needValidators(netuid));
  useEffect(read, [netuid]);
  const all = names.validators(netuid);
  const found =
    all === null ? [] : currentLast(searchValidators(all, query, names.hotkey), current);
  const isMine = ({ hotkey }: ValidatorFacts): boolean =>
    hotkey !== current && (held.get(hotkey) ?? 0n) > 0n;
  const mine = found.filter(isMine);
  const rows = [...mine, ...found.filter((one) => !isMine(one))].map((validator) => ({
    key: validator.hotkey,
    height: ROW,
    content: (tabIndex: 0 | -1) => (
      <Line
        validator={validator}
        isChosen={validator.hotkey === chosen}
        isCurrent={validator.hotkey === current}
        held={held.get(validator.hotkey) ?? 0n}
        tabIndex={tabIndex}
        onPick={(hotkey) => {
          onPick(hotkey);
          onClose();
        }}
      />
    ),
  }));
  const error = reading.error.value;
  return (
    <Sheet title={t('pickValidatorOf', { subnet: names.title(netuid) })} onClose={onClose} isTall>
      <div class="body">
        <div class="padded stack">
          <Search label={t('searchValidators')} value={query} onInput={setQuery} hasFocus />
          {rows.length > 0 && <YieldHead hasMine={mine.length > 0} />}
          {error !== null && (
            <Banner tone="red" isAlert>
              <p>{errorText(error)}</p>
              <Button isSmall onPress={read}>
                {t('askAgain')}
              </Button>
            </Banner>
          )}
          {all === null && error === null && <p class="soft">{t('readingValidators')}</p>}
          {all !== null && rows.length === 0 && <p class="soft">{t('nothingFound')}</p>}
        </div>
        <WindowedList label={t('pickValidator')} rows={rows} />
        {rows.length > 0 && <p class="padded small quiet">{t('validatorOrder')}</p>}
      </div>
    </Sheet>
  );
}
