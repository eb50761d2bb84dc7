// The strips above everything: a test network, and what limits the figures now.
import type { ComponentChildren } from 'preact';
import { isFresh } from '../model/age.ts';
import { blockAgeText, lastsText } from './words/format.ts';
import { nodeName } from './words/node-name.ts';
import { OLD_BLOCK, type Freshness } from './core/freshness.ts';
import { cleanName, isolated, t, tCount } from './core/text.ts';
import { Icon, type IconName } from './ui/icon.tsx';
import { usePanel } from './core/panel-context.ts';

type StripProps = {
  tone: 'notice' | 'warning' | 'red';
  icon: IconName;
  children: ComponentChildren;
  /** Said of this moment: no later popup begins with it. */
  isPassing?: true;
};

function Strip({ tone, icon, children, isPassing }: StripProps) {
  return (
    <p class={`strip strip-${tone}`} data-kept={isPassing && 'not'}>
      <Icon name={icon} small />
      <span class="grow">{children}</span>
    </p>
  );
}

/** Why the figures are not of now; null: nothing to say. */
function agedText(current: Freshness, isClockOff: boolean, node: string): string | null {
  const { error } = current;
  if (current.state === 'live') return null;
  if (current.state === 'nothing') return error === null ? null : t('refusedNoFigures');
  const { age, block } = current;
  const asOf = blockAgeText(age);
  if (error?.code === 'NODE_BUSY')
    return block === null ? t('busyNoFigures', { node }) : t('busyAsOf', { age: asOf, node });
  if (current.state === 'offline') {
    return block === null ? t('offlineNoFigures') : t('offlineAsOf', { age: asOf });
  }
  if (error !== null) return t('refusedAsOf', { age: asOf });
  if (age === null) return isClockOff ? null : t('blockFromFuture');
  return age > OLD_BLOCK ? t('blockIsOld', { age: asOf }) : null;
}

/** Its node was left for another one long since. Milliseconds. */
const LIE_SHOWN = 86_400_000;

const isRecentLie = (at: number | undefined, now: number): boolean =>
  at !== undefined && isFresh(at, now, LIE_SHOWN);

export function Strips() {
  const { store, portfolio, names, freshness, router, clock, deps, refreshing } = usePanel();
  const network = store.network.value;
  const current = freshness.value;
  const clockOffset = store.node.value?.clockOffset ?? null;
  const node = nodeName(store.node.value?.endpoint);
  const aged = agedText(current, clockOffset !== null, node);
  const setAside = store.setAside.value.length;
  const proof = store.head.value?.proof;
  const lie = store.proofs.value?.lie;
  const unread = portfolio.sums.value?.unread ?? [];
  const counted = portfolio.coldkeys.value.length;
  const account = unread[0] === undefined ? '' : isolated(names.coldkey(unread[0]));
  // The node did not list its stake; one that was only added since is loaded next. Not known until the snapshot is read.
  const hasFailed = store.snapshot.value?.snapshot.unread.some((one) => unread.includes(one));
  const isOne = unread.length === 1 && counted > 1;
  const retry = () => void refreshing.run(() => deps.call('refresh', null));
  return (
    <div role="status">
      {!network.isReal && (
        <Strip tone="notice" icon="info">
          {t('notRealTao', { network: cleanName(network.name).toUpperCase() })}
        </Strip>
      )}
      {clockOffset !== null && (
        <Strip tone="warning" icon="clock">
          {t(clockOffset > 0 ? 'clockBehind' : 'clockAhead', {
            duration: lastsText(Math.abs(clockOffset)),
          })}
        </Strip>
      )}
      {aged !== null && (
        <Strip tone="warning" icon={current.state === 'offline' ? 'offline' : 'clock'} isPassing>
          {aged}{' '}
          <button type="button" onClick={() => router.go({ name: 'settings', part: 'network' })}>
            {t('why')}
          </button>
        </Strip>
      )}
      {setAside > 0 && (
        <Strip tone="warning" icon="alert">
          {tCount('setAsideStrip', setAside)}{' '}
          <button type="button" onClick={() => router.go({ name: 'settings' })}>
            {t('why')}
          </button>
        </Strip>
      )}
      {unread[0] !== undefined && !(isOne && hasFailed === undefined) && (
        <Strip tone="warning" icon="alert">
          {!isOne
            ? tCount('partialAccounts', counted, { read: String(counted - unread.length) })
            : hasFailed === true
              ? tCount('partialAccount', counted - 1, { account, node })
              : tCount('partialLoading', counted - 1, { account })}{' '}
          {hasFailed === true && (
            <button type="button" disabled={refreshing.isRunning.value} onClick={retry}>
              {t('askAgain')}
            </button>
          )}
        </Strip>
      )}
      {isRecentLie(lie?.at, clock.now.value) && (
        <Strip tone="red" icon="stop">
          {t('proofLieStrip', { node: nodeName(lie?.endpoint) })}{' '}
          <button type="button" onClick={() => router.go({ name: 'settings', part: 'security' })}>
            {t('why')}
          </button>
        </Strip>
      )}
      {proof?.state === 'differs' && (
        <Strip tone="red" icon="stop">
          {t('nodeDiffersStrip', { subnet: names.number(proof.netuid), node })}{' '}
          <button type="button" onClick={() => router.go({ name: 'settings', part: 'network' })}>
            {t('nodeDiffersAct')}
          </button>
        </Strip>
      )}
    </div>
  );
}
