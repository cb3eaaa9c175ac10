import type { Facts } from '../contract/facts.ts';
import type { ManualStep } from '../manifest/manual-step.ts';
import type { Reason } from '../manifest/reason.ts';
import type { Folder, JsonMap, Manifest, Placed } from '../manifest/manifest.ts';
import type { Layer } from './layers.ts';
import type { Release } from './release.ts';

/** The interface to the engine that applies objects from git to the cluster. Each engine is a folder next to this file. */
export interface Delivery {
  /**
   * A chart's source and its release.
   *
   * @throws PinoutError `choice-unknown`, `drift-rule-invalid`
   */
  readonly release: (release: Release) => Manifest[];
  /** Values for a release that somebody else owns: an object that holds them, and what its owner adds to the release. */
  readonly valuesFor: (
    release: { readonly name: string; readonly namespace: string },
    name: string,
    values: JsonMap,
  ) => { readonly object: Manifest; readonly added: Manifest };
  /** Values of an object that is a release. */
  readonly valuesOf: (object: Manifest) => unknown;
  /** The chart that an object is a source or a release of. */
  readonly chartOf: (object: Manifest) => string | undefined;
  /**
   * What applies a folder. It waits for everything in it to be ready, and so do those after it.
   *
   * @param keySecret Secret with the key that decrypts what the folder holds, when it holds encrypted Secrets
   */
  readonly layer: (layer: Layer, facts: Facts, keySecret?: string) => Manifest;
  /** Its name. @example layerName('apps/grafana') // 'pinout-app-grafana' */
  readonly layerName: (folder: Folder) => string;
  /**
   * Keeps text that only looks like a variable as it is.
   *
   * @throws PinoutError `substitution-hazard`
   */
  readonly literal: (placed: Placed, facts: Facts) => Placed;
  /** Annotations of an object that stays when dist no longer has it. */
  readonly kept: Readonly<Record<string, string>>;
  /** Annotations of an object that is made anew where it cannot be changed. */
  readonly replaced: Readonly<Record<string, string>>;
  /** Labels of what counts at once when it changes. */
  readonly watched: Readonly<Record<string, string>>;
  /** What a person does once, before anything is applied: set the engine up, and point it at dist. */
  readonly steps: (facts: Facts) => { readonly first: readonly ManualStep[]; readonly last: readonly ManualStep[] };
  /** Why what it reads is written as it is: comments in dist. */
  readonly reasons: readonly Reason[];
  /** How to see that everything is applied. */
  readonly look: string;
}
