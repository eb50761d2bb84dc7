// A move in one line: "Stake into SN1 Apex".
import type { Move } from '../../model/move.ts';
import type { NamesModel } from '../core/names-model.ts';
import { isolated, t, tCount } from '../core/text.ts';

export function moveTitle(move: Move, names: NamesModel): string {
  switch (move.kind) {
    case 'stake':
      return t('titleStake', { subnet: isolated(names.title(move.netuid)) });
    case 'unstake':
      return t('titleUnstake', { subnet: isolated(names.title(move.netuid)) });
    case 'unstake-all':
      return t('titleUnstakeAll', { subnet: isolated(names.title(move.netuid)) });
    case 'change-validator':
      return t('titleChangeValidator', { subnet: isolated(names.title(move.netuid)) });
    case 'change-subnet':
      return t('titleChangeSubnet', {
        from: isolated(names.title(move.netuid)),
        to: isolated(names.title(move.toNetuid)),
      });
    case 'transfer':
      return t('titleTransfer', { subnet: isolated(names.title(move.netuid)) });
    case 'exit-several':
      return tCount('titleExitSeveral', move.items.length);
    case 'claim':
      return claimTitle(move, names);
    case 'lock':
      return t('titleLock', { subnet: isolated(names.title(move.netuid)) });
    case 'accept-locked':
      return t(move.accepts ? 'titleAcceptLocked' : 'titleRefuseLocked');
  }
}

function claimTitle(
  { hotkeys, unstakes }: Extract<Move, { kind: 'claim' }>,
  names: NamesModel,
): string {
  const [hotkey] = hotkeys;
  if (hotkey === undefined || hotkeys.length > 1) {
    return tCount('titleClaimSeveral', hotkeys.length);
  }
  const validator = names.hotkey(hotkey);
  return unstakes ? t('titleClaimAndUnstake', { validator }) : t('titleClaim', { validator });
}
