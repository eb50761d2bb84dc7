// One change that no request made: what was there, what is known of its end, and what is not.
import type { GonePosition, HoldingChange } from '../../model/change.ts';
import { usePanel } from '../core/panel-context.ts';
import { t } from '../core/text.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { RichText } from '../ui/rich-text.tsx';
import { Screen } from '../ui/screen.tsx';
import { Amount, Tao } from '../words/amount.tsx';
import { changeTitle } from '../words/change-title.ts';
import { ageText, blockText, timeText } from '../words/format.ts';
import { HeldLine } from '../words/held-line.tsx';
import { PayoutLine } from '../words/payout-line.tsx';
import { payoutsBetween } from './payouts-between.ts';

function Gone({ position, seenAt }: { position: GonePosition; seenAt: HoldingChange['before'] }) {
  const { clock } = usePanel();
  const { exit } = position;
  const age = ageText(clock.now.value - seenAt.at);
  return (
    <li class="stack-s" style={{ paddingBlock: '0.375rem' }}>
      <HeldLine position={position} />
      <span class="small soft">
        {exit === null ? (
          t('changeExitUnknown')
        ) : (
          <RichText
            text="changeExit"
            with={{ amount: <Tao rao={exit} />, block: blockText(seenAt.number), age }}
          />
        )}
      </span>
    </li>
  );
}

function WhatIsKnown({ change }: { change: HoldingChange }) {
  const { names } = usePanel();
  const { event } = change;
  switch (event.kind) {
    case 'subnet-dissolved':
      return (
        <>
          <p class="strong">
            <PayoutLine payout={event.payout} />
          </p>
          <p>{t('changeDissolvedText')}</p>
          {event.isReused && <p>{t('changeReused', { subnet: names.number(event.netuid) })}</p>}
        </>
      );
    case 'positions-gone':
      return <p>{t(event.isSwapDue ? 'changeSwapDue' : 'changeGoneText')}</p>;
    case 'hotkey-replaced': {
      const { netuid } = event.position;
      const quantity = { unit: 'alpha', netuid, amount: event.toAlpha } as const;
      return (
        <>
          <p>
            <RichText
              text="changeReplacedBy"
              with={{
                amount: <Amount quantity={quantity} />,
                validator: names.hotkey(event.toHotkey),
              }}
            />
          </p>
          <p>{t('changeReplacedText')}</p>
        </>
      );
    }
    case 'account-reaped':
      return <p>{t('changeReapedText')}</p>;
    case 'validator-deregistered':
      return <p>{t('changeDeregisteredText')}</p>;
  }
}

function goneOf({ event }: HoldingChange): readonly GonePosition[] {
  if (event.kind === 'subnet-dissolved') return event.held;
  if (event.kind === 'positions-gone') return event.positions;
  return event.kind === 'hotkey-replaced' ? [event.position] : [];
}

function At({ picture: { number, at } }: { picture: HoldingChange['before'] }) {
  return (
    <>
      <span class="unbroken">{t('blockNumber', { block: blockText(number) })}</span> ·{' '}
      <span class="unbroken">{timeText(at)}</span>
    </>
  );
}

export function ChangeScreen({ id }: { id: string }) {
  const { store, names, router, deps, saving } = usePanel();
  const change = store.changes.value.find((one) => one.id === id);
  if (change === undefined) {
    return (
      <Screen title={t('activityTitle')}>
        <p class="padded soft">{t('nothingFound')}</p>
      </Screen>
    );
  }
  const { genesisHash, coldkey, before, after, freeBefore, freeAfter, dismissedAt } = change;
  const { event } = change;
  const gone = goneOf(change);
  const [first] = gone;
  const payouts = payoutsBetween(change, store.changes.value);
  const isAllPaid =
    payouts.length > 0 &&
    payouts.reduce((sum, { paid }) => sum + paid, 0n) === freeAfter - freeBefore;
  const putAway = () => {
    void saving.run(() => deps.call('dismissChange', { genesisHash, id }));
    router.back();
  };
  return (
    <Screen title={changeTitle(change, names)}>
      <div class="padded one-thing request">
        <div class="request-parts">
          <div class="stack">
            <Banner
              tone="warning"
              title={event.kind === 'positions-gone' ? t('changeUnexplained') : undefined}
            >
              <WhatIsKnown change={change} />
            </Banner>
            {gone.length > 0 && (
              <section class="stack-s">
                <h2>{t('changeHeldTitle')}</h2>
                <ul class="rows card">
                  {gone.map((position) => (
                    <Gone
                      key={`${position.netuid}:${position.hotkey}`}
                      position={position}
                      seenAt={before}
                    />
                  ))}
                </ul>
              </section>
            )}
          </div>
          <div class="stack request-aside">
            <dl class="figures">
              <dt>{t('accountLabel')}</dt>
              <dd>
                <bdi>{names.coldkey(coldkey)}</bdi>
              </dd>
              <div class="sum-line">
                <dt>{t('changeSeen')}</dt>
                <dd>
                  <At picture={before} />
                </dd>
              </div>
              <div class="sum-line">
                <dt>{t('changeGoneBy')}</dt>
                <dd>
                  <At picture={after} />
                </dd>
              </div>
              <dt>{t('changeFreeBefore')}</dt>
              <dd>
                <Tao rao={freeBefore} decimals={4} isColumn />
              </dd>
              <dt>{t('changeFreeAfter')}</dt>
              <dd>
                <Tao rao={freeAfter} decimals={4} isColumn />
              </dd>
            </dl>
            {payouts.map(({ netuid, paid }) => (
              <p key={netuid} class="small soft">
                <RichText
                  text="changeFreePaid"
                  with={{ amount: <Tao rao={paid} />, subnet: names.number(netuid) }}
                />
              </p>
            ))}
            {!isAllPaid && <p class="small soft">{t('changeFreeNote')}</p>}
          </div>
          <div class="line line-wrap">
            {event.kind === 'subnet-dissolved' && (
              <Button
                look="primary"
                onPress={() =>
                  router.go({
                    name: 'ticket',
                    start: { kind: 'stake', coldkey, hotkey: null, netuid: null },
                  })
                }
              >
                {t('changeStakeElsewhere')}
              </Button>
            )}
            <Button
              look={event.kind === 'positions-gone' ? 'primary' : 'plain'}
              onPress={() => router.go({ name: 'activity' })}
            >
              {t('changeOpenActivity')}
            </Button>
            {event.kind !== 'subnet-dissolved' && first !== undefined && (
              <Button onPress={() => router.go({ name: 'subnet', netuid: first.netuid })}>
                {t('changeOpenSubnet', { subnet: names.number(first.netuid) })}
              </Button>
            )}
            {dismissedAt === null && <Button onPress={putAway}>{t('noticeDismiss')}</Button>}
          </div>
        </div>
      </div>
    </Screen>
  );
}
