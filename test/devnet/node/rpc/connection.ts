// One JSON-RPC connection: reads requests, single or in batches, lets faults strike, sends answers and notifications.
// Refuses to know what carries the text.
import type { FaultAction, FaultRules } from '../faults/fault-rules.ts';
import { changeHex } from '../faults/fault-rules.ts';
import { methodNotFound, RpcError } from './rpc-error.ts';
import type { Methods } from './rpc-context.ts';
import { Session } from './session.ts';

export type Wire = Readonly<{ send(text: string): void; hangUp(): void }>;

type Request = Readonly<{ id: unknown; method: string; params: readonly unknown[] }>;

const PARSE_ERROR = { code: -32700, message: 'Parse error' };
const INVALID_REQUEST = { code: -32600, message: 'Invalid Request' };

let subscriptionCount = 0;

export class Connection {
  readonly session: Session;
  private readonly methods: Methods;
  private readonly rules: FaultRules;
  private readonly wire: Wire;
  private readonly timers = new Set<NodeJS.Timeout>();
  private held: string[] = [];
  private isClosed = false;

  constructor(methods: Methods, rules: FaultRules, wire: Wire) {
    this.methods = methods;
    this.rules = rules;
    this.wire = wire;
    this.session = new Session(
      (message) => this.notify(message),
      () => {
        subscriptionCount += 1;
        return `taubar${subscriptionCount.toString(36).padStart(10, '0')}`;
      },
    );
  }

  receive(text: string): void {
    const message = parse(text);
    if (message === undefined) return this.send(JSON.stringify(failure(null, PARSE_ERROR)));
    if (!Array.isArray(message)) return this.receiveSingle(message);
    const answers: object[] = [];
    for (const item of message) {
      const answer = this.answerInBatch(item);
      if (this.isClosed) return;
      if (answer) answers.push(answer);
    }
    this.send(JSON.stringify(answers));
    this.session.openSubscriptions();
  }

  close(): void {
    this.isClosed = true;
    for (const timer of this.timers) clearTimeout(timer);
    this.session.close();
  }

  private receiveSingle(message: unknown): void {
    const request = toRequest(message);
    if (!request) return this.send(JSON.stringify(failure(null, INVALID_REQUEST)));
    const action = this.rules.strike(request.method, true);
    const answer = this.answer(request, action);
    if (answer && !this.isClosed) this.deliver(answer, request.id, action);
  }

  private answerInBatch(item: unknown): object | null {
    const request = toRequest(item);
    if (!request) return failure(null, INVALID_REQUEST);
    return this.answer(request, this.rules.strike(request.method, true));
  }

  /** Null: no answer (any more). */
  private answer(request: Request, action: FaultAction | null): object | null {
    if (action?.do === 'hang-up' && action.when === 'before') return this.hangUp();
    if (action?.do === 'ignore' && action.isHandled !== true) return null;
    const answer = action?.do === 'fail' ? failure(request.id, action) : this.handle(request);
    if (action?.do === 'hang-up') return this.hangUp();
    if (action?.do === 'ignore') return null;
    return action ? distort(answer, action) : answer;
  }

  private handle({ id, method, params }: Request): object {
    try {
      const handler = Object.hasOwn(this.methods, method) ? this.methods[method] : undefined;
      if (!handler) throw methodNotFound();
      return { jsonrpc: '2.0', result: handler(params, this.session) ?? null, id };
    } catch (error) {
      if (error instanceof RpcError) return failure(id, error);
      throw error;
    }
  }

  private deliver(answer: object, id: unknown, action: FaultAction | null): void {
    switch (action?.do) {
      case 'delay':
        return this.later(action.ms, () => this.sendAnswer(answer));
      case 'hold-until-next':
        this.held.push(JSON.stringify(answer));
        return;
      case 'repeat':
        this.sendAnswer(answer);
        return this.sendAnswer(answer);
      case 'wrong-id':
        return this.sendAnswer({
          ...answer,
          id: typeof id === 'number' ? id + 1_000_003 : 'other',
        });
      case 'garbage':
        return this.send(action.text);
      default:
        this.sendAnswer(answer);
    }
  }

  private sendAnswer(answer: object): void {
    this.send(JSON.stringify(answer));
    for (const text of this.held.splice(0)) this.send(text);
    this.session.openSubscriptions();
  }

  private notify(message: object): void {
    const method = 'method' in message ? String(message.method) : '';
    const action = this.rules.strike(method, false);
    if (action?.do === 'hang-up') return void this.hangUp();
    if (action?.do === 'ignore') return;
    const text = JSON.stringify(action ? distortNotification(message, action) : message);
    if (action?.do === 'garbage') return this.send(action.text);
    if (action?.do === 'delay') return this.later(action.ms, () => this.send(text));
    this.send(text);
    if (action?.do === 'repeat') this.send(text);
  }

  private later(ms: number, run: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer);
      run();
    }, ms);
    this.timers.add(timer);
  }

  private hangUp(): null {
    this.close();
    this.wire.hangUp();
    return null;
  }

  private send(text: string): void {
    if (!this.isClosed) this.wire.send(text);
  }
}

function parse(text: string): unknown {
  try {
    const message: unknown = JSON.parse(text);
    return message;
  } catch {
    // Answered as a parse error by the caller.
    return undefined;
  }
}

function toRequest(message: unknown): Request | null {
  if (typeof message !== 'object' || message === null || !('method' in message)) return null;
  const { method } = message;
  const params = 'params' in message ? message.params : [];
  if (typeof method !== 'string') return null;
  const list: readonly unknown[] = Array.isArray(params) ? params : [];
  return { id: 'id' in message ? message.id : null, method, params: list };
}

function failure(id: unknown, error: { code: number; message: string; data?: unknown }): object {
  const { code, message, data } = error;
  const described = data === undefined ? { code, message } : { code, message, data };
  return { jsonrpc: '2.0', error: described, id };
}

function distort(answer: object, action: FaultAction): object {
  if (!('result' in answer)) return answer;
  return { ...answer, result: distorted(answer.result, action) };
}

function distortNotification(message: object, action: FaultAction): object {
  if (!('params' in message)) return message;
  const { params } = message;
  if (typeof params !== 'object' || params === null || !('result' in params)) return message;
  return { ...message, params: { ...params, result: distorted(params.result, action) } };
}

function distorted(value: unknown, action: FaultAction): unknown {
  switch (action.do) {
    case 'truncate':
      return changeHex(value, (hex) => hex.slice(0, Math.max(2, hex.length - 2 * action.bytes)));
    case 'inflate':
      return changeHex(value, (hex) => hex + '00'.repeat(action.bytes));
    case 'replace':
      return action.change(value);
    default:
      return value;
  }
}
