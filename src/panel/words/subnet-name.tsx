// A subnet's number and its own name.
import { usePanel } from '../core/panel-context.ts';

export function SubnetName({ netuid }: { netuid: number }) {
  const { names } = usePanel();
  const name = names.name(netuid);
  return (
    <>
      <span class={name === '' ? '' : 'netuid'}>{names.number(netuid)}</span>
      <bdi class="one-line">{name}</bdi>
    </>
  );
}
