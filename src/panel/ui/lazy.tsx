// A screen or a part of one whose code is loaded when it is first shown, or ahead of time after the first paint.
import { signal } from '@preact/signals';
import type { ComponentChild, ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';

const unloaded: (() => void)[] = [];

/** Loads the screens not loaded yet, so that no later tap waits. */
export function loadAhead(): void {
  for (const load of unloaded.splice(0)) load();
}

export function lazy<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  /** Shown until then; a part of a screen leaves nothing in its place. */
  waiting: ComponentChild = <div class="screen" aria-busy="true" />,
  /** Not waited for when it is shown: it comes after the first paint with the rest. */
  isAhead = false,
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
  unloaded.push(loadOnce);

  return function Lazy(props: Props) {
    useEffect(() => {
      if (!isAhead) loadOnce();
    }, []);
    // The error boundary catches it and offers to reload: the extension was updated meanwhile.
    if (failed.value !== null && loaded.value === null) throw failed.value.error;
    const Component = loaded.value;
    return Component === null ? <>{waiting}</> : <Component {...props} />;
  };
}
