// The shape of a receipt, with what was proven of it.
import type { FinalVotes } from '../model/proof.ts';
import type { Receipt, ReceiptLine, ReceiptProof } from '../model/receipt.ts';
import {
  amount,
  anything,
  flag,
  listOf,
  number,
  object,
  oneOf,
  orMissing,
  orNull,
  recordOf,
  text,
} from '../parse.ts';
import { blockShape } from './block-shapes.ts';

export const finalVotesShape = recordOf<FinalVotes>({
  block: blockShape,
  setId: amount,
  votes: number,
  needed: number,
  of: number,
});

export const receiptShape = recordOf<Receipt>({
  block: blockShape,
  extrinsicIndex: number,
  at: number,
  isSuccess: flag,
  error: orNull(text),
  lines: listOf(
    recordOf<ReceiptLine>({
      labelKey: text,
      unit: oneOf('rao', 'alpha'),
      netuid: number,
      expected: orNull(amount),
      actual: amount,
      hotkey: orMissing(text),
    }),
  ),
  networkFee: orNull(anything),
  poolMovedBefore: orNull(amount),
  shortfall: anything,
  acceptsLocked: orMissing(flag),
  emptyClaims: orMissing(listOf(object({ hotkey: text, why: text }))),
  unread: orMissing(listOf(text)),
  proof: orMissing(
    recordOf<ReceiptProof>({
      events: oneOf('proven', 'not-served', 'not-asked'),
      final: orNull(finalVotesShape),
      gap: orNull(oneOf('not-yet', 'not-served', 'elsewhere')),
      upTo: number,
    }),
  ),
});
