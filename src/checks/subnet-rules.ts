// Rules about the subnets that a plan touches: that they exist, trade, and agree with the node's price.
import type { SubnetFacts } from '../facts.ts';
import { spotPrice } from '../pool/spot-price.ts';
import { RAO_PER_TAO } from '../units.ts';
import type { PlanSubject } from './plan-subject.ts';
import { block, both, every, nothingNeeded, pass, rule, warn, type Values } from './rule.ts';

const netuidValue = (netuid: number): Values => ({ netuid: { unit: 'netuid', amount: netuid } });

export const subnetExists = rule<PlanSubject, null>({
  id: 'subnet-exists',
  applies: () => true,
  needs: nothingNeeded,
  judge: ({ subnets, missingNetuid }) => {
    const gone = subnets.find(({ exists }) => !exists)?.netuid ?? missingNetuid;
    if (gone !== null) return block(netuidValue(gone), 'SubtensorModule.SubnetNotExists');
    return pass();
  },
  remedyKeys: { block: 'remedyChooseSubnet' },
});

export const modelExists = rule<PlanSubject, null>({
  id: 'model-exists',
  applies: ({ subnets }) => subnets.some(({ exists }) => exists),
  needs: nothingNeeded,
  judge: ({ subnets }) => {
    const unknown = subnets.find(({ exists, pool }) => exists && pool === null);
    return unknown === undefined ? pass() : block(netuidValue(unknown.netuid));
  },
  remedyKeys: { block: 'remedyWaitForUpdate' },
});

export const subtokenEnabled = rule<PlanSubject, readonly boolean[]>({
  id: 'subtoken-enabled',
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
const localPrice = ({ pool }: SubnetFacts): bigint =>
  pool === null ? 0n : (spotPrice(pool) * RAO_PER_TAO) >> 64n;

export const nodePriceAgrees = rule<PlanSubject, readonly bigint[]>({
  id: 'node-price',
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

export const subnetStays = rule<PlanSubject, readonly [number | null, number]>({
  id: 'subnet-stays',
  // Root is never removed.
  applies: ({ arrival, subnets }) =>
    arrival !== null && arrival.netuid !== 0 && subnets.every(({ exists }) => exists),
  needs: ({ facts }) => both(facts.rules.subnetToPrune, facts.rules.immunityPeriod),
  judge: ({ arrival, subnets, facts }, [toPrune, immunity]) => {
    const subnet = subnets.find(({ netuid }) => netuid === arrival?.netuid);
    if (subnet === undefined) return pass();
    const age = facts.block.number - subnet.registeredAt;
    const values = {
      ...netuidValue(subnet.netuid),
      days: { unit: 'blocks', amount: Math.max(age, 0) },
    } as const;
    if (toPrune === subnet.netuid) return warn('red', values);
    return age < immunity ? warn('notice', values) : pass(values);
  },
});
