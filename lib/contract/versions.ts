import { PinoutError, show } from './error.ts';

/** Versions of what runs in the cluster; they choose what is written. */
export interface Versions {
  /** Minor version, for example `1.36`. */
  readonly kubernetes: string;
  /** Full version of the image and chart, for example `2026.8.3`. */
  readonly authentik?: string;
  /** Minor version, for example `2.9`. */
  readonly flux: string;
}

/** The support window. Everything that differs inside it is decided in `featuresOf`. */
export const supported = {
  kubernetes: ['1.30', '1.31', '1.32', '1.33', '1.34', '1.35', '1.36', '1.37'],
  authentik: ['2025.10', '2025.12', '2026.2', '2026.5', '2026.8'],
  flux: ['2.7', '2.8', '2.9', '2.10'],
} as const;

/** What the versions make possible or necessary. */
export interface Features {
  /** `grant_types` of a provider: since 2026.5, where an empty list refuses every login (goauthentik/authentik#20363). */
  readonly grantTypes: boolean;
  /** `redirect_uri_type` and with it logout redirects: since 2026.5 (goauthentik/authentik#20011). */
  readonly redirectUriType: boolean;
  /** X-Forwarded-* is honoured only from listed proxies, and there is a base URL setting: since 2026.8. */
  readonly trustedProxies: boolean;
  /** `valuesFrom[].literal` of a HelmRelease: since Flux 2.9 (fluxcd/flux2#2625). */
  readonly literalValuesFrom: boolean;
  /** Version of bjw-s' app-template: 5 asks for Kubernetes 1.31 (its library's kubeVersion). */
  readonly appTemplate: string;
  /**
   * Version of authentik's chart: the newest of each minor that is known (tags of goauthentik/helm). Not the version of the image: not every patch
   * has a chart (2026.5.1 has none), and any chart of a minor runs any image of it.
   */
  readonly authentikChart: string;
  /** Until 2026.5 the pods demand the chart's own Secret even when `authentik.enabled` is false; 2026.8 asks for it only if it is made. */
  readonly authentikSecretOptional: boolean;
  /** `managed/blueprints/import/` of the API, which applies a text at once and answers with its log: since 2026.5 (authentik/blueprints/api.py). */
  readonly blueprintImport: boolean;
  /** `meta_hide` of an application: since 2026.5. Before, the launch URL `blank://blank` hides it. */
  readonly hideApplications: boolean;
  /**
   * `meta_icon` of an application takes a text: since 2025.12. Before, only `icon` does, in blueprints alone and not empty
   * (authentik/core/api/applications.py: `meta_icon = ReadOnlyField`).
   */
  readonly writableIcon: boolean;
  /** Version of kube-apiserver's AuthenticationConfiguration: v1 is registered since 1.34, where a v1beta1 file would do as well. */
  readonly authenticationConfiguration: 'v1' | 'v1beta1';
  /** Version of kubeadm's configuration: v1beta4, whose arguments are a list, since 1.31. */
  readonly kubeadm: 'v1beta4' | 'v1beta3';
  /** `anonymous.conditions` of an AuthenticationConfiguration: its feature gate is on by default since 1.32. */
  readonly anonymousConditions: boolean;
  /** The metric that tells the hash of the AuthenticationConfiguration in force: since 1.34. */
  readonly configInfoMetric: boolean;
}

const authentikCharts: Readonly<Record<(typeof supported.authentik)[number], string>> = {
  // renovate: authentik-2025.10 ghcr.io/goauthentik/helm-charts/authentik
  '2025.10': '2025.10.3',
  // renovate: authentik-2025.12 ghcr.io/goauthentik/helm-charts/authentik
  '2025.12': '2025.12.4',
  // renovate: authentik-2026.2 ghcr.io/goauthentik/helm-charts/authentik
  '2026.2': '2026.2.3',
  // renovate: authentik-2026.5 ghcr.io/goauthentik/helm-charts/authentik
  '2026.5': '2026.5.6',
  // renovate: authentik-2026.8 ghcr.io/goauthentik/helm-charts/authentik
  '2026.8': '2026.8.0',
};

/** Versions of bjw-s' app-template. */
const appTemplates = {
  // renovate: app-template ghcr.io/bjw-s-labs/helm/app-template
  current: '5.2.1',
  // renovate: app-template-4 ghcr.io/bjw-s-labs/helm/app-template
  before131: '4.1.1',
} as const;

const order = (window: readonly string[], version: string): number => window.indexOf(version);

function minor(product: keyof Versions, value: unknown): string {
  const text = typeof value === 'string' ? value.replace(/^v/, '') : '';
  const match = /^(\d+\.\d+)(?:\.\d+)?$/.exec(text);
  const found = match?.[1];
  const window: readonly string[] = supported[product];
  if (found !== undefined && window.includes(found)) return found;
  const older = product === 'flux' ? ' (older than 2.7 has no watch label and no RetryOnFailure)' : '';
  throw new PinoutError({
    code: 'version-unsupported',
    app: 'cluster',
    field: `versions.${product}`,
    found: show(value),
    wanted: `one of ${window.join(', ')}, with or without a patch number${older}`,
    fix: `write versions.${product}: '${window.at(-1)}', and upgrade ${product} if it is older`,
  });
}

/**
 * Checks versions against the support window.
 *
 * @param hasAuthentik false for a cluster with another identity provider
 * @throws PinoutError `version-unsupported`, `version-patch-missing`
 */
export function featuresOf(versions: Versions, hasAuthentik = true): Features {
  const kubernetes = minor('kubernetes', versions?.kubernetes);
  // Without authentik nothing that is written depends on it.
  const exact = hasAuthentik ? versions.authentik : `${supported.authentik.at(-1)!}.0`;
  const authentik = minor('authentik', exact);
  const flux = minor('flux', versions.flux);
  if (!/^\d+\.\d+\.(0|[1-9]\d*)$/.test(exact ?? ''))
    throw new PinoutError({
      code: 'version-patch-missing',
      app: 'cluster',
      field: 'versions.authentik',
      found: show(exact),
      wanted: 'a version with a patch number: it is the tag of the image that applies the blueprints',
      fix: `write for example versions.authentik: '${authentik}.0', or the version that runs in the cluster`,
    });
  const since = (version: (typeof supported.authentik)[number]) => order(supported.authentik, authentik) >= order(supported.authentik, version);
  const kubernetesSince = (version: (typeof supported.kubernetes)[number]) => order(supported.kubernetes, kubernetes) >= order(supported.kubernetes, version);
  return {
    grantTypes: since('2026.5'),
    redirectUriType: since('2026.5'),
    trustedProxies: since('2026.8'),
    authentikChart: authentikCharts[authentik as keyof typeof authentikCharts],
    authentikSecretOptional: since('2026.8'),
    literalValuesFrom: order(supported.flux, flux) >= order(supported.flux, '2.9'),
    appTemplate: order(supported.kubernetes, kubernetes) >= order(supported.kubernetes, '1.31') ? appTemplates.current : appTemplates.before131,
    blueprintImport: since('2026.5'),
    hideApplications: since('2026.5'),
    writableIcon: since('2025.12'),
    authenticationConfiguration: kubernetesSince('1.34') ? 'v1' : 'v1beta1',
    kubeadm: kubernetesSince('1.31') ? 'v1beta4' : 'v1beta3',
    anonymousConditions: kubernetesSince('1.32'),
    configInfoMetric: kubernetesSince('1.34'),
  };
}

/** The newest version of a release of authentik that is known: the chart's. @example newestOf('2026.2') // '2026.2.3' */
export const newestOf = (release: (typeof supported.authentik)[number]): string => authentikCharts[release];
