// Which endpoints a user may add.
import { AppError } from '../../errors.ts';

const LONGEST_ENDPOINT = 300;
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/** A node's normalised address: wss anywhere, ws only to this machine. Throws BAD_ENDPOINT. */
export function validateEndpoint(text: string): string {
  const trimmed = text.trim();
  const refuse = (reason: string) => new AppError('BAD_ENDPOINT', { text: trimmed, reason });
  if (trimmed.length === 0 || trimmed.length > LONGEST_ENDPOINT) throw refuse('length');
  let url: URL;
  try {
    url = new URL(trimmed);
  } catch (error) {
    throw new AppError('BAD_ENDPOINT', { text: trimmed, reason: 'no-url' }, error);
  }
  if (url.protocol !== 'wss:' && url.protocol !== 'ws:') throw refuse('scheme');
  if (url.username !== '' || url.password !== '') throw refuse('credentials');
  if (url.hash !== '') throw refuse('fragment');
  if (url.protocol === 'ws:' && !LOOPBACK.test(url.hostname)) throw refuse('plain-ws');
  return url.pathname === '/' && url.search === '' ? `${url.protocol}//${url.host}` : url.href;
}
