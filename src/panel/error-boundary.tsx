// Catches errors that a screen throws while rendering, and shows them with a way on instead of a blank panel.
import { Component, type ComponentChildren } from 'preact';
import { toAppError, type AppError } from '../errors.ts';
import { errorText } from './words/error-text.ts';
import { t } from './core/text.ts';
import { Banner } from './ui/banner.tsx';
import { Button } from './ui/button.tsx';

type Props = { children: ComponentChildren; onReset: () => void; wayOut: ComponentChildren };

export class ErrorBoundary extends Component<Props, { error: AppError | null }> {
  override state: { error: AppError | null } = { error: null };

  static override getDerivedStateFromError(error: unknown): { error: AppError } {
    return { error: toAppError(error) };
  }

  override componentDidCatch(error: unknown): void {
    // oxlint-disable-next-line no-console -- the one log line of a screen that failed
    console.error('A screen failed', error);
  }

  override render() {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <main class="screen">
        <div class="body padded stack">
          <h1>{t('screenFailedTitle')}</h1>
          <p class="soft">{t('screenFailedText')}</p>
          <Banner tone="red">{errorText(error)}</Banner>
          <Button
            look="primary"
            onPress={() => {
              this.setState({ error: null });
              this.props.onReset();
            }}
          >
            {t('backToHome')}
          </Button>
          <Button onPress={() => globalThis.location.reload()}>{t('reload')}</Button>
          {this.props.wayOut}
        </div>
      </main>
    );
  }
}
