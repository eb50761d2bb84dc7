// The pure planner as signing asks it: what to read for a move, and the move worked out on what was read.
import { compareWithNode, simQueries } from '../moves/compare-with-node.ts';
import { factsQueryOf } from '../moves/facts-query.ts';
import { planMove } from '../moves/plan-move.ts';
import { rerunCall } from './rerun-call.ts';
import type { Planning } from './signing-deps.ts';

export const planning: Planning = {
  factsQuery: factsQueryOf,
  planMove,
  rerunCall,
  simQueries,
  compareWithNode,
};
