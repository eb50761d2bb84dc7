// Everything one plan needs, at one block: both accounts, the subnets and hotkeys named, fees and rules.
import { AppError } from '../../errors.ts';
import type { AccountFacts, BlockRef, MoveFacts, Reading } from '../../model/facts.ts';
import type { RootClaims } from '../../model/root-claims.ts';
import { ROOT_NETUID, type Netuid, type Ss58Address } from '../../units.ts';
import { readSubnetToPrune, queryRules } from './read-chain-rules.ts';
import { readBatchFits, readNetworkFees } from '../extrinsic/network-fees.ts';
import { readDevice } from '../extrinsic/read-device.ts';
import { queryAccount } from './read-accounts.ts';
import { queryAvailability, readAvailability, readLocks } from './read-availability.ts';
import { nameHotkeys, queryHotkey } from './read-hotkeys.ts';
import { queryReceiver } from './read-receiver.ts';
import { readLocking } from './read-locking.ts';
import { readRootClaims } from './read-root-claims.ts';
import { queryBlockTime } from './read-block-time.ts';
import { readPositions } from './read-positions.ts';
import { readAllPrices, readPrices, querySubnet } from './read-subnets.ts';
import { SUBTENSOR } from '../runtime/pallets.ts';
import type { ScaleValue } from '../scale/scale-decoder.ts';
import { accountOf, listOf, numberOf } from '../scale/scale-fields.ts';
import type { StateReader } from '../runtime/state-reader.ts';
import { known, storageQuery, queryAll, combineQueries } from '../runtime/storage-query.ts';

/** The query of readMoveFacts; the protocol's body has the same shape. */
export type MoveFactsQuery = {
  coldkey: Ss58Address;
  netuids: readonly Netuid[];
  hotkeys: readonly Ss58Address[];
  destination: Ss58Address | null;
  /** The calls whose network fee is read: `Pallet.call`, or a batch by its content. */
  calls: readonly string[];
  /** Missing: the coldkey's signature has the usual length (sr25519, ed25519). */
  isEcdsa?: boolean;
  /** The account may be on a hardware device. Missing: it is on none. */
  isDevice?: boolean;
};

/** A move that may contain the call needs to know what it finds. */
const CLAIM = 'SubtensorModule.claim_root_with_hotkey';

/** The same of a lock. */
const LOCK = 'SubtensorModule.lock_stake';

const isClaimBatch = (call: string): boolean =>
  call.startsWith('Utility.') && call.includes(`*${CLAIM}`);

const withFits = (claims: Reading<RootClaims>, batchFits: Reading<boolean>): Reading<RootClaims> =>
  claims.known ? known({ ...claims.value, batchFits }) : claims;

function requireAccount(account: AccountFacts | undefined): AccountFacts {
  if (!account) throw new AppError('NODE_MALFORMED', { what: 'account' });
  return account;
}

export async function readMoveFacts(
  state: StateReader,
  block: BlockRef,
  query: MoveFactsQuery,
): Promise<MoveFacts> {
  const { runtime } = state;
  const { coldkey, destination } = query;
  const coldkeys = destination === null ? [coldkey] : [coldkey, destination];
  const netuids = [...new Set(query.netuids)];
  const hotkeys = [...new Set(query.hotkeys)];
  const stakes = netuids.flatMap((netuid) => hotkeys.map((hotkey) => ({ netuid, hotkey })));

  const accounts = queryAll(coldkeys.map((key) => queryAccount(runtime, key)));
  const subnets = queryAll(netuids.map((netuid) => querySubnet(runtime, netuid)));
  const owners = queryAll(hotkeys.map((hotkey) => queryHotkey(runtime, hotkey)));
  const receiver = queryAll(destination === null ? [] : [queryReceiver(runtime, destination)]);
  const rules = queryRules(runtime);
  const time = queryBlockTime(runtime);
  const slots = queryAll(
    stakes.map(({ netuid, hotkey }) =>
      storageQuery(runtime, [SUBTENSOR, 'Uids'], [netuid, hotkey], (value) => value !== null),
    ),
  );
  const lists = queryAll(
    coldkeys.map((key) => {
      const hotkeysOf = (value: ScaleValue) => listOf(value).map(accountOf);
      const list = storageQuery(runtime, [SUBTENSOR, 'StakingHotkeys'], [key], hotkeysOf);
      return combineQueries([list], (valueAt) => ({ coldkey: key, hotkeys: list.read(valueAt) }));
    }),
  );
  const rootHotkeys = netuids.includes(ROOT_NETUID) ? hotkeys : [];
  const rootStakes = queryAll(
    rootHotkeys.map((hotkey) => {
      const item = [SUBTENSOR, 'LastColdkeyHotkeyStakeBlock'] as const;
      const last = storageQuery(runtime, item, [coldkey, hotkey], (value) =>
        value === null ? null : numberOf(value),
      );
      return combineQueries([last], (valueAt) => ({ hotkey, block: last.read(valueAt) }));
    }),
  );
  const sample = {
    coldkey: destination ?? coldkey,
    hotkey: hotkeys[0] ?? coldkey,
    netuid: netuids[0] ?? ROOT_NETUID,
  };

  const [stored, held, reported, prices, subnetToPrune] = await Promise.all([
    state.storage(
      combineQueries(
        [accounts, subnets, owners, receiver, rules, slots, time, lists, rootStakes],
        (valueAt) => ({
          blockTime: time.read(valueAt),
          accounts: accounts.read(valueAt),
          subnets: subnets.read(valueAt),
          owners: owners.read(valueAt),
          receiver: receiver.read(valueAt)[0] ?? null,
          rules: rules.read(valueAt),
          slots: slots.read(valueAt),
          lists: lists.read(valueAt),
          rootStakes: rootStakes.read(valueAt),
        }),
      ),
    ),
    readPositions(state, [coldkey]),
    readAvailability(state, coldkeys),
    readAllPrices(state).then((all) => all ?? readPrices(state, netuids)),
    readSubnetToPrune(state),
  ]);
  if (held.unread.length > 0) throw new AppError('NODE_REFUSED', { text: 'positions' });
  const account = requireAccount(stored.accounts[0]);
  const payer = { coldkey, nonce: account.nonce, isEcdsa: query.isEcdsa === true };
  const [hotkeyFacts, availability, locks, networkFees, device, claims, batchFits, locking] =
    await Promise.all([
      nameHotkeys(state, stored.owners),
      state.storage(queryAvailability(runtime, reported, held.positions)),
      destination === null ? known([]) : readLocks(state, reported, netuids),
      // The nonce's compact length is part of the extrinsic's length, which the fee depends on.
      readNetworkFees(state, query.calls, sample, payer),
      query.isDevice === true ? readDevice(state, query.calls, sample) : null,
      query.calls.some((call) => call.includes(CLAIM))
        ? readRootClaims(state, { coldkeys: [coldkey], positions: held.positions, hotkeys })
        : null,
      readBatchFits(state, query.calls.filter(isClaimBatch), sample, payer),
      query.calls.includes(LOCK) ? readLocking(state, coldkey, sample.netuid) : null,
    ]);
  return {
    block,
    blockTime: stored.blockTime,
    runtime: runtime.ref,
    rules: stored.rules(subnetToPrune),
    coldkey: account,
    destination: destination === null ? null : requireAccount(stored.accounts[1]),
    receiver: stored.receiver,
    subnets: stored.subnets.map((complete, i) => complete(prices(netuids[i] ?? ROOT_NETUID))),
    // This node alone; whoever compares the pools with another operator's says so.
    depth: 'one-source',
    positions: held.positions,
    availability,
    locks,
    hotkeys: hotkeyFacts,
    registrations: Object.fromEntries(
      stakes.flatMap(({ netuid, hotkey }, i) => {
        const slot = stored.slots[i];
        return slot?.known ? [[`${netuid}:${hotkey}`, slot.value]] : [];
      }),
    ),
    stakingHotkeys: stored.lists,
    rootStakedAt: stored.rootStakes,
    networkFees,
    ...(claims === null ? {} : { claims: withFits(claims, batchFits) }),
    ...(locking === null ? {} : { locking }),
    ...(device === null ? {} : { device }),
  };
}
