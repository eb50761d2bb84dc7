// The WebSocket on loopback: opens and closes connections, counts what crosses.
// Refuses to read messages.
import { createServer, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';

export type Traffic = {
  messagesIn: number;
  messagesOut: number;
  bytesIn: number;
  bytesOut: number;
};

/** Milliseconds there and back, and bytes that a second carries, each way. */
export type SlowLine = Readonly<{ roundTripMs: number; bytesPerSecond: number }>;

/** Carries one way of one connection: in order, each message after those before it. */
function carrier(line: () => SlowLine | null): (bytes: number, deliver: () => void) => void {
  let free = 0;
  return (bytes, deliver) => {
    const slow = line();
    if (slow === null) return deliver();
    free = Math.max(free, performance.now()) + (bytes / slow.bytesPerSecond) * 1_000;
    setTimeout(deliver, free + slow.roundTripMs / 2 - performance.now());
  };
}

/** What a new connection needs, and what it gives back. */
export type Accept = (wire: { send(text: string): void; hangUp(): void }) => {
  receive(text: string): void;
  close(): void;
};

const HOST = '127.0.0.1';
/** Above what a client may send at once. */
const MAX_MESSAGE = 256 * 1024 * 1024;

export class RpcServer {
  readonly traffic: Traffic = { messagesIn: 0, messagesOut: 0, bytesIn: 0, bytesOut: 0 };
  /** What happens to a client that wants in: served, cut off, or left waiting for the handshake. */
  welcome: 'serve' | 'refuse' | 'stall' = 'serve';
  /** How far and how thin the line is; null: neither. */
  line: SlowLine | null = null;
  /** Every connection ever accepted. */
  accepted = 0;

  private readonly accept: Accept;
  private readonly sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE });
  private readonly stalled = new Set<Duplex>();
  private http: Server | null = null;
  private lastPort: number;

  constructor(accept: Accept, port: number) {
    this.accept = accept;
    this.lastPort = port;
  }

  get port(): number {
    return this.lastPort;
  }

  get openSockets(): number {
    return this.sockets.clients.size;
  }

  /** Listens, on the port of last time if there was one. */
  async open(): Promise<void> {
    if (this.http) return;
    const http = createServer((_, response) => {
      response.writeHead(405).end('WebSocket only\n');
    });
    http.on('upgrade', (request, socket: Duplex, head) => {
      if (this.welcome === 'refuse') {
        socket.destroy();
        return;
      }
      if (this.welcome === 'stall') {
        this.stalled.add(socket);
        socket.once('close', () => this.stalled.delete(socket));
        return;
      }
      const upgrade = (): void =>
        this.sockets.handleUpgrade(request, socket, head, (client) => this.serve(client));
      // TCP's greeting and HTTP's.
      if (this.line === null) upgrade();
      else setTimeout(upgrade, 2 * this.line.roundTripMs);
    });
    await new Promise<void>((resolve, reject) => {
      http.once('error', reject);
      http.listen(this.lastPort, HOST, resolve);
    });
    const address = http.address();
    if (address && typeof address === 'object') this.lastPort = address.port;
    this.http = http;
  }

  /** Drops every socket and stops listening. */
  async close(): Promise<void> {
    const { http } = this;
    this.http = null;
    this.hangUpAll();
    if (!http) return;
    http.closeAllConnections();
    await new Promise<void>((resolve) => {
      http.close(() => {
        resolve();
      });
    });
  }

  hangUpAll(): void {
    for (const client of this.sockets.clients) client.terminate();
    for (const socket of this.stalled) socket.destroy();
  }

  private serve(client: WebSocket): void {
    this.accepted += 1;
    const [down, up] = [carrier(() => this.line), carrier(() => this.line)];
    const connection = this.accept({
      send: (text) => {
        this.traffic.messagesOut += 1;
        const bytes = Buffer.byteLength(text);
        this.traffic.bytesOut += bytes;
        down(bytes, () => client.send(text));
      },
      hangUp: () => {
        client.terminate();
      },
    });
    client.on('message', (bytes: Buffer) => {
      const text = bytes.toString('utf8');
      this.traffic.messagesIn += 1;
      this.traffic.bytesIn += bytes.length;
      up(bytes.length, () => connection.receive(text));
    });
    client.on('close', () => {
      connection.close();
    });
    client.on('error', () => {
      // A client that breaks off mid-frame; 'close' follows.
    });
  }
}
