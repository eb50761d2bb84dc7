// Stands in for the background in the harness: answers what the panel asks, from the scene's own state, and
// announces changes as the real one does.
import { AppError, toWireError } from '../../../src/errors.ts';
import { noLimits, withLimits, type LimitsState } from '../../../src/model/account-limits.ts';
import type { MoveFacts, SimSwap } from '../../../src/model/facts.ts';
import { quoteSwap } from '../../../src/pool/quote-swap.ts';
import type { BackgroundMethods } from '../../../src/messages.ts';
import { announce, decodeMessage, encodeMessage } from '../../../src/protocol.ts';
import { changeSettings } from '../../../src/service/change-settings.ts';
import { keepLocks, keepValidatorStake } from '../../../src/service/record-survey.ts';
import { deleteAlertRule, markAlertsSeen, writeAlertRule } from '../../../src/store/alerts.ts';
import { changeAccount, deleteAccount } from '../../../src/store/accounts.ts';
import { changeConnection } from '../../../src/store/connection.ts';
import { writeNotice } from '../../../src/store/notice.ts';
import { writeExits } from '../../../src/store/exits.ts';
import { planMove } from '../../../src/moves/plan-move.ts';
import { toRao } from '../../../src/units.ts';
import { checkedRuntime } from '../../fakes/checked-runtime.ts';
import { blockAt, genesisHash, HEAD, subnets, validatorsOf } from './chain.ts';
import { rootBeforeDtao, holdersOf, locksOf, payoutFactsOf, stakesOf } from './emission.ts';
import { moveFactsFrom, type Stored } from './stored.ts';

type Handlers = {
  [M in keyof BackgroundMethods]?: (
    ask: Parameters<BackgroundMethods[M]>[0],
  ) => Promise<ReturnType<BackgroundMethods[M]>>;
};

export type Behaviour = {
  simulation?: 'right' | 'wrong' | 'silent' | 'missing';
  facts?: 'fail';
  /** Nobody but the one node tells the pools' depth. */
  depth?: 'one-source';
  /** Never answered. */
  stakes?: 'slow';
  emission?: 'slow';
  /** The user's own limits for every account; orders worth twelve TAO were made today. */
  limits?: () => LimitsState;
  /** Methods that throw this code. */
  fails?: Partial<Record<keyof BackgroundMethods, AppError['code']>>;
};

const known = <T>(value: T): { known: true; value: T } => ({ known: true, value });

function simulateOne(netuid: number, side: 'buy' | 'sell', amount: bigint, error: bigint): SimSwap {
  const pool = subnets[netuid]?.pool;
  const fill = pool ? quoteSwap(pool, { side, amount }) : null;
  const none = { known: false, reason: 'not-on-this-runtime' } as const;
  if (!fill?.ok) {
    return {
      taoAmount: 0n,
      alphaAmount: 0n,
      taoFee: 0n,
      alphaFee: 0n,
      taoSlippage: none,
      alphaSlippage: none,
    };
  }
  const out = fill.amountOut + error;
  return {
    taoAmount: side === 'buy' ? fill.amountIn : out,
    alphaAmount: side === 'buy' ? out : fill.amountIn,
    taoFee: side === 'buy' ? fill.fee : 0n,
    alphaFee: side === 'sell' ? fill.fee : 0n,
    taoSlippage: none,
    alphaSlippage: none,
  };
}

export function createFakeBackground(scene: Stored, behaviour: Behaviour): Handlers {
  let limits: LimitsState = behaviour.limits?.() ?? { inForce: noLimits, loosening: null };
  const facts = (ask: Parameters<BackgroundMethods['readMoveFacts']>[0]) => {
    if (scene.snapshot === null || behaviour.facts === 'fail')
      throw new AppError('NODE_TIMEOUT', { endpoint: 'wss://entrypoint-finney.opentensor.ai' });
    const claims = scene.rootClaims === null ? {} : { claims: known(scene.rootClaims.claims) };
    const met: Pick<MoveFacts, 'accountLimits'> = {
      accountLimits: known({ limits: limits.inForce, movedToday: known(toRao(12_000_000_000n)) }),
    };
    const read = { ...moveFactsFrom(scene.snapshot, ask), ...claims, ...met };
    return behaviour.depth === undefined ? read : { ...read, depth: behaviour.depth };
  };
  const asker = { genesisHash: () => genesisHash };
  return {
    refresh: () => Promise.resolve(),
    readNames: () => Promise.resolve(),
    readEmission: () =>
      behaviour.emission === 'slow' ? new Promise(() => undefined) : Promise.resolve(),
    readEarnings: () => Promise.resolve(),
    readRootClaims: () => Promise.resolve(),
    readEarlierPrices: () => Promise.resolve([]),
    readValidators: ({ netuid }) => Promise.resolve({ validators: validatorsOf(netuid) }),
    readSubnetLocks: async ({ netuid }) => {
      const locks = locksOf(netuid);
      await keepLocks(asker, locks);
      return locks;
    },
    readValidatorStake: async ({ netuids, isWhole }) => {
      // Root alone is told at once.
      if (behaviour.stakes === 'slow' && netuids.length > 1) await new Promise(() => {});
      // As measured on a network of 129 subnets.
      const bytes = netuids.length === 1 ? 39_000 : netuids.length * 11_000;
      const cost = { questions: 5, bytes };
      const said = { block: blockAt(HEAD), stakes: stakesOf(netuids), cost };
      if (!isWhole) await keepValidatorStake(asker, said);
      return said;
    },
    stopReading: () => Promise.resolve(),
    readHolders: async ({ from, netuid, block }) => holdersOf(from, netuid, block),
    readPayoutFacts: async ({ netuids, block }) => payoutFactsOf(netuids, block),
    readRootBeforeDtao: () => Promise.resolve(rootBeforeDtao()),
    readMoveFacts: (ask) => Promise.resolve(facts(ask)),
    confirmDepth: async ({ query }) => {
      if (behaviour.depth === 'one-source') throw new AppError('NO_SECOND_SOURCE');
      return { ...facts(query), depth: 'two-sources' };
    },
    checkRuntime: ({ specVersion }) =>
      Promise.resolve(checkedRuntime({ genesisHash, specVersion })),
    simulate: ({ queries }) =>
      Promise.resolve(
        queries.map(({ netuid, side, amount }) => {
          if (behaviour.simulation === 'silent')
            return { known: false, reason: 'unreadable' } as const;
          if (behaviour.simulation === 'missing') {
            return { known: false, reason: 'not-on-this-runtime' } as const;
          }
          const error = behaviour.simulation === 'wrong' ? -11_770_000_000n : 0n;
          return { known: true, value: simulateOne(netuid, side, amount, error) } as const;
        }),
      ),
    saveSettings: async (patch) => {
      await changeSettings(patch);
      announce('settings');
    },
    saveAccount: async (part) => {
      await changeAccount(part.coldkey, (current) =>
        current ? { ...current, ...part } : undefined,
      );
      announce('accounts');
    },
    removeAccount: async ({ coldkey }) => {
      await deleteAccount(coldkey);
      announce('accounts');
    },
    readAccountLimits: async () => known(limits),
    saveAccountLimits: async (body) => {
      const now = Date.now();
      limits = withLimits(limits, body.limits, { earliest: now, latest: now });
      announce('accounts');
    },
    cancelConnection: async () => {
      await changeConnection(() => null);
      announce('connection');
    },
    saveAlert: async ({ rule }) => {
      await writeAlertRule(rule.id === '' ? { ...rule, id: 'new', createdAt: Date.now() } : rule);
      announce('alerts');
    },
    removeAlert: async ({ id }) => {
      await deleteAlertRule(id);
      announce('alerts');
    },
    seeAlerts: async () => {
      await markAlertsSeen(genesisHash, Date.now());
      announce('alerts');
    },
    dismissNotice: async () => {
      await writeNotice(null);
      announce('notice');
    },
    keepExits: async (queue) => {
      await writeExits(queue);
      announce('exits');
    },
    requestSignature: ({ move, terms }) => {
      const plan = planMove(
        move,
        terms,
        facts({ coldkey: move.coldkey, netuids: [], hotkeys: [], destination: null, calls: [] }),
      );
      return Promise.resolve({
        id: 'request-1',
        plan,
        exactness: { state: 'identical' },
        isQueued: false,
      });
    },
  };
}

/** The wire form of a message and its reply, as protocol.ts has them. */
export async function answerMessage(
  handlers: Handlers,
  behaviour: Behaviour,
  message: unknown,
): Promise<unknown> {
  if (typeof message !== 'object' || message === null) return undefined;
  if (!('taubar' in message) || !('body' in message)) return undefined;
  const method = String(message.taubar);
  try {
    const failing = Object.entries(behaviour.fails ?? {}).find(([name]) => name === method);
    if (failing) throw AppError.of({ code: failing[1], detail: {} });
    const handler: unknown = Object.entries(handlers).find(([name]) => name === method)?.[1];
    if (typeof handler !== 'function') throw new AppError('NOT_ALLOWED', { method });
    const value: unknown = await handler(decodeMessage(message.body));
    return { value: encodeMessage(value ?? null) };
  } catch (error) {
    return { error: encodeMessage(toWireError(error)) };
  }
}
