// The web site that links to transactions lead to.
import { useState } from 'preact/hooks';
import { usePanel } from '../core/panel-context.ts';
import { t } from '../core/text.ts';
import { Field, Select } from '../ui/field.tsx';

const NO_EXPLORER = '';
const OWN_EXPLORER = 'own';

type ExplorerProps = {
  value: string;
  onChange: (explorer: string) => void;
  problem: string | null;
};

/** None, one that came with Taubar, or the user's own, whose addresses are typed. */
export function Explorer({ value, onChange, problem }: ExplorerProps) {
  const { deps, store } = usePanel();
  const settings = store.settings.value;
  const known = new Set(
    deps.reader.networksOf({ ...settings, networks: [] }).flatMap(({ explorer }) => explorer ?? []),
  );
  const [isOwn, setOwn] = useState(value !== NO_EXPLORER && !known.has(value));
  const choice = isOwn || (value !== NO_EXPLORER && !known.has(value)) ? OWN_EXPLORER : value;
  return (
    <>
      <Select
        label={t('explorerLabel')}
        value={choice}
        options={[
          { value: NO_EXPLORER, text: t('explorerNone') },
          ...[...known].map((template) => ({ value: template, text: new URL(template).hostname })),
          { value: OWN_EXPLORER, text: t('explorerOwn') },
        ]}
        onChange={(chosen) => {
          setOwn(chosen === OWN_EXPLORER);
          if (chosen !== OWN_EXPLORER) onChange(chosen);
        }}
        note={choice === NO_EXPLORER ? t('explorerNoneNote') : undefined}
      />
      {choice === OWN_EXPLORER && (
        <Field
          label={t('explorerTemplate')}
          value={value}
          onInput={onChange}
          placeholder="https://"
          inputMode="url"
          isLong
          note={t('explorerNote')}
          problem={problem}
        />
      )}
    </>
  );
}
