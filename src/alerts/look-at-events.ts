// Events: what holds now and did not, and what changed since the last look. Pure.
// Longer than 250 lines because each kind of event is a few lines, and one table names them all.
import { ageOf } from '../model/age.ts';
import type { AlertAccount, AlertFacts, AlertPosition, EventKind } from '../model/alert.ts';
import { ROOT_NETUID, type Netuid } from '../units.ts';
import { immunityLeft, paysNothing } from './conditions.ts';
import {
  change,
  condition,
  NOT_KNOWN,
  type Look,
  type Sighting,
  type Sightings,
} from './sighting.ts';

const whole = (all: readonly Sighting[]): Sightings => ({ all, isWhole: true });

const isInScope = ({ rule: { scope } }: Look, netuid: Netuid): boolean =>
  scope.of === 'everything' || scope.netuid === netuid;

/** Subnets in which the counted accounts hold stake; a rule of one subnet looks at that one, held or not. */
const subnetsOf = (look: Look): AlertFacts['subnets'] =>
  look.facts.subnets.filter(
    ({ netuid, isHeld }) =>
      netuid !== ROOT_NETUID &&
      isInScope(look, netuid) &&
      (look.rule.scope.of === 'subnet' || isHeld),
  );

function lookAtSwaps({ facts }: Look): Sightings {
  if (!facts.accounts.known) return NOT_KNOWN;
  const all = facts.accounts.value;
  return {
    all: all.flatMap(({ coldkey, swapAnnouncedFor }) =>
      swapAnnouncedFor.known && swapAnnouncedFor.value !== null
        ? [
            condition(
              `${coldkey} ${swapAnnouncedFor.value}`,
              { coldkey },
              true,
              BigInt(swapAnnouncedFor.value),
            ),
          ]
        : [],
    ),
    isWhole: all.every(({ swapAnnouncedFor }) => swapAnnouncedFor.known),
  };
}

type Held = { nonce: number; positions: { netuid: number; hotkey: string; alpha: bigint }[] };

const spelled = ({ nonce, positions }: Held): string =>
  [nonce, ...positions.map(({ netuid, hotkey, alpha }) => `${netuid}:${hotkey}:${alpha}`)].join(
    ' ',
  );

function heldIn(memory: string | null): Held | null {
  if (memory === null) return null;
  const [nonce, ...rest] = memory.split(' ');
  return {
    nonce: Number(nonce),
    positions: rest.map((part) => {
      const [netuid, hotkey = '', alpha = '0'] = part.split(':');
      return { netuid: Number(netuid), hotkey, alpha: BigInt(alpha) };
    }),
  };
}

/** One position gone and one come with at least as much, while the account signed nothing: its validator's key moved. */
function replaced(before: Held, after: Held): Held['positions'][number] | null {
  if (before.nonce !== after.nonce) return null;
  const isIn = (all: Held['positions'], one: Held['positions'][number]): boolean =>
    all.some(({ netuid, hotkey }) => netuid === one.netuid && hotkey === one.hotkey);
  const gone = before.positions.filter((one) => !isIn(after.positions, one));
  const came = after.positions.filter((one) => !isIn(before.positions, one));
  const found = gone.find((one) => {
    const there = came.filter(({ netuid }) => netuid === one.netuid);
    return there.length === 1 && (there[0]?.alpha ?? 0n) >= one.alpha;
  });
  return found ?? null;
}

function lookAtHotkeys({ facts, memoryOf }: Look): Sightings {
  const { accounts, positions } = facts;
  if (!accounts.known || !positions.known) return NOT_KNOWN;
  return whole(
    accounts.value.map(({ coldkey, nonce }) => {
      const own = positions.value
        .filter((one) => one.coldkey === coldkey)
        .toSorted((a, b) => a.netuid - b.netuid || (a.hotkey < b.hotkey ? -1 : 1));
      const after = { nonce, positions: own };
      const before = heldIn(memoryOf(coldkey));
      const gone = before === null ? null : replaced(before, after);
      const old = gone === null ? undefined : own.find(({ netuid }) => netuid === gone.netuid);
      const about = { coldkey, ...(old && { netuid: old.netuid, hotkey: old.hotkey }) };
      return change(coldkey, about, gone !== null, spelled(after));
    }),
  );
}

function lookAtBonds(look: Look): Sightings {
  const all = look.facts.bonds.flatMap(({ key, coldkey, netuid, isBound }) => {
    if (!isInScope(look, netuid) || !isBound.known) return [];
    const wasBound = look.memoryOf(key) === 'bound';
    const memory = isBound.value ? 'bound' : 'free';
    return [change(key, { coldkey, netuid }, wasBound && !isBound.value, memory)];
  });
  return { all, isWhole: false };
}

/** By its netuid first. What was not read of is no more over than it was. */
function ofSubnets(look: Look, seen: readonly Sighting[]): Sightings {
  const read = new Set(look.facts.subnets.map(({ netuid }) => String(netuid)));
  const unread = look.remembered
    .filter((subject) => /^\d/.test(subject) && !read.has(subject.split(' ')[0] ?? ''))
    .map((subject) => ({ ...condition(subject, {}, null), memory: look.memoryOf(subject) }));
  const isWhole = read.size > 0 && seen.every(({ holds }) => holds !== null);
  return { all: [...seen, ...unread], isWhole };
}

function lookAtImmunity(look: Look): Sightings {
  const { facts, rule } = look;
  const all = subnetsOf(look).map(({ netuid, immuneUntil }) => {
    if (!immuneUntil.known) return condition(String(netuid), { netuid }, null);
    const left = immunityLeft(immuneUntil.value, facts.block, Number(rule.value));
    const subject = `${netuid} ${immuneUntil.value}`;
    return condition(subject, { netuid }, left !== null, BigInt(left ?? 0));
  });
  return ofSubnets(look, all);
}

function lookAtPlaces(look: Look): Sightings {
  const { rule } = look;
  const all = subnetsOf(look).map(({ netuid, place, placesRead }) => {
    const isNotified = place.known && (place.value !== null || BigInt(placesRead) >= rule.value);
    if (!isNotified) return condition(String(netuid), { netuid }, null);
    const at = place.value === null ? null : BigInt(place.value);
    return condition(String(netuid), { netuid }, at !== null && at <= rule.value, at);
  });
  return ofSubnets(look, all);
}

/** A subnet that is gone is held no more: it is looked at as long as it is remembered. */
function lookAtLives(look: Look): Sightings {
  const { facts, memoryOf } = look;
  const held = new Set(subnetsOf(look).map(({ netuid }) => netuid));
  const all = facts.subnets.flatMap(({ netuid, registeredAt }) => {
    const memory = memoryOf(String(netuid));
    const isWatched = held.has(netuid) || memory !== null;
    if (netuid === ROOT_NETUID || !registeredAt.known || !isWatched) return [];
    const now = registeredAt.value === null ? 'none' : String(registeredAt.value);
    const isGone = memory !== null && memory !== 'none' && memory !== now;
    return [change(String(netuid), { netuid }, isGone, now)];
  });
  return { all, isWhole: false };
}

/** Each validator of each subnet once. Root is paid by the subnets: a validator's own dividends there mean nothing. */
function validatorsOf(look: Look): readonly AlertPosition[] | null {
  const { positions } = look.facts;
  if (!positions.known) return null;
  const byKey = new Map(
    positions.value
      .filter(
        ({ netuid, alpha }) => netuid !== ROOT_NETUID && alpha > 0n && isInScope(look, netuid),
      )
      .map((one) => [`${one.netuid} ${one.hotkey}`, one]),
  );
  return [...byKey.values()];
}

function lookAtTakes(look: Look): Sightings {
  const { facts } = look;
  const { positions } = facts;
  if (!positions.known) return NOT_KNOWN;
  const byHotkey = new Map(
    positions.value.filter(({ netuid }) => isInScope(look, netuid)).map((one) => [one.hotkey, one]),
  );
  const all = [...byHotkey.values()].flatMap(({ hotkey, netuid, take, takeAt }) => {
    const memory = look.memoryOf(hotkey);
    const [before, readAt = 0] = memory?.split(' ').map(Number) ?? [];
    // Read before the last look: it would take back what was seen.
    const isOld = readAt > takeAt && readAt <= facts.block;
    if (!take.known || take.value === null || isOld)
      return memory === null ? [] : [{ ...condition(hotkey, { hotkey, netuid }, null), memory }];
    const isHigher = before !== undefined && take.value > before;
    const read = `${take.value} ${takeAt}`;
    return [change(hotkey, { hotkey, netuid }, isHigher, read, BigInt(take.value))];
  });
  return { all, isWhole: all.length > 0 };
}

function lookAtRegistrations(look: Look): Sightings {
  const found = validatorsOf(look);
  if (found === null) return NOT_KNOWN;
  return whole(
    found.map(({ netuid, hotkey, isRegistered }) =>
      condition(
        `${netuid} ${hotkey}`,
        { netuid, hotkey },
        isRegistered.known ? !isRegistered.value : null,
      ),
    ),
  );
}

/** Of an epoch in which a registered validator is paid. */
const EPOCH_BLOCKS = 360;

function lookAtDividends(look: Look): Sightings {
  const found = validatorsOf(look);
  if (found === null) return NOT_KNOWN;
  const { facts, rule, memoryOf } = look;
  return whole(
    found.map(({ netuid, hotkey, isRegistered, dividends }) => {
      const subject = `${netuid} ${hotkey}`;
      const about = { netuid, hotkey };
      const isRead = dividends.known && isRegistered.known;
      if (!isRead) return { ...condition(subject, about, null), memory: memoryOf(subject) };
      // Without a registration it is told as that.
      if (!paysNothing(isRegistered.value, dividends)) return condition(subject, about, false);
      const since = Math.min(Number(memoryOf(subject) ?? facts.block), facts.block);
      const epochs = BigInt(Math.floor((facts.block - since) / EPOCH_BLOCKS)) + 1n;
      const memory = String(since);
      // One that waits for its epochs is not over either.
      return { ...condition(subject, about, epochs >= rule.value, epochs), isOver: false, memory };
    }),
  );
}

type Spent = { nonce: number; free: bigint };

function spentIn(memory: string | null): Spent | null {
  const [nonce, free] = (memory ?? '').split(' ');
  return free === undefined ? null : { nonce: Number(nonce), free: BigInt(free) };
}

/** How many of the nonces used between two looks no request of ours had, and whether one of ours may be among them. */
function foreignNonces(
  facts: AlertFacts,
  { coldkey, nonce }: AlertAccount,
  before: number,
): { foreign: number; hasOwn: boolean } {
  const own = new Set<number>();
  for (const request of facts.requests) {
    const isUsed = request.nonce !== null && request.nonce >= before && request.nonce < nonce;
    if (request.coldkey === coldkey && request.mayCount && isUsed) own.add(request.nonce ?? 0);
  }
  return { foreign: Math.max(0, nonce - before - own.size), hasOwn: own.size > 0 };
}

function lookAtTransfers({ facts, rule, memoryOf }: Look): Sightings {
  if (!facts.accounts.known) return NOT_KNOWN;
  return whole(
    facts.accounts.value.map((account) => {
      const { coldkey, nonce, free } = account;
      const subject: string = coldkey;
      const before = spentIn(memoryOf(subject));
      const memory = `${nonce} ${free}`;
      if (before === null || nonce < before.nonce)
        return change(subject, { coldkey }, false, memory);
      const moved = free - before.free;
      const size = moved < 0n ? -moved : moved;
      // What a request of ours and another move did together cannot be told apart.
      const { hasOwn } = foreignNonces(facts, account, before.nonce);
      return change(
        subject,
        { coldkey },
        !hasOwn && size > 0n && size >= rule.value,
        memory,
        moved,
      );
    }),
  );
}

function lookAtNonces({ facts, memoryOf }: Look): Sightings {
  if (!facts.accounts.known) return NOT_KNOWN;
  return whole(
    facts.accounts.value.map((account) => {
      const { coldkey, nonce } = account;
      const memory = memoryOf(coldkey);
      const before = memory === null ? nonce : Number(memory);
      const { foreign } = foreignNonces(facts, account, before);
      return change(coldkey, { coldkey }, foreign > 0, String(nonce), BigInt(foreign));
    }),
  );
}

const MINUTE = 60_000;

function lookAtRequests({ facts, rule, now }: Look): Sightings {
  return whole(
    facts.requests
      .filter(({ isOpen }) => isOpen)
      .map(({ id, coldkey, since }) => {
        const minutes = BigInt(Math.floor((ageOf(since, now) ?? 0) / MINUTE));
        return condition(id, { coldkey }, minutes >= rule.value, minutes);
      }),
  );
}

/** A runtime that has no longer what the one before could do. */
function lookAtUpgrade({ facts, memoryOf }: Look): Sightings {
  if (!facts.calls.known) return NOT_KNOWN;
  const calls = facts.calls.value.toSorted();
  const [spec, ...before] = memoryOf('runtime')?.split(' ') ?? [];
  const lost = before.filter((call) => !calls.includes(call));
  const isLess = spec !== undefined && Number(spec) !== facts.specVersion && lost.length > 0;
  const memory = [facts.specVersion, ...calls].join(' ');
  return whole([change('runtime', {}, isLess, memory, BigInt(lost.length))]);
}

const looks: Readonly<Record<EventKind, (look: Look) => Sightings>> = {
  'coldkey-swap': lookAtSwaps,
  'hotkey-swap': lookAtHotkeys,
  'lock-ended': lookAtBonds,
  'immunity-ending': lookAtImmunity,
  'near-removal': lookAtPlaces,
  'subnet-gone': lookAtLives,
  'take-raised': lookAtTakes,
  'validator-unregistered': lookAtRegistrations,
  'validator-idle': lookAtDividends,
  'foreign-transfer': lookAtTransfers,
  'signed-elsewhere': lookAtNonces,
  'request-waits': lookAtRequests,
  upgrade: lookAtUpgrade,
};

export const lookAtEvent = (look: Look, kind: EventKind): Sightings => looks[kind](look);

export const isEventKind = (kind: string): kind is EventKind => Object.hasOwn(looks, kind);
