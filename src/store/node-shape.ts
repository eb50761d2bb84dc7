// The shape of the node's stored state: one of another shape, left by another version, counts as missing.
import type { NodeRecord } from '../model/records.ts';
import { wireErrorShape } from './request-shapes.ts';
import { listOf, number, oneOf, orNull, recordOf, testOf, text } from '../parse.ts';

export const isNodeRecord = testOf<NodeRecord>({
  networkId: text,
  state: oneOf('connecting', 'connected', 'offline'),
  endpoint: orNull(text),
  error: orNull(wireErrorShape),
  left: listOf(
    recordOf<NodeRecord['left'][number]>({
      endpoint: text,
      error: wireErrorShape,
      until: number,
    }),
  ),
  paced: listOf(text),
  clockOffset: orNull(number),
  at: number,
});
