// Buttons with words, buttons with an icon alone, and links that act.
import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.tsx';

type ButtonProps = {
  children: ComponentChildren;
  onPress: () => void;
  look?: 'plain' | 'primary' | 'danger' | 'quiet';
  icon?: IconName;
  isSmall?: boolean;
  isWide?: boolean;
  /** Stays focusable, so that its description can be read; pressing does nothing. */
  isDisabled?: boolean;
  describedBy?: string;
};

export function Button(props: ButtonProps) {
  const { look = 'plain', isSmall = false, isWide = false, isDisabled = false } = props;
  const classes = ['button', `button-${look}`];
  if (isSmall) classes.push('button-small');
  if (isWide) classes.push('button-wide');
  return (
    <button
      type="button"
      class={classes.join(' ')}
      aria-disabled={isDisabled}
      aria-describedby={props.describedBy}
      onClick={isDisabled ? undefined : props.onPress}
    >
      {props.icon && <Icon name={props.icon} small={isSmall} />}
      {props.children}
    </button>
  );
}

type IconButtonProps = {
  icon: IconName;
  label: string;
  onPress: () => void;
  isPressed?: boolean;
  hasDot?: boolean;
};

export function IconButton({ icon, label, onPress, isPressed, hasDot = false }: IconButtonProps) {
  return (
    <button
      type="button"
      class="icon-button"
      aria-label={label}
      title={label}
      aria-pressed={isPressed}
      onClick={onPress}
    >
      <Icon name={icon} />
      {hasDot && <span class="dot" />}
    </button>
  );
}

type LinkButtonProps = {
  children: ComponentChildren;
  /** For screen readers, where the text alone does not say what it is about. */
  label?: string;
  onPress: () => void;
};

export function LinkButton(props: LinkButtonProps) {
  return (
    <button type="button" class="link" aria-label={props.label} onClick={props.onPress}>
      {props.children}
    </button>
  );
}
