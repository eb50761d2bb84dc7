// A button that opens a list of choices beneath it. Arrows move, Escape closes and restores focus.
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { Icon } from './icon.tsx';

export type MenuItem = {
  key: string;
  content: ComponentChildren;
  isChosen?: boolean;
  onPick: () => void;
};

type MenuProps = {
  label: string;
  /** The button's text is its accessible name; default: `label` is. */
  isNamedByButton?: boolean;
  button: ComponentChildren;
  look?: string;
  items: readonly MenuItem[];
  isAtEnd?: boolean;
};

export function Menu(props: MenuProps) {
  const { label, button, look = 'chip', items, isAtEnd = false, isNamedByButton = false } = props;
  const [isOpen, setOpen] = useState(false);
  const anchor = useRef<HTMLDivElement>(null);
  const id = useId();
  const isChoice = items.some(({ isChosen }) => isChosen !== undefined);

  const close = (returnsFocus: boolean) => {
    setOpen(false);
    if (returnsFocus) anchor.current?.querySelector('button')?.focus();
  };
  const entries = () => [
    ...(anchor.current?.querySelectorAll<HTMLElement>('.menu > button') ?? []),
  ];

  useEffect(() => {
    if (!isOpen) return undefined;
    const all = entries();
    (all.find((entry) => entry.ariaChecked === 'true') ?? all[0])?.focus();
    const outside = (event: Event) => {
      if (event.target instanceof Node && anchor.current?.contains(event.target) !== true) {
        setOpen(false);
      }
    };
    document.addEventListener('pointerdown', outside);
    return () => document.removeEventListener('pointerdown', outside);
  }, [isOpen]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (!isOpen) return;
    const all = entries();
    const at = all.findIndex((entry) => entry === document.activeElement);
    const steps: Record<string, number> = {
      ArrowDown: (at + 1) % all.length,
      ArrowUp: (at - 1 + all.length) % all.length,
      Home: 0,
      End: all.length - 1,
    };
    const next = steps[event.key];
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      close(true);
    } else if (event.key === 'Tab') {
      setOpen(false);
    } else if (next !== undefined) {
      event.preventDefault();
      all[next]?.focus();
    }
  };

  return (
    <div class="menu-anchor" ref={anchor} onKeyDown={onKeyDown}>
      <button
        type="button"
        class={look}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        aria-label={isNamedByButton ? undefined : label}
        onClick={() => setOpen(!isOpen)}
      >
        {button}
        <Icon name="down" small />
      </button>
      {isOpen && (
        <div class={`menu ${isAtEnd ? 'menu-end' : ''}`} role="menu" id={id} aria-label={label}>
          {items.map((item) => (
            <button
              key={item.key}
              type="button"
              class="menu-item"
              role={isChoice ? 'menuitemradio' : 'menuitem'}
              aria-checked={isChoice ? item.isChosen === true : undefined}
              tabIndex={-1}
              onClick={() => {
                close(true);
                item.onPick();
              }}
            >
              {item.content}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
