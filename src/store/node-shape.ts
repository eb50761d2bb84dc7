// The shape of the node's stored state: one of another shape, left by another version, counts as missing.
import type { NodeRecord } from '../model/records.ts';
import type { NewerRows } from '../model/rows.ts';
import { wireErrorShape } from './request-shapes.ts';
import { blockShape } from './block-shapes.ts';
import { poolShape } from './cached-shapes.ts';
import { hex, listOf, number, oneOf, orMissing, orNull, recordOf, testOf, text } from '../parse.ts';

const newerRowsShape = recordOf<NewerRows>({
  of: hex,
  block: blockShape,
  blockTime: number,
  rows: listOf(
    recordOf<NewerRows['rows'][number]>({
      netuid: number,
      curve: text,
      pool: orNull(poolShape),
      at: number,
    }),
  ),
});

export const isNodeRecord = testOf<NodeRecord>({
  rows: orMissing(newerRowsShape),
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
  closedAt: orMissing(number),
  clockOffset: orNull(number),
  at: number,
});
