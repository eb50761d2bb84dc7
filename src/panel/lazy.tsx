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
  let isAsked = false;
  const want = () => {
    if (isAsked) return;
    isAsked = true;
    load().then(
      (component) => {
        loaded.value = component;
      },
      (error: unknown) => {
        isAsked = false;
        failed.value = { error };
      },
    );
  };
  waiting.push(want);

  return function Lazy(props: Props) {
    useEffect(want, []);
    // Thrown into the error boundary, which offers to reload: the extension was updated underneath.
    if (failed.value !== null && loaded.value === null) throw failed.value.error;
    const Component = loaded.value;
    return Component === null ? <div class="screen" aria-busy="true" /> : <Component {...props} />;
  };
}
