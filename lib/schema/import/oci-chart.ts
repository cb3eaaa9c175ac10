import { createHash } from 'node:crypto';
import { notAChart } from './not-a-chart.ts';
import { isMap } from '../validate-object.ts';
import { ask, bodyOf, download, isLoopback, unreachable } from './fetch.ts';

const layerType = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';

/** Digest of the layer that is a chart. Whatever else a registry sends, such as an index or `null`, has none. */
function digestIn(manifest: string): string | undefined {
  let value: unknown;
  try {
    value = JSON.parse(manifest);
  } catch {
    return undefined;
  }
  const layers = isMap(value) && Array.isArray(value['layers']) ? (value['layers'] as unknown[]) : [];
  const layer = layers.find((one) => isMap(one) && one['mediaType'] === layerType) as Readonly<Record<string, unknown>> | undefined;
  const digest = layer?.['digest'];
  return typeof digest === 'string' && /^sha256:[0-9a-f]{64}$/.test(digest) ? digest : undefined;
}

/**
 * The archive of a chart in an OCI registry, without credentials. Registries on this machine are asked by plain HTTP.
 *
 * @param reference `oci://HOST/PATH/CHART`
 * @throws PinoutError `import-unreachable`, `chart-invalid`
 */
export async function ociChart(reference: string, version: string): Promise<Buffer> {
  const [, host, path] = /^oci:\/\/([^/@?#\s]+)\/([^?#@\s]*[^?#@\s/])\/?$/.exec(reference) ?? [];
  if (host === undefined || path === undefined)
    throw notAChart(
      reference,
      'not the address of a chart',
      'write the address of the chart, without its version and without a password',
      'oci://HOST/PATH/CHART',
    );
  const base = `${isLoopback(host) ? 'http' : 'https'}://${host}/v2/${path}`;
  // A `+` is not allowed in a tag: Helm writes an underscore instead.
  const session = new Session();
  const manifestUrl = `${base}/manifests/${version.replaceAll('+', '_')}`;
  const wanted = digestIn((await session.get(manifestUrl, 'application/vnd.oci.image.manifest.v1+json')).toString('utf8'));
  if (wanted === undefined) throw notAChart(`${reference}:${version}`, 'not the manifest of a chart', 'name the address of a chart');
  const blob = await session.get(`${base}/blobs/${wanted}`);
  const digest = `sha256:${createHash('sha256').update(blob).digest('hex')}`;
  if (digest !== wanted) throw notAChart(`${reference}:${version}`, digest, 'try again; the registry sent content that does not match its manifest', wanted);
  return blob;
}

/** Asks with the anonymous token that public registries hand out. */
class Session {
  private token: string | undefined;

  async get(url: string, accept?: string): Promise<Buffer> {
    const send = (): Promise<Response> =>
      ask(url, { ...(accept === undefined ? {} : { accept }), ...(this.token === undefined ? {} : { authorization: `Bearer ${this.token}` }) });
    let response = await send();
    if (response.status === 401 && this.token === undefined) {
      this.token = await anonymousToken(response.headers.get('www-authenticate') ?? '');
      response = await send();
    }
    if (!response.ok) throw unreachable(url, `HTTP ${response.status}`);
    return bodyOf(url, response);
  }
}

async function anonymousToken(challenge: string): Promise<string> {
  const fields: Partial<Record<string, string>> = Object.fromEntries(
    [...challenge.matchAll(/\b(\w{1,40})="([^"]*)"/g)].map(([, key, value]) => [key!, value!]),
  );
  const { realm, service, scope } = fields;
  if (!/^Bearer /i.test(challenge) || realm === undefined) throw unreachable('the registry', 'HTTP 401: it requires a password');
  const url = URL.canParse(realm) ? new URL(realm) : undefined;
  if (url === undefined || !(url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.host))))
    throw unreachable('the registry', 'a token endpoint that is not an https URL');
  if (service !== undefined) url.searchParams.set('service', service);
  if (scope !== undefined) url.searchParams.set('scope', scope);
  const text = (await download(url.href)).toString('utf8');
  try {
    const answer = JSON.parse(text) as unknown;
    const token = isMap(answer) ? (answer['token'] ?? answer['access_token']) : undefined;
    if (typeof token === 'string' && /^[\x21-\x7e]*$/.test(token)) return token;
  } catch {
    // No JSON: said below.
  }
  throw unreachable(url.origin, 'a response without a token');
}
