// What must not compile: `npm run types` fails where one of these lines does. Nothing here runs.
import { block, pass, type Finding } from '../../src/checks/rule.ts';
import { AppError } from '../../src/errors.ts';
import { keyPart, t, tCount } from '../../src/panel/core/text.ts';

export function sentences(curve: 'balancer' | 'cubic'): void {
  t('blocksLasting', { blocks: '1', duration: '12 s' });
  // @ts-expect-error -- no such sentence
  t('blocksLastin');
  // @ts-expect-error -- a figure is missing
  t('blocksLasting', { blocks: '1' });
  // @ts-expect-error -- no figure at all
  t('blocksLasting');
  // @ts-expect-error -- a figure that the sentence lacks
  t('blocksLasting', { blocks: '1', duration: '12 s', block: '2' });
  // @ts-expect-error -- by position
  t('blocksLasting', '1', '12 s');
  // @ts-expect-error -- a sentence without figures takes none
  t('notStated', { text: 'x' });
  // @ts-expect-error -- one of the keys does not exist
  t(`curve_${keyPart(curve)}`);
  // @ts-expect-error -- the figure beside the count is missing
  tCount('yieldEpochs', 2);
}

const rao = { unit: 'rao', amount: 1n } as const;
const netuid = { unit: 'netuid', amount: 1 } as const;

export const told: Finding<'node-price'> = block({ netuid, node: rao, local: rao });
// @ts-expect-error -- the sentence takes a figure that is not told
export const untold: Finding<'node-price'> = block({ netuid, node: rao });
// @ts-expect-error -- two figures swapped: a number where an amount belongs
export const swapped: Finding<'node-price'> = block({ netuid: rao, node: netuid, local: rao });
// @ts-expect-error -- the sentence of a pass names the block
export const passed: Finding<'model-proven'> = pass();
// @ts-expect-error -- a verdict without a sentence
export const wordless: Finding<'node-agrees'> = { verdict: 'unknown', values: {} };

/** Without what its sentence names, under another name, or of another kind. */
export const errors = (): AppError[] => [
  // @ts-expect-error -- the endpoint is missing
  new AppError('NODE_BUSY'),
  // @ts-expect-error -- the sentence reads `text`
  new AppError('INTERNAL', { what: 'reading' }),
  // @ts-expect-error -- a number of them is wanted
  new AppError('QUEUE_FULL', { most: 'five' }),
];
