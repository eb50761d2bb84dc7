// Runs steps one after the other.

/**
 * Wraps handlers so that each call starts after the one before has ended, failed or not. Waiting calls are lost
 * with the worker.
 */
export function createInOrder() {
  let last: Promise<unknown> = Promise.resolve();
  return function inOrder<Body, Reply>(
    step: (body: Body) => Promise<Reply>,
  ): (body: Body) => Promise<Reply> {
    return (body) => {
      const done = last.then(() => step(body));
      last = done.catch(() => undefined); // The caller gets the error; the next call does not depend on it.
      return done;
    };
  };
}
