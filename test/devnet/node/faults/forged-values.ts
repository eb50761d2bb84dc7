// By name: one stored value changed, as a node would tell of a state that never was. Runtime APIs follow, being computed
// from it. Refuses to change more than one thing.
import { developmentColdkeys } from '../../ledger/genesis/development-accounts.ts';
import type { LedgerState, Subnet } from '../../ledger/state/ledger-state.ts';
import type { Table } from '../../ledger/state/table.ts';

export type Forge = (state: LedgerState) => void;

const NETUID = 1;
const TAO = 1_000_000_000n;
const PERCENT = 100n;
const coldkey = developmentColdkeys().alice;

const raised = (value: bigint): bigint => value + value / PERCENT + 1n;

function onSubnet(change: (subnet: Subnet) => Partial<Subnet>): Forge {
  return ({ subnets }) => {
    const subnet = subnets.get(NETUID);
    if (subnet) subnets.set(NETUID, { ...subnet, ...change(subnet) });
  };
}

const onAccount =
  (free: bigint, nonces: number): Forge =>
  ({ accounts }) => {
    const account = accounts.get(coldkey);
    if (!account) return;
    accounts.set(coldkey, { ...account, free: account.free + free, nonce: account.nonce + nonces });
  };

function onRows<V>(table: Table<string, V>, isMeant: (row: string) => boolean, to: (v: V) => V) {
  for (const row of [...table.keys()].filter(isMeant)) {
    const value = table.get(row);
    if (value !== undefined) table.set(row, to(value));
  }
}

const isOfColdkey = (row: string): boolean => row.endsWith(`/${coldkey}`);
const isOfSubnet = (row: string): boolean => row.startsWith(`${NETUID}/`);

export const FORGED_VALUES = {
  /** Of subnet 1, 1 % more. */
  'tao-reserve': onSubnet(({ taoReserve }) => ({ taoReserve: raised(taoReserve) })),
  'alpha-reserve': onSubnet(({ alphaReserve }) => ({ alphaReserve: raised(alphaReserve) })),
  'pool-weight': onSubnet(({ curve }) =>
    curve.kind === 'balancer'
      ? { curve: { ...curve, taoWeight: raised(curve.taoWeight ?? 5n * 10n ** 17n) } }
      : {},
  ),
  'fee-rate': onSubnet(({ feeRate }) => ({ feeRate: (feeRate ?? 33) + 1 })),
  mechanism: onSubnet(() => ({ mechanism: 0 })),
  /** Of Alice: a TAO more. */
  'free-balance': onAccount(TAO, 0),
  nonce: onAccount(0n, 1),
  /** Her shares, 1 % more each. */
  shares: ({ shares }) =>
    onRows(shares, isOfColdkey, (float) => ({ ...float, mantissa: raised(float.mantissa) })),
  /** Of every hotkey on subnet 1. */
  'hotkey-alpha': ({ hotkeyAlpha }) => onRows(hotkeyAlpha, isOfSubnet, raised),
  'hotkey-shares': ({ hotkeyShares }) =>
    onRows(hotkeyShares, isOfSubnet, (float) => ({ ...float, mantissa: raised(float.mantissa) })),
} as const satisfies Readonly<Record<string, Forge>>;

export type ForgedValue = keyof typeof FORGED_VALUES;

/** Alice's account is not there. */
export const withoutAccount: Forge = ({ accounts }) => accounts.delete(coldkey);
