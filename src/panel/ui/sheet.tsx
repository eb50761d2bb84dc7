// A modal sheet: keeps focus inside, closes on Escape, and restores the focus it took.
import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { t } from '../core/text.ts';
import { IconButton } from './button.tsx';

const focusable = 'button, input, select, textarea, a[href], summary, [tabindex="0"]';

type SheetProps = {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
  isTall?: boolean;
};

export function Sheet({ title, onClose, children, isTall = false }: SheetProps) {
  const sheet = useRef<HTMLDivElement>(null);
  const titleId = useId();
  // Read before a field in the sheet takes focus, as its search does on mount.
  const [before] = useState(() => document.activeElement);

  // In the layout phase: a sheet closed at once must restore focus too.
  useLayoutEffect(() => {
    const first = sheet.current?.querySelector<HTMLElement>(
      ':scope > .body input, :scope > .body button',
    );
    (first ?? sheet.current)?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && !event.defaultPrevented) {
      event.preventDefault();
      event.stopPropagation();
      onClose();
      return;
    }
    if (event.key !== 'Tab') return;
    const all = [...(sheet.current?.querySelectorAll<HTMLElement>(focusable) ?? [])].filter(
      (element) => element.tabIndex >= 0,
    );
    const edge = event.shiftKey ? all[0] : all.at(-1);
    if (document.activeElement !== edge) return;
    event.preventDefault();
    (event.shiftKey ? all.at(-1) : all[0])?.focus();
  };

  return (
    <div
      class="sheet-back"
      onPointerDown={(event) => event.target === event.currentTarget && onClose()}
    >
      <div
        class={`sheet ${isTall ? 'sheet-tall' : ''}`}
        role="dialog"
        aria-modal="true"
        aria-labelledby={titleId}
        tabIndex={-1}
        ref={sheet}
        onKeyDown={onKeyDown}
      >
        <div class="bar">
          <h1 id={titleId} class="one-line">
            {title}
          </h1>
          <IconButton icon="close" label={t('close')} onPress={onClose} />
        </div>
        {children}
      </div>
    </div>
  );
}
