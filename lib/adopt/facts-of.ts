import type { Found } from './found.ts';
import { hostTextOf } from '../tree/opaque.ts';

/** The domain below which hosts are, and the variable that stands for it in manifests, as in `grafana.${SECRET_DOMAIN}`. */
export interface Domain {
  readonly name: string;
  readonly variable?: string;
}

/** Addresses of a login, of the app first. */
function urlsOf({ login, client }: Partial<Pick<Found, 'login' | 'client'>>): string[] {
  return [
    client?.externalHost?.value,
    client?.launchUrl?.value,
    ...(client?.redirects ?? []).map(({ value }) => value.url),
    login?.externalHost?.value,
    ...(login?.redirects ?? []).map(({ value }) => value.url),
  ].filter((url) => url !== undefined);
}

/** Hosts at which a login answers, as they are written: a variable of Flux stays. */
export function hostsOf(found: Partial<Pick<Found, 'login' | 'client'>>): string[] {
  return urlsOf(found).flatMap((url) => (!/^https?:\/\//.test(url) || isLocal(url) ? [] : (hostTextOf(url) ?? [])));
}

const isLocal = (url: string): boolean => /^https?:\/\/(?:localhost|127\.|\[::1\])/.test(url);

/** The domain and the variable that most hosts end in, as far as they can be told. */
export function domainOf(found: readonly Found[]): { readonly name?: string; readonly variable?: string } {
  const hosts = [...new Set(found.flatMap(hostsOf))];
  const names = hosts.flatMap((host) => {
    // A regular expression is no host.
    const [, ...rest] = !/^[a-z0-9.-]{1,253}(?::\d{1,5})?$/i.test(host) ? [] : host.replace(/:\d+$/, '').split('.');
    return rest.length > 1 ? [rest.join('.')] : [];
  });
  const variables = hosts.flatMap((host) => variableIn(host) ?? []);
  const variable = mostly(variables);
  // A few hosts written out are elsewhere, where most end in a variable.
  const name = variables.length > names.length ? undefined : mostly(names);
  return { ...(name === undefined ? {} : { name }), ...(variable === undefined ? {} : { variable }) };
}

/** `SECRET_DOMAIN` of `grafana.${SECRET_DOMAIN}`. */
const variableIn = (host: string): string | undefined => /^[a-z0-9-]+\.\$\{([^{}]*)\}(?::\d+)?$/i.exec(host)?.[1];

/** The text that is there most often. */
export function mostly(texts: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1))[0]?.[0];
}

/** A text with the domain in the place of its variable. */
export function withDomain(text: string, { name, variable }: Domain): string {
  return variable === undefined ? text : text.replaceAll(`\${${variable}}`, name);
}

/** A host as an option: its first label below the domain, or the whole host. */
export function hostOption(host: string, domain: Domain): string {
  const plain = withDomain(host, domain).replace(/:\d+$/, '').toLowerCase();
  if (!plain.endsWith(`.${domain.name}`)) return plain;
  const label = plain.slice(0, -domain.name.length - 1);
  return label.includes('.') ? plain : label;
}
