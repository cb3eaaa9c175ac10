import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fetchKeys } from '../../lib/explain/keys.ts';

const openssl = (() => {
  try {
    execFileSync('openssl', ['version'], { stdio: 'pipe' });
    return true;
  } catch {
    return false;
  }
})();

describe.skipIf(!openssl)('an issuer (needs openssl)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pinout-issuer-'));
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  let server: Server;
  let url = '';
  let answer: (response: ServerResponse) => void = () => undefined;

  beforeAll(async () => {
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    execFileSync(
      'openssl',
      ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key, '-out', cert, '-days', '2', ...subject],
      { stdio: 'pipe' },
    );
    server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, ({ url: asked = '' }, response) => {
      if (asked.includes('openid-configuration')) response.end(JSON.stringify({ issuer: url, jwks_uri: `${url}/jwks` }));
      else answer(response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `https://localhost:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const keys = async (how: typeof answer, seconds = 5) => {
    answer = how;
    return await fetchKeys({ url, certificateAuthority: readFileSync(cert, 'utf8') }, seconds);
  };

  it('whose connection breaks in the middle of the answer is an answer', async () => {
    const cut = await keys((response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('{"keys');
      setTimeout(() => response.destroy(), 50);
    });
    expect(cut).toHaveProperty('unknown', expect.stringContaining('the connection was closed before the response was complete'));
  });

  it('that drips is given up when the time of the whole is over', async () => {
    const dripped = await keys((response) => {
      const timer = setInterval(() => response.write(' '), 50);
      response.on('close', () => clearInterval(timer));
    }, 0.4);
    expect(dripped).toHaveProperty('unknown', expect.stringContaining('did not send a complete response within 0.4 s'));
  });

  it('that never stops is given up at the limit', async () => {
    const endless = await keys((response) => {
      const block = Buffer.alloc(1 << 18, 32);
      const go = () => {
        while (!response.destroyed && response.write(block));
        if (!response.destroyed) response.once('drain', go);
      };
      go();
    });
    expect(endless).toHaveProperty('unknown', expect.stringContaining('more than 4 MiB'));
  });

  it.each([
    ['null', 'JSON that is not an object'],
    ['5', 'JSON that is not an object'],
    ['{', 'did not return JSON'],
  ])('may answer %s', async (text, words) => {
    expect(await keys((response) => response.end(text))).toHaveProperty('unknown', expect.stringContaining(words));
  });

  it('is not followed elsewhere', async () => {
    const moved = await keys((response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end());
    expect(moved).toHaveProperty('unknown', expect.stringContaining('answered 302'));
  });

  it('that is well answers with its keys', async () => {
    expect(await keys((response) => response.end('{"keys":[]}'))).toEqual({ keys: [] });
  });
});
