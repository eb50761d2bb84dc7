// One task at a time per key, in the order asked. Keeps the last promise of each key: what must survive is in the store.

type Exclusive = <T>(key: string, task: () => Promise<T>) => Promise<T>;

export function createExclusive(): Exclusive {
  const last = new Map<string, Promise<unknown>>();
  return async (key, task) => {
    const before = last.get(key) ?? Promise.resolve();
    // A failure of the task before goes to its own caller.
    const mine = before.then(task, task);
    last.set(key, mine);
    return mine;
  };
}
