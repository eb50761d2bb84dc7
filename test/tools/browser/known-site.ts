// The meeting page under the name of a site that the extension knows: over TLS, with a certificate made for this run
// and a browser that finds the name here. Needs openssl.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:https';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

export type KnownSite = { server: Server; url: string; flags: string[] };

async function certificateFor(host: string): Promise<{ key: Buffer; cert: Buffer }> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'taubar-site-'));
  const [key, cert] = [path.join(folder, 'key'), path.join(folder, 'cert')];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  try {
    const files = ['-keyout', key, '-out', cert];
    const asked = ['-x509', ...kind, '-days', '2', '-subj', `/CN=${host}`, ...files];
    await promisify(execFile)('openssl', ['req', ...asked]);
    return { key: await readFile(key), cert: await readFile(cert) };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export async function serveKnownSite(host: string, page: string): Promise<KnownSite> {
  const server = createServer(await certificateFor(host), (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
    response.end(page);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the site has no port');
  const rules = [
    `MAP ${host} 127.0.0.1:${address.port}`,
    'MAP * ~NOTFOUND',
    'EXCLUDE localhost',
    'EXCLUDE 127.0.0.1',
  ];
  return {
    server,
    url: `https://${host}/`,
    flags: [`--host-resolver-rules=${rules.join(' , ')}`, '--ignore-certificate-errors'],
  };
}
