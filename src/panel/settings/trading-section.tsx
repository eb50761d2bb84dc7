// What orders start with and are judged by, and how their cost is counted.
import { useEffect } from 'preact/hooks';
import type { Settings } from '../../model/settings.ts';
import { usePanel } from '../core/panel-context.ts';
import { t } from '../core/text.ts';
import { Segments, Select } from '../ui/field.tsx';
import { SettingGroup, SettingRow } from '../ui/setting.tsx';
import { bpsText } from '../words/format.ts';
import { commonTolerance, toleranceOfAll } from './tolerance-of-all.ts';

const impactChoices = [25, 50, 100, 200, 300] as const;
const toleranceChoices = [10, 25, 50, 100, 200, 500] as const;
/** Types of order have tolerances of their own. */
const MIXED = 'mixed';
const NONE = '';
const methods = ['fifo', 'average'] as const;

function Tolerance({ settings }: { settings: Settings }) {
  const { saveSettings } = usePanel();
  const common = commonTolerance(settings.toleranceBps);
  const choices = [...new Set([...toleranceChoices, ...(common === null ? [] : [common])])];
  return (
    <Select
      label={t('defaultTolerance')}
      value={common === null ? MIXED : String(common)}
      options={[
        ...(common === null ? [{ value: MIXED, text: t('defaultToleranceMixed') }] : []),
        ...choices
          .toSorted((a, b) => a - b)
          .map((bps) => ({ value: String(bps), text: bpsText(bps) })),
      ]}
      onChange={(value) => {
        const bps = choices.find((one) => String(one) === value);
        if (bps !== undefined) saveSettings({ toleranceBps: toleranceOfAll(bps) });
      }}
      note={t('defaultToleranceNote')}
    />
  );
}

/** One of those that the user stakes with. */
function Preferred({ settings }: { settings: Settings }) {
  const { portfolio, names, saveSettings } = usePanel();
  useEffect(() => void portfolio.whole(), []);
  const held = portfolio.value.value?.subnets.flatMap(({ positions }) => positions) ?? [];
  const hotkeys = [
    ...new Set([
      ...(settings.validator === null ? [] : [settings.validator]),
      ...held.map(({ hotkey }) => hotkey),
    ]),
  ];
  return (
    <Select
      label={t('preferredValidator')}
      value={settings.validator ?? NONE}
      options={[
        { value: NONE, text: t('preferredValidatorNone') },
        ...hotkeys.map((hotkey) => ({ value: hotkey, text: names.hotkey(hotkey) })),
      ]}
      onChange={(value) =>
        saveSettings({ validator: hotkeys.find((hotkey) => hotkey === value) ?? null })
      }
      note={t('preferredValidatorNote')}
    />
  );
}

export function TradingSection({ settings }: { settings: Settings }) {
  const { saveSettings } = usePanel();
  return (
    <SettingGroup title={t('limitsTitle')}>
      <Tolerance settings={settings} />
      <Preferred settings={settings} />
      <Select
        label={t('impactLimitLabel')}
        value={String(settings.impactLimitBps)}
        options={impactChoices.map((bps) => ({ value: String(bps), text: bpsText(bps) }))}
        onChange={(value) =>
          saveSettings({
            impactLimitBps: impactChoices.find((bps) => String(bps) === value) ?? 100,
          })
        }
        note={t('impactLimitNote')}
      />
      <SettingRow label={t('basisMethod')} note={t('basisMethodNote')}>
        <Segments
          label={t('basisMethod')}
          value={settings.lotMethod}
          options={methods.map((one) => ({ value: one, text: t(`basisMethod_${one}`) }))}
          onChange={(text) =>
            saveSettings({ lotMethod: methods.find((one) => one === text) ?? 'fifo' })
          }
        />
      </SettingRow>
    </SettingGroup>
  );
}
