// The names of all subnets. Read rarely; untrusted until shown as text.
import type { SubnetName } from '../../model/facts.ts';
import type { Netuid } from '../../units.ts';
import { readNetuids } from './read-subnets.ts';
import { SUBTENSOR } from '../runtime/pallets.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { ScaleValue } from '../scale/scale-decoder.ts';
import {
  accountOf,
  fieldIf,
  fieldOf,
  listOf,
  netuidOf,
  numberOf,
  textOf,
} from '../scale/scale-fields.ts';
import type { StateReader } from '../runtime/state-reader.ts';
import {
  NOT_HERE,
  absentAs,
  must,
  storageQuery,
  queryAll,
  combineQueries,
  type StorageQuery,
} from '../runtime/storage-query.ts';

const IDENTITY_ITEMS = ['SubnetIdentitiesV3', 'SubnetIdentitiesV2', 'SubnetIdentities'];
const ZERO_ACCOUNT = '5C4hrfjw9DjXZTzV3MwzrrAr9P1MJhSrvWGWqi1eSuyUpnhM';
const LONGEST_TEXT = 2000;

type Identity = Pick<SubnetName, 'name' | 'description' | 'url' | 'github' | 'discord'>;

const NO_IDENTITY: Identity = { name: '', description: '', url: '', github: '', discord: '' };

function textIn(value: ScaleValue, field: string): string {
  const found = fieldIf(value, field);
  return found === undefined ? '' : textOf(found).slice(0, LONGEST_TEXT);
}

function toIdentity(value: ScaleValue): Identity {
  if (value === null) return NO_IDENTITY;
  return {
    name: textIn(value, 'subnet_name'),
    description: textIn(value, 'description'),
    url: textIn(value, 'subnet_url'),
    github: textIn(value, 'github_repo'),
    discord: textIn(value, 'discord'),
  };
}

function fromDynamicInfo(info: ScaleValue): SubnetName {
  const identity = toIdentity(fieldIf(info, 'subnet_identity') ?? null);
  return {
    netuid: netuidOf(fieldOf(info, 'netuid')),
    registeredAt: numberOf(fieldOf(info, 'network_registered_at')),
    ...identity,
    name: identity.name || textIn(info, 'subnet_name'),
    symbol: textIn(info, 'token_symbol'),
    ownerColdkey: accountOf(fieldOf(info, 'owner_coldkey')),
    ownerHotkey: accountOf(fieldOf(info, 'owner_hotkey')),
    tempo: numberOf(fieldOf(info, 'tempo')),
  };
}

function queryName(runtime: Runtime, netuid: Netuid): StorageQuery<SubnetName> {
  const item = <T>(name: string, parse: (value: ScaleValue) => T) =>
    storageQuery(runtime, [SUBTENSOR, name], [netuid], parse);
  const identities = IDENTITY_ITEMS.map((name) => item(name, toIdentity));
  const registeredAt = item('NetworkRegisteredAt', numberOf);
  const symbol = item('TokenSymbol', textOf);
  const owner = item('SubnetOwner', accountOf);
  const ownerHotkey = item('SubnetOwnerHotkey', accountOf);
  const tempo = item('Tempo', numberOf);
  const rest = [registeredAt, symbol, owner, ownerHotkey, tempo];
  return combineQueries([...identities, ...rest], (valueAt) => {
    const foundIdentities = identities.map(({ read }) =>
      absentAs(read(valueAt), NO_IDENTITY, 'identity'),
    );
    const zeroAccount = accountOf(ZERO_ACCOUNT);
    return {
      netuid,
      registeredAt: must(registeredAt.read(valueAt), 'registration'),
      ...(foundIdentities.find(({ name }) => name !== '') ?? NO_IDENTITY),
      symbol: absentAs(symbol.read(valueAt), '', 'symbol'),
      ownerColdkey: must(owner.read(valueAt), 'owner'),
      ownerHotkey: absentAs(ownerHotkey.read(valueAt), zeroAccount, 'owner hotkey'),
      tempo: must(tempo.read(valueAt), 'tempo'),
    };
  });
}

/** From one API answer where the metadata describes its type; else from storage. */
export async function readNames(state: StateReader): Promise<SubnetName[]> {
  const method = 'get_all_dynamic_info';
  const type = state.runtime.api('SubnetInfoRuntimeApi', method)?.resultType;
  const isTyped = type?.type === 'sequence' && type.value.type !== 'primitive';
  const answer = isTyped ? await state.api('SubnetInfoRuntimeApi', method) : NOT_HERE;
  if (answer.known) {
    return listOf(answer.value)
      .filter((info) => info !== null)
      .map(fromDynamicInfo);
  }
  const netuids = await readNetuids(state);
  return state.storage(queryAll(netuids.map((netuid) => queryName(state.runtime, netuid))));
}
