import { PinoutError } from '../../contract/error.ts';
import { publicUrl, withoutUserinfo } from '../../contract/public-url.ts';
import { mostBytes } from './read-source.ts';

/** Registries and repositories on this machine speak plain HTTP. */
export const isLoopback = (host: string): boolean => /^(?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?$/.test(host);

export function unreachable(url: string, found: string): PinoutError {
  return new PinoutError({
    code: 'import-unreachable',
    app: 'import',
    field: publicUrl(url),
    found: withoutUserinfo(found),
    wanted: 'a response',
    fix: 'check the URL and the network',
  });
}

/** Asks for a URL. A status other than 2xx is the caller's to judge. @throws PinoutError `import-unreachable` */
export async function ask(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  if (!/^https?:\/\//.test(url)) throw unreachable(url, 'a URL that is neither http nor https');
  try {
    return await fetch(url, { headers, signal: AbortSignal.timeout(60_000) });
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    throw unreachable(url, cause instanceof Error ? ((cause as NodeJS.ErrnoException).code ?? cause.message) : String(cause));
  }
}

/** The body of a URL. @throws PinoutError `import-unreachable` for every other answer than 2xx */
export async function download(url: string, headers: Readonly<Record<string, string>> = {}): Promise<Buffer> {
  const response = await ask(url, headers);
  if (!response.ok) throw unreachable(url, `HTTP ${response.status}`);
  return bodyOf(url, response);
}

/** The bytes of an answer. */
export async function bodyOf(url: string, response: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response.body ?? []) {
      size += (chunk as Uint8Array).length;
      if (size > mostBytes) throw unreachable(url, `more than ${mostBytes} bytes`);
      chunks.push(chunk as Uint8Array);
    }
  } catch (error) {
    if (error instanceof PinoutError) throw error;
    throw unreachable(url, error instanceof Error ? error.message : String(error));
  }
  return Buffer.concat(chunks);
}
