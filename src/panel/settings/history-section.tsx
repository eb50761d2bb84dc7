// What of the past is kept on this device: how much, out and in, and how to forget it.
import { useEffect, useMemo, useState } from 'preact/hooks';
import { readBookSizes } from '../../store/book-reader.ts';
import { ExportSheet } from '../books/export-sheet.tsx';
import { useBooks } from '../books/use-books.ts';
import { createAction } from '../core/action.ts';
import { usePanel } from '../core/panel-context.ts';
import type { Route } from '../core/router.ts';
import { t, tCount } from '../core/text.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { SettingFold, SettingGroup, SettingLink, SettingRow } from '../ui/setting.tsx';
import { errorText } from '../words/error-text.ts';
import { megabytesText } from '../words/format.ts';
import { useSought } from './use-sought.ts';

type Sizes = Awaited<ReturnType<typeof readBookSizes>>;

function Forget() {
  const { deps } = usePanel();
  const forgetting = useMemo(createAction, []);
  const [isSure, setSure] = useState(false);
  const error = forgetting.error.value;
  if (!isSure) {
    return (
      <SettingRow label={t('historyForget')}>
        <Button isSmall look="danger" onPress={() => setSure(true)}>
          {t('historyForgetAsk')}
        </Button>
      </SettingRow>
    );
  }
  return (
    <Banner tone="warning" isAlert title={t('historyForgetTitle')}>
      <p>{t('historyForgetText')}</p>
      {error !== null && <p>{errorText(error)}</p>}
      <div class="line">
        <Button
          isSmall
          look="danger"
          isDisabled={forgetting.isRunning.value}
          onPress={() =>
            void forgetting
              .run(() => deps.call('forgetBooks', { coldkey: null }))
              .then((isDone) => isDone && setSure(false))
          }
        >
          {t('historyForgetYes')}
        </Button>
        <Button isSmall onPress={() => setSure(false)}>
          {t('historyKeep')}
        </Button>
      </div>
    </Banner>
  );
}

/** How much of each account is behind the whole. */
function Kept({ sizes }: { sizes: Sizes }) {
  const { names, store } = usePanel();
  const { bytes, entries, points } = sizes;
  const note = tCount('historyKept', entries, { points: points.toLocaleString() });
  const sizeText = (size: number): string => t('megabytes', { megabytes: megabytesText(size) });
  const order = store.accounts.value.map(({ coldkey }) => coldkey as string);
  const accounts = sizes.accounts.toSorted(
    (a, b) => order.indexOf(a.coldkey) - order.indexOf(b.coldkey),
  );
  if (accounts.length < 2) {
    return (
      <SettingRow label={t('historyKeptLabel')} note={note}>
        {sizeText(bytes)}
      </SettingRow>
    );
  }
  return (
    <SettingFold
      summary={
        <>
          <span class="grow">
            {t('historyKeptLabel')}
            <span class="field-note setting-note">{note}</span>
          </span>
          <span class="unbroken">{sizeText(bytes)}</span>
        </>
      }
    >
      <dl class="figures">
        {accounts.map(({ coldkey, bytes: size }) => [
          <dt key={coldkey}>
            <bdi>{names.coldkey(coldkey)}</bdi>
          </dt>,
          <dd key={`${coldkey} size`}>{sizeText(size)}</dd>,
        ])}
      </dl>
    </SettingFold>
  );
}

/** `openedBy`: the way that the user came for this section; null: for none. */
export function HistorySection({ openedBy }: { openedBy: Route | null }) {
  const { changes } = useBooks();
  const heading = useSought(openedBy);
  const [sizes, setSizes] = useState<Sizes | null>(null);
  const [isExporting, setExporting] = useState(false);
  const change = changes.value;
  useEffect(() => {
    // Without its size the section says nothing of it.
    void readBookSizes().then(setSizes, () => undefined);
  }, [change]);
  const isEmpty = sizes !== null && sizes.entries === 0 && sizes.points === 0;
  return (
    <SettingGroup title={t('historyTitle')} heading={heading}>
      {isEmpty && (
        <SettingRow label={t('historyKeptLabel')}>
          <span class="soft">{t('historyNothing')}</span>
        </SettingRow>
      )}
      {sizes !== null && !isEmpty && <Kept sizes={sizes} />}
      <SettingLink label={t('exportAndImport')} onPress={() => setExporting(true)} />
      {sizes !== null && !isEmpty && <Forget />}
      {isExporting && <ExportSheet onClose={() => setExporting(false)} />}
    </SettingGroup>
  );
}
