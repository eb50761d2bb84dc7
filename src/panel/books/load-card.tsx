// "Load my history from the chain": what it does and costs, how far it is, and how to stop it.
import type { ComponentChildren } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import type { BookRun } from '../../model/book.ts';
import { createAction, type Action } from '../core/action.ts';
import { usePanel } from '../core/panel-context.ts';
import { isolated, t, tCount } from '../core/text.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { Select } from '../ui/field.tsx';
import { errorText } from '../words/error-text.ts';
import { lastsText, megabytesText } from '../words/format.ts';
import { reasonsOf } from './coverage.ts';
import {
  paceName,
  paceNames,
  paces,
  reaches,
  reachFrom,
  runProgress,
  type Reach,
} from './run-view.ts';
import { unreadAdvice, unreadText } from './unread-words.ts';
import { useBooks } from './use-books.ts';

function hostOf(endpoint: string): string {
  return URL.parse(endpoint)?.host ?? endpoint;
}

function Pace({ pace, onChange }: { pace: number; onChange: (pace: number) => void }) {
  return (
    <Select
      label={t('historyPace')}
      value={paceName(pace)}
      options={paceNames.map((one) => ({ value: one, text: t(`historyPace_${one}`) }))}
      onChange={(text) => onChange(paces[paceNames.find((one) => one === text) ?? 'usual'])}
    />
  );
}

/** What hardly anybody needs to choose. */
function Advanced({ children }: { children: ComponentChildren }) {
  return (
    <details class="small">
      <summary>{t('historyAdvanced')}</summary>
      <div class="history-choices">{children}</div>
    </details>
  );
}

function Begin({ asking }: { asking: Action }) {
  const { deps, portfolio, store } = usePanel();
  const [reach, setReach] = useState<Reach>('quarter');
  const [pace, setPace] = useState<number>(paces.usual);
  const head = store.snapshot.value?.snapshot.block.number ?? null;
  const begin = () => {
    if (head === null) return;
    const coldkeys = [...portfolio.coldkeys.value];
    void asking.run(() =>
      deps.call('startBooks', { coldkeys, from: reachFrom(reach, head), pace }),
    );
  };
  return (
    <>
      <div class="history-choices">
        <Select
          label={t('historyReach')}
          value={reach}
          options={reaches.map((one) => ({ value: one, text: t(`historyReach_${one}`) }))}
          onChange={(text) => setReach(reaches.find((one) => one === text) ?? 'quarter')}
        />
        <Button look="primary" isDisabled={head === null || asking.isRunning.value} onPress={begin}>
          {t('historyBegin')}
        </Button>
      </div>
      <Advanced>
        <Pace pace={pace} onChange={setPace} />
      </Advanced>
    </>
  );
}

/** What it came to so far, and for how long it goes on. */
function Sofar({ run }: { run: BookRun }) {
  return (
    <p class="small soft">
      {tCount('historyFound', run.entriesFound)}{' '}
      {t('historyCost', {
        questions: run.questions.toLocaleString(),
        megabytes: megabytesText(run.bytes),
      })}{' '}
      {run.state === 'running' && run.msLeft !== null && (
        <span>{t('historyLeft', { time: lastsText(run.msLeft) })}</span>
      )}
    </p>
  );
}

function Under({ run, asking }: { run: BookRun; asking: Action }) {
  const { deps } = usePanel();
  const books = useBooks();
  const ask = (method: 'pauseBooks' | 'resumeBooks' | 'cancelBooks') => () =>
    void asking.run(() => deps.call(method, null));
  const progress = runProgress(run, books.books.value ?? []);
  const isRunning = run.state === 'running';
  return (
    <>
      <progress
        class="progress"
        max={1_000}
        value={progress ?? undefined}
        aria-label={t('historyLoadTitle')}
      />
      <div role="status">
        {!isRunning && <p class="strong">{t('historyPaused')}</p>}
        <Sofar run={run} />
      </div>
      <div class="history-acts">
        <Button isSmall onPress={ask(isRunning ? 'pauseBooks' : 'resumeBooks')}>
          {t(isRunning ? 'historyPause' : 'historyResume')}
        </Button>
        <Button isSmall look="quiet" onPress={ask('cancelBooks')}>
          {t('historyCancel')}
        </Button>
      </div>
      <Advanced>
        <Pace
          pace={run.pace}
          onChange={(pace) => void asking.run(() => deps.call('setBooksPace', { pace }))}
        />
      </Advanced>
      {isRunning && <p class="small quiet">{t('historyUsable')}</p>}
    </>
  );
}

function Stopped({ run, asking }: { run: BookRun; asking: Action }) {
  const { deps } = usePanel();
  const { why } = run;
  if (why === null) return null;
  return (
    <>
      <Banner tone="warning" title={unreadText(why)}>
        <p>{unreadAdvice(why)}</p>
      </Banner>
      <Sofar run={run} />
      <div>
        <Button
          isSmall
          isDisabled={asking.isRunning.value}
          onPress={() => void asking.run(() => deps.call('resumeBooks', null))}
        >
          {t('historyAgain')}
        </Button>
      </div>
    </>
  );
}

/** What could not be loaded earlier; it is tried again with the next loading. */
function Gaps() {
  const reasons = reasonsOf(useBooks().books.value ?? []);
  if (reasons.length === 0) return null;
  return (
    <Banner tone="warning" title={t('historyGaps')}>
      {reasons.map((why) => (
        <p key={why}>
          <span class="strong">{unreadText(why)}</span> <span>{unreadAdvice(why)}</span>
        </p>
      ))}
    </Banner>
  );
}

function Words({ archive }: { archive: string | null }) {
  const { router } = usePanel();
  if (archive === null) {
    return (
      <>
        <p class="small soft">{t('historyNoArchive')}</p>
        <div>
          <Button
            isSmall
            icon="gear"
            onPress={() => router.go({ name: 'settings', part: 'network' })}
          >
            {t('historySetArchive')}
          </Button>
        </div>
      </>
    );
  }
  return (
    <>
      <p class="small">{t('historyAbout')}</p>
      <p class="small soft">{t('historyPrivacy', { endpoint: isolated(hostOf(archive)) })}</p>
    </>
  );
}

/** What to load next, or how the loading goes. `hasTitle`: nothing above it says what it is. */
export function LoadCard({ hasTitle = true }: { hasTitle?: boolean }) {
  const { store } = usePanel();
  const books = useBooks();
  const asking = useMemo(createAction, []);
  const { archive } = store.network.value;
  const run = books.run.value;
  const error = asking.error.value;
  const isUnder = run !== null && (run.state === 'running' || run.state === 'paused');
  const hasStopped = run?.state === 'stopped' && run.why !== null && archive !== null;
  return (
    <section class="card load-card" aria-label={t('historyLoadTitle')}>
      {hasTitle && <h2>{t(run?.state === 'running' ? 'historyRunning' : 'historyLoadTitle')}</h2>}
      {error !== null && (
        <Banner tone="red" isAlert>
          {errorText(error)}
        </Banner>
      )}
      {isUnder ? (
        <Under run={run} asking={asking} />
      ) : hasStopped ? (
        <>
          <Stopped run={run} asking={asking} />
          <details class="small">
            <summary>{t('historyOther')}</summary>
            <div class="stack">
              <Words archive={archive} />
              <Begin asking={asking} />
            </div>
          </details>
        </>
      ) : (
        <>
          <Gaps />
          <Words archive={archive} />
          {archive !== null && <Begin asking={asking} />}
        </>
      )}
    </section>
  );
}
