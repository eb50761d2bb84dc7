// Earlier prompts of one request: a wallet may still show them, and the user may sign one of them instead of the newest.
import type { CommandKind } from '../bridge/envelope.ts';
import type { PromptRecord, PromptStore } from './prompt-store.ts';

/** Earlier prompts of one request that can still be answered; the oldest beyond that are forgotten. */
const MOST_SUPERSEDED = 8;

export const isToSign = ({ owner, kind }: Pick<PromptRecord, 'owner' | 'kind'>): boolean =>
  owner === 'signing' && kind !== 'provide-metadata';

const newestFirst = (a: PromptRecord, b: PromptRecord): number => b.askedAt - a.askedAt;

/** Whether a record asks the same as a new prompt of that owner and kind: it asks for the same bytes. */
export function isEarlierAsk(
  { owner, ownerId }: Pick<PromptRecord, 'owner' | 'ownerId'>,
  kind: CommandKind,
): (record: PromptRecord) => boolean {
  return (record) =>
    isToSign({ owner, kind }) && record.ownerId === ownerId && record.kind === kind;
}

/** The newest ask of that owner and kind that is still outstanding. */
export async function newestAsk(
  prompts: PromptStore,
  target: Pick<PromptRecord, 'owner' | 'ownerId'>,
  kind: CommandKind,
): Promise<PromptRecord | undefined> {
  const asks = (await prompts.list()).filter(isEarlierAsk(target, kind));
  return asks.find(({ isSuperseded }) => !isSuperseded) ?? asks.toSorted(newestFirst)[0];
}

/** Marks the earlier ones beside the newest prompt; returns those that are too many. */
export async function supersede(
  prompts: PromptStore,
  isEarlier: (record: PromptRecord) => boolean,
  newest: string,
): Promise<readonly PromptRecord[]> {
  const earlier = (await prompts.list())
    .filter((record) => isEarlier(record) && record.promptId !== newest)
    .toSorted(newestFirst);
  for (const record of earlier.slice(0, MOST_SUPERSEDED)) {
    if (!record.isSuperseded) await prompts.put({ ...record, isSuperseded: true });
  }
  return earlier.slice(MOST_SUPERSEDED);
}
