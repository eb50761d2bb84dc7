// A socket that keeps every question with its answer, its bytes and its time, and changes none.
import { WebSocket, type RawData } from 'ws';

export type Exchange = {
  method: string;
  params: readonly unknown[];
  /** Characters of the answer as it came, frame included; 0: none came. */
  bytes: number;
  /** Milliseconds; null: no answer. */
  took: number | null;
  result?: unknown;
  error?: { code?: unknown; message?: unknown; data?: unknown };
};

type Message = { id?: unknown; method?: unknown; params?: unknown } & Pick<
  Exchange,
  'result' | 'error'
>;

function parse(text: string): Message | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : null;
  } catch {
    return null;
  }
}

export function recordingSocket(exchanges: Exchange[], now: () => number) {
  return (endpoint: string): WebSocket => {
    const open = new Map<unknown, { exchange: Exchange; at: number }>();
    class Recording extends WebSocket {
      override send(data: string): void {
        const message = parse(data);
        if (typeof message?.method === 'string') {
          const params: unknown[] = Array.isArray(message.params) ? message.params : [];
          const exchange: Exchange = { method: message.method, params, bytes: 0, took: null };
          exchanges.push(exchange);
          open.set(message.id, { exchange, at: now() });
        }
        super.send(data);
      }
    }
    const socket = new Recording(endpoint);
    socket.on('message', (data: RawData) => {
      const text = Buffer.isBuffer(data) ? data.toString() : '';
      const message = parse(text);
      const asked = message === null ? undefined : open.get(message.id);
      if (message === null || asked === undefined) return;
      open.delete(message.id);
      asked.exchange.bytes = text.length;
      asked.exchange.took = now() - asked.at;
      if (message.error === undefined) asked.exchange.result = message.result;
      else asked.exchange.error = message.error;
    });
    return socket;
  };
}
