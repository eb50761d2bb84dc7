// A new alert: what to watch, the line, and how often it would have told something by our own record.
import { useMemo, useState } from 'preact/hooks';
import { backTest, isTestable, type BackTest } from '../../alerts/back-test.ts';
import { evaluate, noState } from '../../alerts/evaluate.ts';
import { alertKinds } from '../../alerts/kinds.ts';
import type { AlertKind, AlertRule, AlertSide } from '../../model/alert.ts';
import { toNetuid, type Netuid } from '../../units.ts';
import { usePanel } from '../core/panel-context.ts';
import { keyPart, t, tCount } from '../core/text.ts';
import { Button } from '../ui/button.tsx';
import { Field, Select, Toggle } from '../ui/field.tsx';
import { Screen } from '../ui/screen.tsx';
import { dateText, durationText } from '../words/format.ts';
import { figureNow, fitted, ruleOf, typedAs, type AlertDraft, type Typed } from './alert-draft.ts';
import { FigureNow } from './figure-now.tsx';
import { useAlertWords } from './alert-words.ts';
import { useAlertFacts } from './use-alerts.ts';

const MINUTES_AN_HOUR = 60;
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

const hourText = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;

function QuietHours({
  draft,
  onChange,
}: {
  draft: AlertDraft;
  onChange: (next: AlertDraft) => void;
}) {
  const { quiet } = draft;
  const hours = Array.from({ length: 24 }, (_n, hour) => ({
    value: String(hour * MINUTES_AN_HOUR),
    text: hourText(hour),
  }));
  return (
    <>
      <Toggle
        label={t('alertQuiet')}
        note={t('alertQuietNote')}
        isOn={quiet !== null}
        onChange={(isOn) =>
          onChange({
            ...draft,
            quiet: isOn ? { from: 22 * MINUTES_AN_HOUR, to: 7 * MINUTES_AN_HOUR } : null,
          })
        }
      />
      {quiet !== null && (
        <div class="line">
          {(['from', 'to'] as const).map((end) => (
            <div key={end} class="grow">
              <Select
                label={t(end === 'from' ? 'alertQuietFrom' : 'alertQuietTo')}
                value={String(quiet[end])}
                options={hours}
                onChange={(value) =>
                  onChange({ ...draft, quiet: { ...quiet, [end]: Number(value) } })
                }
              />
            </div>
          ))}
        </div>
      )}
    </>
  );
}

function testText(rule: AlertRule, tested: BackTest | null): string {
  if (tested === null) return t(isTestable(rule) ? 'alertTestNotYet' : 'alertTestNone');
  const date = dateText(tested.since);
  return tested.count === 0
    ? t('alertTestedNever', { date })
    : tCount('alertTested', tested.count, { date });
}

/** The rule in words, whether it is so today, and how often it would have told. */
function Tested({ rule }: { rule: AlertRule }) {
  const { store, clock } = usePanel();
  const words = useAlertWords();
  const facts = useAlertFacts();
  const history = store.history.value;
  const coldkeys = store.accounts.value
    .filter(({ isCounted }) => isCounted)
    .map(({ coldkey }) => coldkey);
  const now = clock.now.value;
  const key = JSON.stringify({ ...rule, value: String(rule.value), hysteresisPpm: '' });
  const tested = useMemo(() => backTest(rule, history, { coldkeys, now }), [key, history]);
  const isSo = useMemo(
    () =>
      facts !== null &&
      evaluate([rule], facts, noState(facts.genesisHash), { at: now, minute: 0 }).fired.length > 0,
    [key, facts?.block],
  );
  return (
    <div class="card stack-s" aria-live="polite">
      <p>
        <span class="small soft">{t('alertsRulesTitle')}</span>
        <br />
        <span class="strong alert-sentence">{words.rule(rule)}</span>
      </p>
      {isSo && <p class="small warn">{t('alertTrueAlready')}</p>}
      <p class="small soft">{testText(rule, tested)}</p>
      {tested?.isBySpot === true && <p class="small soft">{t('alertTestBySpot')}</p>}
    </div>
  );
}

export function AlertForm({ netuid }: { netuid: Netuid | null }) {
  const { deps, router, portfolio, names, saving, store } = usePanel();
  const facts = useAlertFacts();
  const held =
    portfolio.value.value?.subnets.map((one) => one.netuid).filter((one) => one !== 0) ?? [];
  const netuids = [
    ...new Set([...(netuid === null ? [] : [netuid]), ...held, ...store.settings.value.favourites]),
  ].filter((one) => one !== 0);
  const first = netuids[0] ?? null;
  const [draft, setDraft] = useState<AlertDraft>(() =>
    fitted({ kind: 'exit-value', netuid: netuid ?? first, side: null, quiet: null }, facts, first),
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
    const saved = saving.run(async () => {
      await deps.call('saveAlert', { rule });
      router.back();
    });
    // Refused or not, the alert is saved; without notifications it shows in the panel and on the button.
    void deps.browser.askToNotify(saved).catch(() => false);
  };
  const saveButton = (
    <Button look="primary" isDisabled={rule === null} onPress={save}>
      {t('alertSave')}
    </Button>
  );
  // A tab’s foot is far below a form as short as this one.
  const isTab = deps.surface === 'tab';
  return (
    <Screen
      title={t('alertsNew')}
      foot={
        !isTab && (
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
              <Select
                label={t('alertSide')}
                value={draft.side ?? ''}
                options={sides.map((side) => ({ value: side, text: t(`alertSide_${side}`) }))}
                onChange={(value) =>
                  choose({ side: sides.find((one): one is AlertSide => one === value) ?? null })
                }
              />
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
          <QuietHours draft={draft} onChange={setDraft} />
        </div>
        <div class="stack">
          {rule !== null && <Tested rule={rule} />}
          {isTab && <div>{saveButton}</div>}
        </div>
      </div>
    </Screen>
  );
}
