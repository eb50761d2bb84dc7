// One quiet line above what was typed before this window opened: how long ago, and the way to begin anew.
import type { ComponentChildren } from 'preact';
import { usePanel } from '../core/panel-context.ts';
import { t } from '../core/text.ts';
import { Button } from '../ui/button.tsx';
import { ageText } from './format.ts';

type Props = {
  since: number | null;
  onStartOver: () => void;
  children?: ComponentChildren;
};

export function DraftLine({ since, onStartOver, children }: Props) {
  const { clock } = usePanel();
  if (since === null) return null;
  return (
    <p class="line small soft">
      <span>{t('draftFrom', { age: ageText(clock.now.value - since) })}</span>
      {children}
      <Button isSmall look="quiet" onPress={onStartOver}>
        {t('draftStartOver')}
      </Button>
    </p>
  );
}
