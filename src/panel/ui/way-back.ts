// The way back from a screen, given by whoever keeps the screens in order.
import { createContext } from 'preact';
import type { ReadonlySignal } from '@preact/signals';

type WayBack = { canGoBack: ReadonlySignal<boolean>; back: () => void };

/** null: there is nowhere to go back to. */
export const WayBackContext = createContext<WayBack | null>(null);
