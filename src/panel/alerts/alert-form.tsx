// A new alert, or one that is changed: what to watch, the line, and when it may tell.
import { useEffect, useRef, useState } from 'preact/hooks';
import { alertKinds } from '../../alerts/kinds.ts';
import type { AlertKind, AlertRule, AlertSide } from '../../model/alert.ts';
import { toNetuid, type Netuid } from '../../units.ts';
import { usePanel } from '../core/panel-context.ts';
import { keyPart, t, tCount } from '../core/text.ts';
import { isWideWindow } from '../core/wide-window.ts';
import { Button } from '../ui/button.tsx';
import { Field, Select } from '../ui/field.tsx';
import { Screen } from '../ui/screen.tsx';
import { durationText } from '../words/format.ts';
import {
  changedRule,
  draftFrom,
  figureNow,
  fitted,
  ruleOf,
  typedAs,
  type AlertDraft,
  type Typed,
} from './alert-draft.ts';
import { AlertTested } from './alert-tested.tsx';
import { FigureNow } from './figure-now.tsx';
import { QuickLines } from './quick-lines.tsx';
import { QuietHours } from './quiet-hours.tsx';
import { removedRule } from './removed-rule.ts';
import { useAlertFacts, useAlerts } from './use-alerts.ts';

const EVERYTHING = '';

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of the table are the kinds
const kinds = Object.keys(alertKinds) as AlertKind[];

/** The one that is on from the start is no choice. */
const choices = kinds.filter((kind) => kind !== 'coldkey-swap');

function valueLabel({ kind }: AlertDraft, typed: Typed): string {
  if (typed === 'tao') return t('alertValueTao');
  if (typed === 'percent') return t('alertValuePercent');
  if (typed === 'days') return t('alertValueDays');
  if (kind === 'near-removal') return t('alertValueRank');
  return t(kind === 'request-waits' ? 'alertValueMinutes' : 'alertValueEpochs');
}

type FormProps = {
  netuid: Netuid | null;
  /** The one that is changed; null: a new one. */
  before: AlertRule | null;
  /** The one that follows it in the list. */
  next?: string | null;
};

function Form({ netuid, before, next = null }: FormProps) {
  const { deps, router, portfolio, names, saving, store } = usePanel();
  const facts = useAlertFacts();
  const held =
    portfolio.value.value?.subnets.map((one) => one.netuid).filter((one) => one !== 0) ?? [];
  const named = before?.scope.of === 'subnet' ? before.scope.netuid : netuid;
  const netuids = [
    ...new Set([...(named === null ? [] : [named]), ...held, ...store.settings.value.favourites]),
  ].filter((one) => one !== 0);
  const first = netuids[0] ?? null;
  const [draft, setDraft] = useState<AlertDraft>(() =>
    before !== null
      ? draftFrom(before)
      : fitted(
          { kind: 'exit-value', netuid: netuid ?? first, side: null, quiet: null },
          facts,
          first,
        ),
  );
  const choose = (part: Partial<Omit<AlertDraft, 'text'>>) =>
    setDraft(fitted({ ...draft, ...part }, facts, first));
  const { scopes, sides } = alertKinds[draft.kind];
  const typed = typedAs(draft);
  const rule = ruleOf(draft);
  const figure = figureNow(draft, facts);
  const tempo = draft.netuid === null ? undefined : names.byNetuid.value.get(draft.netuid)?.tempo;
  const note =
    figure !== null ? (
      <FigureNow kind={draft.kind} figure={figure} />
    ) : draft.kind === 'validator-idle' && tempo !== undefined && rule !== null ? (
      tCount('alertEpochsLast', Number(rule.value), {
        time: durationText(tempo * Number(rule.value)),
      })
    ) : null;
  const save = () => {
    if (rule === null) return;
    const changed = before === null ? rule : changedRule(before, rule);
    const saved = saving.run(async () => {
      await deps.call('saveAlert', { rule: changed });
      // Another line is another alert: the new one is there before the old one goes.
      if (before !== null && changed.id !== before.id)
        await deps.call('removeAlert', { id: before.id });
      router.back();
    });
    // Refused or not, the alert is saved; without notifications it shows in the panel and on the button.
    void deps.browser.askToNotify(saved).catch(() => false);
  };
  const isShown = useRef(true);
  useEffect(() => () => void (isShown.current = false), []);
  const remove = (kept: AlertRule) =>
    void saving
      .run(() => deps.call('removeAlert', { id: kept.id }))
      .then((isDone) => {
        // Whoever has left the form stays where they went.
        if (!isDone || !isShown.current) return;
        removedRule.value = { rule: kept, before: next };
        router.back();
      });
  const saveButton = (
    <Button look="primary" isDisabled={rule === null} onPress={save}>
      {t('alertSave')}
    </Button>
  );
  // A large window’s foot is far below a form as short as this one.
  const isWide = isWideWindow.value;
  return (
    <Screen
      title={t(before === null ? 'alertsNew' : 'alertEdit')}
      foot={
        !isWide && (
          <footer class="foot">
            <div class="grow" />
            {saveButton}
          </footer>
        )
      }
    >
      <div class="padded alert-parts">
        <div class="stack">
          <Select
            label={t('alertWatch')}
            value={draft.kind}
            options={choices.map((kind) => ({
              value: kind,
              text: t(`alertKind_${keyPart(kind)}`),
            }))}
            onChange={(value) =>
              // Each kind begins with the side that is its danger: a loss above a line, a value below one.
              choose({ kind: choices.find((one) => one === value) ?? 'exit-value', side: null })
            }
          />
          {scopes.includes('subnet') && (
            <Select
              label={t('alertScope')}
              value={draft.netuid === null ? EVERYTHING : String(draft.netuid)}
              options={[
                ...(scopes.includes('everything')
                  ? [{ value: EVERYTHING, text: t('alertScopeAll') }]
                  : []),
                ...netuids.map((one) => ({ value: String(one), text: names.title(one) })),
              ]}
              onChange={(value) =>
                choose({ netuid: value === EVERYTHING ? null : toNetuid(Number(value)) })
              }
            />
          )}
          <div class="alert-line">
            {sides.length > 1 && (
              <div class="stack-s">
                <Select
                  label={t('alertSide')}
                  value={draft.side ?? ''}
                  options={sides.map((side) => ({ value: side, text: t(`alertSide_${side}`) }))}
                  onChange={(value) =>
                    choose({ side: sides.find((one): one is AlertSide => one === value) ?? null })
                  }
                />
                <QuickLines
                  side={draft.side}
                  figure={figure}
                  text={draft.text}
                  onChoose={(text) => setDraft({ ...draft, text })}
                />
              </div>
            )}
            {typed !== 'none' && (
              <Field
                label={valueLabel(draft, typed)}
                value={draft.text}
                inputMode="decimal"
                onInput={(text) => setDraft({ ...draft, text })}
                problem={rule === null ? t('alertValueWrong') : null}
                note={note}
              />
            )}
          </div>
        </div>
        <div class="stack alert-outcome">
          {rule !== null && (
            <AlertTested
              rule={rule}
              isKept={before !== null && changedRule(before, rule).id === before.id}
            />
          )}
          {isWide && <div>{saveButton}</div>}
        </div>
        <div class="stack">
          <QuietHours draft={draft} onChange={setDraft} />
          {before !== null && (
            <div>
              <Button isSmall look="danger" onPress={() => remove(before)}>
                {t('alertDelete')}
              </Button>
            </div>
          )}
        </div>
      </div>
    </Screen>
  );
}

type Props = {
  netuid: Netuid | null;
  /** Of the alert that is changed; null: a new one. */
  id: string | null;
};

export function AlertForm({ netuid, id }: Props) {
  const alerts = useAlerts();
  if (id === null) return <Form netuid={netuid} before={null} />;
  const place = alerts?.rules.findIndex((rule) => rule.id === id) ?? -1;
  const before = alerts?.rules[place];
  if (before !== undefined) {
    const next = alerts?.rules[place + 1]?.id ?? null;
    return <Form key={id} netuid={netuid} before={before} next={next} />;
  }
  return (
    <Screen title={t('alertEdit')}>
      {alerts !== null && <p class="padded soft">{t('alertGone')}</p>}
    </Screen>
  );
}
