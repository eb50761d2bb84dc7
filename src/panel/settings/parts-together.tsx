// The settings of a wide window: all groups on one page, and beside them the list of them, which marks the one in sight.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { Route, SettingsPart } from '../core/router.ts';
import { t } from '../core/text.ts';
import { Search } from '../ui/field.tsx';
import { AlertsWay, FoundSettings } from './part-list.tsx';
import type { GroupsProps } from './parts-alone.tsx';
import { parts, type ListedPart } from './setting-parts.ts';
import { showPart, type Chosen } from './show-part.ts';

export function PartsTogether({ route, contentOf }: GroupsProps) {
  const { part, isChosen = false } = route;
  const [text, setText] = useState('');
  const [marked, setMarked] = useState<ListedPart>(part ?? 'look');
  const [chosen, setChosen] = useState<Chosen | null>(null);
  /** The way here after which the user chose of the list: what it led to is no longer sought. */
  const [left, setLeft] = useState<Route | null>(null);
  const page = useRef<HTMLDivElement>(null);
  const groupOf = (one: ListedPart) =>
    page.current?.querySelector<HTMLElement>(`[data-part="${one}"]`) ?? null;
  useEffect(() => {
    if (part === undefined) return;
    setMarked(part);
    // The others seek the group themselves.
    if (isChosen) showPart(groupOf(part), null);
  }, [route]);
  useLayoutEffect(() => {
    if (chosen !== null) showPart(groupOf(chosen.part), chosen.label);
  }, [chosen]);
  useEffect(() => {
    const body = page.current?.closest('.body') ?? null;
    const mark = () =>
      setMarked((before) => {
        if (body === null) return before;
        const { top, bottom } = body.getBoundingClientRect();
        const isInSight = (one: ListedPart): boolean => {
          const box = groupOf(one)?.querySelector('h2')?.getBoundingClientRect();
          return box !== undefined && box.top >= top && box.bottom <= bottom;
        };
        if (isInSight(before)) return before;
        return parts.find(([one]) => isInSight(one))?.[0] ?? before;
      });
    body?.addEventListener('scroll', mark, { passive: true });
    return () => body?.removeEventListener('scroll', mark);
  }, []);
  const choose = (one: ListedPart, label: string | null = null) => {
    setText('');
    setLeft(route);
    setMarked(one);
    setChosen({ part: one, label });
  };
  const isSeeking = text.trim() !== '';
  const openedBy = (one: SettingsPart): Route | null =>
    one === part && !isChosen && route !== left ? route : null;
  const picked = chosen !== null && route === left ? chosen.part : part;
  return (
    <div class="settings-parts" ref={page}>
      <div class="settings-side stack">
        <Search label={t('settingsSearch')} value={text} onInput={setText} />
        <nav class="settings-ways" aria-label={t('settingsGroups')}>
          {parts.map(([one, title]) => (
            <button
              key={one}
              type="button"
              class="rail-way"
              aria-current={one === marked && !isSeeking ? 'true' : undefined}
              onClick={() => choose(one)}
            >
              {t(title)}
            </button>
          ))}
        </nav>
      </div>
      {isSeeking ? (
        <FoundSettings text={text} onOpen={choose} />
      ) : (
        <div class="settings settings-page">
          {parts.map(([one]) => (
            <div
              key={one}
              class={`stack ${one === marked ? 'settings-marked' : ''} ${one === marked && one === picked ? 'settings-picked' : ''}`}
              data-part={one}
            >
              {one === 'alerts' ? <AlertsWay /> : contentOf(one, openedBy(one))}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
