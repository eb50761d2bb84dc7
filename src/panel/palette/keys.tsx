// The keys that work on every screen: Ctrl or ⌘ K opens the command palette, `/` goes to the search, and from a search
// Enter and the arrow down lead into its list. Loaded after the first paint.
import { useEffect, useState } from 'preact/hooks';
import { usePanel } from '../core/panel-context.ts';
import { t } from '../core/text.ts';
import { Palette } from './palette.tsx';

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement ||
  target instanceof HTMLTextAreaElement ||
  target instanceof HTMLSelectElement;

const searches = ['dialog[open]', '.panes-wide > .pane:last-child', 'main'].map(
  (place) => `${place} input[type='search']`,
);

function findSearch(): HTMLElement | null {
  for (const one of searches) {
    const found = document.querySelector<HTMLElement>(one);
    if (found !== null) return found;
  }
  return null;
}

/** The first thing to press in a list or table that comes after the field, in its sheet or on its screen. */
function findFirst(search: HTMLElement): HTMLElement | undefined {
  const place = search.closest('dialog, main');
  const found = place?.querySelectorAll<HTMLElement>('ul button, tbody button') ?? [];
  return [...found].find(
    (one) =>
      (search.compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0 &&
      one.getClientRects().length > 0,
  );
}

export function Keys() {
  const { router } = usePanel();
  const [isOpen, setOpen] = useState(false);
  const isHome = router.route.value.name === 'home';
  useEffect(() => {
    // Every other screen names itself.
    if (isHome) document.title = t('extensionName');
  }, [isHome]);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.altKey) return;
      const { key, target } = event;
      if (event.ctrlKey || event.metaKey) {
        if (key.toLowerCase() !== 'k' || event.shiftKey) return;
        setOpen((wasOpen) => !wasOpen);
      } else if (key === '/' && !isTyping(target)) {
        const search = findSearch();
        // A screen without one: that of the subnets has one, and starts in it.
        if (search === null) router.go({ name: 'subnets' });
        else search.focus();
      } else if (
        (key === 'Enter' || key === 'ArrowDown') &&
        target instanceof HTMLInputElement &&
        target.type === 'search'
      ) {
        const first = findFirst(target);
        if (first === undefined) return;
        first.focus();
      } else return;
      event.preventDefault();
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, []);
  return isOpen ? <Palette onClose={() => setOpen(false)} /> : null;
}
