// The rows in which a runtime tells what the funds of root validators owe, by the newest of its methods. What it tells is
// judged elsewhere (judge-claim.ts).
import { AppError } from '../../errors.ts';
import type { Reading } from '../../model/facts.ts';
import type { ClaimPayment } from '../../model/root-claims.ts';
import { toRao, type Rao, type Ss58Address } from '../../units.ts';
import type { ScaleValue } from '../scale/scale-decoder.ts';
import { accountOf, bigintOf, fieldOf, listOf, numberOf, raoOf } from '../scale/scale-fields.ts';
import type { StateReader } from '../runtime/state-reader.ts';
import { known, UNREADABLE } from '../runtime/storage-query.ts';

export const BASKET_API = 'BetaBasketRuntimeApi';
/** Rows that one answer may have: the runtime walks at most 256 validators of a coldkey. */
const MOST_ROWS = 256;

/** One row as the node told it. `isBroken`: fields of it are missing or of another kind, and so are its figures. */
export type ToldClaim = {
  hotkey: Ss58Address;
  owedShares: bigint;
  accrued: Rao;
  payment: ClaimPayment | null;
  isBroken: boolean;
};

/** Throws NODE_MALFORMED for a row without a validator; other fields that are missing make the row a broken one. */
function previewOf(row: ScaleValue): ToldClaim {
  const hotkey = accountOf(fieldOf(row, 'hotkey'));
  try {
    const count = (name: string): number => numberOf(fieldOf(row, name));
    return {
      hotkey,
      owedShares: bigintOf(fieldOf(row, 'owed_shares')),
      accrued: raoOf(fieldOf(row, 'accrued_tao')),
      payment: {
        redeemable: raoOf(fieldOf(row, 'redeemable_tao')),
        forfeited: raoOf(fieldOf(row, 'forfeited_tao_est')),
        rows: count('rows'),
        rowsToSell: count('rows_to_sell'),
        dustRows: count('dust_rows'),
        sweptRows: count('swept_rows'),
        flushedCredits: count('flushed_credits'),
      },
      isBroken: false,
    };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { hotkey, owedShares: 0n, accrued: toRao(0n), payment: null, isBroken: true };
  }
}

/** A row of the older list: `(hotkey, owed shares, TAO)`. */
function positionOf(row: ScaleValue): ToldClaim {
  const [hotkey, shares, tao] = listOf(row);
  return {
    hotkey: accountOf(hotkey ?? null),
    owedShares: bigintOf(shares ?? null),
    accrued: raoOf(tao ?? null),
    payment: null,
    isBroken: false,
  };
}

/** An answer that is no list of rows is unreadable: the rest of the portfolio stays. */
function rowsOf(
  answer: Reading<ScaleValue>,
  parse: (row: ScaleValue) => ToldClaim,
): Reading<readonly ToldClaim[]> {
  if (!answer.known) return answer;
  try {
    const rows = listOf(answer.value);
    return rows.length > MOST_ROWS ? UNREADABLE : known(rows.map(parse));
  } catch (error) {
    if (error instanceof AppError) return UNREADABLE;
    throw error;
  }
}

/** Of all validators of a coldkey. */
export async function readTold(
  state: StateReader,
  coldkey: Ss58Address,
): Promise<Reading<readonly ToldClaim[]>> {
  const previews = await state.api(BASKET_API, 'get_root_basket_claim_previews', coldkey);
  if (previews.known || previews.reason === 'unreadable') return rowsOf(previews, previewOf);
  return rowsOf(await state.api(BASKET_API, 'get_root_basket_positions', coldkey), positionOf);
}

/** Of these validators, each by its own question; without that method, of all. */
export async function readToldOf(
  state: StateReader,
  coldkey: Ss58Address,
  hotkeys: readonly Ss58Address[],
): Promise<Reading<readonly ToldClaim[]>> {
  const method = 'get_basket_claim_preview';
  if (state.runtime.api(BASKET_API, method) === null) {
    const all = await readTold(state, coldkey);
    return all.known ? known(all.value.filter(({ hotkey }) => hotkeys.includes(hotkey))) : all;
  }
  const found: ToldClaim[] = [];
  const answers = await Promise.all(
    hotkeys.map((hotkey) => state.api(BASKET_API, method, hotkey, coldkey)),
  );
  for (const [at, answer] of answers.entries()) {
    if (!answer.known) return answer;
    if (answer.value === null) continue;
    const row = rowsOf(known([answer.value]), previewOf);
    if (!row.known) return row;
    // Another validator's row in place of this one's is no answer.
    if (row.value.some(({ hotkey }) => hotkey !== hotkeys[at])) return UNREADABLE;
    found.push(...row.value);
  }
  return known(found);
}
