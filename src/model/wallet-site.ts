// Which sites wallets can be met on: one rule for what the panel offers and what the background does.

const LONGEST_SITE = 2_000;
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Text or address → origin; null: no wallet can be met there. https is the default; http only on this
 * machine, because elsewhere anyone on the network path could impersonate the site.
 */
export function walletSiteOf(text: string): string | null {
  const bare = text.trim();
  if (bare === '' || bare.length > LONGEST_SITE) return null;
  const isHere = LOOPBACK.some(
    (host) => bare === host || (/^[:/]/.test(bare.slice(host.length)) && bare.startsWith(host)),
  );
  const url = URL.parse(bare.includes('://') ? bare : `${isHere ? 'http' : 'https'}://${bare}`);
  if (url === null || url.hostname === '' || url.username !== '' || url.password !== '')
    return null;
  const isSafe =
    url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.includes(url.hostname));
  return isSafe ? url.origin : null;
}

/** Whether a wallet can be on a page of that origin. */
export function isWebOrigin(origin: string): boolean {
  const url = URL.parse(origin);
  return url !== null && /^https?:$/.test(url.protocol);
}

/** The match pattern for a permission request; match patterns have no ports. */
export function sitePattern(origin: string): string {
  const { protocol, hostname } = new URL(origin);
  return `${protocol}//${hostname}/*`;
}
