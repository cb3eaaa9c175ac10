import type { Found } from './found.ts';
import { known } from '../tree/known.ts';
import { hostTextOf } from '../tree/opaque.ts';

/** Hosts at which a login answers, as they are written: a variable of Flux stays. */
export function hostsOf({ login, client }: Pick<Found, 'protocol'> & Partial<Pick<Found, 'login' | 'client'>>): string[] {
  const urls = [
    client?.externalHost?.value,
    client?.launchUrl?.value,
    ...(client?.redirects ?? []).map(({ value }) => value.url),
    login?.externalHost?.value,
    ...(login?.redirects ?? []).map(({ value }) => value.url),
  ];
  return urls.flatMap((url) => (url === undefined || !/^https?:\/\//.test(url) || isLocal(url) ? [] : (hostTextOf(url) ?? [])));
}

export const isLocal = (url: string): boolean => /^https?:\/\/(?:localhost|127\.|\[::1\])/.test(url);

/** The domain below which most hosts are, when it can be told: hosts with variables say nothing of it. */
export function domainOf(found: readonly Found[]): string | undefined {
  const counts = new Map<string, number>();
  for (const host of new Set(found.flatMap(hostsOf))) {
    if (known(host) === undefined) continue;
    const [, ...rest] = host.replace(/:\d+$/, '').split('.');
    if (rest.length > 1) counts.set(rest.join('.'), (counts.get(rest.join('.')) ?? 0) + 1);
  }
  return [...counts].sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1))[0]?.[0];
}

/** A host as an option: its first labels below the domain, or what stands before the one variable that is the domain. */
export function hostOption(host: string, domain: string): string {
  const plain = host.replace(/:\d+$/, '').toLowerCase();
  if (plain.endsWith(`.${domain}`)) {
    const label = plain.slice(0, -domain.length - 1);
    return label.includes('.') ? plain : label;
  }
  const [, label] = /^([a-z0-9-]+)\.\$\{[^}]*\}$/.exec(plain) ?? [];
  return label ?? plain;
}
