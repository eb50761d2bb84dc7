// The ways out of a store that cannot be opened and of a screen that fails: save what can be read, start over.
import { useMemo, useState } from 'preact/hooks';
import { createAction } from './core/action.ts';
import type { PanelModel } from './panel-model.ts';
import { errorText } from './words/error-text.ts';
import { t } from './core/text.ts';
import { Banner } from './ui/banner.tsx';
import { Button } from './ui/button.tsx';

export function WayOut({ deps }: Pick<PanelModel, 'deps'>) {
  const saving = useMemo(createAction, []);
  const deleting = useMemo(createAction, []);
  const [isSure, setSure] = useState(false);
  const error = saving.error.value ?? deleting.error.value;
  const save = () =>
    void saving.run(async () => {
      deps.browser.saveFile('taubar.json', await deps.reader.dumpStore());
    });
  const startOver = () =>
    void deleting
      .run(() => deps.call('startOver', null))
      .then((isDone) => isDone && globalThis.location.reload());
  return (
    <section class="stack">
      <p class="soft small">{t('wayOutText')}</p>
      {error !== null && <Banner tone="red">{errorText(error)}</Banner>}
      <Button onPress={save}>{t('wayOutSave')}</Button>
      {isSure ? (
        <>
          <Banner tone="warning">{t('startOverText')}</Banner>
          <Button look="danger" isDisabled={deleting.isRunning.value} onPress={startOver}>
            {t('startOverSure')}
          </Button>
        </>
      ) : (
        <Button onPress={() => setSure(true)}>{t('startOver')}</Button>
      )}
    </section>
  );
}
