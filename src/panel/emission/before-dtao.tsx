// Root stake before dTAO, read from an archive on demand, with its date and source; or why it cannot be read.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { rootConcentration, type RootConcentration } from '../../emission/root-before-dtao.ts';
import type { RootBeforeDtao } from '../../model/emission-facts.ts';
import type { Hex } from '../../units.ts';
import { blockText, percentText, dateText } from '../words/format.ts';
import { endRun, newRun } from '../core/long-read.ts';
import type { Call } from '../core/panel-deps.ts';
import { t, tCount } from '../core/text.ts';
import { Button } from '../ui/button.tsx';
import { usePanel } from '../core/panel-context.ts';

export type BeforeDtao = {
  answer: RootBeforeDtao | null;
  isReading: boolean;
  /** null: not read, or not known. */
  found: RootConcentration | null;
  read: () => void;
  /** Stops at once and discards what was read. */
  stop: () => void;
};

/** What was is told once for as long as the panel is open, and of one chain. */
const told = new WeakMap<Call, { genesisHash: Hex; answer: RootBeforeDtao }>();

export function useBeforeDtao(genesisHash: Hex): BeforeDtao {
  const { deps } = usePanel();
  const before = told.get(deps.call);
  const [answer, setAnswer] = useState<RootBeforeDtao | null>(
    before?.genesisHash === genesisHash ? before.answer : null,
  );
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
    if (answer === null || !answer.known) return null;
    const concentration = rootConcentration(answer.validators, answer.totalStake);
    return concentration.known ? concentration.value : null;
  }, [answer]);
  return {
    answer,
    isReading,
    found,
    stop,
    read() {
      const mine = newRun();
      run.current = mine;
      setReading(true);
      void deps
        .call('readRootBeforeDtao', { run: mine })
        // The node is unreachable or timed out: shown as "could not be read", with a button to retry.
        .catch((): RootBeforeDtao => ({ known: false, reason: 'unreadable' }))
        .then((read) => {
          if (run.current !== mine) return;
          run.current = null;
          if (read.known) told.set(deps.call, { genesisHash, answer: read });
          setAnswer(read);
          setReading(false);
        });
    },
  };
}

const reasons = {
  'no-archive': 'beforeDtaoNoArchive',
  'never-before': 'beforeDtaoNever',
  'not-on-this-runtime': 'beforeDtaoOther',
  unreadable: 'beforeDtaoFailed',
} as const;

const reasonOf = ({ answer, found }: BeforeDtao): keyof typeof reasons | null => {
  if (answer === null || found !== null) return null;
  return answer.known ? 'not-on-this-runtime' : answer.reason;
};

/** Why there are no figures, or none yet. */
export function beforeDtaoNote(early: BeforeDtao, hasArchive: boolean): string | null {
  if (!hasArchive) return t('beforeDtaoNoArchive');
  if (early.isReading) return t('beforeDtaoReading');
  const reason = reasonOf(early);
  return reason === null ? null : t(reasons[reason]);
}

/** How many owners had how much, and when. */
export function beforeDtaoCaption({ answer }: BeforeDtao, count: number, stake: string): string {
  if (answer === null || !answer.known) throw new RangeError('nothing was read');
  return answer.at.known
    ? tCount('concentrationOfEarly', count, { stake, date: dateText(answer.at.value) })
    : tCount('concentrationOfEarlyAt', count, { stake, block: blockText(answer.block.number) });
}

export function BeforeDtaoControls({
  early,
  hasArchive,
}: {
  early: BeforeDtao;
  hasArchive: boolean;
}) {
  if (!hasArchive) return null;
  if (early.isReading) {
    return (
      <Button isSmall onPress={early.stop}>
        {t('stopReading')}
      </Button>
    );
  }
  return reasonOf(early) === 'unreadable' ? (
    <Button isSmall onPress={early.read}>
      {t('askAgain')}
    </Button>
  ) : null;
}

const hostOf = (endpoint: string): string =>
  endpoint.replace(/^wss?:\/\//, '').replace(/[:/].*$/, '');

export function BeforeDtaoMethod({ early: { answer, found } }: { early: BeforeDtao }) {
  if (answer === null || !answer.known || found === null) return null;
  return (
    <p>
      {t('beforeDtaoMethod', {
        block: blockText(answer.block.number),
        node: hostOf(answer.endpoint),
        deciding: String(found.withValidatorStake),
        validators: String(found.validators),
      })}
      {found.ofAllPpm !== null && ` ${t('beforeDtaoPart', { part: percentText(found.ofAllPpm) })}`}
    </p>
  );
}
