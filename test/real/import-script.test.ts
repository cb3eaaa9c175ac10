import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parseDocument } from 'yaml';
import { Certificates } from '../apiserver/certificates.ts';
import { clusterWith } from '../support/sample.ts';
import { tempFolder } from '../support/temp-folder.ts';
import { has } from './tool.ts';

const python = has('python3', ['--version'], 'https://www.python.org/downloads/');
const openssl = has('openssl', ['version'], 'https://www.openssl.org');

const token = 'a-token-of-the-API-that-nobody-may-see';
// Each form in which a server may give it back is another text.
const clientSecret = 'cl"i&ent/secret ü\u2028that nobody may see';

interface Container {
  readonly command: readonly string[];
  readonly env: readonly { readonly name: string; readonly value?: string }[];
}

/** What runs in the Job of Grafana's blueprint, with its mounts in a folder of this machine. */
function job(change: { readonly script?: (text: string) => string; readonly token?: string; readonly ca?: string } = {}) {
  const folder = tempFolder();
  const { placed } = clusterWith({ idp: { existing: { url: 'https://sso.example.net', token: { name: 'authentik-token', key: 'token' } } } });
  const find = (kind: string) => placed.find(({ object }) => object.kind === kind && object.metadata.name === 'blueprint-grafana')!.object;
  const here = (text: string) => text.replaceAll('/blueprints/pinout', join(folder, 'blueprints')).replaceAll('/run/secrets', join(folder, 'secrets'));
  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  for (const [key, text] of Object.entries((find('ConfigMap') as unknown as { data: Record<string, string> }).data))
    put(`blueprints/${key}`, key.endsWith('.py') ? (change.script ?? ((same) => same))(text) : here(text));
  put('secrets/pinout/grafana-oidc-1/client-secret', clientSecret);
  if (change.token !== '') put('secrets/authentik-token/token', change.token ?? token);
  const [container] = (find('Job')['spec'] as { template: { spec: { containers: Container[] } } }).template.spec.containers;
  return async (url: string) => {
    const [, ...args] = container!.command.map(here);
    const env = Object.fromEntries(container!.env.map(({ name, value = 'uid-of-the-pod' }) => [name, name === 'AUTHENTIK_URL' ? url : here(value)]));
    const child = spawn('python3', args, { env: { PATH: process.env['PATH'], ...env, ...(change.ca === undefined ? {} : { AUTHENTIK_CA_FILE: change.ca }) } });
    onTestFinished(() => void child.kill('SIGKILL'));
    let out = '';
    let log = '';
    child.stdout.on('data', (data: Buffer) => (out += data.toString()));
    child.stderr.on('data', (data: Buffer) => (log += data.toString()));
    const code = await new Promise<number | null>((done) => child.once('close', done));
    for (const secret of [token, clientSecret, 'nobody', 'cl"i', 'cl\\"i', 'cl&quot;i', 'cl%22i']) expect(out + log).not.toContain(secret);
    expect(log).not.toContain('Traceback');
    return { code, out, log };
  };
}

interface Import {
  readonly authorization: string | undefined;
  readonly name: string;
  readonly text: string;
}

const bodyOf = (request: IncomingMessage): Promise<string> =>
  new Promise((done) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => done(Buffer.concat(chunks).toString()));
  });

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return (server.address() as AddressInfo).port;
}

/** What authentik's API does with a blueprint: one file in a form; it is judged, and the log comes back with what the importer saw. */
function authentik(seen: Import[], judge: (one: Import) => { status?: number; answer: unknown } | undefined = () => undefined): RequestListener {
  return (request, response) => {
    void bodyOf(request).then((body) => {
      const say = (status: number, answer: unknown): void => {
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(typeof answer === 'string' ? answer : JSON.stringify(answer));
      };
      const { authorization } = request.headers;
      if (authorization !== `Bearer ${token}`) {
        say(403, { detail: 'Token invalid/expired' });
        return;
      }
      if (request.method !== 'POST' || request.url !== '/api/v3/managed/blueprints/import/') {
        say(404, { detail: 'Not found.' });
        return;
      }
      const [, mark = ''] = /boundary=(\S+)/.exec(request.headers['content-type'] ?? '') ?? [];
      const [head = '', ...rest] = (body.split(`--${mark}`)[1] ?? '').split('\r\n\r\n');
      const one = { authorization, name: /name="file"; filename="([^"]+)"/.exec(head)?.[1] ?? '', text: rest.join('\r\n\r\n').replace(/\r\n$/, '') };
      seen.push(one);
      const verdict = judge(one);
      if (verdict !== undefined) {
        say(verdict.status ?? 200, verdict.answer);
        return;
      }
      const { errors } = parseDocument(one.text, { version: '1.1' });
      say(200, errors.length === 0 ? { success: true, logs: [] } : { success: false, logs: [{ event: errors[0]!.message, attributes: {} }] });
    });
  };
}

const start = async (listener: RequestListener) => `http://127.0.0.1:${await listening(createServer(listener))}`;

describe.skipIf(!python)('the Job that hands blueprints to the API of an authentik elsewhere', () => {
  it('sends both files in their order, whole, with what they read filled in', async () => {
    const seen: Import[] = [];
    const { code, out } = await job()(await start(authentik(seen)));
    expect({ code, out }).toEqual({ code: 0, out: 'grafana.yaml: applied\ngrafana-proof.yaml: applied\n' });
    expect(seen.map(({ name }) => name)).toEqual(['grafana.yaml', 'grafana-proof.yaml']);
    for (const { text } of seen) expect(text).not.toMatch(/!File|!Env/);
    const document = parseDocument(seen[0]!.text, { version: '1.1', logLevel: 'silent' }).toJS() as { entries: { attrs?: { client_secret?: string } }[] };
    expect(document.entries.flatMap(({ attrs }) => attrs?.client_secret ?? [])).toEqual([clientSecret]);
    expect(seen[1]!.text).toContain('"uid-of-the-pod"');
  });

  it.each([
    [401, { detail: 'Authentication credentials were not provided.' }, 'answers 401: the token is not taken'],
    [403, { detail: 'You do not have permission to perform this action.' }, 'make it a member of "authentik Admins"'],
    [404, { detail: 'Not found.' }, 'it has to be 2026.5 or newer'],
    [405, { detail: 'Method "POST" not allowed.' }, 'it has to be 2026.5 or newer'],
    [400, { file: ['No file'] }, 'it refuses the request'],
    [503, 'Service Unavailable', 'This Job tries again'],
  ])('ends with the reason when the API answers %i', async (status, answer, hint) => {
    const { code, log } = await job()(await start(authentik([], () => ({ status, answer }))));
    expect(code).toBe(1);
    expect(log).toContain(hint);
  });

  it('is applied by the next try when authentik was not ready at the first', async () => {
    const seen: Import[] = [];
    const url = await start(authentik(seen, () => (seen.length === 1 ? { status: 502, answer: '<h1>Bad gateway</h1>' } : undefined)));
    const run = job();
    expect((await run(url)).code).toBe(1);
    expect(await run(url)).toMatchObject({ code: 0, out: 'grafana.yaml: applied\ngrafana-proof.yaml: applied\n' });
  });

  it('does not send the proof of a blueprint that is not applied', async () => {
    const seen: Import[] = [];
    const logs = [
      { event: 'Entry invalid', attributes: { error: 'redirect_uris: required', entry: { client_secret: clientSecret } } },
      { event: `{'client_secret': '${clientSecret}'}` },
      `&quot;${clientSecret.replace('&', '&amp;').replace('"', '&quot;')}`,
    ];
    const { code, log } = await job()(await start(authentik(seen, () => ({ answer: { success: false, logs } }))));
    expect(code).toBe(1);
    expect(log).toContain('Entry invalid redirect_uris: required');
    expect(log).toContain('Blueprint invalid: grafana.yaml');
    expect(log).toContain('***');
    expect(seen).toHaveLength(1);
  });

  it('cuts an answer only after every secret is out of it', async () => {
    for (let at = 440; at < 505; at += 4) {
      const { code } = await job()(
        await start(authentik([], () => ({ status: 400, answer: `${'x'.repeat(at)}${encodeURIComponent(clientSecret)} ${token}` }))),
      );
      expect(code).toBe(1);
    }
  });

  it('waits no longer than its time, and says so', async () => {
    const { code, log } = await job({ script: (text) => text.replace('timeout=120', 'timeout=1') })(await start(() => undefined));
    expect(code).toBe(1);
    expect(log).toMatch(/no answer of authentik from http:\/\/127\.0\.0\.1:\d+\/api\/v3\/managed\/blueprints\/import\/: timed out/);
  });

  it('says so when nothing answers, when the answer breaks off, and when something else answers', async () => {
    expect((await job()('http://127.0.0.1:1')).log).toContain('Connection refused');
    const broken = await job()(
      await start((_, response) => {
        response.writeHead(200, { 'content-length': '1000' });
        response.write('{"success": tr');
        setTimeout(() => response.destroy(), 50);
      }),
    );
    expect(broken).toMatchObject({ code: 1, log: expect.stringContaining('no answer of authentik') as string });
    const page = await job()(await start((_, response) => response.end('<html>Sign in</html>')));
    expect(page.log).toContain('is not the API of authentik: <html>Sign in');
    for (const answer of ['[]', 'null', '{"success": "yes"}', '{}']) {
      const { code, log } = await job()(await start((_, response) => response.end(answer)));
      expect({ code, log }).toMatchObject({ code: 1, log: expect.stringContaining('is not the API of authentik') as string });
    }
  });

  it('takes the token nowhere else', async () => {
    const elsewhere: string[] = [];
    const other = await start((request, response) => {
      elsewhere.push(request.headers.authorization ?? '');
      response.end('{"success": true}');
    });
    for (const status of [301, 302, 307, 308]) {
      const { code, log } = await job()(await start((_, response) => response.writeHead(status, { location: other }).end()));
      expect({ code, log }).toMatchObject({ code: 1, log: expect.stringContaining('it sends somewhere else') as string });
    }
    expect(elsewhere).toEqual([]);
  });

  it.each([
    ['is not there', '', 'its Secret lacks the key token'],
    ['is empty', '\n', 'the token is empty'],
    ['has two lines', `${token}\nnobody`, 'is not one line'],
    ['has letters that no token has', 'nobodyé\u0001', 'is not one line'],
  ])('says what is wrong with a token that %s, and sends nothing', async (_, given, hint) => {
    const seen: Import[] = [];
    const { code, log } = await job({ token: given })(await start(authentik(seen)));
    expect({ code, seen }).toEqual({ code: 1, seen: [] });
    expect(log).toContain(hint);
  });

  it.skipIf(!openssl)('checks the certificate, by an authority of its own where one is named', async () => {
    const certificates = new Certificates(tempFolder());
    const { key, cert } = certificates.issue('sso', '/CN=sso', 'IP:127.0.0.1');
    const seen: Import[] = [];
    const url = `https://127.0.0.1:${await listening(createSecureServer({ key: readFileSync(key), cert: readFileSync(cert) }, authentik(seen)))}`;
    const refused = await job()(url);
    expect(refused.code).toBe(1);
    expect(refused.log).toContain('CERTIFICATE_VERIFY_FAILED');
    expect(refused.log).toContain('idp.existing.certificateAuthority');
    expect(seen).toEqual([]);
    expect(await job({ ca: certificates.ca })(url)).toMatchObject({ code: 0 });
    expect(seen).toHaveLength(2);
  });
});
