// What needs the user's attention: one line until expanded, the idle stake together with what it is worth; absent when
// there is nothing.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { OtherItem } from '../../alerts/attention-item.ts';
import { isAllRead } from '../../portfolio/portfolio-value.ts';
import { durationText } from '../words/format.ts';
import { isolated, t, tCount } from '../core/text.ts';
import { ValuePart } from '../words/value-pair.tsx';
import { Icon } from '../ui/icon.tsx';
import { RichText } from '../ui/rich-text.tsx';
import { usePanel } from '../core/panel-context.ts';
import { useCanSign } from './use-can-sign.ts';

function useSentence(): (item: OtherItem) => string {
  const { names } = usePanel();
  return (item) => {
    switch (item.kind) {
      case 'swap-announced':
        return t('needSwapDisputed', { account: isolated(names.coldkey(item.coldkey)) });
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
      case 'lock-ending':
        return tCount('needLockEnding', item.days, { subnet: names.number(item.netuid) });
    }
  };
}

/** What is to be seen to, and what it is worth. */
function Words({ text, rao, isWhole }: { text: string; rao: bigint; isWhole: boolean }) {
  return (
    <span class="need-words">
      <span>{text}</span>{' '}
      {rao > 0n && (
        <span class="unbroken">
          <RichText text="spotWorth" with={{ amount: <ValuePart rao={rao} isWhole={isWhole} /> }} />
        </span>
      )}
    </span>
  );
}

type LineProps = {
  children: ComponentChildren;
  onPress: () => void;
  /** After the sentence: another button. */
  end?: ComponentChildren;
};

function Line({ children, onPress, end }: LineProps) {
  return (
    <div class="need-line">
      <button type="button" class="need" onClick={onPress}>
        <Icon name="alert" small />
        <span class="grow">{children}</span>
        {end === undefined && <Icon name="caret" small />}
      </button>
      {end}
    </div>
  );
}

/** `isWhole`: every line, where there is room for all. */
export function AttentionList({ isWhole = false }: { isWhole?: boolean }) {
  const { router, portfolio } = usePanel();
  const [isOpen, setOpen] = useState(isWhole);
  const sentence = useSentence();
  const { idle, others: all } = portfolio.attention.value;
  // What is not loaded may have more of them.
  const isRead = portfolio.sums.value === null || isAllRead(portfolio.sums.value);
  // One that can still be disputed is said louder, above everything.
  const others = all.filter((item) => item.kind !== 'swap-announced' || item.isDisputed);
  const open = (item: OtherItem) => {
    router.home();
    if (item.kind === 'swap-announced') router.go({ name: 'account', coldkey: item.coldkey });
    else router.go({ name: 'subnet', netuid: item.netuid });
  };
  const fix = () => {
    router.home();
    router.go({ name: 'fix' });
  };
  /** What the subnet holds of theirs is at stake. */
  const worthOf = (item: OtherItem) =>
    item.kind === 'about-to-be-pruned'
      ? (portfolio.sums.value?.subnets.find(({ netuid }) => netuid === item.netuid) ?? null)
      : null;
  const lineOf = (item: OtherItem) => {
    const held = worthOf(item);
    return {
      // Two accounts may have locks in one subnet.
      key: [item.kind, 'netuid' in item && item.netuid, 'coldkey' in item && item.coldkey].join(
        ' ',
      ),
      onPress: () => open(item),
      words: (
        <Words
          rao={held?.spot ?? 0n}
          isWhole={isRead && held?.isSpotWhole === true}
          text={sentence(item)}
        />
      ),
      act: null,
    };
  };
  const canSign = useCanSign();
  const together = {
    key: 'idle',
    onPress: fix,
    words: (
      <Words
        rao={idle.worth}
        isWhole={idle.isWhole}
        text={isRead ? tCount('needIdle', idle.count) : tCount('needIdleLoaded', idle.count)}
      />
    ),
    act: canSign ? (
      <button type="button" class="button button-small need-act" onClick={fix}>
        {t('fix')}
      </button>
    ) : null,
  };
  const isFirst = ({ kind }: OtherItem): boolean =>
    kind === 'swap-announced' || kind === 'about-to-be-pruned';
  const lines = [
    ...others.filter(isFirst).map(lineOf),
    // Beside its own screen it would lead nowhere.
    ...(idle.count > 0 && router.route.value.name !== 'fix' ? [together] : []),
    ...others.filter((item) => !isFirst(item)).map(lineOf),
  ];
  if (lines.length === 0) return null;
  const rest = lines.length - 1;
  const hidden = isOpen ? 0 : rest;
  const fold = rest > 0 && !isWhole && (
    <button type="button" class="need-more" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
      {isOpen ? t('lessNeeds') : t('moreNeeds', { count: String(rest) })}
    </button>
  );
  return (
    <section aria-label={t('needsYou')} class="needs">
      {lines.slice(0, lines.length - hidden).map(({ key, onPress, words, act }, index) => (
        <Line
          key={key}
          onPress={onPress}
          {...((act !== null || (index === 0 && fold !== false)) && {
            end: (
              <>
                {act}
                {index === 0 && fold}
              </>
            ),
          })}
        >
          {words}
        </Line>
      ))}
    </section>
  );
}
