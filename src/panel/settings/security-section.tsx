// Whether the node's answers are checked, what proofs start from, and what was compared of the runtime.
import { useMemo, useState } from 'preact/hooks';
import { formatStart } from '../../model/trusted-start.ts';
import { createAction } from '../core/action.ts';
import { usePanel } from '../core/panel-context.ts';
import type { Route } from '../core/router.ts';
import { t } from '../core/text.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { Field, Toggle } from '../ui/field.tsx';
import { SettingFold, SettingGroup } from '../ui/setting.tsx';
import { happenedText } from '../words/error-text.ts';
import { ProofLie } from '../words/proof-lie.tsx';
import { ProofStart } from '../words/proof-start.tsx';
import { RuntimeChecked } from './runtime-checked.tsx';
import { useSought } from './use-sought.ts';

/** `openedBy`: the way that the user came for this section; null: for none. */
export function SecuritySection({ openedBy }: { openedBy: Route | null }) {
  const { store, deps, saveSettings } = usePanel();
  const heading = useSought(openedBy);
  const action = useMemo(createAction, []);
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<'form' | 'network' | null>(null);
  const record = store.proofs.value;
  const { checksAnswers } = store.settings.value;
  const start = record?.start ?? null;
  const choose = (chosen: string | null) => () =>
    void action.run(async () => {
      const answer = await deps.call('chooseStart', { text: chosen });
      setProblem(answer.problem);
      if (answer.problem === null) setText('');
    });
  const isBusy = action.isRunning.value;
  return (
    <SettingGroup title={t('securityTitle')} heading={heading}>
      <Toggle
        label={t('proofToggle')}
        note={t('proofToggleNote')}
        isOn={checksAnswers}
        onChange={(isOn) => saveSettings({ checksAnswers: isOn })}
      />
      <ProofLie record={record} />
      <SettingFold summary={t('proofStartTitle')}>
        <div class="stack-s">
          <ProofStart record={record} />
        </div>
        <Field
          label={t('proofPaste')}
          value={text}
          isCode
          onInput={(value) => {
            setText(value);
            setProblem(null);
          }}
          note={t('proofPasteNote')}
          problem={problem === null ? null : t(`proofPaste_${problem}`)}
        />
        {action.error.value !== null && (
          <Banner tone="red" isAlert>
            {happenedText(action.error.value)}
          </Banner>
        )}
        <div class="line proof-ways">
          <Button isSmall isDisabled={isBusy || text.trim() === ''} onPress={choose(text.trim())}>
            {t('proofUse')}
          </Button>
          {start !== null && start.source !== 'shipped' && (
            <Button isSmall isDisabled={isBusy} onPress={choose(null)}>
              {t('proofUseShipped')}
            </Button>
          )}
          <Button
            isSmall
            isDisabled={isBusy}
            onPress={() => void action.run(() => deps.call('startFromOperators', null))}
          >
            {t('proofUseOperators')}
          </Button>
          {record !== null && start !== null && (
            <Button
              isSmall
              onPress={() =>
                void action.run(() => deps.browser.copy(formatStart(start, record.genesisHash)))
              }
            >
              {t('proofCopy')}
            </Button>
          )}
        </div>
      </SettingFold>
      <RuntimeChecked />
    </SettingGroup>
  );
}
