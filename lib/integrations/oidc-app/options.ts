import { type Access, accessShape, type Roles, rolesShape } from '../../contract/access.ts';
import type { OidcContract } from '../../contract/contract.ts';
import type { Facts } from '../../contract/facts.ts';
import { type Fetcher, fetchers } from '../../contract/fetch-command.ts';
import type { Scope } from '../../contract/scope.ts';
import { choice, list, number, object, type Shape, text } from '../../contract/shape.ts';
import { type Tile, wholeTileShape } from '../../contract/tile.ts';
import type { SecretKey } from '../../delivery/app-template.ts';
import type { Late, RunOptions } from '../../delivery/run-options.ts';
import { runFields } from '../../delivery/run-shapes.ts';
import { appFields, type AppOptions, placeFields, type PlaceOptions } from '../app-options.ts';
import type { JsonMap } from '../../manifest/manifest.ts';

/** What late-bound values see: everything that both ends agreed on. */
export interface OidcLate {
  readonly client: OidcContract;
  readonly issuer: {
    /** With the slash that authentik puts at its end. Some apps want it so, others do not. */
    readonly url: string;
    readonly discoveryUrl: string;
  };
  /** The client secret, as a `secretKeyRef`. */
  readonly secret: SecretKey;
  /** A value of `generated` by its name. */
  readonly generated: (name: string) => SecretKey;
  /** Addresses of authentik, for apps that do not read the discovery document. */
  readonly idp: {
    readonly host: string;
    readonly origin: string;
    readonly authorizationUrl: string;
    readonly tokenUrl: string;
    readonly userinfoUrl: string;
    readonly jwksUrl: string;
    readonly endSessionUrl: string;
  };
  readonly host: string;
  /** `https://HOST`, without a slash. */
  readonly url: string;
  /** The first login redirect that is a web address. */
  readonly redirectUrl: string;
  /** Aliases for pods, when the cluster chose them; else empty. */
  readonly hostAliases: readonly JsonMap[];
  readonly facts: Facts;
}

interface Fields extends AppOptions, PlaceOptions {
  /** Name of the app, slug of its application, name of its release. */
  readonly name: string;
  /** The name unless given. Without chart and image: where the app's Secret is wanted, and nowhere unless given. */
  readonly namespace?: string;
  readonly access?: Access;
  /** Roles of the app and the groups that hold them. The app's values decide what the roles mean. */
  readonly roles?: Roles;
  /** Paths below the host, full URLs, or addresses of a native app by its own scheme (`app.immich:///oauth-callback`). */
  readonly redirects: readonly [string, ...string[]];
  /** Where a browser may return to after sign-out: paths or full URLs. */
  readonly postLogout?: readonly string[];
  /** `openid profile email` unless given, with `groups` when there are roles. */
  readonly scopes?: readonly Scope[];
  /** `trusted` when the app refuses addresses that authentik does not call verified. */
  readonly emailVerified?: 'managed' | 'trusted';
  readonly tile?: Partial<Tile>;
  readonly secretGeneration?: number;
  /** What the app's image can fetch a URL with, for the test from its pod. */
  readonly probe?: { readonly fetcher: Fetcher; readonly container?: string; readonly workload?: string };
}

type Admitted = { readonly access: Access } | { readonly roles: Roles };
/** An app that something else installs, or that runs outside the cluster: authentik's end and the Secret are written, and a page says what to type. */
interface Elsewhere {
  readonly chart?: never;
  readonly image?: never;
  readonly env?: never;
  readonly data?: never;
  readonly sidecars?: never;
  readonly resources?: never;
  readonly generated?: never;
}
/** With values for a release that is there already. */
type ElsewhereOr<L> = RunOptions<L> | (Elsewhere & { readonly values?: Late<L, JsonMap> });
type Client = ({ readonly clientType?: 'confidential' } & ElsewhereOr<OidcLate>) | ({ readonly clientType: 'public' } & ElsewhereOr<Omit<OidcLate, 'secret'>>);

/** Options of any app that speaks OpenID Connect. */
export type OidcAppOptions = Fields & Admitted & Client;

/** What may be in them. */
export const oidcAppShape = object<OidcAppOptions>({
  ...appFields,
  ...placeFields,
  ...runFields,
  name: text,
  access: accessShape,
  roles: rolesShape,
  redirects: list(text) as Shape<never>,
  postLogout: list(text),
  scopes: list(text) as Shape<never>,
  emailVerified: choice('managed', 'trusted'),
  tile: wholeTileShape,
  secretGeneration: number,
  probe: object<NonNullable<OidcAppOptions['probe']>>({ fetcher: choice(...fetchers), container: text, workload: text }),
  clientType: choice('confidential', 'public'),
});
