// How the runtime's metadata lays out one call or one event: its place, and its fields with what stands in their bytes.
import type { UnifiedMetadata } from '@polkadot-api/substrate-bindings';
import { shapeOf } from './type-shape.ts';

export type FieldLayout = {
  /** null: the field has no name. */
  name: string | null;
  /** By type-shape.ts; `list<call>`: calls of this runtime. */
  shape: string;
  /** What the runtime's source calls the type, such as `TaoBalance`; empty: not told. */
  typeName: string;
};

export type VariantLayout = {
  index: readonly [pallet: number, variant: number];
  /** In the order of the bytes. */
  fields: readonly FieldLayout[];
};

/** null: the runtime has no such pallet, or the pallet no such call or event. Never throws. */
export function variantLayout(
  { lookup, pallets }: UnifiedMetadata,
  callType: number | null,
  kind: 'calls' | 'events',
  palletName: string,
  name: string,
): VariantLayout | null {
  const pallet = pallets.find((one) => one.name === palletName);
  const type = pallet?.[kind]?.type;
  const def = type === undefined ? undefined : lookup[type]?.def;
  if (pallet === undefined || def?.tag !== 'variant') return null;
  const variant = def.value.find((one) => one.name === name);
  if (variant === undefined) return null;
  const shape = (id: number): string => {
    const field = lookup[id]?.def;
    const isCalls = field?.tag === 'sequence' && field.value === callType;
    return isCalls ? 'list<call>' : shapeOf(lookup, id);
  };
  return {
    index: [pallet.index, variant.index],
    fields: variant.fields.map((field) => ({
      name: field.name ?? null,
      shape: shape(field.type),
      typeName: field.typeName ?? '',
    })),
  };
}
