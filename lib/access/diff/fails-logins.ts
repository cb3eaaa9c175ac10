/** Rules whose error says that somebody cannot sign in. Rules about holes are left out: those are told as what they open. */
export const failsLogins: ReadonlySet<string> = new Set([
  'client-id-mismatch',
  'client-type-mismatch',
  'client-unknown',
  'login-incomplete',
  'secret-mismatch',
  'redirect-missing',
  'redirects-empty',
  'redirect-invalid',
  'scope-unmapped',
  'scope-openid-missing',
  'scope-mapping-incomplete',
  'grant-missing',
  'grant-types-missing',
  'groups-claim-empty',
  'issuer-mismatch',
  'issuer-slash-missing',
  'issuer-no-slug',
  'issuer-host-unknown',
  'endpoint-wrong',
  'apiserver-audience-mismatch',
  'apiserver-flags-and-file',
  'apiserver-config-invalid',
  'secret-missing',
  'reference-missing',
]);

/** The rules that a comparison runs: these, and those that say what could not be read. */
export const rulesOfDiff: readonly string[] = [...failsLogins, 'yaml-broken'];
