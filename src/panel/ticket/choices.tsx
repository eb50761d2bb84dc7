// Source and target of the move: account, subnet, position and validators, each a line that opens its picker.
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { t } from '../core/text.ts';
import { AccountPicker } from './account-picker.tsx';
import { ChosenNote } from './chosen-note.tsx';
import { AddressMark } from '../words/address-chip.tsx';
import { Alpha, Tao } from '../words/amount.tsx';
import { DestinationField } from './destination-field.tsx';
import { Icon } from '../ui/icon.tsx';
import { usePanel } from '../core/panel-context.ts';
import { PositionPicker } from './position-picker.tsx';
import { SubnetPicker } from './subnet-picker.tsx';
import type { TicketDraft } from './ticket-draft.ts';
import { useTicket } from './ticket-context.ts';
import type { Netuid } from '../../units.ts';
import { SubnetBadge } from '../words/subnet-badge.tsx';
import { ValidatorLine, ValidatorPicker } from './validator-picker.tsx';

type PickProps = {
  label: string;
  value: ComponentChildren;
  end?: ComponentChildren;
  onPress: () => void;
};

function Pick({ label, value, end, onPress }: PickProps) {
  return (
    <button type="button" class="pick" onClick={onPress}>
      <span class="line">
        <span class="small quiet pick-label">{label}</span>
        <span class="strong one-line line grow">{value}</span>
      </span>
      <span class="line small soft">
        {end}
        <Icon name="down" small />
      </span>
    </button>
  );
}

function Subnet({ netuid }: { netuid: Netuid }) {
  const { names } = usePanel();
  return (
    <>
      <SubnetBadge netuid={netuid} />
      <bdi class="one-line">{names.title(netuid)}</bdi>
    </>
  );
}

/** Subnet and validator of a position; where there is no room, the subnet's name is cut. */
function PlaceName({ subnet, validator }: { subnet: string; validator: string }) {
  return (
    <span class="place-name">
      <bdi class="one-line">{subnet}</bdi>
      <span>·</span>
      <bdi class="place-validator">{validator}</bdi>
    </span>
  );
}

/** Nothing leaves the account. */
const ownKinds: readonly TicketDraft['kind'][] = ['claim', 'lock', 'accept-locked'];

type Picking = 'account' | 'subnet' | 'to-subnet' | 'position' | 'validator' | null;

function useFree() {
  const { store } = usePanel();
  const { choice, facts } = useTicket();
  const { coldkey } = choice.value;
  if (facts.value !== null) return facts.value.coldkey.free;
  const accounts = store.snapshot.value?.snapshot.accounts ?? [];
  return accounts.find((account) => account.coldkey === coldkey)?.free ?? null;
}

function PositionEnd() {
  const { store } = usePanel();
  const { choice, whatIf } = useTicket();
  const { coldkey, hotkey, netuid } = choice.value;
  const held =
    whatIf.assumption.value?.stake ??
    store.snapshot.value?.snapshot.positions.find(
      (position) =>
        position.coldkey === coldkey && position.hotkey === hotkey && position.netuid === netuid,
    );
  return held === undefined ? null : <Alpha alpha={held.alpha} netuid={held.netuid} decimals={2} />;
}

export function Choices() {
  const { names } = usePanel();
  const ticket = useTicket();
  const { chosenForYou } = ticket;
  const [picking, setPicking] = useState<Picking>(null);
  const free = useFree();
  const isAssumed = (ticket.whatIf.assumption.value?.free ?? null) !== null;
  const close = () => setPicking(null);
  const { kind, coldkey, netuid, hotkey, toNetuid, toHotkey } = ticket.choice.value;
  const isStake = kind === 'stake';
  const targetNetuid = kind === 'change-subnet' ? toNetuid : netuid;
  const isLock = kind === 'lock';
  // The validator of new stake or of a lock need not be one that is staked to.
  const isOwnHotkey = isStake || isLock;
  const targetHotkey = isOwnHotkey ? hotkey : toHotkey;
  const hasTarget = isOwnHotkey || kind === 'change-validator' || kind === 'change-subnet';
  return (
    <div class="picks">
      <Pick
        label={t(ownKinds.includes(kind) ? 'accountLabel' : 'fromLabel')}
        value={
          coldkey === null ? (
            t('pickAccount')
          ) : (
            <>
              <AddressMark address={coldkey} />
              <bdi class="one-line">{names.coldkey(coldkey)}</bdi>
            </>
          )
        }
        end={
          // What is spent of a position is its own balance, on its own line.
          isStake &&
          free !== null && (
            <span>
              {t(isAssumed ? 'freeWhatIf' : 'freeLabel')} <Tao rao={free} decimals={2} />
            </span>
          )
        }
        onPress={() => setPicking('account')}
      />
      {isStake && (
        <Pick
          label={t('intoLabel')}
          value={netuid === null ? t('pickSubnet') : <Subnet netuid={netuid} />}
          onPress={() => setPicking('subnet')}
        />
      )}
      {isLock && (
        <Pick
          label={t('lockInLabel')}
          value={netuid === null ? t('pickSubnet') : <Subnet netuid={netuid} />}
          onPress={() => setPicking('position')}
        />
      )}
      {!isOwnHotkey && !['exit-several', 'claim', 'accept-locked'].includes(kind) && (
        <Pick
          label={t('outOfLabel')}
          value={
            netuid === null || hotkey === null ? (
              t('pickPosition')
            ) : (
              <>
                <SubnetBadge netuid={netuid} />
                <PlaceName subnet={names.title(netuid)} validator={names.hotkey(hotkey)} />
              </>
            )
          }
          end={<PositionEnd />}
          onPress={() => setPicking('position')}
        />
      )}
      {kind === 'change-subnet' && (
        <Pick
          label={t('intoLabel')}
          value={toNetuid === null ? t('pickNewSubnet') : <Subnet netuid={toNetuid} />}
          onPress={() => setPicking('to-subnet')}
        />
      )}
      {hasTarget && targetNetuid !== null && (
        <Pick
          label={t(isLock ? 'lockToLabel' : 'validatorLabel')}
          value={
            targetHotkey === null ? (
              t(isOwnHotkey ? 'pickValidator' : 'pickNewValidator')
            ) : (
              <span class="pick-named">
                <bdi class="one-line">{names.hotkey(targetHotkey)}</bdi>
                <ValidatorLine netuid={targetNetuid} hotkey={targetHotkey} />
              </span>
            )
          }
          onPress={() => setPicking('validator')}
        />
      )}
      {chosenForYou.value !== null && targetNetuid !== null && (
        <ChosenNote chosen={chosenForYou.value} onChange={() => setPicking('validator')} />
      )}
      {kind === 'transfer' && <DestinationField />}
      {picking === 'account' && (
        <AccountPicker
          onClose={close}
          onPick={(picked) =>
            ticket.edit({
              coldkey: picked,
              ...(isStake ? {} : { hotkey: null }),
              // What is owed is owed to one account.
              ...(kind === 'claim' ? { exits: [] } : {}),
            })
          }
        />
      )}
      {picking === 'subnet' && (
        <SubnetPicker
          onClose={close}
          onPick={(picked) => ticket.edit({ netuid: picked, hotkey: null })}
        />
      )}
      {picking === 'to-subnet' && (
        <SubnetPicker
          leaving={netuid}
          onClose={close}
          onPick={(picked) => ticket.edit({ toNetuid: picked, toHotkey: null })}
        />
      )}
      {picking === 'position' && (
        <PositionPicker
          onClose={close}
          onPick={(picked) => ticket.edit({ ...picked, toHotkey: null })}
        />
      )}
      {picking === 'validator' && targetNetuid !== null && (
        <ValidatorPicker
          netuid={targetNetuid}
          chosen={targetHotkey}
          current={kind === 'change-validator' ? hotkey : null}
          onClose={close}
          onPick={(picked) => ticket.edit(isOwnHotkey ? { hotkey: picked } : { toHotkey: picked })}
        />
      )}
    </div>
  );
}
