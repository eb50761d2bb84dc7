// Badges and banners: icon and word show the severity first, colour second.
import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.tsx';

export type Tone = 'notice' | 'warning' | 'red' | 'typed' | 'block' | 'unknown' | 'ok' | 'plain';

const icons: Record<Tone, IconName> = {
  plain: 'info',
  notice: 'info',
  warning: 'alert',
  red: 'alert',
  typed: 'alert',
  block: 'stop',
  unknown: 'question',
  ok: 'check',
};

export function Badge({ tone = 'plain', children }: { tone?: Tone; children: ComponentChildren }) {
  return <span class={`badge badge-${tone}`}>{children}</span>;
}

type BannerProps = {
  tone: Tone;
  title?: ComponentChildren;
  children?: ComponentChildren;
  /** Screen readers announce it when it appears. */
  isAlert?: boolean;
};

export function Banner({ tone, title, children, isAlert = false }: BannerProps) {
  return (
    <div class={`banner banner-${tone}`} role={isAlert ? 'alert' : undefined}>
      <Icon name={icons[tone]} />
      <div class="grow stack-s">
        {title !== undefined && <p class="banner-title">{title}</p>}
        {children}
      </div>
    </div>
  );
}
