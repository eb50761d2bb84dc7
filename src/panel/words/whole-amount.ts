// Whether a call names all of a position by u64::MAX, and how wallets write that number. Pure.
import { stakeCalls } from '../../model/stake-calls.ts';
import type { CallDraft, CallValue, Plan } from '../../model/plan.ts';
import { formatAmount, U64_MAX } from '../../units.ts';

/** What the chain calls the amount of a stake call, in any of them. */
const amountNames: ReadonlySet<string> = new Set(
  Object.values(stakeCalls).flatMap(({ args }) =>
    args.flatMap(([name, , field]) => (field === 'amount' ? name : [])),
  ),
);

const isCall = (value: CallValue): value is CallDraft =>
  typeof value === 'object' && value !== null && 'args' in value;

function namesWhole({ args }: CallDraft): boolean {
  return Object.entries(args).some(([name, value]) => {
    if (value === U64_MAX) return amountNames.has(name);
    return Array.isArray(value) && value.some((one: CallValue) => isCall(one) && namesWhole(one));
  });
}

/** Both ways in which a wallet writes the amount: in alpha, and in the smallest unit; null: it names another. */
export function wholeInWallet({
  call,
}: Pick<Plan, 'call'>): { amount: string; units: string } | null {
  if (call === null || !namesWhole(call)) return null;
  return { amount: formatAmount(U64_MAX, { decimals: 9 }), units: String(U64_MAX) };
}
