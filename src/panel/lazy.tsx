// A screen that is loaded when it is first wanted, or beforehand in a quiet moment.
import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';

const waiting: (() => void)[] = [];

/** Loads what has not been wanted yet, so that no later tap waits. */
export function loadAhead(): void {
  for (const load of waiting.splice(0)) load();
}

export function lazy<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): ComponentType<Props> {
  const loaded = signal<ComponentType<Props> | null>(null);
  const failed = signal<{ error: unknown } | null>(null);
  let isLoading = false;
  const loadOnce = () => {
    if (isLoading) return;
    isLoading = true;
    load().then(
      (component) => {
        loaded.value = component;
      },
      (error: unknown) => {
        isLoading = false;
        failed.value = { error };
      },
    );
  };
  waiting.push(loadOnce);

  return function Lazy(props: Props) {
    useEffect(loadOnce, []);
    // Thrown into the error boundary, which offers to reload: the extension was updated underneath.
    if (failed.value !== null && loaded.value === null) throw failed.value.error;
    const Component = loaded.value;
    return Component === null ? <div class="screen" aria-busy="true" /> : <Component {...props} />;
  };
}
