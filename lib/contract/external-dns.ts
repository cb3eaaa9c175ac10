import { PinoutError, show } from './error.ts';
import { secretReference } from './option-texts.ts';
import { flag, object, text } from './shape.ts';

/** external-dns beside a Pi-hole (version 6), as the cluster's owner writes it. */
export interface ExternalDnsInput {
  /** Address of the Pi-hole's web server, for example `http://192.168.1.2`. */
  readonly server: string;
  /** Secret with the Pi-hole's web password; `{ name: 'pihole-password', key: 'password' }` unless given. In the namespace `external-dns`. */
  readonly password?: { readonly name: string; readonly key: string };
  /** The Pi-hole shows a certificate that nobody signed. */
  readonly tlsSkipVerify?: boolean;
}

const passwordRef = { name: 'pihole-password', key: 'password' };

/** The options of external-dns. */
export const externalDnsShape = object<ExternalDnsInput>({ server: text, password: secretReference('pihole-password'), tlsSkipVerify: flag });

/** external-dns, checked and complete. */
export interface ExternalDns {
  readonly server: string;
  readonly password: { readonly name: string; readonly key: string };
  readonly tlsSkipVerify: boolean;
}

const at = (field: string) => ({ app: 'cluster', field: `dns.externalDns.${field}` });

/**
 * @throws PinoutError `pihole-server`
 * @example checkedExternalDns({ server: 'http://192.168.1.2' })
 */
export function checkedExternalDns(input: ExternalDnsInput): ExternalDns {
  return { server: checkedServer(input?.server), password: input.password ?? passwordRef, tlsSkipVerify: input.tlsSkipVerify === true };
}

function checkedServer(value: unknown): string {
  const refuse = () =>
    new PinoutError({
      code: 'pihole-server',
      ...at('server'),
      // A URL may carry a password.
      found: typeof value === 'string' && !value.includes('@') ? show(value) : 'not such a URL',
      wanted: 'the URL of the Pi-hole web server, with a host and no path: external-dns adds /api itself',
      fix: "write server: 'http://192.168.1.2'",
    });
  if (typeof value !== 'string') throw refuse();
  let url: URL;
  try {
    url = new URL(value);
  } catch {
    throw refuse();
  }
  if (!/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '')
    throw refuse();
  return url.origin;
}
