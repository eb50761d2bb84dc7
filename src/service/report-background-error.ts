// Where a background task that failed ends: one line in the log.

export function reportBackgroundError(error: unknown): void {
  // oxlint-disable-next-line no-console -- without this line the error is lost
  console.error('Taubar:', error);
}
