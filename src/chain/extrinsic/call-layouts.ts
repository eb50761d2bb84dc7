// Whether a runtime's metadata describes a call as it is published: its index, and its arguments' names, types and order.
// What known-calls.ts holds a composed call to, this tells of the call itself, before any amount.
import type { LayoutVerdict } from '../../model/layout.ts';
import { publishedCalls, type StakeArgumentKind } from '../../model/stake-calls.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { VariantLayout } from '../runtime/variant-layout.ts';

/** By type-shape.ts. */
const shapes: Readonly<Record<StakeArgumentKind | 'calls', string>> = {
  account: '[u8;32]',
  u16: 'u16',
  u64: 'u64',
  bool: 'bool',
  'optional-u64': 'enum{0|1:u64}',
  calls: 'list<call>',
};

const textOf = (index: readonly number[], fields: readonly { name: string; shape: string }[]) =>
  `${index.join('.')}(${fields.map(({ name, shape }) => `${name}: ${shape}`).join(', ')})`;

/** A layout as text: `7.88(hotkey: [u8;32], netuid: u16, …)`. */
const layoutText = ({ index, fields }: VariantLayout): string =>
  textOf(
    index,
    fields.map(({ name, shape }, at) => ({ name: name ?? String(at), shape })),
  );

/** `path`: a `Pallet.call` of `publishedCalls`; RangeError for another one. */
export function judgeCallLayout(runtime: Runtime, path: string): LayoutVerdict {
  const published = publishedCalls.get(path);
  if (!published) throw new RangeError(`no published call: ${path}`);
  const [pallet = '', name = ''] = path.split('.');
  const layout = runtime.layoutOf('calls', pallet, name);
  if (layout === null) return { state: 'absent' };
  const ours = textOf(
    published.index,
    published.args.map(([arg, kind]) => ({ name: arg, shape: shapes[kind] })),
  );
  const chain = layoutText(layout);
  return ours === chain ? { state: 'same' } : { state: 'other', ours, chain };
}
