// The page in front of the user, read when a screen opens that may reach a wallet from it.
import { signal, type ReadonlySignal } from '@preact/signals';
import type { Page, PanelBrowser } from './panel-deps.ts';

export type CurrentPage = {
  /** null: not read yet, or a page that the browser hides from us. */
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
