// A position that was held: how much of which alpha, with whom.
import type { GonePosition } from '../../model/change.ts';
import { usePanel } from '../core/panel-context.ts';
import { RichText } from '../ui/rich-text.tsx';
import { Amount } from './amount.tsx';

export function HeldLine({ position: { netuid, hotkey, alpha } }: { position: GonePosition }) {
  const { names } = usePanel();
  const quantity = { unit: 'alpha', netuid, amount: alpha } as const;
  return (
    <p>
      <RichText
        text="changeHeld"
        with={{ amount: <Amount quantity={quantity} />, validator: names.hotkey(hotkey) }}
      />
    </p>
  );
}
