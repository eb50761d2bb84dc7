// The world that extension-dapp sees instead of the page's: a window that holds the one wallet the user
// picked, a document that is ready, a console that is silent. The bundler puts these in place of the globals.

/** A wallet's entry, in the wallet standard's form. */
type DappEntry = {
  version: string;
  enable: (appName: string) => Promise<unknown>;
};

const entries: { [wallet: string]: DappEntry } = {};
export const dappWindow = { injectedWeb3: entries };

export const dappDocument = { readyState: 'complete' };

const quiet = (): void => undefined;
export const dappConsole = { info: quiet, warn: quiet, error: quiet, log: quiet, debug: quiet };

/** The language's own Promise, whatever the page has put under that name. */
export const dappPromise: unknown = (async () => undefined)().constructor;
