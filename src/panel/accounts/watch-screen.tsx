// Watching an address without a wallet: any SS58 prefix is accepted, prefix 42 is shown, and it counts only if it is mine.
import { useMemo, useState } from 'preact/hooks';
import { createAction } from '../core/action.ts';
import { errorText } from '../words/error-text.ts';
import { t } from '../core/text.ts';
import { Button } from '../ui/button.tsx';
import { Field, Toggle } from '../ui/field.tsx';
import { useKeptForm } from '../core/kept-form.ts';
import { withDestination } from '../core/router.ts';
import type { Ss58Address } from '../../units.ts';
import { DraftLine } from '../words/draft-line.tsx';
import { usePanel } from '../core/panel-context.ts';
import { pastedAddress } from './pasted-address.ts';
import { Screen } from '../ui/screen.tsx';

const EMPTY = { text: '', label: '', isMine: '' };

type Props = {
  /** The address is for the ticket below: with it, that one opens again. */
  isForTicket: boolean;
};

export function WatchScreen({ isForTicket }: Props) {
  const { deps, router, portfolio } = usePanel();
  const adding = useMemo(createAction, []);
  const form = useKeptForm('watch', EMPTY);
  const { text, label } = form.values;
  const isMine = form.values.isMine !== '';
  const [pasting, setPasting] = useState<'pasteRefused' | 'pasteNoAddress' | null>(null);
  const error = adding.error.value;
  const problem = error !== null ? errorText(error) : pasting === null ? null : t(pasting);
  const type = (value: string) => {
    form.set({ text: value });
    adding.clear();
    setPasting(null);
  };
  const paste = () => {
    deps.browser.paste().then(
      (clipboard) => {
        const address = pastedAddress(clipboard);
        if (address === null) setPasting('pasteNoAddress');
        else type(address);
      },
      () => setPasting('pasteRefused'),
    );
  };
  const goOn = (toColdkey: Ss58Address) => {
    form.clear();
    if (isForTicket) router.backWith((below) => withDestination(below, toColdkey));
    else {
      // What was just added is what the user came for, whether it counts or not.
      portfolio.choose(toColdkey);
      router.home();
    }
  };
  const add = () => {
    void adding.run(async () => {
      const typed = { text: text.trim(), label: label.trim(), isMine };
      const { coldkey } = await deps.call('addWatched', typed);
      goOn(coldkey);
    });
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
        class="padded stack form-width"
        onSubmit={(event) => {
          event.preventDefault();
          add();
        }}
      >
        <DraftLine since={form.since} onStartOver={form.clear} />
        <p class="soft">{t('watchText')}</p>
        <Field
          label={t('addressLabel')}
          value={text}
          isCode
          onInput={type}
          placeholder="5…"
          note={t('watchFormats')}
          problem={problem}
          end={<Button onPress={paste}>{t('paste')}</Button>}
        />
        <Field
          label={t('nameOptional')}
          value={label}
          onInput={(value) => form.set({ label: value })}
        />
        <Toggle
          label={t('countAsMine')}
          note={t('countAsMineNote')}
          isOn={isMine}
          onChange={(isOn) => form.set({ isMine: isOn ? 'yes' : '' })}
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
