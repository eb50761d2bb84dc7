// The form of one network: name, endpoints in the order they are tried, archive, explorer. Refusals are shown beside
// their field.
import { useMemo, useState } from 'preact/hooks';
import type { Network } from '../../model/network.ts';
import { operatorOf, THIS_COMPUTER } from '../../model/operators.ts';
import type { Settings } from '../../model/settings.ts';
import { createAction } from '../core/action.ts';
import { errorText } from '../words/error-text.ts';
import {
  draftOf,
  draftOfTexts,
  isAboutField,
  isSameDraft,
  movedUp,
  networkFrom,
  problemOf,
  saved,
  textsOf,
  type NetworkDraft,
} from './network-draft.ts';
import { cleanName, isolated, t } from '../core/text.ts';
import { Banner } from '../ui/banner.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { useKeptForm } from '../core/kept-form.ts';
import { Explorer } from './explorer-choice.tsx';
import { DraftLine } from '../words/draft-line.tsx';
import { usePanel } from '../core/panel-context.ts';

function operatorNote(operators: Network['operators'], endpoint: string): string | undefined {
  if (!URL.canParse(endpoint)) return undefined;
  const operator = operatorOf({ operators }, endpoint);
  if (operator === THIS_COMPUTER) return t('endpointThisComputer');
  return t('endpointOperator', { operator: isolated(cleanName(operator)) });
}

type EndpointsProps = {
  endpoints: readonly string[];
  operators: Network['operators'];
  onChange: (endpoints: readonly string[]) => void;
  problem: (field: string) => string | null;
};

function Endpoints({ endpoints, operators, onChange, problem }: EndpointsProps) {
  const isOnly = endpoints.length === 1;
  // Of those that were refused nothing is said.
  const known = endpoints.filter(
    (endpoint, index) => URL.canParse(endpoint) && problem(`endpoint-${index}`) === null,
  );
  const operatorNames = new Set(known.map((endpoint) => operatorOf({ operators }, endpoint)));
  return (
    <fieldset class="endpoints">
      <legend class="label">{t('endpointsLabel')}</legend>
      {!isOnly && <p class="field-note">{t('endpointNote')}</p>}
      <ol class="stack">
        {endpoints.map((endpoint, index) => (
          <li key={index}>
            <Field
              label={t('endpointNumber', { number: String(index + 1) })}
              value={endpoint}
              onInput={(text) => onChange(endpoints.with(index, text))}
              placeholder="wss://"
              inputMode="url"
              isLong
              note={operatorNote(operators, endpoint)}
              problem={problem(`endpoint-${index}`)}
              {...(!isOnly && {
                end: (
                  <>
                    {index > 0 && (
                      <IconButton
                        icon="up"
                        label={t('endpointUp', { number: String(index + 1) })}
                        onPress={() => onChange(movedUp(endpoints, index))}
                      />
                    )}
                    <IconButton
                      icon="close"
                      label={t('endpointRemove', { number: String(index + 1) })}
                      onPress={() => onChange(endpoints.toSpliced(index, 1))}
                    />
                  </>
                ),
              })}
            />
          </li>
        ))}
      </ol>
      {operatorNames.size === 1 && (
        <p class="field-note">{t(known.length === 1 ? 'endpointOnly' : 'endpointOneOperator')}</p>
      )}
      <div>
        <Button isSmall icon="plus" onPress={() => onChange([...endpoints, ''])}>
          {t('endpointAdd')}
        </Button>
      </div>
    </fieldset>
  );
}

type NetworkFormProps = {
  /** null: a new one. */
  network: Network | null;
  isNameFixed: boolean;
  /** Called with the network once it is stored. */
  onSaved?: (network: Network) => void;
  onCancel?: () => void;
};

export function NetworkForm({ network, isNameFixed, onSaved, onCancel }: NetworkFormProps) {
  const { store, deps } = usePanel();
  const saving = useMemo(createAction, []);
  const stored = draftOf(network);
  const form = useKeptForm(`network ${network?.id ?? 'new'}`, textsOf(stored));
  const [isNameAsked, setNameAsked] = useState(false);
  const draft = draftOfTexts(form.values);
  const edit = (part: Partial<NetworkDraft>) => {
    form.set(textsOf({ ...draft, ...part }));
    saving.clear();
  };
  const error = saving.error.value;
  const problem = (field: string) => {
    const key = problemOf(error, field);
    return key === null ? null : t(key);
  };
  const hasName = draft.name.trim() !== '';
  const save = () => {
    setNameAsked(true);
    if (!hasName) return;
    const made = networkFrom(draft, network, crypto.randomUUID());
    const settings: Settings = store.settings.peek();
    void saving
      .run(() => deps.call('saveSettings', saved(settings, made)))
      .then((isSaved) => {
        if (!isSaved) return;
        form.clear();
        onSaved?.(made);
      });
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        save();
      }}
    >
      <DraftLine since={form.since} onStartOver={form.clear} />
      {error !== null && !isAboutField(error) && (
        <Banner tone="red" isAlert>
          {errorText(error)}
        </Banner>
      )}
      {!isNameFixed && (
        <Field
          label={t('networkName')}
          value={draft.name}
          onInput={(name) => edit({ name })}
          problem={isNameAsked && !hasName ? t('networkNameMissing') : null}
        />
      )}
      <Endpoints
        endpoints={draft.endpoints}
        operators={network?.operators ?? {}}
        onChange={(endpoints) => edit({ endpoints })}
        problem={problem}
      />
      <Field
        label={t('archiveLabel')}
        value={draft.archive}
        onInput={(archive) => edit({ archive })}
        placeholder="wss://"
        inputMode="url"
        isLong
        note={t('archiveNote')}
        problem={problem('archive')}
      />
      <Explorer
        value={draft.explorer}
        onChange={(explorer) => edit({ explorer })}
        problem={problem('explorer')}
      />
      {(network === null || !isSameDraft(draft, stored)) && (
        <div class="line">
          <Button
            look="primary"
            // A refused field is changed first.
            isDisabled={saving.isRunning.value || (error !== null && isAboutField(error))}
            onPress={save}
          >
            {t(network === null ? 'networkAdd' : 'saveNetwork')}
          </Button>
          <Button
            onPress={() => {
              form.clear();
              saving.clear();
              onCancel?.();
            }}
          >
            {t('act_cancel')}
          </Button>
        </div>
      )}
    </form>
  );
}
