// One drawing of the sprite in panel.html. Decoration only: text beside it or the button's label names it.
export type IconName =
  | 'search'
  | 'eye'
  | 'eye-off'
  | 'panel'
  | 'gear'
  | 'lock'
  | 'check'
  | 'alert'
  | 'stop'
  | 'info'
  | 'question'
  | 'caret'
  | 'down'
  | 'back'
  | 'to'
  | 'close'
  | 'star'
  | 'star-full'
  | 'up'
  | 'fall'
  | 'fall-all'
  | 'flat'
  | 'wallet'
  | 'view'
  | 'chart'
  | 'columns'
  | 'bars'
  | 'home'
  | 'pie'
  | 'copy'
  | 'out'
  | 'pencil'
  | 'contrast'
  | 'coin'
  | 'globe'
  | 'keyboard'
  | 'swap'
  | 'clock'
  | 'bell'
  | 'list'
  | 'plus'
  | 'refresh'
  | 'expand'
  | 'more'
  | 'offline';

/** Icons that point in reading direction and are mirrored in right-to-left languages. */
const turning = new Set<IconName>(['caret', 'back', 'to', 'out', 'panel']);

export function Icon({ name, small = false }: { name: IconName; small?: boolean }) {
  const classes = ['icon', small ? 'icon-s' : '', turning.has(name) ? 'icon-turns' : ''];
  return (
    <svg class={classes.filter(Boolean).join(' ')} viewBox="0 0 20 20" aria-hidden="true">
      <use href={`#icon-${name}`} />
    </svg>
  );
}
