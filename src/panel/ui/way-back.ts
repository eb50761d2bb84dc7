// Context with the way back from a screen; the app provides it.
import { createContext } from 'preact';
import type { ReadonlySignal } from '@preact/signals';

type WayBack = { canGoBack: ReadonlySignal<boolean>; back: () => void };

/** null: there is no previous screen. */
export const WayBackContext = createContext<WayBack | null>(null);
