// A modal sheet: the browser's own dialog, which keeps focus inside, makes the rest inert and restores the focus it took.
import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../core/text.ts';
import { IconButton } from './button.tsx';

type SheetProps = {
  title: string;
  onClose: () => void;
  children: ComponentChildren;
  isTall?: boolean;
};

export function Sheet({ title, onClose, children, isTall = false }: SheetProps) {
  const sheet = useRef<HTMLDialogElement>(null);
  const titleId = useId();

  // In the layout phase: a sheet closed at once must restore focus too.
  useLayoutEffect(() => {
    const dialog = sheet.current;
    dialog?.showModal();
    // The browser would start on the button that closes.
    dialog?.querySelector<HTMLElement>(':scope > :not(.bar) :is(input, button)')?.focus();
    // Removed while open, it would restore no focus.
    return () => dialog?.close();
  }, []);

  return (
    <dialog
      class={`sheet ${isTall ? 'sheet-tall' : ''}`}
      aria-labelledby={titleId}
      ref={sheet}
      // Escape is the dialog's: neither the screen's nor the panel's way back.
      onKeyDown={(event) => event.key === 'Escape' && event.stopPropagation()}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      // What lies beside its content is its backdrop.
      onPointerDown={(event) => event.target === event.currentTarget && onClose()}
    >
      <div class="bar">
        <h1 id={titleId} class="one-line">
          {title}
        </h1>
        <IconButton icon="close" label={t('close')} onPress={onClose} />
      </div>
      {children}
    </dialog>
  );
}
