// When an alert is not to be told.
import { t } from '../core/text.ts';
import { Select, Toggle } from '../ui/field.tsx';
import type { AlertDraft } from './alert-draft.ts';

const MINUTES_AN_HOUR = 60;

const hourText = (hour: number): string => `${String(hour).padStart(2, '0')}:00`;

export function QuietHours({
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
