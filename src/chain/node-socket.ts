// What a WebSocket must offer to carry JSON-RPC.

/** The part of a WebSocket that is used; browsers' and the `ws` package's both fit. */
export type SocketLike = {
  send(text: string): void;
  close(): void;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
};

export type OpenSocket = (endpoint: string) => SocketLike;
