// What the chain did, told from its blocks alone: which extrinsics a coldkey got in, and the events of each as
// the reference client's types decode them. Believes nothing that the extension says.
import { Metadata, TypeRegistry } from '@polkadot/types';
import '@polkadot/types-augment';
import { decodeAddress } from '@polkadot/keyring';
import type { Devnet } from '../devnet/devnet.ts';
import { ledgerReads } from '../devnet/ledger/ledger.ts';
import type { Block } from '../devnet/node/chain/block.ts';
import { bodyOf, extrinsicHash } from '../devnet/node/chain/node.ts';
import { toHex } from '../devnet/node/scale/bytes.ts';
import { connectRaw } from '../devnet/rpc-client.ts';

export type ChainEvent = {
  /** `SubtensorModule.StakeAdded` */
  name: string;
  /** Each value as text: numbers in digits, accounts in SS58. */
  values: readonly string[];
};

export type Included = {
  hash: string;
  block: Block;
  index: number;
  isFinal: boolean;
  events: readonly ChainEvent[];
};

export type Referee = {
  /** Extrinsics that somebody signed, in blocks of the best chain after that number. */
  signedAfter(number: number): Included[];
  /** How often that extrinsic was handed to the node, over all sockets. */
  submissions(hash: string): number;
  /** Every extrinsic that was ever handed to it, each once. */
  handed(): readonly string[];
  free(coldkey: string): bigint;
  nonce(coldkey: string): number;
  position(hotkey: string, coldkey: string, netuid: number): bigint;
};

const SIGNED_BIT = 0x80;

export const idOf = (address: string): string => toHex(decodeAddress(address));

export async function createReferee(devnet: Devnet): Promise<Referee> {
  const client = connectRaw(devnet);
  const metadata = await client.request('state_getMetadata');
  client.close();
  const registry = new TypeRegistry();
  registry.setMetadata(new Metadata(registry, toHexText(metadata)));

  const handed = new Map<string, number>();
  const submit = devnet.node.submit.bind(devnet.node);
  devnet.node.submit = (extrinsic, watcher) => {
    const hash = extrinsicHash(extrinsic);
    handed.set(hash, (handed.get(hash) ?? 0) + 1);
    return submit(extrinsic, watcher);
  };

  function eventsOf(block: Block, index: number): ChainEvent[] {
    const records = registry.createType('Vec<EventRecord>', block.events);
    return [...records]
      .filter(({ phase }) => phase.isApplyExtrinsic && phase.asApplyExtrinsic.eqn(index))
      .map(({ event }) => ({
        name: `${pascal(event.section)}.${event.method}`,
        values: event.data.map((value) => value.toString()),
      }));
  }

  function inBlock(block: Block): Included[] {
    const isFinal = block.number <= devnet.finalizedHead().number;
    return block.extrinsics.flatMap((extrinsic, index) => {
      const isSigned = ((bodyOf(extrinsic)?.[0] ?? 0) & SIGNED_BIT) !== 0;
      const hash = extrinsicHash(extrinsic);
      return isSigned ? [{ hash, block, index, isFinal, events: eventsOf(block, index) }] : [];
    });
  }

  return {
    signedAfter(number) {
      const found: Included[] = [];
      for (let block: Block | null = devnet.head(); block; block = block.parent) {
        if (block.number <= number) break;
        found.unshift(...inBlock(block));
      }
      return found;
    },
    submissions: (hash) => handed.get(hash) ?? 0,
    handed: () => [...handed.keys()],
    free: (coldkey) => devnet.ledger.state.accounts.get(idOf(coldkey))?.free ?? 0n,
    nonce: (coldkey) => devnet.ledger.state.accounts.get(idOf(coldkey))?.nonce ?? 0,
    position: (hotkey, coldkey, netuid) =>
      ledgerReads.positionAlpha(devnet.ledger.state, idOf(hotkey), idOf(coldkey), netuid),
  };
}

function toHexText(value: unknown): `0x${string}` {
  if (typeof value !== 'string' || !value.startsWith('0x')) throw new RangeError('no metadata');
  return `0x${value.slice(2)}`;
}

const pascal = (section: string): string => section.charAt(0).toUpperCase() + section.slice(1);

/** The one event of that name; throws unless there is exactly one. */
export function eventNamed({ events }: Included, name: string): ChainEvent {
  const found = events.filter((event) => event.name === name);
  const [event] = found;
  if (event === undefined || found.length > 1) {
    throw new RangeError(`${found.length} × ${name} among ${events.map((e) => e.name).join(', ')}`);
  }
  return event;
}

/** A value of an event as an amount. */
export function amountAt({ name, values }: ChainEvent, index: number): bigint {
  const text = values[index];
  if (text === undefined) throw new RangeError(`${name} has no value ${index}`);
  return BigInt(text);
}
