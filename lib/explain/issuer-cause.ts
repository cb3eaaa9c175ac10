/** How the issuer of a token and a trusted one differ. */
export type IssuerCause = 'issuer-missing' | 'issuer-slash' | 'issuer-scheme' | 'issuer-root' | 'issuer-global' | 'issuer-host' | 'issuer-other';

const application = /\/application\/o\/[^/]+\/?$/;
const order: readonly IssuerCause[] = ['issuer-slash', 'issuer-scheme', 'issuer-root', 'issuer-global', 'issuer-host', 'issuer-other'];

/** The likeliest reason why an issuer is none of those that are trusted. */
export function issuerCause(iss: string, trusted: readonly string[]): IssuerCause {
  if (iss === '') return 'issuer-missing';
  const causes = trusted.map((url) => between(iss, url));
  return order.find((cause) => causes.includes(cause)) ?? 'issuer-other';
}

function between(iss: string, trusted: string): IssuerCause {
  const bare = (url: string) => url.replace(/\/{1,9}$/, '');
  if (bare(iss) === bare(trusted)) return 'issuer-slash';
  const withoutScheme = (url: string) => bare(url).replace(/^https?:/, '');
  if (withoutScheme(iss) === withoutScheme(trusted)) return 'issuer-scheme';
  if (!URL.canParse(iss) || !URL.canParse(trusted)) return 'issuer-other';
  const [token, config] = [new URL(iss), new URL(trusted)];
  const ofToken = application.test(token.pathname);
  const ofConfig = application.test(config.pathname);
  if (token.host === config.host && ofToken && !ofConfig) return 'issuer-root';
  if (token.host === config.host && !ofToken && ofConfig) return 'issuer-global';
  if (ofToken && token.host !== config.host && bare(token.pathname) === bare(config.pathname)) return 'issuer-host';
  return 'issuer-other';
}
