// The keys that work everywhere, and those that open the extension as they are set in the browser.
import { useEffect, useState } from 'preact/hooks';
import { t } from '../core/text.ts';
import { usePanel } from '../core/panel-context.ts';

export function KeysSection() {
  const { deps } = usePanel();
  const [shortcut, setShortcut] = useState<string | null>(null);
  useEffect(() => {
    // A browser that does not tell its shortcuts leaves that line out.
    deps.browser.shortcut().then(setShortcut, () => undefined);
  }, []);
  return (
    <section class="stack-s">
      <h2>{t('keysTitle')}</h2>
      <dl class="key-list">
        {shortcut !== null && (
          <>
            <dt>{shortcut === '' ? t('keysNone') : <kbd>{shortcut}</kbd>}</dt>
            <dd>{t('keysOpen')}</dd>
          </>
        )}
        <dt>
          <kbd>{t('keysPaletteKeys')}</kbd>
        </dt>
        <dd>{t('keysPalette')}</dd>
        <dt>
          <kbd>/</kbd>
        </dt>
        <dd>{t('keysSearch')}</dd>
      </dl>
    </section>
  );
}
