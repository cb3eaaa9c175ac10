import { createHash, createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Stored {
  readonly body: Buffer;
  readonly meta: readonly (readonly [string, string])[];
  readonly at: Date;
}

/**
 * As much of S3 as a backup needs: objects are put, listed, fetched and deleted, and every request must be signed with the keys (AWS Signature Version 4).
 * Like a real one it makes no bucket by itself.
 */
export class Bucket {
  readonly objects = new Map<string, Stored>();
  /** Method and path of each request that was let in. */
  readonly asked: string[] = [];
  readonly name = 'backups';
  readonly #server: Server;
  readonly #accessKey: string;
  readonly #secretKey: string;

  constructor(accessKey: string, secretKey: string) {
    this.#accessKey = accessKey;
    this.#secretKey = secretKey;
    this.#server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => this.#answer(request, Buffer.concat(parts), response));
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  #answer(request: IncomingMessage, body: Buffer, response: ServerResponse): void {
    const url = new URL(request.url!, 'http://bucket');
    const say = (status: number, text = '') => response.writeHead(status, text === '' ? {} : { 'content-type': 'application/xml' }).end(text);
    const error = (status: number, code: string) => say(status, `<Error><Code>${code}</Code><Message>${code}</Message></Error>`);
    if (!this.#isSigned(request, url, body)) return void error(403, 'SignatureDoesNotMatch');
    this.asked.push(`${request.method!} ${url.pathname}`);
    const [bucket = '', ...rest] = url.pathname.slice(1).split('/').map(decodeURIComponent);
    const key = rest.join('/');
    if (bucket !== this.name) return void error(404, 'NoSuchBucket');
    if (key === '' && request.method === 'GET') return void say(200, this.#list(url.searchParams));
    if (key === '') return void error(405, 'MethodNotAllowed');
    if (request.method === 'PUT') {
      const meta = Object.entries(request.headers).flatMap(([name, value]) => (name.startsWith('x-amz-meta-') ? [[name, String(value)] as const] : []));
      this.objects.set(key, { body, meta, at: new Date() });
      return void response.writeHead(200, { etag: tagOf(body) }).end();
    }
    const found = this.objects.get(key);
    if (request.method === 'DELETE') {
      this.objects.delete(key);
      return void say(204);
    }
    if (found === undefined) return void error(404, 'NoSuchKey');
    const headers = {
      etag: tagOf(found.body),
      'content-length': String(found.body.length),
      'last-modified': found.at.toUTCString(),
      ...Object.fromEntries(found.meta),
    };
    response.writeHead(200, headers).end(request.method === 'HEAD' ? undefined : found.body);
  }

  #list(query: URLSearchParams): string {
    const prefix = query.get('prefix') ?? '';
    const delimiter = query.get('delimiter') ?? '';
    const keys = [...this.objects].filter(([key]) => key.startsWith(prefix) && (delimiter === '' || !key.slice(prefix.length).includes(delimiter)));
    const contents = keys.map(
      ([key, { body, at }]) =>
        `<Contents><Key>${key}</Key><LastModified>${at.toISOString()}</LastModified><ETag>${tagOf(body)}</ETag><Size>${body.length}</Size></Contents>`,
    );
    return `<ListBucketResult><Name>${this.name}</Name><Prefix>${prefix}</Prefix><KeyCount>${keys.length}</KeyCount><IsTruncated>false</IsTruncated>${contents.join('')}</ListBucketResult>`;
  }

  /** docs.aws.amazon.com: Create a signed AWS API request. */
  #isSigned(request: IncomingMessage, url: URL, body: Buffer): boolean {
    const [, access, scope, names, signature] =
      /^AWS4-HMAC-SHA256 Credential=([^/]+)\/([^,]+), ?SignedHeaders=([^,]+), ?Signature=(\w+)$/.exec(request.headers.authorization ?? '') ?? [];
    if (access !== this.#accessKey || scope === undefined || names === undefined) return false;
    const hash = String(request.headers['x-amz-content-sha256'] ?? '');
    if (hash !== 'UNSIGNED-PAYLOAD' && hash !== sha256(body)) return false;
    const query = [...url.searchParams].map(([name, value]) => `${encode(name)}=${encode(value)}`).sort();
    const headers = names.split(';').map((name) => `${name}:${String(request.headers[name] ?? '').trim()}\n`);
    const canonical = [request.method, url.pathname, query.join('&'), headers.join(''), names, hash].join('\n');
    const [day, region, service] = scope.split('/') as [string, string, string];
    const text = ['AWS4-HMAC-SHA256', request.headers['x-amz-date'], scope, sha256(canonical)].join('\n');
    const key = [day, region, service, 'aws4_request'].reduce<Buffer | string>((before, part) => hmac(before, part), `AWS4${this.#secretKey}`);
    return hmac(key, text).toString('hex') === signature;
  }
}

const sha256 = (data: Buffer | string): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: Buffer | string, data: string): Buffer => createHmac('sha256', key).update(data).digest();
const tagOf = (body: Buffer): string => `"${createHash('md5').update(body).digest('hex')}"`;
const encode = (text: string): string => encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
