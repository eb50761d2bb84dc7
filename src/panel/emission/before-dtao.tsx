// Who decided before dTAO, as an archive has it: asked by a button, dated, with whose word it is; where it cannot be had, why.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { rootConcentration, type RootConcentration } from '../../emission/root-before-dtao.ts';
import type { RootBeforeDtao } from '../../model/emission-facts.ts';
import { blockText, percentText, dateText } from '../words/format.ts';
import { endRun, newRun } from '../core/long-read.ts';
import { t } from '../core/text.ts';
import { Button } from '../ui/button.tsx';
import { usePanel } from '../core/panel-context.ts';

type BeforeDtao = {
  say: RootBeforeDtao | null;
  isReading: boolean;
  /** null: not read, or not to be told. */
  found: RootConcentration | null;
  read: () => void;
  /** At once; nothing of it is kept. */
  stop: () => void;
};

export function useRootBeforeDtao(): BeforeDtao {
  const { deps } = usePanel();
  const [say, setValidatorStake] = useState<RootBeforeDtao | null>(null);
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
    const concentration = rootConcentration(say.validators, say.totalStake);
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
        .call('readRootBeforeDtao', { run: mine })
        // The node is away or took too long: said as "could not be read", to try again.
        .catch((): RootBeforeDtao => ({ known: false, reason: 'unreadable' }))
        .then((answer) => {
          if (run.current !== mine) return;
          run.current = null;
          setValidatorStake(answer);
          setReading(false);
        });
    },
  };
}

export function beforeDtaoNote({ say }: BeforeDtao): string {
  if (say === null || !say.known) return t('validatorStakeBeforeNote');
  return say.at.known
    ? t('validatorStakeBeforeAt', dateText(say.at.value))
    : t('blockNumber', blockText(say.block.number));
}

const reasons = {
  'no-archive': 'beforeDtaoNoArchive',
  'never-before': 'beforeDtaoNever',
  'not-on-this-runtime': 'beforeDtaoOther',
  unreadable: 'beforeDtaoFailed',
} as const;

export function BeforeDtaoControls({
  early,
  hasArchive,
}: {
  early: BeforeDtao;
  hasArchive: boolean;
}) {
  const { say, isReading, read, stop } = early;
  if (!hasArchive) return <p class="small quiet">{t('beforeDtaoNoArchive')}</p>;
  if (isReading) {
    return (
      <div class="stack-s" role="status">
        <p class="small soft">{t('beforeDtaoReading')}</p>
        <div>
          <Button isSmall onPress={stop}>
            {t('stopReading')}
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
            {t(reason === null ? 'beforeDtaoRead' : 'validatorStakeAgain')}
          </Button>
        </div>
      )}
    </div>
  );
}

const hostOf = (endpoint: string): string =>
  endpoint.replace(/^wss?:\/\//, '').replace(/[:/].*$/, '');

export function BeforeDtaoMethod({ early: { say, found } }: { early: BeforeDtao }) {
  if (say === null || !say.known || found === null) return null;
  return (
    <p>
      {t(
        'beforeDtaoMethod',
        blockText(say.block.number),
        hostOf(say.endpoint),
        String(found.withValidatorStake),
        String(found.validators),
      )}
      {found.ofAllPpm !== null && ` ${t('beforeDtaoPart', percentText(found.ofAllPpm))}`}
    </p>
  );
}
