// A set of callbacks that can be left again.
// Refuses to know what is announced.

export class Listeners<Args extends readonly unknown[]> {
  private readonly callbacks = new Set<(...args: Args) => void>();

  /** Returns the way out. */
  add(callback: (...args: Args) => void): () => void {
    this.callbacks.add(callback);
    return () => {
      this.callbacks.delete(callback);
    };
  }

  emit(...args: Args): void {
    for (const callback of this.callbacks) callback(...args);
  }

  get size(): number {
    return this.callbacks.size;
  }
}
