// A change that no request made, in one line.
import type { HoldingChange } from '../../model/change.ts';
import type { NamesModel } from '../core/names-model.ts';
import { cleanName, isolated, t, tCount } from '../core/text.ts';

const NAME_LENGTH = 32;

/** The number and name that a removed subnet had: another one may have the number by now. */
function nameOfThen(netuid: number, name: string, names: NamesModel): string {
  return `${names.number(netuid)} ${isolated(cleanName(name, NAME_LENGTH))}`.trim();
}

export function changeTitle({ coldkey, event }: HoldingChange, names: NamesModel): string {
  switch (event.kind) {
    case 'subnet-dissolved':
      return t('changeDissolved', { subnet: nameOfThen(event.netuid, event.name, names) });
    case 'positions-gone': {
      const [only, ...more] = event.positions;
      return only === undefined || more.length > 0
        ? tCount('changeGone', event.positions.length)
        : t('changeGoneSingle', { subnet: names.number(only.netuid) });
    }
    case 'hotkey-replaced':
      return t('changeReplaced', { subnet: names.number(event.position.netuid) });
    case 'account-reaped':
      return t('changeReaped', { account: isolated(names.coldkey(coldkey)) });
    case 'validator-deregistered':
      return t('changeDeregistered', {
        validator: isolated(names.hotkey(event.hotkey)),
        subnet: names.number(event.netuid),
      });
  }
}
