// A receipt as text to copy or to send: amounts to the rao, the block, and what the quote was calculated from, so that
// others can calculate it again. It names the account only where the user chose so.
import { promiseOf } from '../../checks/promise.ts';
import type { Move } from '../../model/move.ts';
import type { Plan, Quantity } from '../../model/plan.ts';
import type { Receipt } from '../../model/receipt.ts';
import type { SigningRequest } from '../../model/request.ts';
import { decimalsFor, formatAmount } from '../../units.ts';
import type { NamesModel } from '../core/names-model.ts';
import { isolated, t } from '../core/text.ts';
import {
  blockText,
  COLUMN_DECIMALS,
  exactAmountText,
  GAP,
  OF_SUBNET,
  TAO_SIGN,
  timeText,
} from '../words/format.ts';
import { reasonText } from '../words/error-text.ts';
import { moveTitle } from '../words/move-title.ts';
import { chainErrorText } from './chain-error.ts';
import { receiptQuantity } from './receipt-quantity.ts';
import { wordsOf } from './request-words.ts';

function amountText(quantity: Quantity, names: NamesModel): string {
  if (quantity.unit === 'rao' || quantity.netuid === 0) {
    return exactAmountText(quantity.amount, TAO_SIGN);
  }
  const { amount, netuid } = quantity;
  return `${exactAmountText(amount, names.symbol(netuid))} · ${names.number(netuid)}`;
}

/** As the screen shows it large: with fewer decimals the larger it is. */
export function shownText(quantity: Quantity, names: NamesModel, isFixed: boolean): string {
  const { amount } = quantity;
  const decimals = decimalsFor(amount);
  const digits = formatAmount(amount, {
    decimals,
    isFixed: isFixed || decimals === COLUMN_DECIMALS,
  });
  if (quantity.unit === 'rao' || quantity.netuid === 0) return `${TAO_SIGN}${GAP}${digits}`;
  const { netuid } = quantity;
  return `${names.symbol(netuid)}${GAP}${digits}${OF_SUBNET}${names.number(netuid)}`;
}

/** Whole numbers as text, as they are in the plan. */
function inputsOf({ legs, terms, limitPrice }: Plan): string {
  const trades = legs.map(({ netuid, purpose, before, order }) => ({
    netuid,
    purpose,
    pool: before,
    order,
  }));
  const inputs = { toleranceBps: terms.toleranceBps, limitPrice, trades };
  return JSON.stringify(inputs, (_key, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
}

type Row = { name: string; actual: string; quoted: string | null };

/** With which validators; of several positions or claims none is named, for the list has no end. */
function validatorText(move: Move, names: NamesModel): string | null {
  switch (move.kind) {
    case 'exit-several':
    case 'accept-locked':
      return null;
    case 'claim':
      return move.hotkeys.length === 1 ? names.hotkey(move.hotkeys[0] ?? '') : null;
    case 'change-validator':
    case 'change-subnet':
      return t('receiptValidators', {
        from: isolated(names.hotkey(move.hotkey)),
        to: isolated(names.hotkey(move.toHotkey)),
      });
    default:
      return names.hotkey(move.hotkey);
  }
}

/** What the user shares of the account: its own name, or nothing. */
export type SharedAs = { account: string | null };

function whoRows({ plan: { move } }: SigningRequest, names: NamesModel, { account }: SharedAs) {
  const validator = validatorText(move, names);
  const rows: Row[] = [];
  if (validator !== null) rows.push({ name: t('validatorLabel'), actual: validator, quoted: null });
  if (account !== null) rows.push({ name: t('activityAccount'), actual: account, quoted: null });
  return rows;
}

/** Whether the network kept a least amount to be received: a claim, for one, has none. */
function hasMinimum({ receives, legs }: Plan): boolean {
  return receives !== null && ['minimum', 'minimum-while-held'].includes(promiseOf(receives, legs));
}

/** Why the network rejected it, in a sentence; null: it did not. */
export function rejectionText({ error }: SigningRequest, receipt: Receipt): string | null {
  if (receipt.isSuccess) return null;
  return error === null ? chainErrorText(receipt.error) : reasonText(error);
}

/** A receipt in words: what moved, or did not; what was promised at least, the network fee, and with which validator. */
export function receiptRows(
  request: SigningRequest,
  receipt: Receipt,
  names: NamesModel,
  sharedAs: SharedAs,
): Row[] {
  const { gives, lock, receives } = request.plan;
  const fee = receipt.networkFee;
  const rows = receipt.lines.map((line): Row => {
    const { expected } = line;
    const textOf = (amount: bigint): string => amountText(receiptQuantity(line, amount), names);
    return {
      name: t(line.labelKey),
      actual: textOf(line.actual),
      // An estimate is held against no quote.
      quoted: expected === null || line.labelKey === 'receiptForfeited' ? null : textOf(expected),
    };
  });
  if (!receipt.isSuccess) {
    const given = lock === undefined ? gives : ({ unit: 'alpha', ...lock } as const);
    if (given !== null && given.amount > 0n) {
      const actual = t('receiptNotMoved', { amount: amountText(given, names) });
      rows.push({ name: t('youGive'), actual, quoted: null });
    }
  } else if (receives !== null && hasMinimum(request.plan)) {
    const actual = amountText((request.queueEntry ?? receives).minimum, names);
    rows.push({ name: t('promised'), actual, quoted: null });
  }
  if (fee !== null) {
    const quantity: Quantity =
      fee.paidIn === 'tao'
        ? { unit: 'rao', amount: fee.fee }
        : { unit: 'alpha', netuid: fee.netuid, amount: fee.fee };
    rows.push({ name: t('networkFee'), actual: amountText(quantity, names), quoted: null });
  }
  return [...rows, ...whoRows(request, names, sharedAs)];
}

/** Marks of direction would be letters to a program that finds the text again, and boxes in a picture. */
export const withoutMarks = (text: string): string => text.replaceAll(/[\u2066-\u2069]/g, '');

export function receiptText(
  request: SigningRequest,
  receipt: Receipt,
  {
    names,
    network,
    link,
    ...sharedAs
  }: SharedAs & { names: NamesModel; network: string; link: string | null },
): string {
  const { plan, extrinsicHash } = request;
  const lines = receiptRows(request, receipt, names, sharedAs).map(({ name, actual, quoted }) =>
    quoted === null
      ? t('receiptLine', { name, actual })
      : t('receiptLineQuoted', { name, actual, quoted }),
  );
  const text = [
    t('receiptHead', { move: moveTitle(plan.move, names), state: t(wordsOf(request).titleKey) }),
    rejectionText(request, receipt),
    ...lines,
    t('receiptBlock', {
      block: blockText(receipt.block.number),
      hash: receipt.block.hash,
      index: String(receipt.extrinsicIndex),
      time: timeText(receipt.at),
    }),
    extrinsicHash === null ? null : t('receiptHash', { hash: extrinsicHash }),
    link,
    t('receiptQuotedAt', {
      block: blockText(plan.block.number),
      hash: plan.block.hash,
      network: isolated(network),
      runtime: String(plan.runtime.specVersion),
    }),
    t('receiptInputs', { inputs: inputsOf(plan) }),
  ];
  return withoutMarks(text.filter((line) => line !== null).join('\n'));
}
