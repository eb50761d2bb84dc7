// Epochs: which subnets are due, and how the pots reach owner, miners, validators and their stakers.
// Consensus is replaced by a stated model: every neuron's incentive is its fixed share of the miner pot, and the validator pot
// goes to neurons with a permit by alpha stake plus weighted root stake; parent and child keys do not exist here.
// From there on as the chain: run_coinbase.rs (drain_pending, calculate_dividend_distribution).
import { checkedDiv, F32, fromInt, mul, safeDiv, sub } from '../../../oracle/fixed-point.ts';
import {
  payMiners,
  payOwner,
  payValidators,
  recordNeurons,
  type Dividend,
} from './epoch-payouts.ts';
import {
  changeSubnet,
  deposit,
  netuidsOf,
  ROOT_NETUID,
  subnetAt,
  type Run,
} from '../ledger-run.ts';
import { hotkeyAlpha } from '../state/share-pool.ts';
import type { AccountId, LedgerState, Neuron } from '../state/ledger-state.ts';

const U64_MAX = (1n << 64n) - 1n;
const MAX_TEMPO = 50_400;

type Pots = { server: bigint; validator: bigint; root: bigint; ownerCut: bigint };

const fx = (value: bigint): bigint => fromInt(value, F32);

function isDue(state: LedgerState, netuid: number): boolean {
  const { tempo, pendingEpochAt, blocksSinceLastStep, lastEpochBlock } = subnetAt(state, netuid);
  if (tempo === 0) return false;
  if (pendingEpochAt > 0 && state.blockNumber >= pendingEpochAt) return true;
  return blocksSinceLastStep > MAX_TEMPO || state.blockNumber - lastEpochBlock >= tempo;
}

/** Empties the pots of the subnets that are due, at most the cap per block; the others slip by one block. */
function drainPots(run: Run): Map<number, Pots> {
  const { state } = run;
  const drained = new Map<number, Pots>();
  const now = state.blockNumber;
  for (const netuid of netuidsOf(state)) {
    if (netuid === ROOT_NETUID) continue;
    const { blocksSinceLastStep } = subnetAt(state, netuid);
    changeSubnet(state, netuid, { blocksSinceLastStep: blocksSinceLastStep + 1 });
    if (!isDue(state, netuid)) continue;
    if (drained.size >= state.maxEpochsPerBlock) {
      changeSubnet(state, netuid, { pendingEpochAt: now + 1 });
      const fields = { netuid, from_block: BigInt(now), to_block: BigInt(now + 1) };
      deposit(run, 'SubtensorModule', 'EpochDeferred', fields);
      continue;
    }
    const subnet = subnetAt(state, netuid);
    drained.set(netuid, {
      server: subnet.pendingServerEmission,
      validator: subnet.pendingValidatorEmission,
      root: subnet.pendingRootAlphaDivs,
      ownerCut: subnet.pendingOwnerCut,
    });
    changeSubnet(state, netuid, {
      blocksSinceLastStep: 0,
      pendingServerEmission: 0n,
      pendingValidatorEmission: 0n,
      pendingRootAlphaDivs: 0n,
      pendingOwnerCut: 0n,
      lastEpochBlock: now,
      pendingEpochAt: 0,
    });
  }
  return drained;
}

export function runEpochs(run: Run): void {
  for (const [netuid, pots] of drainPots(run)) {
    distribute(run, netuid, pots);
    changeSubnet(run.state, netuid, { lastMechanismStepBlock: run.state.blockNumber });
  }
}

const taoWeightBits = (state: LedgerState): bigint =>
  safeDiv(fx(state.taoWeight), fx(U64_MAX), F32);

/** Alpha stake plus weighted root stake, U96F32 bits: what a validator counts for. */
function stakeWeight(state: LedgerState, hotkey: AccountId, netuid: number): bigint {
  const root = fx(hotkeyAlpha(state, hotkey, ROOT_NETUID));
  return fx(hotkeyAlpha(state, hotkey, netuid)) + mul(root, taoWeightBits(state), F32);
}

/** Splits a pot by whole weights, each part rounded down. */
function splitBy(pot: bigint, weights: readonly bigint[]): bigint[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0n);
  return weights.map((weight) => (total === 0n ? 0n : (pot * weight) / total));
}

function distribute(run: Run, netuid: number, pots: Pots): void {
  const { state } = run;
  const { neurons } = subnetAt(state, netuid);
  const incentives = splitBy(
    pots.server,
    neurons.map((neuron) => BigInt(neuron.incentive)),
  );
  const pooled = pots.server + pots.validator + pots.root;
  const raw = splitBy(
    pooled,
    neurons.map(({ hotkey, hasPermit }) => (hasPermit ? stakeWeight(state, hotkey, netuid) : 0n)),
  );
  const hasMiners = incentives.some((incentive) => incentive > 0n);
  const validatorPot = hasMiners ? pots.validator : pots.validator + pots.server;
  const dividends = dividendsOf(state, netuid, neurons, raw, validatorPot, pots.root);

  payOwner(run, netuid, pots.ownerCut);
  payMiners(run, netuid, neurons, incentives);
  payValidators(run, netuid, dividends);
  recordNeurons(state, netuid, incentives, raw, dividends);
}

/** Splits each raw dividend between alpha and root by stake, then each pot by those parts (`calculate_dividend_distribution`). */
function dividendsOf(
  state: LedgerState,
  netuid: number,
  neurons: readonly Neuron[],
  raw: readonly bigint[],
  validatorPot: bigint,
  rootPot: bigint,
): Dividend[] {
  const parts = neurons.map(({ hotkey }, uid) => {
    const alphaStake = fx(hotkeyAlpha(state, hotkey, netuid));
    const rootStake = fx(hotkeyAlpha(state, hotkey, ROOT_NETUID));
    const rootAlpha = mul(rootStake, taoWeightBits(state), F32);
    const rootShare = checkedDiv(rootAlpha, alphaStake + rootAlpha, F32) ?? 0n;
    const dividend = fx(raw[uid] ?? 0n);
    const root = mul(dividend, rootShare, F32);
    return { hotkey, root, alpha: sub(dividend, root) };
  });
  const alphaSum = parts.reduce((sum, part) => sum + part.alpha, 0n);
  const rootSum = parts.reduce((sum, part) => sum + part.root, 0n);
  const share = (pot: bigint, part: bigint, total: bigint): bigint =>
    mul(fx(pot), checkedDiv(part, total, F32) ?? 0n, F32);
  return parts
    .map(({ hotkey, alpha, root }) => ({
      hotkey,
      alpha: share(validatorPot, alpha, alphaSum),
      root: share(rootPot, root, rootSum),
    }))
    .sort((a, b) => (a.hotkey < b.hotkey ? -1 : 1));
}
