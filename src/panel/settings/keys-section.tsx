// The keys that work everywhere, and those that open the extension as they are set in the browser.
import { useEffect, useState } from 'preact/hooks';
import { t } from '../core/text.ts';
import { usePanel } from '../core/panel-context.ts';
import { SettingGroup, SettingRow } from '../ui/setting.tsx';

export function KeysSection() {
  const { deps } = usePanel();
  const [shortcut, setShortcut] = useState<string | null>(null);
  useEffect(() => {
    // A browser that does not tell its shortcuts leaves that line out.
    deps.browser.shortcut().then(setShortcut, () => undefined);
  }, []);
  return (
    <SettingGroup title={t('keysTitle')}>
      {shortcut !== null && (
        <SettingRow label={t('keysOpen')} note={t('keysOpenNote')}>
          {shortcut === '' ? <span class="soft">{t('keysNone')}</span> : <kbd>{shortcut}</kbd>}
        </SettingRow>
      )}
      <SettingRow label={t('keysPalette')} note={t('keysPaletteNote')}>
        <kbd>{t('keysPaletteKeys')}</kbd>
      </SettingRow>
      <SettingRow label={t('keysSearch')} note={t('keysSearchNote')}>
        <kbd>/</kbd>
      </SettingRow>
    </SettingGroup>
  );
}
