// Brings both scripts into a tab's page, or finds them there, and checks that the page is of the right origin.
import { AppError } from '../errors.ts';
import type { TabAccess } from './tab-access.ts';

/**
 * Returns the load nonce of a page that has both scripts; scripts that are there already are used again.
 * Throws TAB_UNREACHABLE, TAB_NAVIGATED (another page by now) or PAGE_INTERFERES.
 */
export async function reachPage(
  tabs: TabAccess,
  { tabId, origin }: { tabId: number; origin: string },
  newNonce: () => string,
): Promise<string> {
  const there = await tabs.ping(tabId);
  if (there === 'silent') throw new AppError('TAB_UNREACHABLE', { origin });
  if (there?.isPageReady && there.loadNonce !== null && there.origin === origin) {
    return there.loadNonce;
  }
  const loadNonce = newNonce();
  await tabs.injectContent(tabId);
  const begun = await tabs.begin(tabId, loadNonce);
  if (begun?.loadNonce !== loadNonce || begun.origin !== origin) {
    throw new AppError('TAB_NAVIGATED', { origin });
  }
  await tabs.injectPage(tabId);
  const ready = await tabs.ping(tabId);
  if (ready === 'silent' || ready?.loadNonce !== loadNonce)
    throw new AppError('TAB_NAVIGATED', { origin });
  if (!ready.isPageReady) throw new AppError('PAGE_INTERFERES', { origin });
  return loadNonce;
}
