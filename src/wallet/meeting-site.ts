// A site to meet wallets on, as the user gave it. Knows no tabs.
import { AppError } from '../errors.ts';

const LONGEST_SITE = 2_000;
const LOOPBACK = ['localhost', '127.0.0.1', '[::1]'];

/**
 * Text or address → origin. https is taken for granted; http only on this machine, because elsewhere anyone
 * on the way could be that site. Throws AppError BAD_SITE.
 */
export function parseSite(text: string): string {
  const bare = text.trim();
  const address = bare.includes('://') ? bare : `https://${bare}`;
  if (bare === '' || bare.length > LONGEST_SITE || !URL.canParse(address)) {
    throw new AppError('BAD_SITE');
  }
  const { protocol, hostname, origin, username, password } = new URL(address);
  const isSecure = protocol === 'https:' || (protocol === 'http:' && LOOPBACK.includes(hostname));
  if (!isSecure || hostname === '' || username !== '' || password !== '') {
    throw new AppError('BAD_SITE');
  }
  return origin;
}

/** Can a wallet be on such a page at all? */
export function isWebOrigin(origin: string): boolean {
  return URL.canParse(origin) && /^https?:$/.test(new URL(origin).protocol);
}
