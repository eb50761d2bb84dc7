// What stake earned, by day, as rows of the list of what happened: days on which nothing else happened are one row. Pure.
import type { Column, SubnetThen } from '../../history/figures.ts';

const DAY = 86_400_000;

/** Days in UTC, as the books count them, each by its first moment; what came since the record before is of all of them. */
export type Rewards = {
  first: number;
  last: number;
  earned: bigint;
  /** The largest first. */
  bySubnet: readonly { subnet: SubnetThen; earned: bigint }[];
};

const keyOf = ({ netuid, registeredAt }: SubnetThen): string => `${netuid} ${registeredAt}`;

/** `netuid`: of this subnet alone. The newest first. */
export function rewardsOf(columns: readonly Column[], netuid: number | null): readonly Rewards[] {
  const days = columns.map(({ from, parts, bySubnet }, index): Rewards => {
    const before = columns[index - 1]?.from;
    const own = bySubnet.flatMap((one) =>
      one.subnet === null || one.parts.earned === 0n
        ? []
        : [{ subnet: one.subnet, earned: one.parts.earned }],
    );
    const wanted = own.filter(({ subnet }) => netuid === null || subnet.netuid === netuid);
    return {
      first: before === undefined ? from : before + DAY,
      last: from,
      earned: netuid === null ? parts.earned : sumOf(wanted),
      bySubnet: wanted.toSorted((a, b) => (a.earned < b.earned ? 1 : -1)),
    };
  });
  return days.filter(({ earned }) => earned !== 0n).toReversed();
}

const sumOf = (some: readonly { earned: bigint }[]): bigint =>
  some.reduce((sum, { earned }) => sum + earned, 0n);

function together(newer: Rewards, older: Rewards): Rewards {
  const sums = new Map(newer.bySubnet.map((one) => [keyOf(one.subnet), one]));
  for (const one of older.bySubnet) {
    const earned = one.earned + (sums.get(keyOf(one.subnet))?.earned ?? 0n);
    sums.set(keyOf(one.subnet), { ...one, earned });
  }
  return {
    first: older.first,
    last: newer.last,
    earned: newer.earned + older.earned,
    bySubnet: [...sums.values()].toSorted((a, b) => (a.earned < b.earned ? 1 : -1)),
  };
}

/** Neighbours of which `isBusy` is true of neither day are one; of a year each alone. */
export function foldedRewards(
  days: readonly Rewards[],
  isBusy: (day: number) => boolean,
): readonly Rewards[] {
  const rows: Rewards[] = [];
  for (const day of days) {
    const newer = rows.at(-1);
    const isQuiet = newer !== undefined && !isBusy(newer.last) && !isBusy(day.last);
    const isOneYear =
      newer !== undefined &&
      new Date(newer.last).getUTCFullYear() === new Date(day.last).getUTCFullYear();
    if (newer !== undefined && isQuiet && isOneYear) rows[rows.length - 1] = together(newer, day);
    else rows.push(day);
  }
  return rows;
}

/** The day of this device's calendar that has the same date; its first moment, so that what happened on it comes before. */
export function atHome(day: number): number {
  const date = new Date(day);
  return new Date(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()).getTime();
}
