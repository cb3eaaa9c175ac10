import type { ReadEnd } from '../login/app-reader.ts';
import type { LoginEnd } from '../login/login-end.ts';
import type { Manifests } from '../tree/manifests.ts';
import type { ApiserverArguments } from '../kubernetes/apiserver-arguments.ts';
import type { ConfigurationFile } from '../kubernetes/read-authentication-configuration.ts';
import type { TrustedIssuer } from '../kubernetes/trusted-issuer.ts';
import type { IdpFacts } from '../login/idp-facts.ts';
import type { IdpEnd } from '../login/idp-end.ts';
import type { IdpGroup, Renamed } from '../login/gate.ts';
import type { Located } from '../contract/observed.ts';
import type { Pairs } from './pairs.ts';
import type { RunningVersions } from './versions.ts';

/** What rules judge: the manifests of a tree, both ends of its logins, and the versions that run. */
export interface Repository extends Manifests {
  /** Clients of every identity provider whose settings are in the tree. */
  readonly clients: readonly IdpEnd[];
  /** What identity providers say of hosts that the edge asks them about. */
  readonly guards: readonly IdpEnd[];
  /** Groups that an identity provider's settings make. */
  readonly groups: ReadonlySet<string>;
  /** Names of users that they make, or put into groups. */
  readonly people: ReadonlySet<string>;
  /** What they say of groups. */
  readonly groupFacts: readonly IdpGroup[];
  /** Groups that they give another name. */
  readonly renamedGroups: readonly Renamed[];
  /** Applications that they give another slug: `old\nnew`. */
  readonly renamedApps: ReadonlySet<string>;
  /** Apps that they take away. */
  readonly removed: readonly Located<string>[];
  /** Public hosts of identity providers, as their own settings say them. */
  readonly idpHosts: ReadonlyMap<string, IdpFacts>;
  /** Every app's end, of whatever protocol, and who read it. */
  readonly appEnds: readonly ReadEnd[];
  readonly logins: Logins;
  readonly pairs: Pairs;
  readonly versions: RunningVersions;
  /** Other clusters of the same files, or branches that were taken for such. */
  readonly siblings?: readonly Repository[];
}

/** The apps' ends of a tree, and what the kube-apiservers in it trust. */
export interface Logins {
  /** Logins by OpenID Connect. */
  readonly all: readonly LoginEnd[];
  readonly configurations: readonly ConfigurationFile[];
  readonly apiservers: readonly ApiserverArguments[];
  readonly issuers: readonly TrustedIssuer[];
}
