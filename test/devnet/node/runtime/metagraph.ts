// The values of the selective metagraph: one optional field per index of chain.md §2.3.
// Refuses to compute stake; sums what the ledger's tables hold.
import type { LedgerState, Neuron, Subnet } from '../../ledger/state/ledger-state.ts';
import { hotkeyKey } from '../../ledger/state/ledger-state.ts';
import { utf8 } from '../scale/bytes.ts';
import type { Value } from '../scale/type.ts';
import type { StateView } from './description.ts';
import { FIXED_FIELDS, METAGRAPH_FIELDS, NO_AXON } from './metagraph-fields.ts';
import { subnetIdentityValue, subnetName } from './subtensor-pallet.ts';

/** The one field that is an option already. */
const NESTED_OPTION = 'identity';

/** Null for an unknown subnet; fields that were not asked for are null. */
export function selectiveMetagraphValue(
  view: StateView,
  netuid: number,
  wanted: readonly number[],
): Value {
  const subnet = view.state.subnets.get(netuid);
  if (!subnet) return null;
  const all: Readonly<Record<string, Value>> = {
    ...subnetFields(view, subnet, netuid),
    ...FIXED_FIELDS,
    ...neuronFields(view.state, subnet, netuid),
  };
  const chosen: Record<string, Value> = { netuid };
  for (const [index, name] of METAGRAPH_FIELDS.entries()) {
    if (index === 0) continue;
    const value = all[name];
    if (value === undefined) throw new RangeError(`No value for ${name}`);
    if (!wanted.includes(index)) chosen[name] = null;
    else chosen[name] = NESTED_OPTION === name ? { some: value } : value;
  }
  return chosen;
}

const subnetFields = (view: StateView, subnet: Subnet, netuid: number): Record<string, Value> => ({
  name: utf8(subnetName(subnet, netuid)),
  symbol: utf8(subnet.symbol),
  identity: subnetIdentityValue(subnet),
  network_registered_at: subnet.registeredAt,
  owner_hotkey: subnet.ownerHotkey,
  owner_coldkey: subnet.ownerColdkey,
  block: view.number,
  tempo: subnet.tempo,
  last_step: subnet.lastMechanismStepBlock,
  blocks_since_last_step: subnet.blocksSinceLastStep,
  subnet_emission: 0n,
  alpha_in: subnet.alphaReserve,
  alpha_out: subnet.alphaOut,
  tao_in: subnet.taoReserve,
  alpha_out_emission: subnet.alphaOutEmission,
  alpha_in_emission: subnet.alphaInEmission,
  tao_in_emission: subnet.taoInEmission,
  pending_alpha_emission: subnet.pendingServerEmission + subnet.pendingValidatorEmission,
  pending_root_emission: 0n,
  subnet_volume: subnet.volume,
  moving_price: { bits: subnet.movingPrice },
  num_uids: subnet.neurons.length,
  registration_allowed: subnet.registrationAllowed,
});

function neuronFields(state: LedgerState, subnet: Subnet, netuid: number): Record<string, Value> {
  const { neurons } = subnet;
  const each = (pick: (neuron: Neuron) => Value): Value => neurons.map(pick);
  const alphaOf = ({ hotkey }: Neuron): bigint =>
    state.hotkeyAlpha.get(hotkeyKey(hotkey, netuid)) ?? 0n;
  const taoOf = ({ hotkey }: Neuron): bigint =>
    weighted(state, state.hotkeyAlpha.get(hotkeyKey(hotkey, 0)) ?? 0n);
  const ownerOf = ({ hotkey }: Neuron): string => state.owners.get(hotkey) ?? ZERO_ACCOUNT;
  return {
    hotkeys: each((neuron) => neuron.hotkey),
    coldkeys: each(ownerOf),
    identities: each((neuron) => {
      const identity = state.coldkeyIdentities.get(ownerOf(neuron));
      if (!identity) return null;
      const { githubRepo, ...texts } = identity;
      const entries = Object.entries({ ...texts, github_repo: githubRepo });
      return Object.fromEntries(entries.map(([name, text]) => [name, utf8(text)]));
    }),
    axons: each(() => NO_AXON),
    active: each((neuron) => neuron.isActive),
    validator_permit: each((neuron) => neuron.hasPermit),
    last_update: each((neuron) => neuron.lastUpdate),
    emission: each((neuron) => neuron.emission),
    dividends: each((neuron) => neuron.dividends),
    incentives: each((neuron) => neuron.incentive),
    consensus: each((neuron) => neuron.consensus),
    block_at_registration: each((neuron) => neuron.registeredAt),
    alpha_stake: each(alphaOf),
    tao_stake: each(taoOf),
    total_stake: each((neuron) => alphaOf(neuron) + taoOf(neuron)),
    tao_dividends_per_hotkey: each((neuron) => [neuron.hotkey, 0n]),
    alpha_dividends_per_hotkey: each((neuron) => [
      neuron.hotkey,
      state.alphaDividends.get(hotkeyKey(neuron.hotkey, netuid)) ?? 0n,
    ]),
    validators: neurons.flatMap((neuron, uid) => (neuron.hasPermit ? [uid] : [])),
  };
}

const ZERO_ACCOUNT = `0x${'00'.repeat(32)}`;

/** Root stake counts by the TAO weight, rounded down. */
const weighted = (state: LedgerState, rootStake: bigint): bigint =>
  (rootStake * state.taoWeight) / (2n ** 64n - 1n);
