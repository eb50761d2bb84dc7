// The signing requests that the extension stored, as a test waits for them.
import assert from 'node:assert/strict';
import type { SigningRequest, SigningState } from '../../src/model/request.ts';
import { until } from '../tools/browser/launch-browser.ts';
import type { QuietPage } from '../tools/browser/quiet-page.ts';
import type { Devnet } from '../devnet/devnet.ts';

export type RequestWatch = {
  /** The newest request, or the one with that id. */
  request(id?: string): Promise<SigningRequest>;
  /** Waits until the request is in one of those states. */
  reached(id: string, ...states: SigningState[]): Promise<SigningRequest>;
  /**
   * Waits until the request is submitted and in the node's pool: the state is written before the bytes leave, and a block
   * made in between would not hold it.
   */
  sent(id: string): Promise<SigningRequest>;
};

export function watchRequests(quiet: Pick<QuietPage, 'read'>, { node }: Devnet): RequestWatch {
  const request: RequestWatch['request'] = async (id) => {
    const all = (await quiet.read('requests')).toSorted((a, b) => b.createdAt - a.createdAt);
    const found = id === undefined ? all[0] : all.find((one) => one.id === id);
    assert.ok(found, `no request ${id ?? ''}`);
    return found;
  };
  const reached: RequestWatch['reached'] = async (id, ...states) => {
    let last = await request(id);
    const isThere = async (): Promise<boolean> => {
      last = await request(id);
      return states.includes(last.state);
    };
    try {
      await until(isThere, `request ${states.join(' or ')}`);
    } catch (error) {
      const { state, error: reason, heldBecause } = last;
      const why = `${state} ${reason?.code ?? ''} ${heldBecause?.code ?? ''}`;
      throw new Error(`${error instanceof Error ? error.message : ''}; it is ${why}`, {
        cause: error,
      });
    }
    return last;
  };
  return {
    request,
    reached,
    async sent(id) {
      const submitted = await reached(id, 'submitted');
      await until(() => node.pool.pending().length > 0, 'the extrinsic in the pool');
      return submitted;
    },
  };
}
