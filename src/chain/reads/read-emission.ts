// The inputs of emission for all subnets. Read less often than a refresh.
import type {
  EmissionFacts,
  EmissionGate,
  SubnetEmissionFacts,
} from '../../model/emission-facts.ts';
import type { BlockRef, Reading } from '../../model/facts.ts';
import { ROOT_NETUID, type Netuid } from '../../units.ts';
import { queryFlow } from './read-flow.ts';
import { readSubnetToPrune } from './read-chain-rules.ts';
import { readAllPrices, readNetuids, readPrices } from './read-subnets.ts';
import { SUBTENSOR } from '../runtime/pallets.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { ScaleValue } from '../scale/scale-decoder.ts';
import { alphaOf, bigintOf, bitsOf, booleanOf, numberOf, raoOf } from '../scale/scale-fields.ts';
import type { StateReader } from '../runtime/state-reader.ts';
import {
  known,
  must,
  storageQuery,
  queryAll,
  combineQueries,
  type StorageQuery,
} from '../runtime/storage-query.ts';

type Complete = (nodePrice: Reading<bigint>) => SubnetEmissionFacts;

function querySubnetEmission(runtime: Runtime, netuid: Netuid): StorageQuery<Complete> {
  const queries: StorageQuery<unknown>[] = [];
  const item = <T>(name: string, parse: (value: ScaleValue) => T): StorageQuery<Reading<T>> => {
    const query = storageQuery(runtime, [SUBTENSOR, name], [netuid], parse);
    queries.push(query);
    return query;
  };
  const registeredAt = item('NetworkRegisteredAt', numberOf);
  const mechanism = item('SubnetMechanism', numberOf);
  const taoReserve = item('SubnetTAO', raoOf);
  const alphaReserve = item('SubnetAlphaIn', alphaOf);
  const alphaOut = item('SubnetAlphaOut', alphaOf);
  const protocolAlpha = item('SubnetProtocolAlpha', alphaOf);
  const tempo = item('Tempo', numberOf);
  const firstBlock = item('FirstEmissionBlockNumber', (value) =>
    value === null ? null : numberOf(value),
  );
  const isStarted = item('SubtokenEnabled', booleanOf);
  const isOpen = item('NetworkRegistrationAllowed', booleanOf);
  const isEnabled = item('SubnetEmissionEnabled', booleanOf);
  const emaPrice = item('SubnetMovingPrice', bitsOf);
  const burned = item('MinerBurned', bitsOf);
  const rootProportion = item('RootProp', bitsOf);
  const halving = item('EMAPriceHalvingBlocks', bigintOf);
  const ownerCut = item('OwnerCutEnabled', booleanOf);
  const taoIn = item('SubnetTaoInEmission', raoOf);
  const alphaIn = item('SubnetAlphaInEmission', alphaOf);
  const alphaOutEmission = item('SubnetAlphaOutEmission', alphaOf);
  const excess = item('SubnetExcessTao', raoOf);
  const flow = queryFlow(runtime, netuid);
  queries.push(flow);
  return combineQueries(queries, (valueAt) => {
    const needed = <T>(query: StorageQuery<Reading<T>>): T => must(query.read(valueAt), 'subnets');
    const facts: Omit<SubnetEmissionFacts, 'nodePrice'> = {
      netuid,
      registeredAt: needed(registeredAt),
      isStable: netuid === ROOT_NETUID || needed(mechanism) === 0,
      taoReserve: needed(taoReserve),
      alphaReserve: needed(alphaReserve),
      alphaOut: needed(alphaOut),
      protocolAlpha: protocolAlpha.read(valueAt),
      tempo: tempo.read(valueAt),
      firstEmissionBlock: firstBlock.read(valueAt),
      isSubtokenEnabled: isStarted.read(valueAt),
      isRegistrationAllowed: isOpen.read(valueAt),
      isEmissionEnabled: isEnabled.read(valueAt),
      emaPriceBits: emaPrice.read(valueAt),
      minerBurnedBits: burned.read(valueAt),
      rootProportionBits: rootProportion.read(valueAt),
      emaHalvingBlocks: halving.read(valueAt),
      isOwnerCutEnabled: ownerCut.read(valueAt),
      taoInEmission: taoIn.read(valueAt),
      alphaInEmission: alphaIn.read(valueAt),
      alphaOutEmission: alphaOutEmission.read(valueAt),
      excessTao: excess.read(valueAt),
      flow: flow.read(valueAt),
    };
    return (nodePrice) => ({ ...facts, nodePrice });
  });
}

/** U64F64 bits of a parameter that may be stored as a fixed-point or as a whole number. */
function queryExponent(runtime: Runtime): StorageQuery<Reading<bigint>> {
  const type = runtime.storage(SUBTENSOR, 'EmissionGateExponent')?.valueType;
  const isFixedPoint = type?.type === 'primitive' && type.value === 'u128';
  return storageQuery(runtime, [SUBTENSOR, 'EmissionGateExponent'], [], (value) =>
    isFixedPoint ? bitsOf(value) : bigintOf(value) << 64n,
  );
}

export function queryGate(runtime: Runtime): StorageQuery<Reading<EmissionGate>> {
  const bar = storageQuery(runtime, [SUBTENSOR, 'EmissionGateBar'], [], bitsOf);
  const exponent = queryExponent(runtime);
  const rank = storageQuery(runtime, [SUBTENSOR, 'EmissionBarRank'], [], numberOf);
  return combineQueries([bar, exponent, rank], (valueAt) => {
    const barBits = bar.read(valueAt);
    const exponentBits = exponent.read(valueAt);
    const barRank = rank.read(valueAt);
    if (!barBits.known) return barBits;
    if (!exponentBits.known) return exponentBits;
    if (!barRank.known) return barRank;
    return known({
      barBits: barBits.value,
      exponentBits: exponentBits.value,
      barRank: barRank.value,
    });
  });
}

export async function readEmissionFacts(
  state: StateReader,
  block: BlockRef,
): Promise<EmissionFacts> {
  const { runtime } = state;
  const [netuids, all] = await Promise.all([readNetuids(state), readAllPrices(state)]);
  const subnets = queryAll(netuids.map((netuid) => querySubnetEmission(runtime, netuid)));
  const issuance = storageQuery(runtime, [SUBTENSOR, 'TotalIssuance'], [], raoOf);
  const rootTao = storageQuery(runtime, [SUBTENSOR, 'SubnetTAO'], [ROOT_NETUID], raoOf);
  const taoWeight = storageQuery(runtime, [SUBTENSOR, 'TaoWeight'], [], bigintOf);
  const movingAlpha = storageQuery(runtime, [SUBTENSOR, 'SubnetMovingAlpha'], [], bitsOf);
  const gate = queryGate(runtime);
  const ownerCut = storageQuery(runtime, [SUBTENSOR, 'SubnetOwnerCut'], [], numberOf);
  const immunity = storageQuery(runtime, [SUBTENSOR, 'NetworkImmunityPeriod'], [], numberOf);
  const [stored, prices, toPrune] = await Promise.all([
    state.storage(
      combineQueries(
        [subnets, issuance, rootTao, taoWeight, movingAlpha, gate, ownerCut, immunity],
        (valueAt) => ({
          subnets: subnets.read(valueAt),
          totalIssuance: must(issuance.read(valueAt), 'issuance'),
          rootTao: must(rootTao.read(valueAt), 'root'),
          taoWeight: taoWeight.read(valueAt),
          subnetMovingAlphaBits: movingAlpha.read(valueAt),
          gate: gate.read(valueAt),
          ownerCut: ownerCut.read(valueAt),
          immunityPeriod: immunity.read(valueAt),
        }),
      ),
    ),
    all ?? readPrices(state, netuids),
    readSubnetToPrune(state),
  ]);
  return {
    block,
    runtime: runtime.ref,
    ...stored,
    toPrune,
    subnets: stored.subnets.map((complete, i) => complete(prices(netuids[i] ?? ROOT_NETUID))),
  };
}
