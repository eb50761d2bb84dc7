// A button that opens a list of choices beneath it: the browser's own popover, which closes by Escape and by a click
// elsewhere and restores focus. Arrows move.
import type { ComponentChildren } from 'preact';
import { useId, useRef, useState } from 'preact/hooks';
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
  /** What says that the button opens a menu. */
  mark?: 'down' | 'more';
  /** A function: made once the menu is open. */
  items: readonly MenuItem[] | (() => readonly MenuItem[]);
  isAtEnd?: boolean;
};

export function Menu(props: MenuProps) {
  const { label, button, look = 'chip', mark = 'down' } = props;
  const { isAtEnd = false, isNamedByButton = false } = props;
  const [isOpen, setOpen] = useState(false);
  const menu = useRef<HTMLDivElement>(null);
  const id = useId();
  const items = !isOpen ? [] : typeof props.items === 'function' ? props.items() : props.items;
  const isChoice = items.some(({ isChosen }) => isChosen !== undefined);
  const entries = () => [...(menu.current?.querySelectorAll('button') ?? [])];

  const focusChosen = () => {
    const all = entries();
    (all.find((entry) => entry.ariaChecked === 'true') ?? all[0])?.focus();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    const all = entries();
    const at = all.findIndex((entry) => entry === document.activeElement);
    const steps: Record<string, number> = {
      ArrowDown: (at + 1) % all.length,
      ArrowUp: (at - 1 + all.length) % all.length,
      Home: 0,
      End: all.length - 1,
    };
    const next = steps[event.key];
    // The browser closes the menu: neither the screen's nor the panel's way back.
    if (event.key === 'Escape') event.stopPropagation();
    // Focus returns to the button, and goes on from there.
    else if (event.key === 'Tab') menu.current?.hidePopover();
    else if (next !== undefined) {
      event.preventDefault();
      all[next]?.focus();
    }
  };

  return (
    <div class="menu-anchor" style={{ '--anchor': `--menu-${id}` }}>
      <button
        type="button"
        class={look}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-label={isNamedByButton ? undefined : label}
        popovertarget={id}
      >
        {button}
        <Icon name={mark} small={mark === 'down'} />
      </button>
      <div
        class={`menu ${isAtEnd ? 'menu-end' : ''}`}
        popover="auto"
        role="menu"
        id={id}
        aria-label={label}
        ref={menu}
        onBeforeToggle={({ newState }) => newState === 'open' && setOpen(true)}
        // Afterwards: only what is shown can take focus, and only what still has it can give it back.
        onToggle={({ newState }) => (newState === 'open' ? focusChosen() : setOpen(false))}
        onKeyDown={onKeyDown}
      >
        {items.map((item) => (
          <button
            key={item.key}
            type="button"
            class="menu-item"
            role={isChoice ? 'menuitemradio' : 'menuitem'}
            aria-checked={isChoice ? item.isChosen === true : undefined}
            tabIndex={-1}
            onClick={() => {
              menu.current?.hidePopover();
              item.onPick();
            }}
          >
            {item.content}
          </button>
        ))}
      </div>
    </div>
  );
}
