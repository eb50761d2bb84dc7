// The page in front of the user: asked of the browser when a screen opens that may reach a wallet from it.
import { signal, type ReadonlySignal } from '@preact/signals';
import type { Page, PanelBrowser } from './panel-deps.ts';

export type CurrentPage = {
  /** null: not looked at yet, or no page that the browser lets us see. */
  page: ReadonlySignal<Page | null>;
  look: () => Promise<void>;
};

export function createCurrentPage(browser: PanelBrowser): CurrentPage {
  const page = signal<Page | null>(null);
  return {
    page,
    async look() {
      page.value = await browser.currentPage();
    },
  };
}
