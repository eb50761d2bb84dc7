// Who runs an endpoint. Two endpoints of one operator are one source: what both say is one party's word.
import type { Network } from './network.ts';

/** By the end of the host name. Nothing in the settings can change an entry of this table. */
const SHIPPED: readonly { hostEnd: string; operator: string; short: string }[] = [
  { hostEnd: 'opentensor.ai', operator: 'Opentensor Foundation', short: 'Opentensor' },
  { hostEnd: 'latent.to', operator: 'Latent Holdings', short: 'Latent' },
];

/** The operator of a node on this computer; the panel has words for it. */
export const THIS_COMPUTER = 'this computer';

/** Names and addresses that end on this computer, those for "any address" and IPv4 in IPv6 included. */
const LOOPBACK =
  /^(?:(?:.+\.)?localhost|127(?:\.\d{1,3}){3}|0\.0\.0\.0|\[::1?\]|\[::ffff:(?:7f[\da-f]{2}|0):[\da-f]{1,4}\])$/;
const ADDRESS = /^(?:\d{1,3}(?:\.\d{1,3}){3}|\[.*\])$/;

const isWithin = (host: string, end: string): boolean => host === end || host.endsWith(`.${end}`);

/** A dot at the end is the same name. */
const hostOf = (endpoint: string): string =>
  new URL(endpoint).hostname.toLowerCase().replace(/\.+$/, '');

const shippedOf = (host: string) => SHIPPED.find(({ hostEnd }) => isWithin(host, hostEnd));

/** Whose node it is, in a word or its host: of the shipped table, else the host, or that it is on this computer. */
export function shortOperatorOf(endpoint: string): string {
  if (!URL.canParse(endpoint)) return endpoint;
  const host = hostOf(endpoint);
  return shippedOf(host)?.short ?? (LOOPBACK.test(host) ? THIS_COMPUTER : host);
}

/**
 * The operator's name: of the shipped table, else as the user named it, else "this computer" for a node on it, else
 * the last two parts of the host name. That may take two operators for one, never one for two that share a name.
 */
export function operatorOf({ operators }: Pick<Network, 'operators'>, endpoint: string): string {
  if (!URL.canParse(endpoint)) return endpoint;
  const host = hostOf(endpoint);
  const shipped = shippedOf(host);
  if (shipped) return shipped.operator;
  const named = Object.hasOwn(operators, endpoint) ? operators[endpoint]?.trim() : '';
  if (named) return named;
  if (LOOPBACK.test(host)) return THIS_COMPUTER;
  return ADDRESS.test(host) ? host : host.split('.').slice(-2).join('.');
}

/** The endpoints of other operators than that endpoint's, in their order. */
export function endpointsOfOthers(
  network: Pick<Network, 'endpoints' | 'operators'>,
  endpoint: string,
): string[] {
  const operator = operatorOf(network, endpoint);
  return network.endpoints.filter((other) => operatorOf(network, other) !== operator);
}
