import type { Contract } from '../contract/contract.ts';
import type { Facts } from '../contract/facts.ts';
import type { Observed } from '../contract/observed.ts';
import type { SecretRef } from '../contract/secret-ref.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { SourceDocument } from '../manifest/source.ts';

/** What an integration writes for one app: its own end of the login. */
export interface AppEnd {
  /** Namespace that the app runs in; dist creates it. */
  readonly namespace: string;
  /** Objects for `apps/<app>`: sources, HelmReleases and what they need. */
  readonly objects: readonly Manifest[];
  /** Secrets that the app reads in its namespace. The secret backend brings them there under `secretObjectName(ref)`. */
  readonly secrets: readonly SecretRef[];
}

/** One app's codec: options → contracts → its own settings, and back. */
export interface Integration<Options> {
  /** Name of the folder below lib/integrations. */
  readonly name: string;
  /** Contracts of an app with these options; the app's name is the first one's slug. */
  contracts(options: Options, facts: Facts): readonly Contract[];
  /** The app's end, in files that Flux applies. */
  write(options: Options, contracts: readonly Contract[], facts: Facts): AppEnd;
  /** Reads the app's end back out of any manifests. Foreign objects are skipped. */
  read(documents: readonly SourceDocument[]): readonly Observed[];
}

/** An app as its user wrote it: plain data, finished when the cluster's facts are known. */
export interface App<Options = never> {
  /** Name of the app: folder below `apps/` and `identity/`, `app` of every error. */
  readonly name: string;
  readonly integration: Integration<Options>;
  readonly options: Options;
}
