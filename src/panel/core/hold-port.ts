// The port of a window that is seen: while it is open the node is followed.

type Port = {
  disconnect: () => void;
  onDisconnect: { addListener: (listener: () => void) => void };
};
type Page = Pick<Document, 'visibilityState'> & Pick<EventTarget, 'addEventListener'>;

const AGAIN_AFTER_MS = 200;

/**
 * Reopening it wakes a worker that was stopped. A panel that nobody sees holds none: what it does not show costs nothing. At any
 * time there is one at most.
 */
export function holdPort(connect: () => Port, page: Page, signal: AbortSignal): void {
  let port: Port | null = null;
  const look = (): void => {
    if (signal.aborted) return;
    if (page.visibilityState === 'hidden') {
      port?.disconnect();
      port = null;
      return;
    }
    if (port !== null) return;
    const opened = connect();
    port = opened;
    opened.onDisconnect.addListener(() => {
      // The end of an earlier one may be heard of late.
      if (port !== opened) return;
      port = null;
      setTimeout(look, AGAIN_AFTER_MS);
    });
  };
  page.addEventListener('visibilitychange', look, { signal });
  look();
}
