// Before any account is known: what this is, and three ways in.
import { useEffect } from 'preact/hooks';
import { useConnect } from './connect-context.ts';
import { knownSiteIn } from './connect-model.ts';
import { isolated, t } from '../core/text.ts';
import { IconButton, LinkButton } from '../ui/button.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';
import { lazy } from '../ui/lazy.tsx';
import { useHeadingFocus } from '../ui/use-focus.ts';
import { usePanel } from '../core/panel-context.ts';

const FirstPicture = lazy(
  () => import('../home/first-picture.tsx').then((m) => m.FirstPicture),
  null,
);

type ChoiceProps = {
  icon: IconName;
  title: string;
  note: string;
  isFirst?: boolean;
  onPress: () => void;
};

function Choice({ icon, title, note, isFirst = false, onPress }: ChoiceProps) {
  return (
    <button type="button" class={`choice ${isFirst ? 'choice-first' : ''}`} onClick={onPress}>
      <Icon name={icon} />
      <span>
        <span class="strong">{title}</span>
        <br />
        <span class="small soft">{note}</span>
      </span>
      <Icon name="caret" small />
    </button>
  );
}

/** On a site that is known it begins there at once; anywhere else a site is chosen first. */
function ConnectChoice() {
  const { currentPage, router } = usePanel();
  const connect = useConnect();
  useEffect(() => {
    void currentPage.look();
  }, []);
  const here = knownSiteIn(currentPage.page.value);
  const choose = () => router.go({ name: 'connect' });
  if (here === null) {
    return (
      <Choice
        icon="wallet"
        title={t('useMyWallet')}
        note={t('useMyWalletNote')}
        isFirst
        onPress={choose}
      />
    );
  }
  return (
    <div class="choice-pair">
      <Choice
        icon="wallet"
        title={t('useMyWallet')}
        note={t('useMyWalletHere', { site: isolated(new URL(here.origin).host) })}
        isFirst
        onPress={() => {
          connect.startHere(here);
          // Where the way goes on, and where it says so if it could not begin.
          choose();
        }}
      />
      <LinkButton onPress={choose}>{t('connectElsewhere')}</LinkButton>
    </div>
  );
}

export function FirstRun() {
  const { router } = usePanel();
  const heading = useHeadingFocus();
  return (
    <main class="screen">
      <header class="bar">
        <span class="grow strong bar-name">{t('extensionName')}</span>
        <IconButton
          icon="gear"
          label={t('settingsTitle')}
          onPress={() => router.go({ name: 'settings' })}
        />
      </header>
      <div class="body first-run">
        <div class="first-run-parts">
          <div class="welcome">
            <div class="welcome-title">
              <svg width="44" height="44" viewBox="0 0 128 128" aria-hidden="true">
                <use href="#icon-tau" />
              </svg>
              <div>
                <h1 tabIndex={-1} ref={heading}>
                  {t('firstRunTitle')}
                </h1>
                <p class="soft">{t('firstRunAbout')}</p>
              </div>
            </div>
            <div class="stack">
              <ConnectChoice />
              <Choice
                icon="view"
                title={t('watchAddress')}
                note={t('watchAddressNote')}
                onPress={() => router.go({ name: 'watch' })}
              />
              <Choice
                icon="chart"
                title={t('lookAtSubnets')}
                note={t('lookAtSubnetsNote')}
                onPress={() => router.go({ name: 'subnets' })}
              />
            </div>
            <p class="small quiet">{t('neverHoldsKeys')}</p>
          </div>
          <FirstPicture />
        </div>
      </div>
    </main>
  );
}
