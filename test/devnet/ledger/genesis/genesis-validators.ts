// The validators of the genesis: hotkeys, owners, takes, identities, and who is registered where.
// Refuses to give anyone stake.
import { accountNamed } from './development-accounts.ts';
import { validatorName } from './genesis-names.ts';
import type { AccountId, LedgerState, Neuron } from '../state/ledger-state.ts';
import type { Random } from './random.ts';

export type Validator = Readonly<{
  hotkey: AccountId;
  coldkey: AccountId;
  isRegistered: boolean;
}>;

const VALIDATORS = 40;
const UNREGISTERED = 2;
const FULL_TAKE = 65_535;
const MAX_USUAL_TAKE = 11_796n;
const MINERS = 6;
const WITHOUT_IDENTITY = 7;

/** The last ones exist without being registered anywhere. Takes: 0 %, the default (no entry), 100 %, then anything up to 18 %. */
export function addValidators(state: LedgerState, random: Random): Validator[] {
  const validators: Validator[] = [];
  for (let index = 0; index < VALIDATORS; index += 1) {
    const hotkey = accountNamed(`validator/${index}/hotkey`);
    const coldkey = accountNamed(`validator/${index}/coldkey`);
    const isRegistered = index < VALIDATORS - UNREGISTERED;
    validators.push({ hotkey, coldkey, isRegistered });
    addHotkey(state, hotkey, coldkey);
    const fixed = [0, null, FULL_TAKE][index];
    const take = fixed === undefined ? Number(random.below(MAX_USUAL_TAKE + 1n)) : fixed;
    if (take !== null) state.delegates.set(hotkey, take);
    if (index % WITHOUT_IDENTITY === WITHOUT_IDENTITY - 1) continue;
    state.coldkeyIdentities.set(coldkey, {
      name: validatorName(index),
      url: `https://example.org/validator/${index}`,
      githubRepo: '',
      image: '',
      discord: '',
      description: '',
      additional: '',
    });
  }
  return validators;
}

/** Makes a hotkey exist: its owner, and the owner's lists. */
export function addHotkey(state: LedgerState, hotkey: AccountId, coldkey: AccountId): void {
  state.owners.set(hotkey, coldkey);
  state.ownedHotkeys.set(coldkey, [...(state.ownedHotkeys.get(coldkey) ?? []), hotkey]);
  state.stakingHotkeys.set(coldkey, [...(state.stakingHotkeys.get(coldkey) ?? []), hotkey]);
}

/** The owner's hotkey, validators with and without permit, and miners with falling incentives. */
export function neuronsOf(
  state: LedgerState,
  netuid: number,
  ownerHotkey: AccountId,
  validators: readonly Validator[],
  random: Random,
): Neuron[] {
  const registeredAt = state.blockNumber - 20_000 - random.index(100_000);
  const common = {
    registeredAt,
    lastUpdate: state.blockNumber - random.index(300),
    isActive: true,
    dividends: 0,
    consensus: 0,
    emission: 0n,
  };
  // on every fourth subnet the owner's own hotkey earns, so that part of the miner emission is burned
  const owner = {
    ...common,
    hotkey: ownerHotkey,
    hasPermit: true,
    incentive: netuid % 4 === 0 ? 9_000 : 0,
  };
  const validating = validators
    .filter(({ isRegistered }, index) => isRegistered && (index + netuid) % 3 !== 2)
    .map(({ hotkey }, index) => ({ ...common, hotkey, hasPermit: index % 9 !== 8, incentive: 0 }));
  const mining: Neuron[] = [];
  for (let index = 0; index < MINERS; index += 1) {
    const hotkey = accountNamed(`subnet/${netuid}/miner/${index}/hotkey`);
    addHotkey(state, hotkey, accountNamed(`miner/${index}/coldkey`));
    mining.push({ ...common, hotkey, hasPermit: false, incentive: 16_000 >> index });
  }
  return [owner, ...validating, ...mining];
}
