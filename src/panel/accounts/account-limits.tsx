// "Limits for this account": what is in force, what is looser and waits, and the way to change both. The background keeps
// them and counts the wait; this only shows and asks.
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { noLimits, type AccountLimits, type LimitsState } from '../../model/account-limits.ts';
import type { Reading } from '../../model/facts.ts';
import type { Hex, Ss58Address } from '../../units.ts';
import { createAction, type Action } from '../core/action.ts';
import { usePanel } from '../core/panel-context.ts';
import { t } from '../core/text.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { errorText } from '../words/error-text.ts';
import { timeText } from '../words/format.ts';
import { EditLimits } from './edit-limits.tsx';
import { hasLimits, LimitRows, waitText } from './limit-rows.tsx';

const HOUR_MS = 3_600_000;

const nothing: LimitsState = { inForce: noLimits, loosening: null };

type Save = (limits: AccountLimits) => Promise<boolean>;

function Loosening({ state, saving, save }: { state: LimitsState; saving: Action; save: Save }) {
  const { clock } = usePanel();
  const { inForce, loosening } = state;
  if (loosening === null) return null;
  const { from } = loosening;
  const left = from - clock.now.value;
  return (
    <Banner tone="notice" title={t('limitsLooser', { time: timeText(from) })}>
      <p class="small">
        {left > 0
          ? t('limitsLooserIn', { length: waitText(Math.ceil(left / HOUR_MS)) })
          : t('limitsLooserSoon')}
      </p>
      <div>
        <Button isSmall isDisabled={saving.isRunning.value} onPress={() => void save(inForce)}>
          {t('limitsKeep')}
        </Button>
      </div>
    </Banner>
  );
}

type Of = { genesisHash: Hex; coldkey: Ss58Address };

/** As the background has them, read again when accounts change; null: not read yet. */
function useLimits({ genesisHash, coldkey }: Of) {
  const { deps, store } = usePanel();
  const [read, setRead] = useState<Reading<LimitsState> | null>(null);
  const saving = useMemo(createAction, []);
  const accounts = store.accounts.value;
  useEffect(() => {
    let isShown = true;
    deps.call('readAccountLimits', { genesisHash, coldkey }).then(
      (limits) => isShown && setRead(limits),
      // The card stays away: nothing is changed on what is not known.
      () => undefined,
    );
    return () => {
      isShown = false;
    };
  }, [accounts, genesisHash, coldkey]);
  const save: Save = (limits) =>
    saving.run(() => deps.call('saveAccountLimits', { genesisHash, coldkey, limits }));
  return { read, saving, save };
}

function Card({ isSought, ...of }: Of & { isSought: boolean }) {
  const { read, saving, save } = useLimits(of);
  const [isEditing, setEditing] = useState(false);
  const card = useRef<HTMLElement>(null);
  const isRead = read !== null;
  useEffect(() => {
    if (isSought) card.current?.scrollIntoView();
  }, [isRead]);
  if (read === null) return null;
  const state = read.known ? read.value : nothing;
  const { loosening } = state;
  const error = saving.error.value;
  return (
    <section
      class="stack-s setting-group account-limits"
      aria-label={t('accountLimitsTitle')}
      ref={card}
    >
      <h2>{t('accountLimitsTitle')}</h2>
      {error !== null && (
        <Banner tone="red" isAlert>
          {errorText(error)}
        </Banner>
      )}
      {!read.known && (
        <Banner tone="unknown">
          <p>{t('limitsUnread')}</p>
        </Banner>
      )}
      <Loosening state={state} saving={saving} save={save} />
      {isEditing ? (
        <div class="card">
          <EditLimits
            coldkey={of.coldkey}
            state={state}
            isSaving={saving.isRunning.value}
            onSave={(limits) => void save(limits).then((isSaved) => isSaved && setEditing(false))}
            onCancel={() => setEditing(false)}
          />
        </div>
      ) : (
        <div class="card setting-list">
          {(hasLimits(state.inForce) || loosening !== null) && (
            <div class="limits-set">
              <LimitRows
                limits={state.inForce}
                next={loosening && { limits: loosening.limits, from: loosening.from }}
              />
            </div>
          )}
          <div class="setting">
            <span class="grow">{!hasLimits(state.inForce) && read.known && t('limitsNone')}</span>
            <Button isSmall onPress={() => setEditing(true)}>
              {t(hasLimits(state.inForce) ? 'limitsChange' : 'limitsSet')}
            </Button>
          </div>
        </div>
      )}
      <p class="field-note setting-about">{t('limitsAbout')}</p>
    </section>
  );
}

type Props = {
  coldkey: Ss58Address;
  /** Brought into sight when it is there. */
  isSought: boolean;
};

/** Of a chain that was connected once: limits are filed by it. */
export function AccountLimitsCard({ coldkey, isSought }: Props) {
  const { genesisHash } = usePanel().store.network.value;
  if (genesisHash === null) return null;
  const of = { genesisHash, coldkey };
  return <Card key={`${genesisHash} ${coldkey}`} {...of} isSought={isSought} />;
}
