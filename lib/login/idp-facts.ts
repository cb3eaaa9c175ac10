/** Facts about an identity provider product. Rules use these facts instead of checking for a product name. */
export interface IdpFacts {
  /** Name of its folder in lib/idp. */
  readonly name: string;
  /** The name of the product in messages. */
  readonly title: string;
  /** How it is run: by these charts and images. Variables of its pods may name its public address. */
  readonly runs: { readonly charts: readonly string[]; readonly image: RegExp; readonly hostVariables: readonly string[] };
  /** Variables of its own that hold a secret. */
  readonly secretVariables?: RegExp;
  /** Values of its chart that hold one. */
  readonly secretValues?: RegExp;
  /** Part of a URL by which its addresses can be told. Two providers may share one. */
  readonly address: RegExp;
  /** The address, or the path of it, at which it answers an edge that asks about a request: forward-auth. */
  readonly guard?: RegExp;
  /** Finds in an issuer what differs between clients: a slug, a realm, a client id. */
  readonly issuerKey?: RegExp;
  /** What its issuers have after the host, with such a key where they have one; left out where its settings say the whole issuer. */
  readonly issuerPath?: (key: string) => string;
  /** Its issuer, and the addresses in its discovery document, have the host of the request. */
  readonly issuerByRequest?: true;
  /** Paths that people take for endpoints of it, where it has none, and the right one for each. */
  readonly mistaken?: ReadonlyMap<string, string>;
  /** Whether its apps name the right host is judged by a rule of its own. */
  readonly hostsApart?: true;
  /** A refresh token is given only to an app that asks for the scope `offline_access`. */
  readonly refreshNeedsOfflineAccess: boolean;
  /** What becomes of a scope that the client may not ask for: it is left out, or the login ends. */
  readonly foreignScope: 'dropped' | 'refused';
  /** The only scope with which it tells an app the groups of a user, when its settings add no others. */
  readonly groupsScope?: string;
  /** A secret that the app of a public client sends is looked at by nobody, and the login works. */
  readonly secretOfPublic?: 'ignored';
  /** Scopes that every client may ask for besides. */
  readonly otherScopes?: RegExp;
  /** Whether redirect URIs are compared as parsed URLs, so that the default port of a scheme equals no port. */
  readonly parsesRedirects?: true;
  /** Whether the host of a redirect URI that is sent is put into lower case before it is compared. */
  readonly lowersHosts?: true;
  /** A redirect URI that ends in `/*` allows the address before the slash as well. */
  readonly starTakesSlash?: true;
  /** Whether the settings list every client, so that clients cannot be added in another place. */
  readonly namesEveryClient: boolean;
  /** Many people make some of its clients by hand or by Terraform, beside those in git. */
  readonly clientsByHand?: true;
  /** Set if users see a tile for each app: the field with its URL, and whether a tile without one opens the host of the first redirect URI. */
  readonly tile?: { readonly field: string; readonly opensHost?: true };
  /** Words of its settings, for what to write instead. */
  readonly words: {
    readonly client: string;
    readonly clientId: string;
    readonly confidential: string;
    readonly public: string;
    readonly redirects: string;
    readonly redirect: (url: string) => string;
    readonly scopes: string;
    readonly scope: (name: string) => string;
  };
}
