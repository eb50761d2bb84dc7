// The first state of the past: root, ten subnets with pools that nobody sees before dTAO, validators, forty coldkeys.
// Refuses to run a block.
import { settleAlphaOut, addCrowd } from '../ledger/genesis/genesis-positions.ts';
import { addRoot, addSubnet } from '../ledger/genesis/genesis-subnets.ts';
import { addHotkey, addValidators } from '../ledger/genesis/genesis-validators.ts';
import { emptyState, endow } from '../ledger/genesis/genesis.ts';
import {
  accountNamed,
  developmentColdkeys,
  DEVELOPMENT_NAMES,
} from '../ledger/genesis/development-accounts.ts';
import { createRandom } from '../ledger/genesis/random.ts';
import { changeSubnet, netuidsOf, subnetAt } from '../ledger/ledger-run.ts';
import { EXISTENTIAL_DEPOSIT, subnetAccount } from '../ledger/state/balances.ts';
import type { AccountId, LedgerState } from '../ledger/state/ledger-state.ts';
import { RULES } from '../ledger/rules.ts';
import { flowKey, flowOf, type World } from './past-drift.ts';

const TAO = 1_000_000_000n;
const SUBNETS = 10;
const EARNING = 8;
const TRADERS_PURSE = 1_000_000n * TAO;

/** Sends, delegates and trades for others; nobody's book. */
export const OUTSIDER: AccountId = accountNamed('past/outsider');
export const PROXY: AccountId = accountNamed('past/proxy');
/** Where a validator's and an account's keys go to. */
export const NEW_HOTKEY: AccountId = accountNamed('past/new-hotkey');

export type Beginning = Readonly<{
  state: LedgerState;
  world: World;
  coldkeys: readonly AccountId[];
  /** With dividends, the first ones to stake to. */
  hotkeys: readonly AccountId[];
  /** Owns the hotkey at the same place. */
  owners: readonly AccountId[];
}>;

export function beginPast(seed: number, count: number): Beginning {
  const random = createRandom(seed);
  const settings = { isEmitting: false, isInjecting: false, rules: RULES.v425 };
  const state = emptyState(0, settings);
  const validators = addValidators(state, random);
  addRoot(state, validators);
  for (let netuid = 1; netuid <= SUBNETS; netuid += 1) {
    addSubnet(state, netuid, validators, random);
    const { neurons } = subnetAt(state, netuid);
    // Nothing is older than the chain.
    changeSubnet(state, netuid, {
      registeredAt: 0,
      firstEmissionBlock: 0,
      lastEpochBlock: 0,
      blocksSinceLastStep: 0,
      neurons: neurons.map((neuron) => ({ ...neuron, registeredAt: 0, lastUpdate: 0 })),
    });
  }
  addCrowd(state, validators, random);
  settleAlphaOut(state, random);
  const named = developmentColdkeys();
  const coldkeys = Array.from({ length: count }, (_, at) => {
    const name = DEVELOPMENT_NAMES[at];
    return name === undefined ? accountNamed(`past/coldkey/${at}`) : named[name];
  });
  for (const coldkey of coldkeys) endow(state, coldkey, random.between(300n, 3_000n) * TAO);
  for (const who of [OUTSIDER, PROXY]) endow(state, who, TRADERS_PURSE);
  const chosen = validators.slice(0, EARNING);
  for (const { coldkey } of chosen) endow(state, coldkey, 100n * TAO);
  if (state.blockAuthor !== null) endow(state, state.blockAuthor, TAO);
  addHotkey(state, accountNamed('past/spare-hotkey'), OUTSIDER);
  const flows: World['flows'] = new Map();
  for (const netuid of netuidsOf(state)) {
    const { taoReserve, alphaReserve } = subnetAt(state, netuid);
    endow(state, subnetAccount(netuid), taoReserve + EXISTENTIAL_DEPOSIT);
    state.totalStake += taoReserve;
    if (netuid > 0) flows.set(flowKey(netuid, 0), flowOf(taoReserve, alphaReserve));
  }
  return {
    state,
    world: { earning: [...chosen.map(({ hotkey }) => hotkey), NEW_HOTKEY], flows },
    coldkeys,
    hotkeys: chosen.map(({ hotkey }) => hotkey),
    owners: chosen.map(({ coldkey }) => coldkey),
  };
}
