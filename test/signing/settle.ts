// Waits until the background of a fake world is at rest. Counts the deeds of all worlds and lives.

let begun = 0;
let open = 0;
/** Turns without a deed after which none follows; most follow within the same turn. */
const STILL = 8;
const MOST = 60;

/** A deed that `settle` waits for. */
export async function underWay<T>(deed: () => Promise<T>): Promise<T> {
  begun += 1;
  open += 1;
  try {
    return await deed();
  } finally {
    open -= 1;
  }
}

/** Lets background work run until nothing moves any more. */
export async function settle(): Promise<void> {
  for (let turn = 0, still = 0; turn < MOST && still < STILL; turn += 1) {
    const before = begun;
    await new Promise((resolve) => setImmediate(resolve));
    still = begun === before && open === 0 ? still + 1 : 0;
  }
}
