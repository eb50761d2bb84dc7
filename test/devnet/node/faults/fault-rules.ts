// Which message goes wrong, and how: rules that a test arms and that match requests and notifications by method and count.
// Refuses to know sockets; whoever carries the message acts on the rule.

export type FaultAction = Readonly<
  /** Closes the socket: before the request is handled, or after, without the answer. */
  | { do: 'hang-up'; when: 'before' | 'after' }
  /** Never answers; `isHandled` still lets the request take effect. */
  | { do: 'ignore'; isHandled?: boolean }
  | { do: 'delay'; ms: number }
  /** Keeps the answer back until another one has been sent on the same socket. */
  | { do: 'hold-until-next' }
  | { do: 'repeat' }
  | { do: 'wrong-id' }
  /** Cuts bytes off the end of every hex text in the answer. */
  | { do: 'truncate'; bytes: number }
  /** Appends this many zero bytes to a hex answer. */
  | { do: 'inflate'; bytes: number }
  | { do: 'fail'; code: number; message: string; data?: unknown }
  | { do: 'replace'; change: (result: unknown) => unknown }
  /** Sends this text instead of JSON. */
  | { do: 'garbage'; text: string }
>;

export type FaultMatch = Readonly<{
  /** Method of a request or of a notification (`chain_newHead`); missing: every request. */
  method?: string | RegExp;
  /** Skips this many matching messages first. Default 0. */
  skip?: number;
  /** How often it strikes. Default: always. */
  times?: number;
}>;

type Rule = { match: FaultMatch; action: FaultAction; seen: number };

export class FaultRules {
  /** Null: as many requests as anybody likes. */
  limit: { turnAway(): FaultAction | null } | null = null;
  private rules: Rule[] = [];

  /** Arms a rule; earlier rules go first. Returns the way to disarm it. */
  arm(match: FaultMatch, action: FaultAction): () => void {
    const rule: Rule = { match, action, seen: 0 };
    this.rules.push(rule);
    return () => {
      this.rules = this.rules.filter((other) => other !== rule);
    };
  }

  clear(): void {
    this.limit = null;
    this.rules = [];
  }

  /** Counts the message against every rule; the first that strikes wins. */
  strike(method: string, isRequest: boolean): FaultAction | null {
    let struck = isRequest ? (this.limit?.turnAway() ?? null) : null;
    for (const rule of this.rules) {
      if (!matches(rule.match.method, method, isRequest)) continue;
      const at = rule.seen;
      rule.seen += 1;
      const skip = rule.match.skip ?? 0;
      const isDue = at >= skip && at < skip + (rule.match.times ?? Number.POSITIVE_INFINITY);
      if (isDue) struck ??= rule.action;
    }
    return struck;
  }
}

function matches(wanted: string | RegExp | undefined, method: string, isRequest: boolean): boolean {
  if (wanted === undefined) return isRequest;
  return typeof wanted === 'string' ? wanted === method : wanted.test(method);
}

/** Applies `change` to every hex text inside a JSON value. */
export function changeHex(value: unknown, change: (hex: string) => string): unknown {
  if (typeof value === 'string') return value.startsWith('0x') ? change(value) : value;
  if (Array.isArray(value)) return value.map((item) => changeHex(item, change));
  if (typeof value !== 'object' || value === null) return value;
  const changed = Object.entries(value).map(([key, item]) => [key, changeHex(item, change)]);
  return Object.fromEntries(changed);
}
