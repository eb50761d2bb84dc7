// Which endpoint is tried next: in turn, around those that were left, with the reason and until when.
import type { AppError } from '../../errors.ts';
import type { LinkTiming } from './link-timing.ts';
import { createPace, type Pace } from './pace.ts';

/** An endpoint that was left because of what it answered, or did not answer. Times are of the memory's clock. */
type LeftEndpoint = { endpoint: string; reason: AppError; at: number; until: number };

/** What is known of endpoints beyond one connection; several clients may share it. */
export type EndpointMemory = {
  leave: (endpoint: string, reason: AppError, ms: number) => void;
  /** Those still to be left alone. */
  left: () => readonly LeftEndpoint[];
  paceOf: (endpoint: string) => Pace;
  now: () => number;
};

/** All endpoints asked not to be asked before `until`. */
type Rest = { until: number; reason: AppError };

type EndpointList = {
  next: () => string | Rest;
  /** Another endpoint that was not left. */
  hasOther: (endpoint: string) => boolean;
};

/** `now`: milliseconds of a clock that is never set. */
export function createEndpointMemory(now: () => number = () => performance.now()): EndpointMemory {
  const left = new Map<string, LeftEndpoint>();
  const paces = new Map<string, Pace>();
  return {
    leave(endpoint, reason, ms) {
      left.set(endpoint, { endpoint, reason, at: now(), until: now() + ms });
    },
    left() {
      for (const [endpoint, { until }] of left) if (until <= now()) left.delete(endpoint);
      return [...left.values()];
    },
    paceOf(endpoint) {
      const pace = paces.get(endpoint) ?? createPace(now);
      paces.set(endpoint, pace);
      return pace;
    },
    now,
  };
}

/** Those of these endpoints that are not tried for now, why, and for how many more milliseconds. */
export function leftOf(
  memory: EndpointMemory,
  endpoints: readonly string[],
): { endpoint: string; error: AppError; waitMs: number }[] {
  return memory
    .left()
    .filter(({ endpoint }) => endpoints.includes(endpoint))
    .map(({ endpoint, reason, until }) => ({
      endpoint,
      error: reason,
      waitMs: until - memory.now(),
    }));
}

/** Remembers why an endpoint is not to be tried, for as long as its reason lasts. */
export function noteLeft(
  memory: EndpointMemory,
  timing: Pick<LinkTiming, 'awayMs' | 'faultMs' | 'busyMs' | 'gapMs'>,
  endpoint: string,
  reason: AppError,
): void {
  if (reason.code !== 'NODE_BUSY') {
    memory.leave(
      endpoint,
      reason,
      reason.code === 'NODE_UNREACHABLE' ? timing.awayMs : timing.faultMs,
    );
    return;
  }
  const isNoted = memory.left().some((one) => one.endpoint === endpoint && isRest(one));
  // What was sent before the first refusal is refused too: one lesson, not many.
  if (!isNoted) memory.paceOf(endpoint).slowDown(timing.gapMs);
  const { waitMs } = reason.detail;
  memory.leave(endpoint, reason, typeof waitMs === 'number' ? waitMs : timing.busyMs);
}

const isRest = ({ reason }: LeftEndpoint): boolean => reason.code === 'NODE_BUSY';

export function createEndpointList(
  endpoints: readonly string[],
  memory: EndpointMemory,
): EndpointList {
  let turn = 0;

  function take(at: number): string {
    turn = at + 1;
    return endpoints[at] ?? '';
  }

  return {
    next() {
      const left = memory.left().filter(({ endpoint }) => endpoints.includes(endpoint));
      for (let i = 0; i < endpoints.length; i += 1) {
        const at = (turn + i) % endpoints.length;
        if (!left.some(({ endpoint }) => endpoint === endpoints[at])) return take(at);
      }
      // All were left: the one left longest ago is tried again, but none that asked to be left alone.
      const [again] = left.filter((one) => !isRest(one)).toSorted((a, b) => a.at - b.at);
      if (again) return take(endpoints.indexOf(again.endpoint));
      const [first] = left.toSorted((a, b) => a.until - b.until);
      return first ?? take(0);
    },
    hasOther(endpoint) {
      const left = memory.left();
      return endpoints.some(
        (other) => other !== endpoint && !left.some((one) => one.endpoint === other),
      );
    },
  };
}
