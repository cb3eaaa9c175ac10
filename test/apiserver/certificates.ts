import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Makes keys and certificates with openssl, in a folder that the caller throws away. */
export class Certificates {
  readonly #folder: string;
  readonly ca: string;

  constructor(folder: string) {
    this.#folder = folder;
    this.ca = join(folder, 'ca.pem');
    this.#openssl(['req', '-x509', ...this.#key('ca'), '-out', this.ca, '-days', '2', '-subj', '/CN=test ca', '-addext', 'basicConstraints=critical,CA:TRUE']);
  }

  get caText(): string {
    return readFileSync(this.ca, 'utf8');
  }

  /** A certificate signed by the CA. */
  issue(name: string, subject: string, names?: string): { readonly key: string; readonly cert: string } {
    const at = (suffix: string) => join(this.#folder, `${name}.${suffix}`);
    this.#openssl(['req', ...this.#key(name), '-out', at('csr'), '-subj', subject]);
    writeFileSync(at('ext'), names === undefined ? 'extendedKeyUsage=clientAuth\n' : `subjectAltName=${names}\nextendedKeyUsage=serverAuth\n`);
    this.#openssl([
      'x509',
      '-req',
      '-in',
      at('csr'),
      '-CA',
      this.ca,
      '-CAkey',
      join(this.#folder, 'ca.key'),
      '-CAcreateserial',
      '-out',
      at('pem'),
      '-days',
      '2',
      '-extfile',
      at('ext'),
    ]);
    return { key: at('key'), cert: at('pem') };
  }

  #key(name: string): string[] {
    return ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', join(this.#folder, `${name}.key`)];
  }

  #openssl(args: readonly string[]): void {
    execFileSync('openssl', args, { stdio: ['ignore', 'ignore', 'pipe'] });
  }
}
