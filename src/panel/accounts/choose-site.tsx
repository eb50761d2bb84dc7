// Where to reach the wallet: the page in front, a site of the short list, or a typed one.
import { useState } from 'preact/hooks';
import { formDraftKey } from '../../model/draft.ts';
import { walletSiteOf } from '../../model/wallet-site.ts';
import { walletSites } from './connect-model.ts';
import { isolated, t, type PlainSentence } from '../core/text.ts';
import { Badge } from '../ui/banner.tsx';
import { Button, LinkButton } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Icon } from '../ui/icon.tsx';
import { useKeptForm } from '../core/kept-form.ts';
import { usePanel } from '../core/panel-context.ts';
import { useConnect } from './connect-context.ts';
import { Expect } from './connect-expect.tsx';
import { LaterSteps, Step } from './connect-step.tsx';

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

/** What each of the short list is, as its users know it. */
const about: ReadonlyMap<string, PlainSentence> = new Map(
  walletSites.map((origin, index) => [
    origin,
    (['siteAbout_first', 'siteAbout_second'] as const)[index] ?? 'siteAbout_third',
  ]),
);

export function Site({
  origin,
  isRecommended = false,
}: {
  origin: string;
  isRecommended?: boolean;
}) {
  const connect = useConnect();
  const words = about.get(origin);
  return (
    <button type="button" class="site-pick" onClick={() => connect.startAtSite(origin)}>
      <span>
        <span class="line line-wrap">
          <bdi class="strong">{new URL(origin).host}</bdi>
          {isRecommended && <Badge tone="ok">{t('recommendedSite')}</Badge>}
        </span>
        {words !== undefined && <span class="small soft">{t(words)}</span>}
      </span>
      <span class="line small strong site-open unbroken">
        {t('openAndContinue')}
        <Icon name="out" small />
      </span>
    </button>
  );
}

/** The first of four steps: the page in front, where wallets can be reached on it, and other sites. */
function SiteChoice() {
  const { currentPage, drafts, router } = usePanel();
  const connect = useConnect();
  const siteKey = formDraftKey('site');
  const [isTyping, setTyping] = useState(() => drafts.find((key) => key === siteKey) !== null);
  const page = currentPage.page.value;
  const here = page?.origin ?? null;
  const sites = walletSites.filter((origin) => origin !== here);
  return (
    <>
      {page !== null && here !== null ? (
        <>
          <p class="soft small">{t('connectHere')}</p>
          <Button
            look="primary"
            isWide
            onPress={() => connect.startHere({ tabId: page.tabId, origin: here })}
          >
            {t('connectOn', { site: isolated(new URL(here).host) })}
          </Button>
          <h2 class="site-others">{t('chooseOtherSite')}</h2>
        </>
      ) : (
        <p class="soft small">{t('walletCannotReachText')}</p>
      )}
      <ul class="site-list">
        {sites.map((origin, index) => (
          <li key={origin}>
            <Site origin={origin} isRecommended={here === null && index === 0} />
          </li>
        ))}
      </ul>
      {isTyping && <OtherSite />}
      <div class="line line-wrap apart">
        {!isTyping && <LinkButton onPress={() => setTyping(true)}>{t('otherSiteLink')}</LinkButton>}
        <LinkButton onPress={() => router.replace({ name: 'watch' })}>
          {t('pasteInstead')}
        </LinkButton>
      </div>
    </>
  );
}

export function ChooseSite() {
  return (
    <div class="padded form-width connect-parts">
      <div class="stack">
        <ol class="steps">
          <Step number={1} state="now" title={t('connectStep_site')}>
            <SiteChoice />
          </Step>
          <LaterSteps title={t('connectThen_site')} />
        </ol>
      </div>
      <Expect connection={null} />
    </div>
  );
}
