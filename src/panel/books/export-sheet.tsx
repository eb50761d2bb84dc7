// Saves the book to a file, for a program that counts taxes or to be taken in again, and takes such a file in.
import { useMemo, useState } from 'preact/hooks';
import type { Ss58Address } from '../../units.ts';
import * as bookReader from '../../store/book-reader.ts';
import { createAction } from '../core/action.ts';
import { usePanel } from '../core/panel-context.ts';
import { t, tCount } from '../core/text.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { CheckRow, Segments, Select } from '../ui/field.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { errorText } from '../words/error-text.ts';
import { bookFile, fileFormats, type FileFormat } from './book-file.ts';
import { ImportPart } from './import-part.tsx';
import { useBooks } from './use-books.ts';
import { useDailyPrices } from './use-daily-prices.ts';
import { useBookYears } from './use-book-years.ts';

function Accounts({
  chosen,
  onChange,
}: {
  chosen: readonly Ss58Address[];
  onChange: (chosen: readonly Ss58Address[]) => void;
}) {
  const { names } = usePanel();
  const books = useBooks().books.value ?? [];
  return (
    <div class="stack-s" role="group" aria-label={t('exportAccounts')}>
      <p class="label">{t('exportAccounts')}</p>
      {books.map(({ coldkey }) => (
        <CheckRow
          key={coldkey}
          label={<bdi>{names.coldkey(coldkey)}</bdi>}
          isOn={chosen.includes(coldkey)}
          onChange={(isOn) =>
            onChange(isOn ? [...chosen, coldkey] : chosen.filter((one) => one !== coldkey))
          }
        />
      ))}
    </div>
  );
}

/** Format, period and accounts, and the file. */
function ExportPart() {
  const { deps, store } = usePanel();
  const books = useBooks().books.value;
  const prices = useDailyPrices();
  const years = useBookYears([]);
  const saving = useMemo(createAction, []);
  const [format, setFormat] = useState<FileFormat>('csv');
  const [year, setYear] = useState<number | null>(null);
  const [left, setLeft] = useState<readonly Ss58Address[] | null>(null);
  const [saved, setSaved] = useState<number | null>(null);
  const coldkeys = left ?? (books ?? []).map(({ coldkey }) => coldkey);
  const { genesisHash } = store.network.value;
  const save = () =>
    void saving.run(async () => {
      if (genesisHash === null) return;
      setSaved(null);
      const asked = { genesisHash, coldkeys, year, prices };
      const { name, content, rows } = await bookFile(bookReader, format, asked);
      deps.browser.saveFile(name, content);
      setSaved(rows);
    });
  const error = saving.error.value;
  return (
    <div class="stack">
      {books !== null && books.length > 0 ? (
        <>
          <Select
            label={t('exportFormat')}
            value={format}
            options={fileFormats.map((one) => ({ value: one, text: t(`exportFormat_${one}`) }))}
            onChange={(text) => setFormat(fileFormats.find((one) => one === text) ?? 'csv')}
          />
          <p class="field-note">{t(`exportAbout_${format}`)}</p>
          {format !== 'json' && (
            <Select
              label={t('exportPeriod')}
              value={year === null ? '' : String(year)}
              options={[
                { value: '', text: t('activityAll_year') },
                ...years.map((one) => ({ value: String(one), text: String(one) })),
              ]}
              onChange={(text) => setYear(years.find((one) => String(one) === text) ?? null)}
            />
          )}
          <Accounts chosen={coldkeys} onChange={setLeft} />
          {error !== null && (
            <Banner tone="red" isAlert>
              {errorText(error)}
            </Banner>
          )}
          <div class="line">
            <Button
              look="primary"
              icon="fall"
              isDisabled={coldkeys.length === 0 || saving.isRunning.value}
              onPress={save}
            >
              {t('exportSave')}
            </Button>
            <span class="small soft" role="status">
              {saved !== null && tCount('exportSaved', saved)}
            </span>
          </div>
        </>
      ) : (
        <p class="soft">{t('exportNothing')}</p>
      )}
    </div>
  );
}

const parts = ['export', 'import'] as const;

export function ExportSheet({ onClose }: { onClose: () => void }) {
  const [part, setPart] = useState<(typeof parts)[number]>('export');
  return (
    <Sheet title={t('exportAndImport')} onClose={onClose}>
      <div class="body padded stack">
        <Segments
          label={t('exportAndImport')}
          value={part}
          options={[
            { value: 'export', text: t('exportTitle') },
            { value: 'import', text: t('importTitle') },
          ]}
          onChange={(text) => setPart(parts.find((one) => one === text) ?? 'export')}
        />
        {part === 'export' ? <ExportPart /> : <ImportPart />}
      </div>
    </Sheet>
  );
}
