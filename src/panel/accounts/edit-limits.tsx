// The form of the user's own limits for an account. It says before saving whether anything of it has to wait.
import { useEffect, useState } from 'preact/hooks';
import { isLooser, type AccountLimits, type LimitsState } from '../../model/account-limits.ts';
import { shortAddress, type AmountProblem, type Ss58Address } from '../../units.ts';
import { useKeptForm } from '../core/kept-form.ts';
import { usePanel } from '../core/panel-context.ts';
import { keyPart, t } from '../core/text.ts';
import { Button } from '../ui/button.tsx';
import { CheckRow, Field, Search, Select } from '../ui/field.tsx';
import { DraftLine } from '../words/draft-line.tsx';
import { bpsText } from '../words/format.ts';
import { waitText } from './limit-rows.tsx';
import { formOf, readForm } from './limits-form.ts';

const impacts = [25, 50, 100, 200, 300, 500, 1000] as const;
const waits = [1, 24, 72, 168] as const;

/** Shown of a search; the rest is found by more letters. */
const MOST_FOUND = 5;

/** The choices with the one that is set, where it is none of them. */
const withSet = (choices: readonly number[], set: string): number[] => {
  const all = set === '' ? [...choices] : [...choices, Number(set)];
  return [...new Set(all)].toSorted((a, b) => a - b);
};

const problemText = (problem: AmountProblem | null): string | null =>
  problem === null ? null : t(`amount_${keyPart(problem)}`);

type ValidatorsProps = {
  coldkey: Ss58Address;
  chosen: readonly Ss58Address[];
  onChange: (chosen: readonly Ss58Address[]) => void;
};

/** Those of the account's own positions and those chosen; others by name or address. */
function Validators({ coldkey, chosen, onChange }: ValidatorsProps) {
  const { store, names } = usePanel();
  const [wanted, setWanted] = useState('');
  const all = store.snapshot.value?.snapshot.positions ?? [];
  const positions = all.filter((position) => position.coldkey === coldkey);
  const netuids = [...new Set(positions.map(({ netuid }) => netuid))];
  useEffect(() => {
    void names.recall(netuids).catch(() => undefined);
  }, [netuids.join()]);
  /** Of one without a name the address is said already. */
  const addressOf = (hotkey: Ss58Address) => {
    const short = shortAddress(hotkey);
    return names.hotkey(hotkey) === short ? {} : { note: <span class="address">{short}</span> };
  };
  const own = [...new Set([...chosen, ...positions.map(({ hotkey }) => hotkey)])];
  const text = wanted.trim().toLowerCase();
  const read = netuids.flatMap((netuid) => names.validators(netuid) ?? []);
  const others = [...new Set(read.map(({ hotkey }) => hotkey))].filter((one) => !own.includes(one));
  const isMeant = (hotkey: Ss58Address): boolean =>
    names.hotkey(hotkey).toLowerCase().includes(text) || hotkey.toLowerCase() === text;
  const found = text === '' ? [] : others.filter(isMeant);
  return (
    <div class="stack-s" role="group" aria-label={t('limitValidatorsLabel')}>
      <span class="strong">{t('limitValidatorsLabel')}</span>
      <p class="field-note">{t('limitValidatorsNote')}</p>
      <Search label={t('limitValidatorsFind')} value={wanted} onInput={setWanted} />
      {[...found.slice(0, MOST_FOUND), ...own].map((hotkey) => (
        <CheckRow
          key={hotkey}
          label={<bdi>{names.hotkey(hotkey)}</bdi>}
          {...addressOf(hotkey)}
          isOn={chosen.includes(hotkey)}
          onChange={(isOn) =>
            onChange(isOn ? [...chosen, hotkey] : chosen.filter((one) => one !== hotkey))
          }
        />
      ))}
    </div>
  );
}

type Props = {
  coldkey: Ss58Address;
  state: LimitsState;
  isSaving: boolean;
  onSave: (limits: AccountLimits) => void;
  onCancel: () => void;
};

export function EditLimits({ coldkey, state, isSaving, onSave, onCancel }: Props) {
  // What was wanted last is gone on with.
  const wanted = state.loosening?.limits ?? state.inForce;
  const form = useKeptForm(`limits ${coldkey}`, formOf(wanted));
  const [hotkeys, setHotkeys] = useState(wanted.hotkeys ?? []);
  const { limits, problems } = readForm(form.values, hotkeys);
  const { impact, wait } = form.values;
  const waitsFor = limits !== null && isLooser(limits, state.inForce);
  const leave = (then: () => void) => {
    form.clear();
    then();
  };
  return (
    <form class="stack" onSubmit={(event) => event.preventDefault()}>
      <DraftLine since={form.since} onStartOver={form.clear} />
      <Field
        label={t('limitOrderLabel')}
        value={form.values.perOrder}
        inputMode="decimal"
        placeholder={t('limitPlaceholder')}
        onInput={(perOrder) => form.set({ perOrder })}
        note={t('limitOrderNote')}
        problem={problemText(problems.perOrder)}
      />
      <Field
        label={t('limitDayLabel')}
        value={form.values.perDay}
        inputMode="decimal"
        placeholder={t('limitPlaceholder')}
        onInput={(perDay) => form.set({ perDay })}
        note={t('limitDayNote')}
        problem={problemText(problems.perDay)}
      />
      <Field
        label={t('limitFreeLabel')}
        value={form.values.free}
        inputMode="decimal"
        placeholder={t('limitPlaceholder')}
        onInput={(free) => form.set({ free })}
        problem={problemText(problems.free)}
      />
      <Select
        label={t('limitImpactLabel')}
        value={impact}
        options={[
          { value: '', text: t('limitPlaceholder') },
          ...withSet(impacts, impact).map((bps) => ({ value: String(bps), text: bpsText(bps) })),
        ]}
        onChange={(value) => form.set({ impact: value })}
      />
      <Field
        label={t('limitSubnetsLabel')}
        value={form.values.netuids}
        placeholder={t('limitAllAllowed')}
        onInput={(netuids) => form.set({ netuids })}
        note={t('limitSubnetsNote')}
        problem={problems.netuids ? t('limitSubnetsProblem') : null}
      />
      <Validators coldkey={coldkey} chosen={hotkeys} onChange={setHotkeys} />
      <Select
        label={t('limitWaitLabel')}
        value={wait}
        options={withSet(waits, wait).map((hours) => ({
          value: String(hours),
          text: waitText(hours),
        }))}
        onChange={(value) => form.set({ wait: value })}
      />
      {waitsFor && (
        <p class="small">
          {t('limitsWaits', { length: waitText(Math.max(state.inForce.waitHours, Number(wait))) })}
        </p>
      )}
      <div class="line">
        <Button
          look="primary"
          isSmall
          isDisabled={limits === null || isSaving}
          onPress={() => limits !== null && onSave(limits)}
        >
          {t('limitsSave')}
        </Button>
        <Button isSmall onPress={() => leave(onCancel)}>
          {t('limitsCancel')}
        </Button>
      </div>
    </form>
  );
}
