// A bare JSON-RPC client without a socket, for tests that look at the wire.
// Refuses to retry or to interpret.
import type { Devnet } from './devnet.ts';

type Message = Readonly<Record<string, unknown>>;

export type RpcClient = Readonly<{
  /** Rejects with the node's error. */
  request(method: string, ...params: readonly unknown[]): Promise<unknown>;
  /** Results of every notification so far, by subscription id. */
  notifications(subscription: unknown): unknown[];
  /** Everything received, as text. */
  received: readonly string[];
  sendText(text: string): void;
  isHungUp(): boolean;
  close(): void;
}>;

export class NodeError extends Error {
  readonly code: unknown;
  readonly data: unknown;

  constructor(error: Message) {
    super(String(error['message']));
    this.code = error['code'];
    this.data = error['data'];
  }
}

const isMessage = (value: unknown): value is Message =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function connectRaw(devnet: Devnet): RpcClient {
  const received: string[] = [];
  const waiting = new Map<number, (message: Message) => void>();
  const told = new Map<unknown, unknown[]>();
  let lastId = 0;
  let hasHungUp = false;
  const onText = (text: string): void => {
    received.push(text);
    const message: unknown = JSON.parse(text);
    if (!isMessage(message)) return;
    if (typeof message['id'] === 'number') waiting.get(message['id'])?.(message);
    const { params } = message;
    if (!isMessage(params)) return;
    const list = told.get(params['subscription']) ?? [];
    list.push(params['result']);
    told.set(params['subscription'], list);
  };
  const connection = devnet.connect(onText, () => {
    hasHungUp = true;
  });
  return {
    request(method, ...params) {
      lastId += 1;
      const id = lastId;
      return new Promise((resolve, reject) => {
        waiting.set(id, (message) => {
          waiting.delete(id);
          const { error } = message;
          if (isMessage(error)) reject(new NodeError(error));
          else resolve(message['result']);
        });
        connection.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
      });
    },
    notifications: (subscription) => told.get(subscription) ?? [],
    received,
    sendText: (text) => connection.send(text),
    isHungUp: () => hasHungUp,
    close: () => connection.close(),
  };
}
