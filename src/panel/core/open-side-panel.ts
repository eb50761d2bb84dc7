// Moves from a popup to the side panel, because a popup closes when another window opens, such as a wallet's.
import type { PanelDeps } from './panel-deps.ts';

/**
 * Call in the click. The side panel opens once the work is `stored`, because a message in flight may be lost with the
 * popup. The popup closes when all is `done`, and shows an error until then.
 */
export function openSidePanelFor(
  { surface, browser }: Pick<PanelDeps, 'surface' | 'browser'>,
  stored: Promise<unknown>,
  done: Promise<unknown> = stored,
): void {
  if (surface !== 'popup') return;
  const close = async (): Promise<void> => {
    const isOpen = await browser.openSidePanel(stored);
    await done;
    if (isOpen) browser.closeWindow();
  };
  // The browser or the background refused: the popup continues, and reopening it shows what is in progress.
  close().catch(() => undefined);
}
