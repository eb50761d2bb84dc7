// Counts what the panel renders, by component: how much of a screen one key draws anew. Installed before the panel runs.
import { options, type VNode } from 'preact';

/** As the page has it under `renders`; what is read of it begins anew when it is emptied. */
export function countRenders(): void {
  const counts: Record<string, number> = {};
  Object.assign(globalThis, { renders: counts });
  // Preact calls it before each rendering; the types leave it out.
  const before: unknown = Reflect.get(options, '__r');
  Reflect.set(options, '__r', (vnode: VNode) => {
    const { type } = vnode;
    const name = typeof type === 'function' ? type.name : '';
    counts[name] = (counts[name] ?? 0) + 1;
    if (typeof before === 'function') Reflect.apply(before, options, [vnode]);
  });
}
