// From a popup to the side panel: a popup closes when another window opens, a wallet's above all.
import type { PanelDeps } from './panel-deps.ts';

/**
 * In the click. The side panel goes on once what was asked is `stored`: a message still on its way may go with the popup.
 * The popup closes when all is `done`; what fails is told in it.
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
  // The browser would not, or the background: the popup goes on, and reopening it lands on what is open.
  close().catch(() => undefined);
}
