// The shape of the node's stored state: one of another shape, left by another version, counts as missing.
import type { NodeRecord } from '../model/records.ts';
import { wireErrorShape } from './request-shapes.ts';
import { isNumber, isText, listOf, oneOf, orNull, recordOf } from './shape.ts';

export const isNodeRecord = recordOf<NodeRecord>({
  networkId: isText,
  state: oneOf('connecting', 'connected', 'offline'),
  endpoint: orNull(isText),
  error: orNull(wireErrorShape),
  left: listOf(
    recordOf<NodeRecord['left'][number]>({
      endpoint: isText,
      error: wireErrorShape,
      until: isNumber,
    }),
  ),
  paced: listOf(isText),
  clockOffset: orNull(isNumber),
  at: isNumber,
});
