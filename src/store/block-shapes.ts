// Shapes of a block and of what a connection's model was compared with, as stored.
import type { BlockRef } from '../model/reading.ts';
import type { ModelProof } from '../model/model-proof.ts';
import { hex, number, recordOf, variantOf } from '../parse.ts';

export const blockShape = recordOf<BlockRef>({ hash: hex, number: number });

export const proofShape = variantOf<ModelProof, 'state'>('state', {
  untested: {},
  proven: { block: blockShape },
  differs: { block: blockShape, netuid: number },
  'no-simulation': {},
  'no-model': {},
});
