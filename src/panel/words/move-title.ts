// A move in one line: "Stake into SN1 Apex".
import type { Move } from '../../model/move.ts';
import type { NamesModel } from '../core/names-model.ts';
import { isolated, t } from '../core/text.ts';

export function moveTitle(move: Move, names: NamesModel): string {
  switch (move.kind) {
    case 'stake':
      return t('titleStake', isolated(names.title(move.netuid)));
    case 'unstake':
      return t('titleUnstake', isolated(names.title(move.netuid)));
    case 'unstake-all':
      return t('titleUnstakeAll', isolated(names.title(move.netuid)));
    case 'change-validator':
      return t('titleChangeValidator', isolated(names.title(move.netuid)));
    case 'change-subnet':
      return t(
        'titleChangeSubnet',
        isolated(names.title(move.netuid)),
        isolated(names.title(move.toNetuid)),
      );
    case 'transfer':
      return t('titleTransfer', isolated(names.title(move.netuid)));
    case 'exit-several':
      return t('titleExitSeveral', String(move.items.length));
  }
}
