// The list of the user's accounts, then of those only watched, each in the user's order, with those hidden or without a wallet marked.
import { useEffect, useState } from 'preact/hooks';
import type { ColdkeyValue, PortfolioValue } from '../../portfolio/portfolio-value.ts';
import type { Ss58Address } from '../../units.ts';
import { isUnconfirmed, type StoredAccount } from '../../model/account.ts';
import { AccountMenu, type AccountPart } from './account-menu.tsx';
import { reordered } from './account-order.ts';
import { sharesOf, sumsOf, type Share, type Values } from './account-values.ts';
import { CutNote } from '../words/cut-note.tsx';
import { t, tCount } from '../core/text.ts';
import { AddressChip, AddressMark } from '../words/address-chip.tsx';
import { PlainChange } from '../words/change.tsx';
import { isRefuted, KnownMark, RefutedLine } from '../words/known-mark.tsx';
import { ValueHero, ValuePart } from '../words/value-pair.tsx';
import { Badge } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { usePanel } from '../core/panel-context.ts';

/** What all that count are worth together. */
function Total({ total, loaded, all }: { total: PortfolioValue; loaded: number; all: number }) {
  const { chosen, counted: counting } = usePanel().portfolio;
  const counted = counting.value;
  // Home, where it stands beside this screen, has the same.
  const isOnHome = chosen.value === null;
  return (
    <div class={`value accounts-total ${isOnHome ? 'accounts-total-twice' : ''}`}>
      <ValueHero value={total} />
      <p class="small soft">
        {loaded < all
          ? t('accountsPartly', { loaded: String(loaded), all: String(all) })
          : tCount('accountsTotal', all)}
      </p>
      <RefutedLine accounts={counted} />
    </div>
  );
}

const COPIED_MS = 2_000;

type LineProps = {
  account: StoredAccount;
  value: ColdkeyValue | undefined;
  share: Share | undefined;
  /** Of its spot value over a day, by prices alone; null: not known. */
  changePpm: bigint | null;
  isShown: boolean;
  /** Its address was copied last. */
  isCopied: boolean;
  onPress: () => void;
};

function Line({ account, value, share, changePpm, isShown, isCopied, onPress }: LineProps) {
  const { names } = usePanel();
  const isWrong = isRefuted(account);
  const isOnlyReported = isUnconfirmed(account) && !isWrong;
  return (
    <button
      type="button"
      class="row account-row"
      aria-current={isShown ? 'true' : undefined}
      onClick={onPress}
    >
      <AddressMark address={account.coldkey} />
      <span>
        <span class="row-name">
          <bdi class="one-line">{names.coldkey(account.coldkey)}</bdi>
          {!isOnlyReported && <KnownMark account={account} />}
        </span>
        <span class="row-sub">
          {isCopied ? (
            <span class="good">{t('copied')}</span>
          ) : (
            <AddressChip address={account.coldkey} />
          )}
          {isOnlyReported && <Badge>{t('notVerified')}</Badge>}
          {account.sources.length === 0 && <Badge>{t('watchOnly')}</Badge>}
          {account.isHidden && <Badge>{t('hiddenAccount')}</Badge>}
        </span>
      </span>
      {value ? (
        <span class="row-end">
          <span class="strong">
            <ValuePart rao={value.sellable} isWhole={value.isSellableWhole} />
          </span>
          <span class="minor">{changePpm !== null && <PlainChange ppm={changePpm} />}</span>
        </span>
      ) : (
        <span class="row-end small soft">{t('emissionNotReadShort')}</span>
      )}
      {isWrong && (
        // The mark beside the name says it to screen readers.
        <span class="small warn account-wrong" aria-hidden="true">
          {t('knownRefuted')}
        </span>
      )}
      {share && (
        <span class="small soft account-share">
          <span class="account-bar">
            <span style={{ inlineSize: `${share.drawn * 100}%` }} />
          </span>
          <span aria-hidden="true">{share.text}</span>
          <span class="hidden-text">{t('shareOfTotal', { share: share.text })}</span>
        </span>
      )}
    </button>
  );
}

type ListProps = {
  values: Values;
  /** Whose details stand beside it; null: none. */
  shown: Ss58Address | null;
  onOpen: (coldkey: Ss58Address, part?: AccountPart) => void;
};

/** The list of all, with what they come to above it and the ways to more below. */
export function AccountList({ values, shown, onOpen }: ListProps) {
  const { store, router, saving, deps, portfolio } = usePanel();
  const { total, byColdkey, changes } = values;
  const accounts = store.accounts.value;
  const counted = portfolio.counted.value;
  const shares = sharesOf(values, counted);
  const groups = [
    { words: 'accountsOwn', own: accounts.filter(({ isCounted }) => isCounted) },
    { words: 'accountsWatched', own: accounts.filter(({ isCounted }) => !isCounted) },
  ] as const;
  const [dragged, setDragged] = useState<string | null>(null);
  const [over, setOver] = useState<string | null>(null);
  const [copied, setCopied] = useState<string | null>(null);
  // Said for a while: it stands where the address does.
  useEffect(() => {
    if (copied === null) return undefined;
    const timer = setTimeout(() => setCopied(null), COPIED_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  /** Small writes, with the same result when repeated. By keys the order is changed in a row’s menu. */
  const dropOn = (target: string) => {
    const changed = dragged === null ? [] : reordered(accounts, dragged, target);
    void saving.run(async () => {
      for (const account of changed) await deps.call('saveAccount', account);
    });
  };
  return (
    <>
      {total !== null && counted.length > 1 && (
        <Total
          total={total}
          loaded={counted.filter(({ coldkey }) => byColdkey.has(coldkey)).length}
          all={counted.length}
        />
      )}
      {groups
        .filter(({ own }) => own.length > 0)
        .map(({ words, own }, place) => (
          <section key={words} class="accounts-group">
            <div class="accounts-head">
              <h2>{t(words)}</h2>
              {place === 0 && <span class="small quiet">{t('exitAndDay')}</span>}
            </div>
            <ul class="accounts">
              {own.map((account) => (
                <li
                  key={account.coldkey}
                  class={over === account.coldkey && dragged !== over ? 'drop-here' : ''}
                  draggable={accounts.length > 1}
                  title={accounts.length > 1 ? t('accountsDrag') : undefined}
                  onDragStart={() => setDragged(account.coldkey)}
                  onDragOver={(event) => {
                    if (dragged === null) return;
                    // Without this nothing can be dropped here.
                    event.preventDefault();
                    setOver(account.coldkey);
                  }}
                  onDrop={(event) => {
                    event.preventDefault();
                    dropOn(account.coldkey);
                  }}
                  onDragEnd={() => {
                    setDragged(null);
                    setOver(null);
                  }}
                >
                  <Line
                    account={account}
                    value={byColdkey.get(account.coldkey)}
                    share={shares.get(account.coldkey)}
                    changePpm={changes.get(account.coldkey) ?? null}
                    isShown={account.coldkey === shown}
                    isCopied={account.coldkey === copied}
                    onPress={() => {
                      setCopied(null);
                      onOpen(account.coldkey);
                    }}
                  />
                  <AccountMenu
                    account={account}
                    onOpen={(part) => onOpen(account.coldkey, part)}
                    onCopied={() => setCopied(account.coldkey)}
                  />
                </li>
              ))}
            </ul>
            {words === 'accountsOwn' && <CutNote sums={sumsOf(values, counted)} />}
          </section>
        ))}
      <span class="hidden-text" role="status">
        {copied !== null && t('copied')}
      </span>
      <div class="padded line line-wrap account-ways">
        <Button icon="wallet" onPress={() => router.go({ name: 'connect' })}>
          {t('connectMore')}
        </Button>
        <Button icon="view" onPress={() => router.go({ name: 'watch' })}>
          {t('watchAddress')}
        </Button>
      </div>
    </>
  );
}
