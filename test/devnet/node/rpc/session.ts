// One client: what it has subscribed to, and the way back to it.
// Refuses to know methods; notifications wait until the answer that names their subscription is on its way.

type Subscription = {
  stop: () => void;
  isOpen: boolean;
  waiting: (() => void)[];
};

export class Session {
  private readonly subscriptions = new Map<string, Subscription>();
  private readonly opening: string[] = [];
  private readonly send: (message: object) => void;
  private readonly nextId: () => string;

  constructor(send: (message: object) => void, nextId: () => string) {
    this.send = send;
    this.nextId = nextId;
  }

  /** `start` gets the way to notify and returns how to stop; the id is the answer to the client. */
  subscribe(method: string, start: (notify: (result: unknown) => void) => () => void): string {
    const id = this.nextId();
    const subscription: Subscription = { stop: () => undefined, isOpen: false, waiting: [] };
    const send = (result: unknown): void => {
      this.send({ jsonrpc: '2.0', method, params: { subscription: id, result } });
    };
    const notify = (result: unknown): void => {
      if (!this.subscriptions.has(id)) return;
      if (subscription.isOpen) send(result);
      else subscription.waiting.push(() => send(result));
    };
    this.subscriptions.set(id, subscription);
    try {
      subscription.stop = start(notify);
    } catch (error) {
      this.subscriptions.delete(id);
      throw error;
    }
    this.opening.push(id);
    return id;
  }

  unsubscribe(id: string): boolean {
    const subscription = this.subscriptions.get(id);
    if (!subscription) return false;
    this.subscriptions.delete(id);
    subscription.stop();
    return true;
  }

  /** After an answer has been sent. */
  openSubscriptions(): void {
    for (const id of this.opening.splice(0)) {
      const subscription = this.subscriptions.get(id);
      if (!subscription) continue;
      subscription.isOpen = true;
      for (const deliver of subscription.waiting.splice(0)) {
        deliver();
      }
    }
  }

  close(): void {
    for (const id of this.subscriptions.keys()) this.unsubscribe(id);
  }

  get subscriptionCount(): number {
    return this.subscriptions.size;
  }
}
