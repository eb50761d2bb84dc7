// The validators whose root rewards are claimed, what each fund pays or owes, and what a claim means, in plain words.
import type { PlannedClaim, RootClaim } from '../../model/root-claims.ts';
import type { CheckResult, CheckValue } from '../../model/check.ts';
import { mulDivUp, PPM, ROOT_NETUID, toRao, type Ss58Address } from '../../units.ts';
import { paysOut } from '../../portfolio/root-rewards.ts';
import { checkText } from '../words/check-text.ts';
import { percentText } from '../words/format.ts';
import { t, tCount } from '../core/text.ts';
import { Tao } from '../words/amount.tsx';
import { LinkButton } from '../ui/button.tsx';
import { CheckRow } from '../ui/field.tsx';
import { RichText } from '../ui/rich-text.tsx';
import { usePanel } from '../core/panel-context.ts';
import { useTicket } from './ticket-context.ts';

/** What the chain's least payment is above what this claim would pay; null: it pays, or that is not known. */
function useTooSmall(hotkey: Ss58Address) {
  const check = useTicket().worked.value?.checks.find(
    ({ id, verdict }) => id === 'claim-threshold' && verdict === 'block',
  );
  const { validator, missing, threshold } = check?.values ?? {};
  if (validator?.unit !== 'address' || validator.text !== hotkey) return null;
  if (missing?.unit !== 'rao' || threshold?.unit !== 'rao') return null;
  return { missing: toRao(missing.amount), threshold: toRao(threshold.amount) };
}

function Loses({ forfeited }: { forfeited: bigint }) {
  if (forfeited === 0n) return null;
  return (
    <>
      {' '}
      <span class="warn">
        <RichText text="claimLoses" with={{ amount: <Tao rao={toRao(forfeited)} /> }} />
      </span>
    </>
  );
}

function Pays({ claim }: { claim: PlannedClaim }) {
  const tooSmall = useTooSmall(claim.hotkey);
  const { redeemable, forfeited, doubt } = claim;
  if (doubt !== null) return <span class="bad">{t(`claimDoubt_${doubt}`)}</span>;
  if (redeemable === null || forfeited === null)
    return <span class="warn">{t('claimUnread')}</span>;
  if (tooSmall !== null) {
    const { missing, threshold } = tooSmall;
    return (
      <RichText
        text="claimTooSmall"
        with={{ missing: <Tao rao={missing} />, threshold: <Tao rao={threshold} /> }}
      />
    );
  }
  return (
    <>
      <RichText text="claimPays" with={{ amount: <Tao rao={redeemable} /> }} />
      <Loses forfeited={forfeited} />
    </>
  );
}

/** At a validator that is not chosen: what its fund owed when it was read last. */
function Owes({ claim }: { claim: RootClaim }) {
  const { payment } = claim;
  if (!payment.known) return <span class="warn">{t('claimUnread')}</span>;
  const { redeemable, forfeited } = payment.value;
  return (
    <>
      <RichText text="claimPays" with={{ amount: <Tao rao={redeemable} /> }} />
      <Loses forfeited={forfeited} />
    </>
  );
}

/** What the funds owed the account when they were read last; null: that was not read. */
function useOwn(): readonly RootClaim[] | null {
  const { store } = usePanel();
  const { coldkey } = useTicket().choice.value;
  const own = store.rootClaims.value?.claims.of.find((one) => one.coldkey === coldkey)?.claims;
  return own?.known === true ? own.value : null;
}

type WorthValues = { brings?: CheckValue; fee?: CheckValue; lost?: CheckValue };

/** What a claim costs of what it pays; rounded up to the digits that are shown, for it is a cost. */
export function costShare(values: WorthValues): bigint | null {
  const { brings, fee, lost } = values;
  if (brings?.unit !== 'rao' || fee?.unit !== 'rao' || lost?.unit !== 'rao') return null;
  if (brings.amount === 0n) return null;
  const share = mulDivUp(fee.amount + lost.amount, PPM, brings.amount);
  const step = share >= 1000n ? 100n : share >= 100n ? 10n : 1n;
  return ((share + step - 1n) / step) * step;
}

function Worth({ check }: { check: CheckResult }) {
  const { names } = usePanel();
  const share = costShare(check.values);
  return (
    <p class="small">
      {share === null
        ? checkText(check, names)
        : t('claimWorthShare', { share: percentText(share) })}
    </p>
  );
}

/** Below the figures: what it costs, whether root stake goes too, and that it may pay nothing. */
export function ClaimNotes() {
  const { store } = usePanel();
  const ticket = useTicket();
  const { exits, unstakes = false } = ticket.choice.value;
  const hold = store.rootClaims.value?.claims.unlockInterval;
  // As the call is drafted: under a hold, or where none is known, the stake goes before the claim.
  const isAfterClaim = hold?.known === true && hold.value === 0;
  const worth = ticket.worked.value?.checks.find(
    ({ id, verdict }) => id === 'claim-worth' && verdict === 'pass',
  );
  return (
    <div class="stack-s">
      {worth !== undefined && <Worth check={worth} />}
      {exits.length === 1 && (
        <CheckRow
          isOn={unstakes}
          onChange={(isOn) => ticket.edit({ unstakes: isOn })}
          label={t('claimUnstakesToo')}
          note={t(isAfterClaim ? 'claimUnstakesNote' : 'claimUnstakesFirst')}
        />
      )}
      <p class="small soft">{t('claimMayPayNothing')}</p>
    </div>
  );
}

export function ClaimCard() {
  const { names, router, store } = usePanel();
  const ticket = useTicket();
  const { exits, unstakes = false } = ticket.choice.value;
  const own = useOwn();
  const threshold = store.rootClaims.value?.claims.threshold;
  // Nothing comes of a claim from it: that is known, or its figures are not believed.
  const paysNothing = (hotkey: Ss58Address): boolean => {
    const owed = own?.find((one) => one.hotkey === hotkey);
    if (owed === undefined || threshold === undefined) return false;
    return owed.doubt !== null || paysOut(owed, { threshold }) === false;
  };
  const all = [...new Set([...exits, ...(own ?? [])].map(({ hotkey }) => hotkey))].toSorted();
  const worked = ticket.worked.value;
  const isChosen = (hotkey: Ss58Address) => exits.some((one) => one.hotkey === hotkey);
  // Those that owe the account something, and those chosen.
  const validators = all.filter((hotkey) => isChosen(hotkey) || !paysNothing(hotkey));
  const left = all.length - validators.length;
  const paysNote = (hotkey: Ss58Address) => {
    if (isChosen(hotkey)) {
      const claim = worked?.plan.claims?.find((one) => one.hotkey === hotkey);
      return claim !== undefined && <Pays claim={claim} />;
    }
    const owed = own?.find((one) => one.hotkey === hotkey);
    return owed !== undefined && <Owes claim={owed} />;
  };
  const toggle = (hotkey: Ss58Address, isOn: boolean) => {
    const others = exits.filter((one) => one.hotkey !== hotkey);
    ticket.edit({ exits: isOn ? [...others, { hotkey, netuid: ROOT_NETUID }] : others });
  };
  return (
    <div class="card stack-s">
      <p class="label">{t('claimValidators')}</p>
      <p class="small soft">{t(unstakes && exits.length === 1 ? 'claimMeansTao' : 'claimMeans')}</p>
      <ul class="rows">
        {validators.map((hotkey) => (
          <li key={hotkey}>
            <CheckRow
              isOn={isChosen(hotkey)}
              onChange={(isOn) => toggle(hotkey, isOn)}
              label={<bdi>{names.hotkey(hotkey)}</bdi>}
              note={paysNote(hotkey)}
            />
          </li>
        ))}
      </ul>
      {left > 0 && (
        <p class="small quiet">
          {tCount('claimOthersPayNothing', left)}{' '}
          <LinkButton onPress={() => router.go({ name: 'subnet', netuid: ROOT_NETUID })}>
            {t('claimSeeWhy')}
          </LinkButton>
        </p>
      )}
    </div>
  );
}
