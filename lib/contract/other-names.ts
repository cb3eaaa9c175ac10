/** What other tools call an option, by the name that it has here. Compared without case, hyphens and underscores. */
const otherNames: Readonly<Record<string, readonly string[]>> = {
  redirects: [
    'callback',
    'callbacks',
    'callbackPath',
    'callbackPaths',
    'callbackUrl',
    'callbackUrls',
    'redirectUri',
    'redirectUris',
    'redirectUrl',
    'redirectUrls',
  ],
  postLogout: ['logoutRedirect', 'logoutRedirects', 'logoutUri', 'logoutUris', 'postLogoutRedirectUris'],
  access: ['allowedGroups', 'bindings', 'groups', 'policy', 'users'],
  host: ['domainName', 'fqdn', 'hostname', 'hostnames', 'hosts', 'ingress', 'route', 'subdomain', 'url'],
  domain: ['baseDomain', 'rootDomain', 'zone'],
  ingressAddress: ['externalIp', 'ip', 'ingressIp', 'lbIp', 'loadBalancerIp'],
  namespace: ['ns', 'targetNamespace'],
  name: ['displayName', 'label', 'slug', 'title'],
  launchUrl: ['link', 'metaLaunchUrl', 'openUrl'],
  section: ['category', 'folder', 'group'],
  chartVersion: ['helmVersion', 'version'],
  values: ['chartValues', 'helmValues', 'valuesObject'],
  env: ['envs', 'environment', 'environmentVariables', 'variables'],
  data: ['persistence', 'pvc', 'volume', 'volumes'],
  storage: ['disk', 'persistence', 'pvc', 'volume', 'volumes'],
  size: ['capacity', 'storage'],
  metadata: ['annotations', 'labels'],
  openPaths: ['publicPaths', 'skipAuthRoutes', 'skipPathRegex', 'unauthenticatedPaths'],
  clientType: ['isPublic', 'public'],
  roles: ['roleMapping', 'roleMappings'],
  idp: ['auth', 'identityProvider', 'oidc', 'sso'],
  edge: ['gateway', 'ingress'],
  className: ['class', 'ingressClass', 'ingressClassName'],
  clusterIssuer: ['certIssuer', 'certManager', 'issuer'],
  versions: ['version'],
  prerequisites: ['dependencies', 'requires'],
  constructs: ['extraObjects', 'objects', 'resources'],
};

/** The option that is called so elsewhere, if it is one of those that are known here. */
export function calledElsewhere(name: string, known: readonly string[]): string | undefined {
  const plain = (text: string): string => text.replaceAll(/[-_]/g, '').toLowerCase();
  const given = plain(name.slice(0, 60));
  return known.find((one) => Object.hasOwn(otherNames, one) && otherNames[one]!.some((other) => plain(other) === given));
}
