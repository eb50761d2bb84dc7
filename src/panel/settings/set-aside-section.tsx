// The user's records that could not be read, with a way to export and to remove them. Nothing of them is believed.
import { useMemo } from 'preact/hooks';
import { createAction } from '../core/action.ts';
import { usePanel } from '../core/panel-context.ts';
import { t, tCount } from '../core/text.ts';
import { errorText } from '../words/error-text.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';

/** Tables with words of their own. */
const named = ['accounts', 'requests', 'settings'] as const;

export function SetAsideSection() {
  const { store, deps } = usePanel();
  const removing = useMemo(createAction, []);
  const records = store.setAside.value;
  if (records.length === 0) return null;
  const counts = new Map<(typeof named)[number] | 'other', number>();
  for (const { table } of records) {
    const name = named.find((one) => one === table) ?? 'other';
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const error = removing.error.value;
  return (
    <section class="stack set-aside">
      <h2>{t('setAsideTitle')}</h2>
      <Banner tone="warning">
        <ul>
          {[...counts].map(([name, count]) => (
            <li key={name}>{tCount(`setAside_${name}`, count)}</li>
          ))}
        </ul>
        <p>{tCount('setAsideText', records.length)}</p>
      </Banner>
      {error !== null && (
        <Banner tone="red" isAlert>
          {errorText(error)}
        </Banner>
      )}
      <div class="line">
        <Button onPress={() => deps.browser.saveFile('taubar-set-aside.json', exported(records))}>
          {t('setAsideExport')}
        </Button>
        <Button
          look="danger"
          isDisabled={removing.isRunning.value}
          onPress={() => void removing.run(() => deps.call('dropSetAside', null))}
        >
          {tCount('setAsideRemove', records.length)}
        </Button>
      </div>
    </section>
  );
}

/** Bigints as text: whoever reads the file reads all digits. */
const exported = (records: readonly unknown[]): string =>
  JSON.stringify(
    records,
    (_name, part: unknown) => (typeof part === 'bigint' ? part.toString() : part),
    2,
  );
