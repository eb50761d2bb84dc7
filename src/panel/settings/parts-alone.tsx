// The settings of a narrow window: the list of groups, or one of them alone.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { ComponentChildren } from 'preact';
import { usePanel } from '../core/panel-context.ts';
import type { Route, SettingsPart } from '../core/router.ts';
import { t } from '../core/text.ts';
import { Search } from '../ui/field.tsx';
import { FoundSettings, PartList } from './part-list.tsx';
import { parts, type ListedPart } from './setting-parts.ts';
import { showPart, type Chosen } from './show-part.ts';

export type GroupsProps = {
  /** A new one each time that the user comes here, from a strip above this screen too. */
  route: Extract<Route, { name: 'settings' }>;
  /** `openedBy`: the way that the user came for this group; null: for none. */
  contentOf: (part: SettingsPart, openedBy: Route | null) => ComponentChildren;
};

export function PartsAlone({ route, contentOf }: GroupsProps) {
  const { router } = usePanel();
  const { part, isChosen = false } = route;
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const group = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (chosen === null) return;
    if (part === chosen.part) showPart(group.current, chosen.label);
    // Back in the list: at the one that was left.
    else if (part === undefined) {
      const place = parts.findIndex(([one]) => one === chosen.part);
      document.querySelectorAll<HTMLElement>('.settings-list button')[place]?.focus();
    }
  }, [part, chosen]);
  const choose = (one: ListedPart, label: string | null = null) => {
    setText('');
    if (one === 'alerts') return router.go({ name: 'alerts' });
    setChosen({ part: one, label });
    return router.go({ name: 'settings', part: one, isChosen: true });
  };
  if (part !== undefined) {
    return (
      <div key={part} class="stack settings settings-alone" ref={group}>
        {contentOf(part, isChosen ? null : route)}
      </div>
    );
  }
  return (
    <div class="stack">
      <Search label={t('settingsSearch')} value={text} onInput={setText} />
      {text.trim() === '' ? (
        <PartList onOpen={choose} />
      ) : (
        <FoundSettings text={text} onOpen={choose} />
      )}
    </div>
  );
}
