// Rules about the subnets that a plan touches: they exist, trade, and their price agrees with the node's.
import type { SubnetFacts } from '../model/facts.ts';
import { raoPerAlpha } from '../pool/spot-price.ts';
import { ROOT_NETUID } from '../units.ts';
import type { PlanSubject } from './plan-subject.ts';
import { block, every, nothingNeeded, pass, rule, warn } from './rule.ts';

const netuidValue = (netuid: number) => ({ netuid: { unit: 'netuid', amount: netuid } }) as const;

export const subnetExists = rule<'subnet-exists', PlanSubject, null>({
  id: 'subnet-exists',
  verdicts: ['pass', 'block'],
  applies: () => true,
  needs: nothingNeeded,
  judge: ({ subnets, missingNetuid }) => {
    const gone = subnets.find(({ exists }) => !exists)?.netuid ?? missingNetuid;
    if (gone !== null) return block(netuidValue(gone), 'SubtensorModule.SubnetNotExists');
    return pass();
  },
  remedyKeys: { block: 'remedyChooseSubnet' },
});

export const modelExists = rule<'model-exists', PlanSubject, null>({
  id: 'model-exists',
  verdicts: ['pass', 'block'],
  applies: ({ subnets }) => subnets.some(({ exists }) => exists),
  needs: nothingNeeded,
  judge: ({ subnets }) => {
    const unknown = subnets.find(({ exists, pool }) => exists && pool === null);
    return unknown === undefined ? pass() : block(netuidValue(unknown.netuid));
  },
  remedyKeys: { block: 'remedyWaitForUpdate' },
});

export const subtokenEnabled = rule<'subtoken-enabled', PlanSubject, readonly boolean[]>({
  id: 'subtoken-enabled',
  verdicts: ['pass', 'block', 'unknown'],
  applies: ({ mustBeEnabled, subnets }) =>
    mustBeEnabled.length > 0 && subnets.every(({ exists }) => exists),
  needs: ({ mustBeEnabled }) =>
    every(mustBeEnabled.map(({ isSubtokenEnabled }) => isSubtokenEnabled)),
  judge: ({ mustBeEnabled }, enabled) => {
    const off = mustBeEnabled[enabled.indexOf(false)];
    if (off === undefined) return pass();
    return block(netuidValue(off.netuid), 'SubtensorModule.SubtokenDisabled');
  },
  remedyKeys: { block: 'remedyWaitForStart' },
});

/** The local spot price in the node's form. */
const localPrice = ({ pool }: SubnetFacts): bigint => (pool === null ? 0n : raoPerAlpha(pool));

export const nodePriceAgrees = rule<'node-price', PlanSubject, readonly bigint[]>({
  id: 'node-price',
  verdicts: ['pass', 'block', 'unknown'],
  applies: ({ subnets }) => subnets.some(({ exists, pool }) => exists && pool !== null),
  needs: ({ subnets }) => every(subnets.map(({ nodePrice }) => nodePrice)),
  judge: ({ subnets }, prices) => {
    const index = subnets.findIndex((subnet, at) => localPrice(subnet) !== prices[at]);
    const differing = subnets[index];
    if (differing === undefined) return pass();
    return block({
      ...netuidValue(differing.netuid),
      node: { unit: 'rao', amount: prices[index] ?? 0n },
      local: { unit: 'rao', amount: localPrice(differing) },
    });
  },
  remedyKeys: { block: 'remedyAnotherNode' },
});

/** Where stake arrives, except root, which is never removed. */
function arrivalSubnet({ arrival, subnets }: PlanSubject): SubnetFacts | undefined {
  if (arrival === null || arrival.netuid === ROOT_NETUID) return undefined;
  return subnets.find(({ netuid, exists }) => exists && netuid === arrival.netuid);
}

export const notNextToPrune = rule<'subnet-prune', PlanSubject, number | null>({
  id: 'subnet-prune',
  verdicts: ['pass', 'warn', 'unknown'],
  applies: (subject) => arrivalSubnet(subject) !== undefined,
  needs: ({ facts }) => facts.rules.subnetToPrune,
  judge: (subject, toPrune) => {
    const netuid = arrivalSubnet(subject)?.netuid ?? ROOT_NETUID;
    return toPrune === netuid ? warn('red', netuidValue(netuid)) : pass();
  },
});

export const oldEnough = rule<'subnet-age', PlanSubject, number>({
  id: 'subnet-age',
  verdicts: ['pass', 'warn', 'unknown'],
  applies: (subject) => arrivalSubnet(subject) !== undefined,
  needs: ({ facts }) => facts.rules.immunityPeriod,
  judge: (subject, immunity) => {
    const subnet = arrivalSubnet(subject);
    if (subnet === undefined) return null;
    const age = Math.max(subject.facts.block.number - subnet.registeredAt, 0);
    const values = {
      ...netuidValue(subnet.netuid),
      age: { unit: 'blocks', amount: age },
    } as const;
    return age < immunity ? warn('notice', values) : pass(values);
  },
});
