// What my stake in a subnet would get if it were deregistered now, beside what selling it brings: a range, on demand.
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { PayoutAssumption, PayoutRange } from '../../emission/removal-payout.ts';
import type { Reading } from '../../model/facts.ts';
import { decimalsFor, PPM, mulDivDown, mulDivUp, type Netuid } from '../../units.ts';
import { t } from '../core/text.ts';
import { usePanel } from '../core/panel-context.ts';
import { Button, LinkButton } from '../ui/button.tsx';
import { RichText } from '../ui/rich-text.tsx';
import { useStepFocus } from '../ui/use-focus.ts';
import { Tao } from '../words/amount.tsx';
import { errorText } from '../words/error-text.ts';
import { blockText, percentText } from '../words/format.ts';
import { createPayoutModel, type PayoutModel } from './payout-model.ts';

export function usePayouts(): PayoutModel {
  const { deps, store, portfolio } = usePanel();
  const model = useMemo(
    () =>
      createPayoutModel(deps.call, () => ({
        snapshot: store.snapshot.peek()?.snapshot ?? null,
        mine: portfolio.coldkeys.peek(),
      })),
    [],
  );
  useEffect(() => model.stop, [model]);
  return model;
}

/** Up to the last digit shown, for what may never be shown below what it is. */
export function raised(rao: bigint, decimals: number): bigint {
  const grain = 10n ** BigInt(9 - decimals);
  return ((rao + grain - 1n) / grain) * grain;
}

function Range({ range: { low, high } }: { range: PayoutRange }) {
  const decimals = decimalsFor(high);
  const least = <Tao rao={low} decimals={decimals} />;
  const most = <Tao rao={raised(high, decimals)} decimals={decimals} />;
  return low === high ? (
    <RichText text="payoutAbout" with={{ amount: least }} />
  ) : (
    <RichText text="payoutRange" with={{ least, most }} />
  );
}

/** Beside what selling brings: a payout alone does not say that it is less. */
function PartOfSale({ range: { low, high }, netuid }: { range: PayoutRange; netuid: Netuid }) {
  const { portfolio } = usePanel();
  const value = portfolio.value.value?.subnets.find((one) => one.netuid === netuid);
  if (value === undefined || !value.isSellableWhole || value.sellable === 0n) return null;
  const least = percentText(mulDivDown(low, PPM, value.sellable));
  const most = percentText(mulDivUp(high, PPM, value.sellable));
  return (
    <p class={high < value.sellable ? 'small strong warn' : 'small strong'}>
      {least === most ? t('payoutPartOne', { part: least }) : t('payoutPart', { least, most })}
    </p>
  );
}

/** What the ranges suppose, each once. */
function Assumptions({ ranges }: { ranges: Iterable<Reading<PayoutRange>> }) {
  const all = new Set<PayoutAssumption>();
  for (const range of ranges) if (range.known) for (const one of range.value.assumes) all.add(one);
  if (all.size === 0) return null;
  return (
    <details>
      <summary>{t('how')}</summary>
      {[...all].map((one) => (
        <p class="small soft" key={one}>
          {t(`payoutAssumes_${one}`)}
        </p>
      ))}
    </details>
  );
}

type PayoutProps = {
  model: PayoutModel;
  netuid: Netuid;
  /** Those that are read together. */
  netuids: readonly Netuid[];
};

/** What selling brings now, and below it what a deregistration would, once that was asked for; nothing without stake there. */
export function Payout({ model, netuid, netuids }: PayoutProps) {
  const { portfolio } = usePanel();
  const place = useRef<HTMLElement>(null);
  const value = portfolio.value.value?.subnets.find((one) => one.netuid === netuid);
  if (value === undefined) return null;
  const ask = () => {
    // The link goes; the focus stays where its answer will stand.
    place.current?.focus({ preventScroll: true });
    void model.read(netuids);
  };
  const reading = model.reading.value;
  const range = reading.state === 'done' ? reading.ranges.get(netuid) : undefined;
  return (
    <>
      <dl class="figures">
        <dt>{t('payoutSoldNow')}</dt>
        <dd>{value.isSellableWhole ? <Tao rao={value.sellable} /> : t('notRead')}</dd>
        <dt>{t('payoutIf')}</dt>
        <dd class="payout-ask" tabIndex={-1} ref={place}>
          {range?.known === true ? (
            <Range range={range.value} />
          ) : reading.state === 'idle' ? (
            <LinkButton onPress={ask}>{t('payoutEstimate')}</LinkButton>
          ) : (
            <span class="quiet">{t('payoutNone')}</span>
          )}
        </dd>
      </dl>
      {range?.known === true && <PartOfSale range={range.value} netuid={netuid} />}
      {range?.known === false && <p class="small">{t('payoutUnknown')}</p>}
    </>
  );
}

/** Once asked for: its progress and failure, what the ranges are, and the button that reads again. */
export function PayoutControls({
  model,
  netuids,
}: {
  model: PayoutModel;
  netuids: readonly Netuid[];
}) {
  const reading = model.reading.value;
  // The button that stopped it is gone, and what asks for it is back.
  useStepFocus(reading.state, '.payout-ask .link', false);
  if (netuids.length === 0 || reading.state === 'idle') return null;
  return (
    <div class="stack-s">
      <div role="status">
        {reading.state === 'reading' && <p class="small soft">{t('payoutReading')}</p>}
        {reading.state === 'failed' && <p class="small">{errorText(reading.error)}</p>}
        {reading.state === 'done' && (
          <>
            <p class="small soft">{t('payoutCaveat', { block: blockText(reading.block) })}</p>
            <Assumptions ranges={reading.ranges.values()} />
          </>
        )}
      </div>
      <div>
        <Button
          isSmall
          onPress={reading.state === 'reading' ? model.stop : () => void model.read(netuids)}
        >
          {t(reading.state === 'reading' ? 'stopReading' : 'payoutAgain')}
        </Button>
      </div>
    </div>
  );
}
