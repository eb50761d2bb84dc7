// Parsers of what messages are about: accounts, subnets, amounts, hashes.
import { parseSs58 } from '../chain/scale/ss58.ts';
import { LONGEST_WAIT_HOURS } from '../model/account-limits.ts';
import { toNetuid, toRao, U64_MAX, type Hex } from '../units.ts';
import {
  amountUpTo,
  convert,
  count,
  listUpTo,
  object,
  orNull,
  textUpTo,
  type Parser,
} from '../parse.ts';

export const LONGEST_LIST = 600;
export const words = textUpTo(300);
export const u64 = amountUpTo(U64_MAX);
export const netuid = convert(count(0xffff), toNetuid);
export const hash = convert(textUpTo(66, 66), (value): Hex => {
  if (!/^0x[0-9a-f]{64}$/.test(value)) throw new RangeError('no hash');
  return `0x${value.slice(2)}`;
});
/** Only the canonical form comes out: prefix 42, as everything inside the extension is. */
export const coldkey = convert(textUpTo(60), parseSs58);
export const many = <T, Of>(parse: Parser<T, Of>): Parser<T[], readonly Of[]> =>
  listUpTo(LONGEST_LIST, parse);
export const rao = convert(u64, toRao);
export const bps = count(10_000);
export const limitsOfAccount = object({
  genesisHash: hash,
  coldkey,
  limits: object({
    mostPerOrder: orNull(rao),
    mostPerDay: orNull(rao),
    netuids: orNull(many(netuid)),
    hotkeys: orNull(many(coldkey)),
    mostImpactBps: orNull(bps),
    leastFree: orNull(rao),
    waitHours: count(LONGEST_WAIT_HOURS),
  }),
});
