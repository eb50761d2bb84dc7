// The alerts that there are: each as a sentence that opens its form, with its figure, when it fired last, and its switch. It is
// deleted in its form; the list then offers it back.
import { Fragment } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { SWAP_RULE } from '../../alerts/kinds.ts';
import { ageOf } from '../../model/age.ts';
import type { AlertEvent, AlertRule, Alerts } from '../../model/alert.ts';
import { usePanel } from '../core/panel-context.ts';
import { t } from '../core/text.ts';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { useStepFocus } from '../ui/use-focus.ts';
import { blockAgeText } from '../words/format.ts';
import { draftOf, figureNow } from './alert-draft.ts';
import { useAlertWords } from './alert-words.ts';
import { FigureNow } from './figure-now.tsx';
import { removedRule } from './removed-rule.ts';
import { useAlertFacts } from './use-alerts.ts';

type LineProps = {
  rule: AlertRule;
  /** When it fired last; undefined: never, or too long ago to be kept. */
  fired: AlertEvent | undefined;
};

function RuleLine({ rule, fired }: LineProps) {
  const { deps, saving, router, clock } = usePanel();
  const { id, isEnabled, kind } = rule;
  const words = useAlertWords().rule(rule);
  const figure = figureNow(draftOf(rule), useAlertFacts());
  const age = fired && blockAgeText(ageOf(fired.at, clock.now.value));
  const isFixed = id === SWAP_RULE.id;
  const note =
    figure !== null ? (
      <FigureNow kind={kind} figure={figure} {...(age !== undefined && { fired: age })} />
    ) : age !== undefined ? (
      t('alertFired', { age })
    ) : null;
  // One that cannot be deleted has no form.
  const said = (
    <span class="grow toggle-words">
      <span>{words}</span>
      {note !== null && <span class="field-note">{note}</span>}
    </span>
  );
  return (
    <li class="line alert-rule">
      {isFixed ? (
        said
      ) : (
        <button
          type="button"
          id={`alert-${id}`}
          class="grow line alert-open"
          title={t('alertEdit')}
          onClick={() => router.go({ name: 'new-alert', id })}
        >
          <span class="hidden-text">{t('alertEdit')}</span>
          {said}
          <Icon name="pencil" small />
        </button>
      )}
      <button
        type="button"
        role="switch"
        class="alert-switch"
        aria-checked={isEnabled}
        aria-label={words}
        onClick={() =>
          void saving.run(() =>
            deps.call('saveAlert', { rule: { ...rule, isEnabled: !isEnabled } }),
          )
        }
      >
        <span class="toggle" />
      </button>
    </li>
  );
}

/** In place of one that was just deleted. */
function Removed({ rule, onUndo }: { rule: AlertRule; onUndo: () => void }) {
  const words = useAlertWords();
  const row = useRef<HTMLLIElement>(null);
  // The screen with the button that deleted it is gone.
  useEffect(() => row.current?.querySelector('button')?.focus(), [rule.id]);
  return (
    <li class="alert-rule alert-removed" ref={row}>
      <div class="line" role="status">
        <span class="grow soft">{t('alertDeleted', { rule: words.rule(rule) })}</span>
        <Button isSmall onPress={onUndo}>
          {t('alertUndo')}
        </Button>
      </div>
    </li>
  );
}

export function RuleList({ rules, log }: Alerts) {
  const { deps, saving } = usePanel();
  /** The one that was brought back last. */
  const [back, setBack] = useState('');
  useStepFocus(`${back} ${rules.length}`, `[id="alert-${back}"]`, false);
  useEffect(() => () => void (removedRule.value = null), []);
  const removed = removedRule.value;
  const undo = () => {
    if (removed === null) return;
    setBack(removed.rule.id);
    void saving
      .run(() => deps.call('saveAlert', { rule: removed.rule }))
      .then((isDone) => isDone && (removedRule.value = null));
  };
  const isGone = removed !== null && rules.every(({ id }) => id !== removed.rule.id);
  const gone = isGone && removed !== null && <Removed rule={removed.rule} onUndo={undo} />;
  const isInPlace = removed !== null && rules.some(({ id }) => id === removed.before);
  return (
    <ul class="rows card alert-rules">
      {rules.map((rule) => (
        <Fragment key={rule.id}>
          {rule.id === removed?.before && gone}
          <RuleLine rule={rule} fired={log.find(({ ruleId }) => ruleId === rule.id)} />
        </Fragment>
      ))}
      {!isInPlace && gone}
    </ul>
  );
}
