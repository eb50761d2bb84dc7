// What happens between planning and execution: other traders, and the same coldkey from another window. Refuses to judge.
import type { Move } from '../../src/model/move.ts';
import { ledgerReads, type Ledger } from '../devnet/ledger/ledger.ts';
import type { Case, Dice, Place } from './random-case.ts';

const TRADER = `0x${'7a'.repeat(32)}`;
const PPM = 1_000_000n;

/** One trade by somebody rich, about `parts` per million of the reserve. */
export function tradeByOther(
  ledger: Ledger,
  hotkey: string,
  netuid: number,
  side: 'buy' | 'sell',
  parts: bigint,
): boolean {
  const { state } = ledger;
  const subnet = state.subnets.get(netuid);
  if (subnet === undefined || subnet.mechanism !== 1) return false;
  const account = {
    nonce: 0,
    consumers: 0,
    providers: 1,
    sufficients: 0,
    reserved: 0n,
    frozen: 0n,
  };
  state.accounts.set(TRADER, { ...account, free: 10n ** 16n });
  const pallet = 'SubtensorModule' as const;
  if (side === 'buy') {
    const amount = (subnet.taoReserve * parts) / PPM;
    const args = { hotkey, netuid, amount_staked: amount };
    return ledger.dispatch(TRADER, { pallet, name: 'add_stake', args }).ok;
  }
  const amount = (subnet.alphaReserve * parts) / PPM;
  const args = { hotkey, netuid, amount_unstaked: amount };
  return ledger.dispatch(TRADER, { pallet, name: 'remove_stake', args }).ok;
}

/** Gives the other trader alpha to sell; a trade of its own, so it comes before the plan. */
export function stockUp(ledger: Ledger, hotkey: string, netuids: readonly number[]): void {
  for (const netuid of netuids) tradeByOther(ledger, hotkey, netuid, 'buy', 200_000n);
}

export function someTrades(
  dice: Dice,
  ledger: Ledger,
  hotkey: string,
  netuids: readonly number[],
): void {
  const count = dice.random.index(4);
  for (let i = 0; i < count; i += 1) {
    const size = dice.random.below(1n << dice.random.between(2n, 16n));
    tradeByOther(ledger, hotkey, dice.pick(netuids), dice.pick(['buy', 'sell']), size);
  }
}

/** Positions that a move starts from. */
export function originsOf(move: Move): Place[] {
  if (move.kind === 'exit-several') return [...move.items];
  return 'netuid' in move ? [{ hotkey: move.hotkey, netuid: move.netuid }] : [];
}

/** The coldkey itself, from another window: it sells or moves a part of the very position. */
export function shrinkPosition(
  dice: Dice,
  { ledger, coldkey, move }: Case,
  hotkeys: readonly string[],
): void {
  const { hotkey, netuid } = dice.pick(originsOf(move));
  const held = ledgerReads.positionAlpha(ledger.state, hotkey, coldkey, netuid);
  if (held === 0n) return;
  const alpha = dice.pick([held / 2n, held / 3n, held - held / 50n, held / 1_000n, 1n]);
  const pallet = 'SubtensorModule' as const;
  const isMove = dice.chance(40);
  const route = { origin_netuid: netuid, destination_netuid: netuid, alpha_amount: alpha };
  ledger.dispatch(
    coldkey,
    isMove
      ? {
          pallet,
          name: 'move_stake',
          args: { origin_hotkey: hotkey, destination_hotkey: dice.pick(hotkeys), ...route },
        }
      : { pallet, name: 'remove_stake', args: { hotkey, netuid, amount_unstaked: alpha } },
  );
}

/** The coldkey spends all its TAO but about what the move needs: the deposit may then be kept back from it. */
export function spendFree(dice: Dice, { ledger, coldkey, move, query }: Case): void {
  const free = ledger.state.accounts.get(coldkey)?.free ?? 0n;
  const needed = move.kind === 'stake' ? move.amount + query.fee : query.fee + 500n;
  const left = needed + dice.random.below(1_200n);
  if (free <= left) return;
  const args = { dest: TRADER, value: free - left };
  ledger.dispatch(coldkey, { pallet: 'Balances', name: 'transfer_allow_death', args });
}
