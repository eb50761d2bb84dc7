// What needs the user, two lines at most until asked for more; absent when there is nothing.
import { useComputed } from '@preact/signals';
import { useState } from 'preact/hooks';
import { needsOf, type Need } from './attention.ts';
import { blockText } from '../words/format.ts';
import { isolated, t, tCount } from '../core/text.ts';
import { Icon } from '../ui/icon.tsx';
import { usePanel } from '../core/panel-context.ts';

const SHOWN = 2;

function useSentence(): (need: Need) => string {
  const { names } = usePanel();
  return (need) => {
    switch (need.kind) {
      case 'swap-announced':
        return t(
          need.isDisputed ? 'needSwapDisputed' : 'needSwapAnnounced',
          isolated(names.coldkey(need.coldkey)),
          blockText(need.atBlock),
        );
      case 'about-to-be-pruned':
        return t('needPruned', names.number(need.netuid));
      case 'not-registered':
        return t(
          'needNotRegistered',
          isolated(names.hotkey(need.hotkey)),
          names.number(need.netuid),
        );
      case 'lock-ending':
        return t('needLockEnding', names.number(need.netuid), tCount('dayCount', need.days));
      case 'earned-nothing':
        return t(
          'needEarnedNothing',
          isolated(names.hotkey(need.hotkey)),
          names.number(need.netuid),
        );
    }
  };
}

export function NeedsYou() {
  const { store, portfolio, router } = usePanel();
  const needs = useComputed(() => {
    const record = store.snapshot.value;
    if (record === null) return [];
    const { smallUnderRao } = store.settings.value;
    return needsOf(record.snapshot, portfolio.coldkeys.value, smallUnderRao);
  });
  const [isOpen, setOpen] = useState(false);
  const sentence = useSentence();
  const all = needs.value;
  if (all.length === 0) return null;
  const shown = isOpen ? all : all.slice(0, all.length === SHOWN + 1 ? SHOWN + 1 : SHOWN);
  const open = (need: Need) => {
    if (need.kind === 'swap-announced') router.go({ name: 'account', coldkey: need.coldkey });
    else router.go({ name: 'subnet', netuid: need.netuid });
  };
  return (
    <section aria-label={t('needsYou')} class="needs">
      {shown.map((need, index) => (
        <button type="button" class="need" key={index} onClick={() => open(need)}>
          <Icon name="alert" small />
          <span class="grow one-line" title={sentence(need)}>
            {sentence(need)}
          </span>
          <Icon name="caret" small />
        </button>
      ))}
      {all.length > shown.length && (
        <button type="button" class="need" onClick={() => setOpen(true)}>
          <Icon name="plus" small />
          <span class="grow">{t('moreNeeds', String(all.length - shown.length))}</span>
        </button>
      )}
    </section>
  );
}
