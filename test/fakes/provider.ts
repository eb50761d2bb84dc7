// A node as a script: answers each method by a function, says whatever it is told to, and hangs up on command. Opens
// no network; time passes only where a test lets it.
import type { OpenSocket, SocketLike } from '../../src/chain/rpc/node-socket.ts';
import type { Hex } from '../../src/units.ts';

export type Request = { id: number; method: string; params: unknown[] };
/** What a method answers; `SILENCE` for never, an Error for a refusal. */
export type Answer = (params: unknown[], request: Request) => unknown;

export const SILENCE = Symbol('silence');
export const SCRIPTED_GENESIS: Hex = `0x${'11'.repeat(32)}`;

type Listener = (event: unknown) => void;

/** One connection to the scripted node. */
export class ScriptedSocket implements SocketLike {
  isOpen = false;
  readonly requests: Request[] = [];
  readonly #node: ScriptedNode;
  #isClosed = false;
  readonly #listeners = new Map<string, Listener[]>();

  constructor(node: ScriptedNode) {
    this.#node = node;
  }

  addEventListener = (type: string, listener: Listener): void => {
    this.#listeners.set(type, [...(this.#listeners.get(type) ?? []), listener]);
  };

  emit(type: string, event: unknown = {}): void {
    for (const listener of this.#listeners.get(type) ?? []) listener(event);
  }

  open(): void {
    if (this.#isClosed) return;
    this.isOpen = true;
    this.emit('open');
  }

  send = (text: string): void => {
    if (!this.isOpen) throw new Error('not open');
    const request: Request = JSON.parse(text);
    this.requests.push(request);
    this.#node.answer(this, request);
  };

  /** A raw text from the node. */
  say(text: string): void {
    if (this.isOpen) this.emit('message', { data: text });
  }

  reply(id: number, result: unknown): void {
    this.say(JSON.stringify({ jsonrpc: '2.0', id, result }));
  }

  notify(method: string, subscription: string, result: unknown): void {
    this.say(JSON.stringify({ jsonrpc: '2.0', method, params: { subscription, result } }));
  }

  close = (): void => {
    this.#isClosed = true;
    if (!this.isOpen) return;
    this.isOpen = false;
    queueMicrotask(() => this.emit('close'));
  };

  /** The node's side hangs up. */
  hangUp(): void {
    this.isOpen = false;
    this.emit('close');
  }
}

export class ScriptedNode {
  readonly sockets: ScriptedSocket[] = [];
  /** false: dialling fails. */
  isReachable = true;
  readonly #answers: Record<string, Answer>;

  constructor(answers: Record<string, Answer> = {}) {
    this.#answers = {
      chain_getBlockHash: () => SCRIPTED_GENESIS,
      state_getRuntimeVersion: () => ({ specName: 'node', specVersion: 1, transactionVersion: 1 }),
      chain_subscribeNewHeads: () => 'heads',
      chain_subscribeFinalizedHeads: () => 'finalized',
      ...answers,
    };
  }

  dial(): ScriptedSocket {
    const socket = new ScriptedSocket(this);
    this.sockets.push(socket);
    queueMicrotask(() => {
      if (this.isReachable) socket.open();
      else socket.emit('error');
    });
    return socket;
  }

  get last(): ScriptedSocket {
    const socket = this.sockets.at(-1);
    if (!socket) throw new Error('nobody has dialled');
    return socket;
  }

  get openSockets(): number {
    return this.sockets.filter(({ isOpen }) => isOpen).length;
  }

  answer(socket: ScriptedSocket, request: Request): void {
    const answer = this.#answers[request.method];
    const result = answer ? answer(request.params, request) : null;
    if (result === SILENCE) return;
    queueMicrotask(() => {
      if (result instanceof Error) {
        const error = { code: -32000, message: result.message };
        socket.say(JSON.stringify({ jsonrpc: '2.0', id: request.id, error }));
      } else {
        socket.reply(request.id, result);
      }
    });
  }
}

/** Dials scripted nodes by the endpoint's name. */
export function dialling(nodes: Record<string, ScriptedNode>): OpenSocket {
  return (endpoint) => {
    const node = nodes[endpoint];
    if (!node) throw new Error(`no node at ${endpoint}`);
    return node.dial();
  };
}

/** A header as nodes send it. */
export function scriptedHeader(number: number, salt = 0): object {
  const root = `0x${salt.toString(16).padStart(2, '0').repeat(32)}`;
  return {
    parentHash: `0x${'22'.repeat(32)}`,
    number: `0x${number.toString(16)}`,
    stateRoot: root,
    extrinsicsRoot: root,
    digest: { logs: [] },
  };
}
