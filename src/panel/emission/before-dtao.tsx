// Who decided before dTAO, as an archive has it: asked by a button, dated, with whose word it is; where it cannot be had, why.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { earlyConcentration, type EarlyConcentration } from '../../emission/early-say.ts';
import type { EarlySay } from '../../model/emission-facts.ts';
import { blockText, percentText, dateText } from '../words/format.ts';
import { endRun, newRun } from '../core/long-read.ts';
import { t } from '../core/text.ts';
import { Button } from '../ui/button.tsx';
import { usePanel } from '../core/panel-context.ts';

export type Early = {
  say: EarlySay | null;
  isReading: boolean;
  /** null: not read, or not to be told. */
  found: EarlyConcentration | null;
  read: () => void;
  /** At once; nothing of it is kept. */
  stop: () => void;
};

export function useEarlySay(): Early {
  const { deps } = usePanel();
  const [say, setSay] = useState<EarlySay | null>(null);
  const [isReading, setReading] = useState(false);
  const run = useRef<string | null>(null);
  const stop = () => {
    if (run.current === null) return;
    endRun(deps.call, run.current);
    run.current = null;
    setReading(false);
  };
  useEffect(() => stop, []);
  const found = useMemo(() => {
    if (say === null || !say.known) return null;
    const concentration = earlyConcentration(say.validators, say.totalStake);
    return concentration.known ? concentration.value : null;
  }, [say]);
  return {
    say,
    isReading,
    found,
    stop,
    read() {
      const mine = newRun();
      run.current = mine;
      setReading(true);
      void deps
        .call('readEarlySay', { run: mine })
        // The node is away or took too long: said as "could not be read", to try again.
        .catch((): EarlySay => ({ known: false, reason: 'unreadable' }))
        .then((answer) => {
          if (run.current !== mine) return;
          run.current = null;
          setSay(answer);
          setReading(false);
        });
    },
  };
}

export function earlyNote({ say }: Early): string {
  if (say === null || !say.known) return t('lensSayBeforeNote');
  return say.at.known
    ? t('lensSayBeforeAt', dateText(say.at.value))
    : t('blockNumber', blockText(say.block.number));
}

const reasons = {
  'no-archive': 'lensEarlyNoArchive',
  'never-before': 'lensEarlyNever',
  'not-on-this-runtime': 'lensEarlyOther',
  unreadable: 'lensEarlyFailed',
} as const;

export function EarlyControls({ early, hasArchive }: { early: Early; hasArchive: boolean }) {
  const { say, isReading, read, stop } = early;
  if (!hasArchive) return <p class="small quiet">{t('lensEarlyNoArchive')}</p>;
  if (isReading) {
    return (
      <div class="stack-s" role="status">
        <p class="small soft">{t('lensEarlyReading')}</p>
        <div>
          <Button isSmall onPress={stop}>
            {t('lensCancel')}
          </Button>
        </div>
      </div>
    );
  }
  const reason = say === null ? null : say.known ? 'not-on-this-runtime' : say.reason;
  return (
    <div class="stack-s">
      {reason !== null && <p class="small quiet">{t(reasons[reason])}</p>}
      {(reason === null || reason === 'unreadable') && (
        <div>
          <Button isSmall onPress={read}>
            {t(reason === null ? 'lensEarlyRead' : 'lensSayAgain')}
          </Button>
        </div>
      )}
    </div>
  );
}

const hostOf = (endpoint: string): string =>
  endpoint.replace(/^wss?:\/\//, '').replace(/[:/].*$/, '');

export function EarlyMethod({ early: { say, found } }: { early: Early }) {
  if (say === null || !say.known || found === null) return null;
  return (
    <p>
      {t(
        'lensEarlyMethod',
        blockText(say.block.number),
        hostOf(say.endpoint),
        String(found.withSay),
        String(found.validators),
      )}
      {found.ofAllPpm !== null && ` ${t('lensEarlyPart', percentText(found.ofAllPpm))}`}
    </p>
  );
}
