// What is done when a test fails, registered by whoever has something to show. Kept on the global object: the test
// file and the module that watches it are two bundles of one process.

export type FailureHook = (testName: string) => Promise<void>;

const key = Symbol.for('taubar.failure-hooks');

/** Those registered so far in this process. */
export function failureHooks(): Set<FailureHook> {
  const place: { [key]?: Set<FailureHook> } = Object(globalThis);
  return (place[key] ??= new Set());
}
