import type { PodSecurityLevel } from './pod-security.ts';

/** Addresses of an identity provider, for what is written. `{slug}` stands for the slug of an application. */
export interface IdpEndpoints {
  readonly issuer: string;
  readonly jwks: string;
  readonly endSession: string;
  readonly authorize: string;
  readonly token: string;
  readonly userinfo: string;
  /** Addresses that look like an issuer and are none. */
  readonly noIssuer: readonly string[];
}

/** Where the edge asks who is there, for apps without a login of their own. */
export interface IdpGuard {
  readonly service: string;
  readonly port: number;
  /** The path that each kind of edge asks. Envoy adds the path of the request to it. An edge that is left out cannot guard. */
  readonly asks: Readonly<Partial<Record<'nginx' | 'traefik' | 'envoy', string>>>;
  /**
   * Where ingress-nginx sends a browser without a session: `{host}` stands for the host of the app, `{url}` for the page that it opened. The others pass
   * on the provider's own answer.
   */
  readonly signIn: string;
  /** Sign-in, callback and sign-out happen below this path of every guarded host. Absent: at the provider's own host. */
  readonly path?: string;
  /**
   * What is said about the user, for the app. The edge sets each of them on every request, or takes it off: what a browser sends under these names
   * never arrives.
   */
  readonly headers: readonly string[];
}

/** What everything that is written has to know of the identity provider. */
export interface IdpSite {
  /** The name on sign-in buttons and in names of logins. */
  readonly title: string;
  readonly namespace: string;
  readonly endpoints: IdpEndpoints;
  /** Absent: nothing can stand behind forward-auth. */
  readonly guard?: IdpGuard;
  /** Pod Security Standard that its pods meet, where that is known. */
  readonly podSecurity?: PodSecurityLevel;
  /** Services of its metrics, when it is installed with the apps. */
  readonly metrics: readonly { readonly name: string; readonly selector: Readonly<Record<string, string>>; readonly port: string }[];
}

/** An address of one application. @example endpointOf('https://auth.example.org/o/{slug}/', 'wiki') // 'https://auth.example.org/o/wiki/' */
export const endpointOf = (template: string, slug: string): string => template.replace('{slug}', slug);
