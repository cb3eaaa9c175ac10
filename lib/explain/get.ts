import { request } from 'node:https';

/** More than this is no discovery document and no set of keys. */
const mostBytes = 4 * 1024 * 1024;

/**
 * The text at an address, which is asked for once and never redirected. Always settles: the time is that of the whole answer, and a connection that ends
 * in the middle of it is an error. `limitSeconds` is in the message: what is left of it may be less.
 */
export async function get(url: string, certificateAuthority: string | undefined, milliseconds: number, limitSeconds: number): Promise<string> {
  return await new Promise((resolve, reject) => {
    const sent = request(url, certificateAuthority === undefined ? {} : { ca: certificateAuthority }, (response) => {
      if (response.statusCode !== 200) {
        stop(new Error(`${url} answered ${response.statusCode ?? 0}`));
        return;
      }
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > mostBytes) stop(new Error(`${url} returned more than ${mostBytes / 1024 / 1024} MiB`));
        else chunks.push(chunk);
      });
      response.on('end', () => {
        clearTimeout(timer);
        if (response.complete) resolve(Buffer.concat(chunks).toString());
        else stop(broken());
      });
      response.on('error', () => stop(broken()));
      response.on('aborted', () => stop(broken()));
    });
    const broken = () => new Error(`${url}: the connection was closed before the response was complete`);
    const stop = (error: Error) => {
      clearTimeout(timer);
      reject(error);
      sent.destroy();
    };
    const timer = setTimeout(() => stop(new Error(`${url} did not send a complete response within ${limitSeconds} s`)), milliseconds);
    sent.on('error', stop);
    sent.end();
  });
}
