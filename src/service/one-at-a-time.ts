// Runs work for the newest item, one at a time: of those that arrive meanwhile, only the newest is worked on afterwards.

export function oneAtATime<T>(work: (item: T) => Promise<void>): (item: T) => Promise<void> {
  let running: Promise<void> | null = null;
  let waiting: { item: T } | null = null;

  async function run(): Promise<void> {
    while (waiting !== null) {
      const { item } = waiting;
      waiting = null;
      await work(item);
    }
  }

  return (item) => {
    waiting = { item };
    running ??= run().finally(() => {
      running = null;
    });
    return running;
  };
}
