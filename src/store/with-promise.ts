// What a stored request says of its promise since version 6: floors, whose word about depth it rests on, the node, and
// what fell short. Requests of earlier versions get the values for "not known".
import { isObject } from '../parse.ts';
import type { Plan } from '../model/plan.ts';
import type { SigningRequest } from '../model/request.ts';

function withFloor(plan: Plan): Plan {
  const { receives } = plan;
  return {
    ...plan,
    depthNeeded: plan.depthNeeded ?? false,
    items: (plan.items ?? []).map(withFloor),
    receives: !isObject(receives)
      ? null
      : {
          ...receives,
          floor: receives.floor ?? null,
          minimumRestsOn: receives.minimumRestsOn ?? null,
        },
  };
}

/** The request as version 6 has it; one that has these fields, or no plan at all, stays as it is. */
export function withPromise(request: SigningRequest): SigningRequest {
  if (!isObject(request.plan)) return request;
  const { queueEntry, receipt } = request;
  const added = {
    plan: withFloor(request.plan),
    node: request.node ?? null,
    ...(queueEntry ? { queueEntry: { ...queueEntry, floor: queueEntry.floor ?? null } } : {}),
    ...(receipt ? { receipt: { ...receipt, shortfall: receipt.shortfall ?? null } } : {}),
  };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same request in the same state
  return { ...request, ...added } as SigningRequest;
}
