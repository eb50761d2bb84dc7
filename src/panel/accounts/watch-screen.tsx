// Watching an address without a wallet: any SS58 prefix is accepted, prefix 42 is shown, and it counts only if it is mine.
import { useMemo, useState } from 'preact/hooks';
import { createAction } from '../core/action.ts';
import { errorText } from '../words/error-text.ts';
import { t } from '../core/text.ts';
import { Button } from '../ui/button.tsx';
import { Field, Toggle } from '../ui/field.tsx';
import { usePanel } from '../core/panel-context.ts';
import { Screen } from '../ui/screen.tsx';

export function WatchScreen() {
  const { deps, router } = usePanel();
  const adding = useMemo(createAction, []);
  const [text, setText] = useState('');
  const [label, setLabel] = useState('');
  const [isMine, setMine] = useState(false);
  const error = adding.error.value;
  const add = () => {
    const work = async () => {
      await deps.call('addWatched', { text: text.trim(), label: label.trim(), isMine });
    };
    void adding.run(work).then((isDone) => isDone && router.home());
  };
  return (
    <Screen
      title={t('watchTitle')}
      onBack={() => {
        adding.clear();
        router.back();
      }}
    >
      <form
        class="padded stack"
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <p class="soft">{t('watchText')}</p>
        <Field
          label={t('addressLabel')}
          value={text}
          isCode
          onInput={(value) => {
            setText(value);
            adding.clear();
          }}
          placeholder="5…"
          problem={error === null ? null : errorText(error)}
        />
        <Field label={t('labelHere')} value={label} onInput={setLabel} />
        <Toggle
          label={t('countAsMine')}
          note={t('countAsMineNote')}
          isOn={isMine}
          onChange={setMine}
        />
        <Button
          look="primary"
          isWide
          isDisabled={text.trim() === '' || adding.isRunning.value}
          onPress={add}
        >
          {t('watchIt')}
        </Button>
      </form>
    </Screen>
  );
}
