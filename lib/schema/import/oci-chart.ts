import { createHash } from 'node:crypto';
import { PinoutError } from '../../contract/error.ts';
import { ask, bodyOf, isLoopback, unreachable } from './fetch.ts';

const layerType = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';

interface Manifest {
  readonly layers?: readonly { readonly mediaType?: string; readonly digest?: string }[];
}

/**
 * The archive of a chart in an OCI registry, without credentials. Registries on this machine are asked by plain HTTP.
 *
 * @param reference `oci://HOST/PATH/CHART`
 * @throws PinoutError `import-unreachable`, `chart-invalid`
 */
export async function ociChart(reference: string, version: string): Promise<Buffer> {
  const [, host, path] = /^oci:\/\/([^/]+)\/(.+?)\/*$/.exec(reference) ?? [];
  if (host === undefined || path === undefined)
    throw new PinoutError({
      code: 'chart-invalid',
      app: 'import',
      field: reference,
      found: 'no chart',
      wanted: 'oci://HOST/PATH/CHART',
      fix: 'write the address of the chart, without its version',
    });
  const base = `${isLoopback(host) ? 'http' : 'https'}://${host}/v2/${path}`;
  // A `+` is not allowed in a tag: Helm writes an underscore instead.
  const session = new Session();
  const manifestUrl = `${base}/manifests/${version.replaceAll('+', '_')}`;
  const manifest = JSON.parse((await session.get(manifestUrl, 'application/vnd.oci.image.manifest.v1+json')).toString('utf8')) as Manifest;
  const layer = manifest.layers?.find(({ mediaType }) => mediaType === layerType);
  if (layer?.digest === undefined)
    throw new PinoutError({
      code: 'chart-invalid',
      app: 'import',
      field: `${reference}:${version}`,
      found: 'an image',
      wanted: 'a Helm chart',
      fix: 'name the address of a chart',
    });
  const blob = await session.get(`${base}/blobs/${layer.digest}`);
  const digest = `sha256:${createHash('sha256').update(blob).digest('hex')}`;
  if (digest !== layer.digest)
    throw new PinoutError({
      code: 'chart-invalid',
      app: 'import',
      field: `${reference}:${version}`,
      found: digest,
      wanted: layer.digest,
      fix: 'ask again; the registry sent other bytes than its manifest says',
    });
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
  const fields: Partial<Record<string, string>> = Object.fromEntries([...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key!, value!]));
  const { realm, service, scope } = fields;
  if (!/^Bearer /i.test(challenge) || realm === undefined) throw unreachable('the registry', 'HTTP 401: it asks for a password');
  const url = new URL(realm);
  if (service !== undefined) url.searchParams.set('service', service);
  if (scope !== undefined) url.searchParams.set('scope', scope);
  const response = await ask(url.href);
  if (!response.ok) throw unreachable(url.origin, `HTTP ${response.status}`);
  const answer = (await response.json()) as { token?: string; access_token?: string };
  return answer.token ?? answer.access_token ?? '';
}
