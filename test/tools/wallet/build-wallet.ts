// Builds the test wallet: an unpacked extension that injects itself into web pages as real wallets do.
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'esbuild';

export type WalletOptions = {
  /** Name under which it injects itself. */
  walletName?: string;
  /** Name of the second one, which never answers. */
  silentName?: string;
  /** Name of a third one, which comes late into pages that have its name in their address. */
  lateName?: string;
  /** The first one stands under this name too, in pages that have "posing" in their address. */
  posesAs?: string;
  browser?: 'chrome' | 'firefox';
};

/** What the Firefox build is known by, as Chromium's is by its key. */
export const WALLET_GECKO_ID = 'test-wallet@taubar.app';

/** From this public key follows the id, wherever the folder is. */
const MANIFEST_KEY =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAv3unyWXzrP+1L4Xe6B7HHqi+UDmheES7rc+t0sYEOeXe7Zk29h41dmdwZgeaSgUF5ZgESS9MFcl5uNy/dTnmvF8OcTo6qHflSji4A/ILW+CxayWxmrDYzUe4UI50shfnm7RvSh/yG0l8YuHs6/pQLjS/96qWzSpY5A4kqB4GRoTXiOMUqVqHJHSUrvw6eyGARaGjKimv0rqif/1zZRcYd8bOPRYvrVP/+LizyB/UqmBFtCrRUj1Gk9W59CL6lZnfy+zS5hrFGPwnIqUx5RD1Q95hDUU4v9u//4TxYKhIH2vUEBIaP9TFtyQQXLUZJoTdkmN5PGWO1htXeed4O+P79QIDAQAB';

const PAGES = ['<all_urls>'];

const manifest = {
  manifest_version: 3,
  name: 'Test wallet (development phrases only)',
  version: '1.0.0',
  permissions: ['storage'],
  action: { default_title: 'Test wallet', default_popup: 'control.html' },
  options_page: 'control.html',
  content_scripts: [
    { matches: PAGES, js: ['content.js'], run_at: 'document_start' },
    { matches: PAGES, js: ['page.js'], run_at: 'document_start', world: 'MAIN' },
  ],
  content_security_policy: {
    extension_pages: "script-src 'self' 'wasm-unsafe-eval'; object-src 'self'",
  },
};

const differing = {
  chrome: {
    key: MANIFEST_KEY,
    background: { service_worker: 'background.js', type: 'module' },
  },
  firefox: {
    background: { scripts: ['background.js'], type: 'module' },
    browser_specific_settings: { gecko: { id: WALLET_GECKO_ID, strict_min_version: '142.0' } },
  },
};

const html = (script: string): string =>
  `<!doctype html><meta charset="utf-8"><title>Test wallet</title><style>body{font:14px sans-serif;margin:16px}pre{white-space:pre-wrap;word-break:break-all}button{margin:4px;padding:8px 16px}</style><body><script type="module" src="${script}"></script></body>`;

/** Beside what was built, for all tests of a run: each build costs a second. */
export const BUILT_WALLET = 'dist/test-wallet';

/** Writes the extension into `outDir`. */
export async function buildWallet(outDir: string, options: WalletOptions = {}): Promise<void> {
  const {
    walletName = 'test-wallet',
    silentName = 'silent',
    lateName = '',
    posesAs = '',
    browser = 'chrome',
  } = options;
  await mkdir(outDir, { recursive: true });
  const common = {
    outdir: outDir,
    bundle: true,
    platform: 'browser',
    target: browser === 'chrome' ? 'chrome120' : 'firefox142',
    logLevel: 'error',
    define: {
      'process.env.NODE_ENV': '"production"',
      WALLET_NAME: JSON.stringify(walletName),
      SILENT_NAME: JSON.stringify(silentName),
      LATE_NAME: JSON.stringify(lateName),
      POSES_AS: JSON.stringify(posesAs),
    },
  } as const;
  await build({
    ...common,
    format: 'esm',
    entryPoints: {
      background: 'test/tools/wallet/wallet-background.ts',
      window: 'test/tools/wallet/wallet-window.ts',
      control: 'test/tools/wallet/wallet-control.ts',
    },
  });
  await build({
    ...common,
    format: 'iife',
    entryPoints: {
      content: 'test/tools/wallet/wallet-content.ts',
      page: 'test/tools/wallet/wallet-page.ts',
    },
  });
  const write = (name: string, text: string) => writeFile(path.join(outDir, name), text);
  await write('manifest.json', JSON.stringify({ ...manifest, ...differing[browser] }, null, 2));
  await write('window.html', html('window.js'));
  await write('control.html', html('control.js'));
}
