// The chain's result beside the expected one, and why they differ.
import type { Receipt, ReceiptLine } from '../../model/receipt.ts';
import type { SigningRequest } from '../../model/request.ts';
import { blockText, signedPercentText, timeText } from '../words/format.ts';
import { cleanName, isolated, keyPart, t } from '../core/text.ts';
import { RichText } from '../ui/rich-text.tsx';
import { Alpha, Amount, Tao } from '../words/amount.tsx';
import { CopyHash } from '../words/copy-text.tsx';
import { DottedName } from '../words/dotted-name.tsx';
import { usePanel } from '../core/panel-context.ts';
import { pricePerAlpha } from '../words/plan-prices.ts';
import { Validators } from './agreed.tsx';
import { differencePpm, priceOf } from './outcome.ts';
import { ReceiptDifference } from './receipt-difference.tsx';
import { finalityKey, ReceiptRestsOn } from './receipt-finality.tsx';
import { isDisproven } from './request-view.ts';
import { paidNothing } from './request-words.ts';
import { receiptQuantity, RECEIPT_DECIMALS } from './receipt-quantity.ts';

/** Without the subnet, which the row's heading names: two figures to the last rao fill a narrow window. */
function Figure({ line, amount }: { line: ReceiptLine; amount: bigint }) {
  const quantity = receiptQuantity(line, amount);
  return quantity.unit === 'rao' ? (
    <Tao rao={quantity.amount} decimals={RECEIPT_DECIMALS} />
  ) : (
    <Alpha alpha={quantity.amount} netuid={quantity.netuid} decimals={RECEIPT_DECIMALS} />
  );
}

/** What was forfeited the chain itself estimates: it is no result to the last rao, and stands in no column of those. */
const isEstimate = ({ labelKey }: ReceiptLine): boolean => labelKey === 'receiptForfeited';

function Forfeited({ lines }: { lines: readonly ReceiptLine[] }) {
  const line = lines.find(isEstimate);
  if (line === undefined) return null;
  return (
    <p class="small soft">
      {line.actual === 0n ? (
        t('receiptForfeitedNone')
      ) : (
        <RichText
          text="receiptForfeitedWhy"
          with={{ amount: <Figure line={line} amount={line.actual} /> }}
        />
      )}
    </p>
  );
}

function Line({ line }: { line: ReceiptLine }) {
  const { names } = usePanel();
  const ppm = differencePpm(line);
  return (
    <tr>
      <th scope="row">
        {t(line.labelKey)}
        {line.hotkey !== undefined && (
          <bdi class="quiet receipt-note">{names.hotkey(line.hotkey)}</bdi>
        )}
        {line.unit === 'alpha' && line.netuid !== 0 && (
          <span class="quiet receipt-note">{names.number(line.netuid)}</span>
        )}
      </th>
      <td>{line.expected === null ? '–' : <Figure line={line} amount={line.expected} />}</td>
      <td class="strong">
        <Figure line={line} amount={line.actual} />
        {line.expected !== null && (
          <span class="small soft receipt-note">
            {line.expected === line.actual
              ? t('asExpected')
              : ppm === null || ppm === 0n
                ? ''
                : signedPercentText(ppm)}
          </span>
        )}
      </td>
    </tr>
  );
}

/** Some claim paid nothing, which is told by itself: no pool moved by what was not sold. */
const hasEmptyClaim = ({ emptyClaims = [] }: Receipt): boolean => emptyClaims.length > 0;

/** Why some of the funds paid nothing. */
export function EmptyClaims({ receipt: { emptyClaims = [] } }: { receipt: Receipt }) {
  const { names } = usePanel();
  return (
    <>
      {emptyClaims.map(({ hotkey, why }) => (
        <p key={hotkey} class="small">
          {t(`claimEmpty_${keyPart(why)}`, { validator: isolated(names.hotkey(hotkey)) })}
        </p>
      ))}
    </>
  );
}

/** With which validator, and what each alpha cost or brought. */
function Traded({ request, receipt }: { request: SigningRequest; receipt: Receipt }) {
  const { names } = usePanel();
  const { move } = request.plan;
  const price = priceOf(move.kind, receipt);
  return (
    <>
      <Validators move={move} />
      {price !== null && (
        <>
          <dt>{t(move.kind === 'stake' ? 'entryPricePaid' : 'entryPriceGot')}</dt>
          <dd>{pricePerAlpha(price.raoPerAlpha, price.netuid, names)}</dd>
        </>
      )}
    </>
  );
}

export function ReceiptCard({ request, receipt }: { request: SigningRequest; receipt: Receipt }) {
  const fee = receipt.networkFee;
  const isNone = isDisproven(request);
  const title = t(isNone ? 'receiptOfOtherBlock' : 'receiptTitle');
  // What a claim forfeited is said of one that was paid.
  const lines = receipt.lines.filter(
    ({ labelKey, actual }) =>
      labelKey !== 'receiptForfeited' || actual > 0n || !hasEmptyClaim(receipt),
  );
  return (
    <section class="card stack" aria-label={title}>
      <div class="line line-wrap apart">
        <h2>{title}</h2>
        <span class="small quiet">
          {t('blockNumber', { block: blockText(receipt.block.number) })} · {timeText(receipt.at)}
        </span>
      </div>
      {receipt.unread !== undefined && <p class="small">{t('receiptUnread')}</p>}
      {lines.length > 0 && (
        <table class="receipt">
          <thead>
            <tr>
              <td />
              <th scope="col">{t('expectedColumn')}</th>
              <th scope="col">{t(isNone ? 'blockSaidColumn' : 'actualColumn')}</th>
            </tr>
          </thead>
          <tbody>
            {lines
              .filter((line) => !isEstimate(line))
              .map((line) => (
                <Line key={`${line.labelKey}-${line.netuid}-${line.hotkey ?? ''}`} line={line} />
              ))}
          </tbody>
        </table>
      )}
      {!isNone && <Forfeited lines={lines} />}
      {!paidNothing(request) && <EmptyClaims receipt={receipt} />}
      {receipt.acceptsLocked !== undefined && (
        <p class="small">
          {t(receipt.acceptsLocked ? 'receiptAcceptsLocked' : 'receiptRefusesLocked')}
        </p>
      )}
      {!isNone && !hasEmptyClaim(receipt) && <ReceiptDifference {...receipt} />}
      <dl class="figures">
        {receipt.isSuccess && !isNone && <Traded request={request} receipt={receipt} />}
        <dt>{t('networkFee')}</dt>
        <dd>
          {fee === null ? (
            t('notKnown')
          ) : (
            <Amount
              quantity={
                fee.paidIn === 'tao'
                  ? { unit: 'rao', amount: fee.fee }
                  : { unit: 'alpha', netuid: fee.netuid, amount: fee.fee }
              }
              decimals={RECEIPT_DECIMALS}
            />
          )}
        </dd>
        <dt>{t('finality')}</dt>
        <dd>{t(finalityKey({ state: request.state, receipt }))}</dd>
        {request.extrinsicHash !== null && !isNone && (
          <>
            <dt>{t('entryHash')}</dt>
            <dd>
              <CopyHash hash={request.extrinsicHash} />
            </dd>
          </>
        )}
        {receipt.error !== null && (
          <div class="sum-line">
            <dt>{t('errorName')}</dt>
            <dd class="quiet address error-name">
              <DottedName name={cleanName(receipt.error, 80)} />
            </dd>
          </div>
        )}
      </dl>
      <ReceiptRestsOn state={request.state} receipt={receipt} />
    </section>
  );
}
