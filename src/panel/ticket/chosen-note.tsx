// Says that a validator was filled in, by which rule, and how to take another one.
import { DEFAULT_TAKE_PPM } from '../../checks/hotkey-rules.ts';
import { isolated, t, tCount } from '../core/text.ts';
import { LinkButton } from '../ui/button.tsx';
import { usePanel } from '../core/panel-context.ts';
import { percentText } from '../words/format.ts';
import type { ChosenValidator } from './default-validator.ts';

type Props = { chosen: ChosenValidator; onChange: () => void };

export function ChosenNote({ chosen, onChange }: Props) {
  const { names } = usePanel();
  const validator = isolated(names.hotkey(chosen.hotkey));
  return (
    <p class="small soft chosen-note">
      {chosen.why !== 'rule'
        ? t(chosen.why === 'own' ? 'chosenOwn' : 'chosenPreferred', { validator })
        : tCount('chosenByRule', chosen.passing, {
            validator,
            limit: percentText(DEFAULT_TAKE_PPM),
          })}{' '}
      <LinkButton onPress={onChange}>{t('chooseAnother')}</LinkButton>
    </p>
  );
}
