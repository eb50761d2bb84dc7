// What needs the user's attention: two lines until expanded, absent when there are none.
import { useComputed } from '@preact/signals';
import { useState } from 'preact/hooks';
import { attentionOf, type AttentionItem } from './attention.ts';
import { blockText, durationText } from '../words/format.ts';
import { isolated, t, tCount } from '../core/text.ts';
import { Tao } from '../words/amount.tsx';
import { Icon } from '../ui/icon.tsx';
import { usePanel } from '../core/panel-context.ts';

const SHOWN = 2;

function useSentence(): (item: AttentionItem) => string {
  const { names } = usePanel();
  return (item) => {
    switch (item.kind) {
      case 'swap-announced':
        return t(item.isDisputed ? 'needSwapDisputed' : 'needSwapAnnounced', {
          account: isolated(names.coldkey(item.coldkey)),
          block: blockText(item.atBlock),
        });
      case 'about-to-be-pruned':
        return t('needPruned', { subnet: names.number(item.netuid) });
      case 'near-removal':
        return t('needNearRemoval', {
          subnet: names.number(item.netuid),
          place: String(item.place),
        });
      case 'immunity-ending':
        return t('needImmunityEnding', {
          subnet: names.number(item.netuid),
          time: durationText(item.blocks),
        });
      case 'not-registered':
        return t('needNotRegistered', {
          validator: isolated(names.hotkey(item.hotkey)),
          subnet: names.number(item.netuid),
        });
      case 'lock-ending':
        return tCount('needLockEnding', item.days, { subnet: names.number(item.netuid) });
      case 'earned-nothing':
        return t('needEarnedNothing', {
          validator: isolated(names.hotkey(item.hotkey)),
          subnet: names.number(item.netuid),
        });
    }
  };
}

export function AttentionList() {
  const { store, portfolio, router } = usePanel();
  const attention = useComputed(() => {
    const record = store.snapshot.value;
    if (record === null) return [];
    const { smallUnderRao } = store.settings.value;
    const emission = store.emission.value;
    const facts = emission?.genesisHash === record.snapshot.genesisHash ? emission.facts : null;
    return attentionOf(record.snapshot, portfolio.coldkeys.value, smallUnderRao, facts);
  });
  const [isOpen, setOpen] = useState(false);
  const sentence = useSentence();
  const all = attention.value;
  if (all.length === 0) return null;
  const shown = isOpen ? all : all.slice(0, all.length === SHOWN + 1 ? SHOWN + 1 : SHOWN);
  const open = (item: AttentionItem) => {
    if (item.kind === 'swap-announced') router.go({ name: 'account', coldkey: item.coldkey });
    else router.go({ name: 'subnet', netuid: item.netuid });
  };
  return (
    <section aria-label={t('needsYou')} class="needs">
      {shown.map((item, index) => (
        <button type="button" class="need" key={index} onClick={() => open(item)}>
          <Icon name="alert" small />
          <span class="grow">
            {sentence(item)}
            {'worth' in item && item.worth !== null && (
              <>
                {' '}
                <Tao rao={item.worth} decimals={2} />
              </>
            )}
          </span>
          <Icon name="caret" small />
        </button>
      ))}
      {all.length > shown.length && (
        <button type="button" class="need" onClick={() => setOpen(true)}>
          <Icon name="plus" small />
          <span class="grow">{t('moreNeeds', { count: String(all.length - shown.length) })}</span>
        </button>
      )}
    </section>
  );
}
