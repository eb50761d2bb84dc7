// Does what the first frame does without, once it is drawn.

/** Without a rest it is done then, milliseconds. */
const LATEST = 500;

/** When nothing else is to do; at once where nothing is drawn. */
export function atRest(work: () => void): void {
  if ('requestIdleCallback' in globalThis) requestIdleCallback(work, { timeout: LATEST });
  else setTimeout(work);
}
