// How the test wallet behaves, as set on its control page: patience, obedience and lies.

export const lies = [
  'none',
  'changed-call',
  'changed-nonce',
  'changed-tip',
  'other-account',
  'garbage',
  'malformed',
  'replay',
] as const;
export type Lie = (typeof lies)[number];

export type Behaviour = {
  /** Who decides: the person in the window, or nobody. */
  decision: 'ask' | 'approve' | 'reject';
  /** Answers only after this. */
  delayMs: number;
  lie: Lie;
  /** Answer with a whole signed transaction where the page allows it. */
  returnsTransaction: boolean;
  isLocked: boolean;
  accounts: 'all' | 'none' | 'only-evm';
  /** Signs like hardware: the metadata hash is put in, and a whole transaction given. */
  isLedger: boolean;
  /** A signing request sooner than this after the last one is refused. */
  rateLimitMs: number;
  /** As the Talisman family: enabling is granted whatever was decided, and accounts then fail; a closed window is a no. */
  resolvesOnRefusal: boolean;
  /** As the Talisman family with a chain that it does not know: a whole transaction fails in its window, and nothing comes back. */
  failsWithoutMetadata: boolean;
  /** As Tao.xyz: a person is asked each time that it is enabled. */
  asksAtEachEnable: boolean;
};

export const honest: Behaviour = {
  decision: 'ask',
  delayMs: 0,
  lie: 'none',
  returnsTransaction: false,
  isLocked: false,
  accounts: 'all',
  isLedger: false,
  rateLimitMs: 0,
  resolvesOnRefusal: false,
  failsWithoutMetadata: false,
  asksAtEachEnable: false,
};

export async function readBehaviour(): Promise<Behaviour> {
  type Kept = { behaviour?: Partial<Behaviour> };
  const { behaviour } = await chrome.storage.local.get<Kept>('behaviour');
  return { ...honest, ...behaviour };
}

export async function changeBehaviour(change: Partial<Behaviour>): Promise<void> {
  await chrome.storage.local.set({ behaviour: { ...(await readBehaviour()), ...change } });
}
