import type { Located } from '../contract/observed.ts';
import type { Contract } from '../contract/contract.ts';
import type { Facts } from '../contract/facts.ts';
import type { IdpSite } from '../contract/idp-site.ts';
import type { IdpGroup, Renamed } from '../login/gate.ts';
import type { IdpEnd } from '../login/idp-end.ts';
import type { IdpFacts } from '../login/idp-facts.ts';
import type { ManualStep } from '../manifest/manual-step.ts';
import type { Folder, Placed } from '../manifest/manifest.ts';
import type { Reason } from '../manifest/reason.ts';
import type { Part } from '../platform/part.ts';
import type { Charts } from '../repository/chart-facts.ts';
import type { SecretUse } from '../platform/secret-backend.ts';
import type { Makers } from '../tree/made-secrets.ts';
import type { Manifests } from '../tree/manifests.ts';

/** What a version of an identity provider does differently, so that somebody has to look before they upgrade. */
export interface BreakingChange {
  /** The first version that has it. */
  readonly since: readonly number[];
  readonly says: string;
}

/** What the settings of an identity provider say, read from anybody's manifests. */
export interface IdpRead {
  readonly clients: readonly IdpEnd[];
  /** The provider's ends of hosts behind forward-auth. */
  readonly guards?: readonly IdpEnd[];
  /** The provider's ends whose client is configured elsewhere. */
  readonly others?: readonly IdpEnd[];
  /** Names of all groups that it has, where its settings are the only ones that make any. */
  readonly groups?: readonly string[];
  /** What its settings say of groups: who is in them, and what they are part of. */
  readonly groupFacts?: readonly IdpGroup[];
  /** Groups that they give another name. */
  readonly renamedGroups?: readonly Renamed[];
  /** Applications that they give another slug. */
  readonly renamedApps?: readonly Renamed[];
  /** Names of users in its settings. */
  readonly people?: readonly string[];
  /** Slugs or names of apps that its settings take away. */
  readonly removed?: readonly Located<string>[];
  /** Public hosts at which it answers, as far as its own settings say them. */
  readonly hosts?: readonly string[];
}

/** One resource of a state of Terraform, as `terraform show -json` prints it. */
export interface StateResource {
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Other sources for a provider's clients, such as exports. Each returns settings that `read` understands, without secrets. */
export interface Imports {
  /** A text that the provider exported; undefined for another text. @throws PinoutError `export-invalid` */
  readonly export: (file: string, text: string) => string | undefined;
  /** Resources of Terraform; undefined when none is of this provider. */
  readonly state: (resources: readonly StateResource[]) => string | undefined;
}

/** What an upgrade comes to: one that is possible, one that goes back, or one that leaves versions out. */
export type Upgrade = { readonly kind: 'step' } | { readonly kind: 'back' } | { readonly kind: 'skips'; readonly through: readonly string[] };

/** An identity provider, as the rest of pinout sees it. Each is one folder beside this file; `npm run new-idp` makes one. */
export interface IdentityProvider {
  readonly facts: IdpFacts;
  /** What going from one version to another comes to, where not every step is possible. */
  readonly upgrade?: (from: string, to: string) => Upgrade;
  /** What its versions do differently. */
  readonly breaking?: readonly BreakingChange[];
  /** Charts that install it. */
  readonly charts?: Charts;
  /** Secrets that its operator makes of its objects. */
  readonly makes?: Makers;
  /** Reads the provider's ends of all logins in a tree. */
  readonly read: (manifests: Manifests) => IdpRead;
  /** The place in its settings that decides about a host which the edge asks it about (`facts.guard`), for a list of logins; `open` where it lets everyone in. */
  readonly guards?: (manifests: Manifests, host: string) => Located<unknown> | 'open' | undefined;
  readonly imports?: Imports;
}

/** The identity provider's end of one app: its objects, and the text of its settings. */
export interface WrittenEnd {
  readonly name: string;
  readonly text: string;
  readonly placed: readonly Placed[];
  /** What the provider's own pods have to mount for it. */
  readonly mounts?: { readonly configMap: string; readonly secrets: readonly string[] };
}

/** What the settings of a provider hold that is no login of ours. */
export interface OtherLogin {
  /** Name of the app, or of the provider's own object. */
  readonly label: string;
  /** What it is, in a sentence without its end. */
  readonly why: string;
  readonly file: string;
}

/** An identity provider that a tree installs. */
export interface InstalledProvider {
  /** For messages: `HelmRelease sso/authentik`. */
  readonly label: string;
  readonly file: string;
  readonly namespace?: string;
  /** Public hosts at which it answers, as they are written. */
  readonly hosts: readonly string[];
  /** Secrets whose keys are its variables. */
  readonly secrets: readonly string[];
  /** Variables that are in none of them. */
  readonly env: Readonly<Record<string, string | { readonly name: string; readonly key: string }>>;
  /** Whether these are all that a Job needs to run with its settings. */
  readonly complete: boolean;
  /** The provider's Service, if its chart creates one. */
  readonly service?: { readonly name: string; readonly port: number };
}

/** What an earlier source said otherwise. */
export interface Earlier {
  /** Slugs of apps that are gone. */
  readonly removed: readonly string[];
  /** New names of groups by their old ones. */
  readonly renamed: Readonly<Record<string, string>>;
}

/** A provider that clusters can be given: it is written and installed as well. */
export interface WritableProvider extends IdentityProvider {
  /** What everything else that is written has to know of it, at an origin. */
  readonly site: (origin: string) => IdpSite;
  /** Folders of its own that come after others, and after which. */
  readonly waits?: ReadonlyMap<Folder, readonly Folder[]>;
  /** Refuses an upgrade that its server would refuse, by the texts of its folder in dist before and now. @throws PinoutError */
  readonly refuseUpgrade?: (before: readonly string[], now: readonly string[], where: string) => void;
  /** Writes the provider's end of one app. */
  readonly write: (app: string, contracts: readonly Contract[], facts: Facts) => WrittenEnd;
  /** Writes what all apps share, and removes or renames what deleted apps and renamed groups left behind. */
  readonly writeShared: (contracts: readonly Contract[], earlier: Earlier, facts: Facts) => readonly WrittenEnd[];
  /** Why what it writes is as it is: comments in dist. */
  readonly reasons: readonly Reason[];
  /** Folder of an app's end. */
  readonly folderOf: (facts: Facts, app: string) => Folder;
  /** The provider itself, with what its pods mount. */
  readonly install: (facts: Facts, ends: readonly WrittenEnd[], contracts: readonly Contract[]) => readonly Placed[];
  /** What the settings contain besides logins that pinout reads: other protocols, and links. */
  readonly others: (manifests: Pick<Manifests, 'tree' | 'objects' | 'containers' | 'releases'>) => readonly OtherLogin[];
  /** The one that a tree installs already. */
  readonly installed: (manifests: Pick<Manifests, 'releases' | 'containers' | 'edges'>) => InstalledProvider | undefined;
  /** What has to be there for it, with what its pods mount. */
  readonly needs: (facts: Facts, ends: readonly WrittenEnd[]) => Part;
  /** What only a person can do once it runs. */
  readonly steps: (facts: Facts) => readonly ManualStep[];
  /** Lines for the page of a cluster: how to see what it refused, and what to do after a restore. Markdown. */
  readonly troubles: (facts: Facts, generated: boolean) => readonly string[];
  /** The provider's own secrets. */
  readonly secrets: (facts: Facts) => readonly SecretUse[];
}
