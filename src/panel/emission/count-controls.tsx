// Counts the stake of all validators: the button, the progress, and what stopped it.
import type { EmissionFacts } from '../../model/emission-facts.ts';
import { t } from '../core/text.ts';
import type { ValidatorStakesModel } from '../subnets/validator-stakes-model.ts';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { errorText } from '../words/error-text.ts';

/** Before anything is counted: what pressing the button takes. */
export const countNote = (model: ValidatorStakesModel, facts: EmissionFacts): string | null =>
  model.reading.value.state === 'idle'
    ? t('validatorStakeAsk', {
        subnets: String(facts.subnets.filter(({ netuid }) => netuid !== 0).length),
      })
    : null;

export function CountControls({
  facts,
  model,
}: {
  facts: EmissionFacts;
  model: ValidatorStakesModel;
}) {
  const reading = model.reading.value;
  const start = () => {
    void model.read(facts.subnets.map(({ netuid }) => netuid));
  };
  switch (reading.state) {
    case 'idle':
      return (
        <Button isSmall onPress={start}>
          {t('validatorStakeCount')}
        </Button>
      );
    case 'reading':
      return (
        <div class="stack-s" role="status">
          <progress
            class="progress"
            max={reading.of}
            value={reading.done}
            aria-label={t('validatorStakeTitle')}
          />
          <p class="small soft">
            {t('validatorStakeProgress', { done: String(reading.done), of: String(reading.of) })}
          </p>
          <div>
            <Button isSmall onPress={model.stop}>
              {t('stopReading')}
            </Button>
          </div>
        </div>
      );
    case 'failed':
      return (
        <>
          <Banner tone="warning" isAlert>
            {errorText(reading.error)}
          </Banner>
          <div>
            <Button isSmall onPress={start}>
              {t('askAgain')}
            </Button>
          </div>
        </>
      );
    case 'done':
      return null;
  }
}
