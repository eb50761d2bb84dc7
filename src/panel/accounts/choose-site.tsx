// Where to reach the wallet: the page in front, a site of the short list, or a typed one.
import { useState } from 'preact/hooks';
import { formDraftKey } from '../../model/draft.ts';
import { walletSiteOf } from '../../model/wallet-site.ts';
import { walletSites } from './connect-model.ts';
import { isolated, t } from '../core/text.ts';
import { Badge, Banner } from '../ui/banner.tsx';
import { Button, LinkButton } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Icon } from '../ui/icon.tsx';
import { useKeptForm } from '../core/kept-form.ts';
import { usePanel } from '../core/panel-context.ts';
import { useConnect } from './connect-context.ts';

function OtherSite() {
  const connect = useConnect();
  const form = useKeptForm('site', { text: '' });
  const { text } = form.values;
  const [problem, setProblem] = useState<string | null>(null);
  const go = () => {
    const origin = walletSiteOf(text);
    if (origin === null) setProblem(t('siteProblem'));
    else {
      connect.startAtSite(origin);
      form.clear();
    }
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        go();
      }}
    >
      <Field
        label={t('otherSite')}
        value={text}
        onInput={(value) => {
          form.set({ text: value });
          setProblem(null);
        }}
        placeholder="https://"
        inputMode="url"
        problem={problem}
      />
      <Button onPress={go} isDisabled={text.trim() === ''}>
        {t('openAndContinue')}
      </Button>
    </form>
  );
}

export function Site({
  origin,
  isRecommended = false,
}: {
  origin: string;
  isRecommended?: boolean;
}) {
  const connect = useConnect();
  return (
    <button type="button" class="pick" onClick={() => connect.startAtSite(origin)}>
      <span class="line">
        <bdi class="one-line strong">{new URL(origin).host}</bdi>
        {isRecommended && <Badge tone="ok">{t('recommendedSite')}</Badge>}
      </span>
      <span class="line small soft">
        {t('openAndContinue')}
        <Icon name="out" small />
      </span>
    </button>
  );
}

export function ChooseSite() {
  const { router, currentPage, drafts } = usePanel();
  const connect = useConnect();
  const siteKey = formDraftKey('site');
  const [isTyping, setTyping] = useState(() => drafts.find((key) => key === siteKey) !== null);
  const page = currentPage.page.value;
  const here = page?.origin ?? null;
  const sites = walletSites.filter((origin) => origin !== here);
  return (
    <div class="padded stack form-width">
      {page !== null && here !== null ? (
        <section class="card stack">
          <p class="strong">{t('connectHere')}</p>
          <Button
            look="primary"
            isWide
            onPress={() => connect.startHere({ tabId: page.tabId, origin: here })}
          >
            {t('connectOn', { site: isolated(new URL(here).host) })}
          </Button>
        </section>
      ) : (
        <div class="stack-s">
          <p class="strong">{t('walletCannotReachTitle')}</p>
          <p class="soft">{t('walletCannotReachText')}</p>
        </div>
      )}
      <section class="stack site-choice">
        {here !== null && <h2>{t('chooseOtherSite')}</h2>}
        <ul class="site-list">
          {sites.map((origin, index) => (
            <li key={origin}>
              <Site origin={origin} isRecommended={here === null && index === 0} />
            </li>
          ))}
        </ul>
        {isTyping ? (
          <OtherSite />
        ) : (
          <div>
            <LinkButton onPress={() => setTyping(true)}>{t('otherSiteLink')}</LinkButton>
          </div>
        )}
      </section>
      <Banner tone="notice">
        <p>{t('siteSees')}</p>
      </Banner>
      <div>
        <LinkButton onPress={() => router.replace({ name: 'watch' })}>
          {t('pasteInstead')}
        </LinkButton>
      </div>
    </div>
  );
}
