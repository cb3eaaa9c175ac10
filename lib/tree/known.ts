import { hostTextOf, withoutDot } from './opaque.ts';

/**
 * A text when it is what it says: no variable that Flux, Helm, kustomize or a template fills in later, and nothing that SOPS or Sealed Secrets encrypted.
 * Rules compare only what is known.
 */
export function known(text: string | undefined): string | undefined {
  return text === undefined || text === '' || isSealed(text) || /\$\{|\{\{|\$\(|\$__|^\$[A-Za-z_][\w.:-]*$|^ENC\[|^<path:|^<[^>]*>$|^urn:k8s:secret:/.test(text)
    ? undefined
    : text;
}

/** What kubeseal prints: the length of a session key of 512 bytes, that key, and the text (bitnami-labs/sealed-secrets, pkg/crypto/crypto.go). */
export const isSealed = (text: string): boolean => text.length > 700 && /^Ag[A-D]/.test(text);

/** Host of a URL, when it is known: what follows it may be filled in later. */
export function hostOf(url: string | undefined): string | undefined {
  const text = known(url) === undefined ? hostTextOf(url) : url;
  if (known(text) === undefined || text!.startsWith('/')) return undefined;
  try {
    return withoutDot(new URL(text!.includes('://') ? text! : `https://${text}`).host.toLowerCase()) || undefined;
  } catch {
    return undefined;
  }
}

/** A text for people: where a variable may be filled in, what it most likely is. */
export const withDefaults = (text: string): string => text.replaceAll(/\$\{\w+:?[-=]([^${}]*)\}/g, '$1');

/** What is in the place of a slug in addresses that all of authentik's applications share. */
export const isEndpoint = (part: string): boolean => ['authorize', 'token', 'userinfo', 'revoke', 'introspect', 'device'].includes(part);

/** Slug of authentik's application inside an issuer, a discovery or an end-session URL, whatever its host is. */
export function slugOf(url: string | undefined): string | undefined {
  const slug = known(/\/application\/o\/([^/?#]+)/.exec(url ?? '')?.[1]);
  return slug === undefined || isEndpoint(slug) ? undefined : slug;
}

/** Numbers of a version, for comparing: `v2026.8.3` is [2026, 8, 3]. */
export function numbersOf(version: string | undefined): readonly number[] | undefined {
  const match = /^v?(\d+)\.(\d+)(?:\.(\d+))?/.exec(known(version) ?? '');
  return match === null ? undefined : match.slice(1).map((part) => Number(part ?? 0));
}

/** Negative when the first version is older. */
export function compareVersions(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
