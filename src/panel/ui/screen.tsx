// The frame of every screen but home: a bar with the way back and the title, a scrolling body, a foot.
import type { ComponentChildren } from 'preact';
import { useContext, useEffect, useRef } from 'preact/hooks';
import { t } from '../core/text.ts';
import { IconButton } from './button.tsx';
import { useHeadingFocus } from './use-focus.ts';
import { WayBackContext } from './way-back.ts';

type ScreenProps = {
  title: ComponentChildren;
  children: ComponentChildren;
  actions?: ComponentChildren;
  foot?: ComponentChildren;
  onBack?: () => void;
  /** The class of a screen whose frame is styled by what stands in it. */
  look?: string;
};

export function Screen({ title, children, actions, foot, onBack, look = '' }: ScreenProps) {
  const wayBack = useContext(WayBackContext);
  const heading = useHeadingFocus();
  const body = useRef<HTMLDivElement>(null);
  // The window is named as the heading is, whoever draws it anew; the same name is not set again.
  useEffect(() => {
    const element = heading.current;
    if (element === null) return undefined;
    const name = (): void => {
      const named = t('pageTitle', { screen: element.textContent });
      if (document.title !== named) document.title = named;
    };
    name();
    const changes = new MutationObserver(name);
    changes.observe(element, { subtree: true, childList: true, characterData: true });
    return () => changes.disconnect();
  }, []);
  useEffect(() => {
    // A body that scrolls but has nothing to press must be focusable, or keys cannot scroll it.
    const element = body.current;
    if (element?.querySelector('button, input, select, a[href], summary')) {
      element.removeAttribute('tabindex');
    } else if (element) {
      element.tabIndex = 0;
    }
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented || onBack === undefined) return;
    // The same way back as the button's, which may be another than the previous screen.
    event.preventDefault();
    onBack();
  };
  return (
    <main class={`screen ${look}`} onKeyDown={onKeyDown}>
      <header class="bar">
        {wayBack?.canGoBack.value && (
          <IconButton icon="back" label={t('back')} onPress={onBack ?? wayBack.back} />
        )}
        <h1 class="one-line" tabIndex={-1} ref={heading}>
          {title}
        </h1>
        {actions}
      </header>
      <div class="body" ref={body}>
        {children}
      </div>
      {foot}
    </main>
  );
}
