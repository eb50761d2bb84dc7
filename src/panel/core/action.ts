// One thing the user asked for that may take a while or fail: running or not, and its error in words.
import { batch, signal, type ReadonlySignal } from '@preact/signals';
import { toAppError, type AppError } from '../../errors.ts';

export type Action = {
  isRunning: ReadonlySignal<boolean>;
  error: ReadonlySignal<AppError | null>;
  /** Runs unless one is running; what it throws becomes `error`. True when it went through. */
  run(work: () => Promise<void>): Promise<boolean>;
  clear: () => void;
};

export function createAction(): Action {
  const isRunning = signal(false);
  const error = signal<AppError | null>(null);
  return {
    isRunning,
    error,
    async run(work) {
      if (isRunning.peek()) return false;
      batch(() => {
        isRunning.value = true;
        error.value = null;
      });
      try {
        await work();
        return true;
      } catch (thrown) {
        error.value = toAppError(thrown);
        return false;
      } finally {
        isRunning.value = false;
      }
    },
    clear() {
      error.value = null;
    },
  };
}
