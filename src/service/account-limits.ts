// The user's own limits as the background keeps them: who reads and saves them, and by what time a wait is counted. The wait
// is this part's to enforce: the panel only says what is wanted.
import {
  beginsWait,
  limitsStateAt,
  noLimits,
  withLimits,
  type AccountLimits,
  type AccountLimitsRecord,
  type LimitsState,
  type Present,
} from '../model/account-limits.ts';
import { networksOf } from '../model/built-in-networks.ts';
import type { Reading } from '../model/facts.ts';
import { AppError } from '../errors.ts';
import {
  changeAccountLimits,
  readAccountLimits,
  type KeptLimits,
} from '../store/account-limits.ts';
import { readSettings } from '../store/settings.ts';
import { toRao, type Hex, type Ss58Address } from '../units.ts';
import type { LiveNetwork } from './live-network.ts';

type Of = { genesisHash: Hex; coldkey: Ss58Address };

const nothing = { inForce: noLimits, loosening: null };

/** What cannot be read may have been anything: until other limits are in force, nothing passes. */
const shut: LimitsState = {
  inForce: {
    mostPerOrder: toRao(0n),
    mostPerDay: toRao(0n),
    netuids: [],
    hotkeys: [],
    mostImpactBps: 0,
    leastFree: null,
    waitHours: 24,
  },
  loosening: null,
};

function stateOf(kept: KeptLimits): LimitsState {
  if (kept === 'none') return nothing;
  return kept === 'unreadable' ? shut : kept;
}

/** The limits of the account as they are at that moment; unknown: what is kept of them cannot be read. */
async function readLimits(of: Of, now: number): Promise<Reading<LimitsState>> {
  const kept = await readAccountLimits(of);
  if (kept === 'unreadable') return { known: false, reason: 'unreadable' };
  return { known: true, value: limitsStateAt(stateOf(kept), now) };
}

export async function limitsInForce(of: Of, now: number): Promise<Reading<AccountLimits>> {
  const state = await readLimits(of, now);
  return state.known ? { known: true, value: state.value.inForce } : state;
}

/** Of a chain that is not known as worthless. */
async function isTimeKept(genesisHash: Hex): Promise<boolean> {
  const networks = networksOf(await readSettings());
  return networks.find((network) => network.genesisHash === genesisHash)?.isReal ?? true;
}

type Limits = {
  /** As they are now: by this machine's clock, and by the chain's time where that is known. */
  read(of: Of): Promise<Reading<LimitsState>>;
  /** Throws what reading the chain's time throws where a looser limit is to wait; tighter ones need no node. */
  save(body: Of & { limits: AccountLimits }): Promise<void>;
};

export function createAccountLimits(parts: {
  live: Pick<LiveNetwork, 'withClient' | 'isHeld'>;
  now: () => number;
}): Limits {
  const { live, now } = parts;

  /** Epoch milliseconds of the newest block. Throws OTHER_NETWORK where another chain is connected. */
  function chainTime(genesisHash: Hex): Promise<number> {
    return live.withClient(async (client) => {
      if (client.genesisHash() !== genesisHash) {
        throw new AppError('OTHER_NETWORK', { genesisHash });
      }
      const { hash } = await client.head();
      return client.readBlockTime(hash);
    });
  }

  /** A clock that was turned shortens no wait: not forward while it is waited for, not back when it begins. */
  async function present(genesisHash: Hex): Promise<Present & { error: unknown }> {
    const clock = now();
    if (!(await isTimeKept(genesisHash))) return { earliest: clock, latest: clock, error: null };
    try {
      const time = await chainTime(genesisHash);
      return { earliest: Math.min(clock, time), latest: Math.max(clock, time), error: null };
    } catch (error) {
      return { earliest: 0, latest: clock, error };
    }
  }

  return {
    async read(of) {
      // Nobody waits for a connection to be shown them.
      const earliest = live.isHeld() ? (await present(of.genesisHash)).earliest : 0;
      return readLimits(of, earliest);
    },
    async save({ genesisHash, coldkey, limits }) {
      const { error, ...moment } = await present(genesisHash);
      await changeAccountLimits({ genesisHash, coldkey }, (kept): AccountLimitsRecord => {
        const before = stateOf(kept);
        const next = withLimits(before, limits, moment);
        const begins = beginsWait(before, next);
        if (begins && error !== null) throw error;
        return { genesisHash, coldkey, ...next };
      });
    },
  };
}
