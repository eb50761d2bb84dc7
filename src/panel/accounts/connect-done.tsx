// The end of connecting: which accounts were added, and whether their site is remembered.
import { useState } from 'preact/hooks';
import type { Connection } from '../../model/connection.ts';
import { usePanel } from '../core/panel-context.ts';
import { useAccountValue, usePartOfAll } from '../core/use-account-value.ts';
import { isolated, t, tCount } from '../core/text.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { CheckRow } from '../ui/field.tsx';
import type { Ss58Address } from '../../units.ts';
import { AddressChip, AddressMark } from '../words/address-chip.tsx';
import { ValuePart } from '../words/value-pair.tsx';
import { useConnect } from './connect-context.ts';

/** What it holds, once that is loaded; of several its part where all are sold together, as on home. */
function Worth({ coldkey }: { coldkey: Ss58Address }) {
  const alone = useAccountValue(coldkey);
  const value = usePartOfAll(coldkey) ?? alone;
  if (value === null) return null;
  return (
    <span class="row-end">
      <span class="strong">
        <ValuePart rao={value.sellable} isWhole={value.isSellableWhole} />
      </span>
      <span class="minor">{t('sellableNow')}</span>
    </span>
  );
}

export function Done({ connection }: { connection: Connection }) {
  const { router, deps, names } = usePanel();
  const connect = useConnect();
  const [isRemembered, setRemembered] = useState(true);
  const added = connection.found.flatMap(({ coldkey }) => coldkey ?? []);
  return (
    <div class="stack">
      <Banner tone="ok" title={tCount('accountsAdded', added.length)}>
        <ul class="added-accounts">
          {added.map((coldkey) => (
            <li key={coldkey} class="line">
              <AddressMark address={coldkey} />
              <span class="added-name">
                <bdi class="one-line strong">{names.coldkey(coldkey)}</bdi>
                <AddressChip address={coldkey} />
              </span>
              <Worth coldkey={coldkey} />
            </li>
          ))}
        </ul>
        <p>{t('canCloseTab')}</p>
      </Banner>
      <CheckRow
        label={t('rememberSite', { site: isolated(connection.origin) })}
        note={t('rememberSiteNote', { host: isolated(new URL(connection.origin).hostname) })}
        isOn={isRemembered}
        onChange={setRemembered}
      />
      <Button
        look="primary"
        isWide
        onPress={() => {
          // In the click: the browser asks only then, and not at all where the site is allowed already.
          if (isRemembered) void deps.browser.askForOrigin(connection.origin).catch(() => false);
          connect.cancel();
          router.home();
        }}
      >
        {t('seeMyStake')}
      </Button>
    </div>
  );
}
