// The form of the user's own limits for an account. It says before saving whether anything of it has to wait.
import { useEffect, useState } from 'preact/hooks';
import { isLooser, type AccountLimits, type LimitsState } from '../../model/account-limits.ts';
import {
  ROOT_NETUID,
  shortAddress,
  type AmountProblem,
  type Netuid,
  type Ss58Address,
} from '../../units.ts';
import { useKeptForm } from '../core/kept-form.ts';
import { usePanel } from '../core/panel-context.ts';
import { keyPart, t } from '../core/text.ts';
import { Button } from '../ui/button.tsx';
import { Field, Select } from '../ui/field.tsx';
import { DraftLine } from '../words/draft-line.tsx';
import { bpsText } from '../words/format.ts';
import { ChosenFew } from './chosen-few.tsx';
import { LimitRows, waitText } from './limit-rows.tsx';
import { formOf, readForm, typedNetuid } from './limits-form.ts';

const impacts = [25, 50, 100, 200, 300, 500, 1000] as const;
const waits = [1, 24, 72, 168] as const;

/** The choices with the one that is set, where it is none of them. */
const withSet = (choices: readonly number[], set: string): number[] => {
  const all = set === '' ? [...choices] : [...choices, Number(set)];
  return [...new Set(all)].toSorted((a, b) => a - b);
};

const problemText = (problem: AmountProblem | null): string | null =>
  problem === null ? null : t(`amount_${keyPart(problem)}`);

type ChosenProps<T> = {
  /** Subnets in which the account holds stake. */
  held: readonly Netuid[];
  chosen: readonly T[];
  onChange: (chosen: readonly T[]) => void;
};

/** By name, with the number beside: names repeat and lie. */
function Subnets({ held, chosen, onChange }: ChosenProps<Netuid>) {
  const { names } = usePanel();
  const found = (text: string): readonly Netuid[] => {
    const typed = typedNetuid(text);
    const all = [ROOT_NETUID, ...[...names.byNetuid.value.values()].map(({ netuid }) => netuid)];
    const named = all.filter((netuid) => names.title(netuid).toLowerCase().includes(text));
    return [...new Set([...(typed === null ? [] : [typed]), ...named])];
  };
  return (
    <ChosenFew
      label={t('limitSubnetsLabel')}
      note={t('limitSubnetsNote')}
      find={t('limitSubnetsFind')}
      none={t('limitSubnetsAll')}
      likely={held.toSorted((a, b) => a - b)}
      found={found}
      nameOf={names.title}
      chosen={chosen}
      onChange={onChange}
    />
  );
}

/** Of those that were read, by name or address. */
function Validators({
  held,
  own,
  chosen,
  onChange,
}: ChosenProps<Ss58Address> & { own: readonly Ss58Address[] }) {
  const { names } = usePanel();
  useEffect(() => {
    void names.recall(held).catch(() => undefined);
  }, [held.join()]);
  /** Of one without a name the address is said already. */
  const addressOf = (hotkey: Ss58Address) => {
    const short = shortAddress(hotkey);
    return names.hotkey(hotkey) !== short && <span class="address small soft">{short}</span>;
  };
  const found = (text: string): readonly Ss58Address[] => {
    const read = held.flatMap((netuid) => names.validators(netuid) ?? []);
    return [...new Set(read.map(({ hotkey }) => hotkey))].filter(
      (hotkey) =>
        names.hotkey(hotkey).toLowerCase().includes(text) || hotkey.toLowerCase() === text,
    );
  };
  return (
    <ChosenFew
      label={t('limitValidatorsLabel')}
      find={t('limitValidatorsFind')}
      none={t('limitValidatorsAll')}
      likely={own}
      found={found}
      nameOf={names.hotkey}
      noteOf={addressOf}
      chosen={chosen}
      onChange={onChange}
    />
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
  const [netuids, setNetuids] = useState(wanted.netuids ?? []);
  const [hotkeys, setHotkeys] = useState(wanted.hotkeys ?? []);
  const { store } = usePanel();
  const all = store.snapshot.value?.snapshot.positions ?? [];
  const positions = all.filter((position) => position.coldkey === coldkey);
  const held = [...new Set(positions.map(({ netuid }) => netuid))];
  const { limits, problems } = readForm(form.values, { netuids, hotkeys });
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
      <Subnets held={held} chosen={netuids} onChange={setNetuids} />
      <Validators
        held={held}
        own={positions.map(({ hotkey }) => hotkey)}
        chosen={hotkeys}
        onChange={setHotkeys}
      />
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
        <div class="stack-s small">
          <p>
            {t('limitsWaits', {
              length: waitText(Math.max(state.inForce.waitHours, Number(wait))),
            })}
          </p>
          <LimitRows limits={state.inForce} next={{ limits, from: null }} isOfWaits />
        </div>
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
