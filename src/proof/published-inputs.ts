// What money hangs on at a signature, where the chain's published layouts put it: reserves, weight, fee and mechanism of a
// pool, nonce and free balance of an account. The node's metadata has no say: a made-up one could point at a key that
// holds nothing, and give the default for it.
// Source: chain reference §3 (keys, types and what counts where nothing is stored).
import { accountKey, poolKey, SPEC_KEY, subnetKey } from '../chain/reads/past-keys.ts';
import { fromHex } from '../chain/scale/hex.ts';
import { ScaleReader } from '../chain/scale/scale-reader.ts';
import type { AccountFacts, CurveName, MoveFacts, SubnetFacts } from '../model/facts.ts';
import { isBalancer } from '../pool/curves/balancer.ts';
import { ROOT_NETUID, type Hex, type Netuid, type Ss58Address } from '../units.ts';
import { invalid, notServed, strictly } from './proof-failure.ts';

type Pool = NonNullable<SubnetFacts['pool']>;
type Values = ReadonlyMap<Hex, Hex | null>;

/** Where nothing is stored. */
const USUAL_FEE_RATE = 33;
const EVEN_WEIGHT = 5n * 10n ** 17n;
const DYNAMIC = 1;
/** Consumers, providers and sufficients, between nonce and balance. */
const REFERENCES = 12;

type Inputs = Pick<MoveFacts, 'coldkey' | 'subnets'>;

const poolKeys = (netuid: Netuid) => ({
  mechanism: subnetKey('SubnetMechanism', netuid),
  tao: subnetKey('SubnetTAO', netuid),
  alpha: subnetKey('SubnetAlphaIn', netuid),
  weight: poolKey('SwapBalancer', netuid),
  feeRate: poolKey('FeeRate', netuid),
});

/** Root has no pool. */
const tradedOf = ({ subnets }: Inputs): readonly SubnetFacts[] =>
  subnets.filter(({ netuid }) => netuid !== ROOT_NETUID);

export function inputKeys(facts: Inputs): Hex[] {
  const pools = tradedOf(facts).flatMap(({ netuid }) => Object.values(poolKeys(netuid)));
  return [SPEC_KEY, accountKey(facts.coldkey.coldkey), ...pools];
}

function read<T>(values: Values, key: Hex, none: T, of: (reader: ScaleReader) => T): T {
  const value = values.get(key) ?? null;
  if (value === null) return none;
  const reader = new ScaleReader(fromHex(value));
  const found = of(reader);
  reader.end();
  return found;
}

const u64 = (reader: ScaleReader): bigint => reader.u64();
const u16 = (reader: ScaleReader): number => reader.u16();

/** The pool of a subnet as proven values have it: `like` gives what no storage holds. */
function poolIn(
  values: Values,
  { netuid, curve }: Pick<SubnetFacts, 'netuid' | 'curve'>,
  like: Pool,
): { curve: CurveName; pool: Pool } {
  const keys = poolKeys(netuid);
  const mechanism = read(values, keys.mechanism, 0, u16);
  if (mechanism !== DYNAMIC) return { curve: 'stable', pool: { kind: 'stable' } };
  if (curve === 'stable') throw invalid(`the liquidity of SN${netuid}`);
  if (!isBalancer(like)) throw notServed('a pool of that kind');
  const pool: Pool = {
    ...like,
    taoReserve: read(values, keys.tao, 0n, u64),
    alphaReserve: read(values, keys.alpha, 0n, u64),
    taoWeight: read(values, keys.weight, EVEN_WEIGHT, u64),
    feeRate: read(values, keys.feeRate, USUAL_FEE_RATE, u16),
  };
  return { curve: 'balancer', pool };
}

function accountIn(
  values: Values,
  coldkey: Ss58Address,
): Record<keyof Pick<AccountFacts, 'nonce' | 'free'>, bigint> {
  const none = { nonce: 0n, free: 0n };
  const value = values.get(accountKey(coldkey)) ?? null;
  if (value === null) return none;
  // What follows the free balance is not of interest here.
  const reader = new ScaleReader(fromHex(value));
  const nonce = BigInt(reader.small(32, false));
  reader.skip(REFERENCES);
  return { nonce, free: reader.u64() };
}

const isSame = (a: Pool, b: Pool): boolean =>
  a.kind === b.kind && Object.entries(a).every(([name, value]) => Reflect.get(b, name) === value);

export type ProvenPool = { netuid: Netuid; curve: CurveName; pool: Pool };
export type InputsThen = {
  spec: Hex | null;
  nonce: bigint;
  free: bigint;
  pools: readonly ProvenPool[];
};

/** Throws PROOF_INVALID for values of another form, PROOF_NOT_SERVED for a pool that this program has no fixed layout of. */
export function inputsIn(values: Values, facts: Inputs): InputsThen {
  return strictly('a stored value', () => ({
    spec: values.get(SPEC_KEY) ?? null,
    ...accountIn(values, facts.coldkey.coldkey),
    pools: tradedOf(facts).map(({ netuid, curve, pool }) => {
      if (pool === null) throw notServed('a pool of that kind');
      return { netuid, ...poolIn(values, { netuid, curve }, pool) };
    }),
  }));
}

/** Throws PROOF_INVALID where the node told something else than the state holds. */
export function requireTold(
  { coldkey, subnets }: Inputs,
  { nonce, free, pools }: InputsThen,
): void {
  if (nonce !== BigInt(coldkey.nonce)) throw invalid('the nonce of an account');
  if (free !== coldkey.free) throw invalid('the balance of an account');
  for (const { netuid, pool } of pools) {
    const told = subnets.find((one) => one.netuid === netuid)?.pool;
    if (!told || !isSame(pool, told) || !isSame(told, pool)) {
      throw invalid(`the liquidity of SN${netuid}`);
    }
  }
}
