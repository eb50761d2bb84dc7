// What a subnet says of itself: one line of its own about it, and its site, GitHub and Discord.
import type { Netuid } from '../../units.ts';
import { usePanel } from '../core/panel-context.ts';
import { cleanName, t } from '../core/text.ts';
import { Icon } from '../ui/icon.tsx';
import { webLink, webLinkOn } from './web-link.ts';

export function SubnetLinks({ netuid, look }: { netuid: Netuid; look: string }) {
  const details = usePanel().names.details(netuid);
  const site = webLink(details?.url ?? '');
  const links = [
    { link: site, name: site?.host ?? '' },
    { link: webLinkOn(['github.com'], details?.github ?? ''), name: 'GitHub' },
    { link: webLinkOn(['discord.gg', 'discord.com'], details?.discord ?? ''), name: 'Discord' },
  ].flatMap(({ link, name }) => (link === null ? [] : [{ href: link.href, name }]));
  if (links.length === 0) return null;
  return (
    <p class={`small subnet-links ${look}`}>
      {links.map(({ href, name }) => (
        <a
          key={name}
          class="link subnet-link"
          href={href}
          target="_blank"
          rel="noopener noreferrer"
          title={t('siteOpens')}
        >
          <bdi>{name}</bdi>
          <Icon name="out" small />
        </a>
      ))}
    </p>
  );
}

export function SubnetAbout({ netuid }: { netuid: Netuid }) {
  const text = cleanName(usePanel().names.details(netuid)?.description ?? '', 160);
  return text === '' ? null : (
    <p class="small soft subnet-about">
      <bdi title={text}>{text}</bdi>
    </p>
  );
}
