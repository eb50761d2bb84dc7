// The alert that was deleted in its form just now: the list, which shows again after that, offers it back.
import { signal } from '@preact/signals';
import type { AlertRule } from '../../model/alert.ts';

type RemovedRule = {
  rule: AlertRule;
  /** The one that it stood before; null: it was the last. */
  before: string | null;
};

export const removedRule = signal<RemovedRule | null>(null);
