import { readFileSync } from 'node:fs';

/** @typedef {Record<string, any>} Patch keywords of a schema; null takes one away, `-properties` takes fields away, `+enum` adds values */

/**
 * What the pinned modules lack, by file of imports/, kind and path. `overlay-from-crds.mjs` writes external-secrets.json from the CRDs of a version that is no
 * Go module; the others are written by hand.
 *
 * @type {Readonly<Record<string, Record<string, Record<string, Patch>>>>}
 */
export const overlay = Object.fromEntries(
  Object.entries({
    'external-secrets': ['external-secrets'],
    // flux-operator changes the CRDs of the Flux that it installs: controlplaneio-fluxcd/flux-operator internal/builder/profiles.go.
    flux: ['flux-operator'],
    // What the kube-apiserver asks for in Go, and no schema says.
    kubernetes: ['kubernetes'],
  }).map(([bundle, names]) => {
    /** @type {Record<string, Record<string, Patch>>} */
    const byKind = {};
    for (const name of names) {
      const file = JSON.parse(readFileSync(new URL(`overlay/${name}.json`, import.meta.url), 'utf8'));
      for (const [kinds, patches] of Object.entries(file)) for (const kind of kinds.split(' ')) byKind[kind] = { ...byKind[kind], ...patches };
    }
    return [bundle, byKind];
  }),
);

/** Rules in CEL in words of our own, for messages. */
export const ruleMessages = new Map(
  Object.entries({
    '(has(self.chart) && !has(self.chartRef)) || (!has(self.chart) && has(self.chartRef))': 'needs either chart or chartRef, and not both',
    "!has(self.retryInterval) || self.name != 'RemediateOnFailure'": 'retryInterval works only with the strategy RetryOnFailure',
    "!has(self.retryInterval) || self.name == 'RetryOnFailure'": 'retryInterval works only with the strategy RetryOnFailure',
    'has(self.configMapRef) || has(self.secretRef)': 'needs configMapRef or secretRef',
    '!has(self.configMapRef) || !has(self.secretRef)': 'has configMapRef and secretRef, which exclude each other',
    "!has(self.serviceAccountName) || (has(self.provider) && (self.provider == 'azure' || self.provider == 'aws'))":
      'serviceAccountName works only with the providers azure and aws',
    "!has(self.verify) || self.sourceRef.kind == 'HelmRepository'": 'verify works only with a HelmRepository as source',
    '(has(self.tpp) ? 1 : 0) + (has(self.cloud) ? 1 : 0) + (has(self.ngts) ? 1 : 0) == 1': 'needs exactly one of tpp, cloud and ngts',
    '(has(self.regexp) && !has(self.transform)) || (!has(self.regexp) && has(self.transform))': 'needs either regexp or transform, and not both',
    'has(self.storeRef) && (has(self.storeRef.name) || has(self.storeRef.labelSelector))': 'storeRef needs a name or a labelSelector',
    'has(self.auth) || has(self.authRef)': 'needs auth or authRef',
    '(has(self.secretRef) && !has(self.oidcConfig)) || (!has(self.secretRef) && has(self.oidcConfig))': 'needs either secretRef or oidcConfig, and not both',
    'has(self.value) != has(self.secretRef)': 'needs either value or secretRef, and not both',
    'has(self.projectID) != has(self.groupID)': 'needs either projectID or groupID, and not both',
  }),
);
