// A subnet's own web address as a link that may be opened: only https, and the host that it leads to. Pure.

type WebLink = { href: string; host: string };

const LONGEST = 200;

/** null: none, or one that is not shown: another scheme, a name or password in it, no domain. */
export function webLink(text: string): WebLink | null {
  const trimmed = text.trim();
  if (trimmed === '' || trimmed.length > LONGEST) return null;
  const address = /^[a-z][a-z0-9+.-]*:/i.test(trimmed) ? trimmed : `https://${trimmed}`;
  if (!URL.canParse(address)) return null;
  const { protocol, username, password, host, hostname, port, href } = new URL(address);
  if (protocol !== 'https:' && protocol !== 'http:') return null;
  if (username !== '' || password !== '' || port !== '' || !hostname.includes('.')) return null;
  // A site that can be reached without encryption only is asked for with it all the same.
  return { href: href.replace(/^http:/, 'https:'), host };
}

/** Only where it leads to one of those hosts: a name that promises one is no link to another. */
export function webLinkOn(hosts: readonly string[], text: string): WebLink | null {
  const link = webLink(text);
  return link !== null && hosts.includes(link.host.replace(/^www\./, '')) ? link : null;
}
