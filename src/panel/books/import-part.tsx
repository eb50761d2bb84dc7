// Takes in a file that Taubar saved, or prices of TAO by day. A file that is wrong anywhere is named by its line, and nothing
// of it is taken in.
import { useId, useMemo, useState } from 'preact/hooks';
import { createAction, type Action } from '../core/action.ts';
import { usePanel } from '../core/panel-context.ts';
import { t, tCount } from '../core/text.ts';
import { Banner } from '../ui/banner.tsx';
import { Select } from '../ui/field.tsx';
import { Icon } from '../ui/icon.tsx';
import { errorText } from '../words/error-text.ts';
import { fiatSources } from '../../model/fiat.ts';
import { sendBook, sendPrices } from './send-book.ts';

type PickProps = { label: string; accept: string; onPick: (text: string) => void; doing: Action };

/** The browser's own button speaks the browser's language and looks like none of ours: it lies unseen over one that does. */
function FilePick({ label, accept, onPick, doing }: PickProps) {
  const id = useId();
  return (
    <div class="file-pick button">
      <Icon name="up" small />
      <label for={id}>{label}</label>
      <input
        id={id}
        type="file"
        accept={accept}
        disabled={doing.isRunning.value}
        onChange={(event) => {
          const input = event.currentTarget;
          const file = input.files?.[0];
          if (file === undefined) return;
          // One that cannot be read leaves everything as it is; the browser says why.
          void file.text().then(onPick, () => undefined);
          // The same file may be chosen again after it was mended.
          input.value = '';
        }}
      />
    </div>
  );
}

const currencies = fiatSources[0]?.currencies ?? [];

export function ImportPart() {
  const { deps, store } = usePanel();
  const taking = useMemo(createAction, []);
  const [done, setDone] = useState('');
  const [currency, setCurrency] = useState(store.settings.peek().fiat?.currency ?? 'usd');
  const run = (work: () => Promise<string>) => {
    setDone('');
    void taking.run(async () => setDone(await work()));
  };
  const error = taking.error.value;
  return (
    <section class="stack">
      <h2>{t('importBookTitle')}</h2>
      <p class="field-note">{t('importBookAbout')}</p>
      <FilePick
        label={t('importBook')}
        accept=".json,.jsonl,application/json"
        doing={taking}
        onPick={(text) =>
          run(async () => {
            const { entries } = await sendBook(deps.call, text);
            return tCount('importedEntries', entries);
          })
        }
      />
      <h2>{t('importPricesTitle')}</h2>
      <p class="field-note">{t('importPricesAbout')}</p>
      <dl class="figures small">
        <dt>{t('importPricesLine')}</dt>
        <dd>{t('importPricesLineIs')}</dd>
        <dt>{t('importPricesExample')}</dt>
        <dd class="address">2026-11-29,412.33</dd>
      </dl>
      <div class="history-choices">
        <Select
          label={t('fiatCurrencyLabel')}
          value={currency}
          options={currencies.map((one) => ({ value: one, text: one.toUpperCase() }))}
          onChange={setCurrency}
        />
        <FilePick
          label={t('importPrices')}
          accept=".csv,text/csv"
          doing={taking}
          onPick={(text) =>
            run(async () => {
              const days = await sendPrices(deps.call, currency, text);
              return tCount('importedDays', days);
            })
          }
        />
      </div>
      {error !== null && (
        <Banner tone="red" isAlert>
          {errorText(error)}
        </Banner>
      )}
      <p class="small soft" role="status">
        {done}
      </p>
    </section>
  );
}
