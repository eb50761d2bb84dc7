// The way to claim from several root validators at once, with what they pay together.
import type { RootClaim } from '../../model/root-claims.ts';
import { ROOT_NETUID, toRao } from '../../units.ts';
import { usePanel } from '../core/panel-context.ts';
import { tCount } from '../core/text.ts';
import { Button } from '../ui/button.tsx';
import { Tao } from '../words/amount.tsx';
import { OF_SUBNET } from '../words/format.ts';

/** All that pay out of one coldkey: one signature and one fee for all of them. */
export function ClaimTogether({ claims }: { claims: readonly RootClaim[] }) {
  const { router } = usePanel();
  const [first] = claims;
  if (first === undefined || claims.length < 2) return null;
  const exits = claims.map(({ hotkey }) => ({ hotkey, netuid: ROOT_NETUID }));
  const { coldkey } = first;
  let pays = 0n;
  for (const { payment } of claims) if (payment.known) pays += payment.value.redeemable;
  return (
    <div class="claim-row">
      <Button
        onPress={() =>
          router.go({
            name: 'ticket',
            start: { kind: 'claim', coldkey, hotkey: null, netuid: null, exits },
          })
        }
      >
        <span>
          {tCount('claimTogetherAct', claims.length)}
          {OF_SUBNET}
          <Tao rao={toRao(pays)} decimals={2} />
        </span>
      </Button>
    </div>
  );
}
