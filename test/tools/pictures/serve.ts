// Builds the panel as the extension has it, and the harness' page, and serves both on loopback.
import { createServer, type Server } from 'node:http';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

export type Served = { url: string; close: () => Promise<void> };

async function bundle(outdir: string): Promise<void> {
  const shared = {
    absWorkingDir: process.cwd(),
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    target: 'chrome120',
    charset: 'utf8',
    logLevel: 'error',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    define: { 'process.env.NODE_ENV': '"production"', BUILT_FOR: '"chrome"' },
  } as const;
  // Together: the harness closes a panel with the panel's own preact.
  await build({
    ...shared,
    entryPoints: { panel: 'src/panel/panel.tsx', harness: 'test/tools/pictures/page.ts' },
    chunkNames: 'panel/[hash]',
  });
  await build({ ...shared, entryPoints: { panel: 'src/panel/panel.css' } });
}

/** The shell as shipped, but the harness goes first and loads the panel itself; what is imported finds a browser. */
async function shell(): Promise<string> {
  const html = await readFile('assets/panel.html', 'utf8');
  const browser =
    '<script>var chrome = (globalThis.browser = { runtime: { id: "taubar-harness" } });</script>';
  return html
    .replace('<script src="first.js">', '<script type="module" src="harness.js">')
    .replace('<head>', `<head>${browser}`);
}

/** `scripts` are served beside it, by address: files that are none of the panel's. */
export async function servePanel(scripts: Record<string, string> = {}): Promise<Served> {
  const outdir = await mkdtemp(path.join(tmpdir(), 'taubar-panel-'));
  await bundle(outdir);
  const server: Server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const answer = async (): Promise<Buffer | string> => {
      if (pathname === '/panel.html') return shell();
      if (pathname === '/favicon.ico') return '';
      const script = scripts[pathname];
      if (script !== undefined) return readFile(script);
      if (pathname.includes('..')) throw new RangeError('outside');
      return /\.(js|css)$/.test(pathname)
        ? readFile(path.join(outdir, pathname))
        : readFile(path.join('assets', pathname));
    };
    answer().then(
      (body) => {
        response.setHeader('content-type', types[path.extname(pathname)] ?? 'text/plain');
        // Built once for each server: the browser need not read and compile it anew for every screen.
        if (pathname.endsWith('.js')) response.setHeader('cache-control', 'max-age=3600');
        response.end(body);
      },
      () => {
        response.statusCode = 404;
        response.end();
      },
    );
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new RangeError('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    async close() {
      await new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      });
      await rm(outdir, { recursive: true, force: true });
    },
  };
}
