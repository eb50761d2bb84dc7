// One user action that may take time or fail: whether it runs, and its error.
import { batch, signal, type ReadonlySignal } from '@preact/signals';
import { toAppError, type AppError } from '../../errors.ts';

export type Action = {
  isRunning: ReadonlySignal<boolean>;
  error: ReadonlySignal<AppError | null>;
  /** Does nothing while one is running; a thrown error becomes `error`. True if it succeeded. */
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
