// The command palette: a field, and what it may mean. Arrows choose, Enter does it.
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { t } from '../core/text.ts';
import { usePanel } from '../core/panel-context.ts';
import { Icon } from '../ui/icon.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { parseCommand, type Command } from './parse-command.ts';
import { exampleOf, useKnown, useShown, type Shown } from './shown-command.tsx';

type Group = {
  title: Shown['group'] | null;
  /** Place of its first among all. */ from: number;
  shown: readonly Shown[];
};

/** Runs of one group, with their titles; one without a title where they are answers to what was typed. */
function groupsOf(shown: readonly Shown[], isGrouped: boolean): readonly Group[] {
  if (!isGrouped) return [{ title: null, from: 0, shown }];
  const titles = [...new Set(shown.map(({ group }) => group))];
  return titles.map((title) => ({
    title,
    from: shown.findIndex(({ group }) => group === title),
    shown: shown.filter(({ group }) => group === title),
  }));
}

type OptionProps = {
  id: string;
  shown: Shown;
  isChosen: boolean;
  /** The chosen one of the answers to what was typed says what Enter does; before that the line of keys does. */
  isAnswer: boolean;
  onPoint: () => void;
  onPress: () => void;
};

function Option({
  id,
  shown: { mark, title, aside, typed, act },
  isChosen,
  isAnswer,
  onPoint,
  onPress,
}: OptionProps) {
  return (
    <button
      type="button"
      role="option"
      id={id}
      class="palette-option"
      tabIndex={-1}
      aria-selected={isChosen}
      onPointerMove={onPoint}
      onClick={onPress}
    >
      <span class="palette-mark">{mark}</span>
      <span class="palette-words grow">
        <span class="one-line grow">
          <bdi>{title}</bdi>
        </span>
        {typed !== null && !(isAnswer && isChosen) && (
          <kbd class="small quiet palette-example">{typed}</kbd>
        )}
      </span>
      {aside !== null && <span class="small quiet">{aside}</span>}
      {isAnswer && isChosen && (
        <span class="small palette-act">
          <kbd aria-hidden="true">⏎</kbd> {act}
        </span>
      )}
    </button>
  );
}

export function Palette({ onClose }: { onClose: () => void }) {
  const { router } = usePanel();
  const known = useKnown();
  const shownOf = useShown(known);
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const commands = parseCommand(text, known);
  const chosen = Math.min(at, commands.length - 1);
  const isGrouped = text.trim() === '';
  const example = exampleOf(known);
  const run = (command: Command | undefined) => {
    if (command === undefined) return;
    const { leads } = shownOf(command);
    if ('text' in leads) {
      setText(leads.text);
      setAt(0);
      field.current?.focus();
      return;
    }
    onClose();
    router.go(leads.route);
  };
  // The list scrolls where the window is low; what the arrows chose is kept in sight.
  useEffect(() => {
    document.getElementById(`${id}-${chosen}`)?.scrollIntoView({ block: 'nearest' });
  }, [chosen, id]);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (event.key === 'Enter') run(commands[chosen]);
    else if (step === 0 || commands.length === 0) return;
    else setAt((chosen + step + commands.length) % commands.length);
    event.preventDefault();
    // Search fields elsewhere lead into their lists by the same keys.
    event.stopPropagation();
  };
  return (
    <Sheet title={t('paletteTitle')} onClose={onClose}>
      <div class="padded stack-s">
        <div class="input input-search">
          <Icon name="search" small />
          <input
            ref={field}
            type="search"
            role="combobox"
            list={undefined}
            aria-label={t('paletteSearch')}
            placeholder={t('paletteSearch')}
            aria-expanded={commands.length > 0}
            aria-controls={id}
            aria-activedescendant={commands.length > 0 ? `${id}-${chosen}` : undefined}
            value={text}
            spellcheck={false}
            onInput={(event) => {
              setText(event.currentTarget.value);
              setAt(0);
            }}
            onKeyDown={onKeyDown}
          />
        </div>
        {commands.length === 0 && (
          <p class="small soft palette-nothing" role="status">
            {t('nothingFound')}
          </p>
        )}
        <div class="palette-list" role="listbox" id={id} aria-label={t('paletteTitle')}>
          {groupsOf(commands.map(shownOf), isGrouped).map(({ title, from, shown }) => (
            <div
              key={title ?? ''}
              role={title === null ? 'presentation' : 'group'}
              aria-label={title === null ? undefined : t(title)}
            >
              {title !== null && (
                <p class="palette-group label" aria-hidden="true">
                  {t(title)}
                </p>
              )}
              {shown.map((one, inGroup) => {
                const index = from + inGroup;
                return (
                  <Option
                    key={index}
                    id={`${id}-${index}`}
                    // Its group says already that it is a screen.
                    shown={title === 'paletteScreens' ? { ...one, aside: null } : one}
                    isChosen={index === chosen}
                    isAnswer={title === null}
                    onPoint={() => setAt(index)}
                    onPress={() => run(commands[index])}
                  />
                );
              })}
            </div>
          ))}
        </div>
        <p class="palette-keys small soft">
          <span>{t('paletteKeys')}</span>
          {!isGrouped && (
            <span>
              {t('paletteTry')} <kbd class="palette-example">{example}</kbd>
            </span>
          )}
        </p>
      </div>
    </Sheet>
  );
}
