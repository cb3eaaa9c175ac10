import type { OidcContract } from '../contract/contract.ts';
import { discoveryUrl } from '../contract/discovery.ts';
import { applicationOf, type Facts, issuerOf } from '../contract/facts.ts';
import { endpointOf } from '../contract/idp-site.ts';
import { secretObjectName } from '../contract/secret-ref.ts';
import type { ManualStep } from '../manifest/manual-step.ts';
import type { ManualFile } from '../manifest/manifest.ts';

/** Path of the page below `manual/`. */
const sheetPath = (slug: string): string => `logins/${slug}.md`;

/** The command that shows a client secret. Its value is in no file of ours. */
const shown = (namespace: string, name: string, key: string): string =>
  `kubectl -n ${namespace} get secret ${name} -o go-template='{{index .data "${key}" | base64decode}}{{"\\n"}}'`;

/**
 * What somebody types into an app whose settings pinout does not write.
 *
 * @param namespace of the app, when it is in the cluster
 */
export function loginSheet(contract: OidcContract, namespace: string | undefined, facts: Facts): { readonly file: ManualFile; readonly step: ManualStep } {
  const { slug, clientId, scopes, redirects } = contract;
  const { title, endpoints } = facts.idp;
  const application = applicationOf(facts, slug);
  const of = (use: 'login' | 'logout') => redirects.filter((one) => one.use === use).map(({ url }) => `\`${url}\``);
  const secret = secretOf(contract, namespace, facts);
  const rows: readonly (readonly [string, string])[] = [
    ['Issuer', `\`${issuerOf(facts, slug)}\``],
    ['Discovery document', `\`${discoveryUrl(facts, slug)}\``],
    ['Client id', `\`${clientId}\``],
    ['Client secret', secret.text],
    ['Scopes', `\`${scopes.join(' ')}\``],
    ['Redirect URI', `${of('login').join(', ')}: ${title} allows only these. Most apps build it themselves`],
    ...(of('logout').length === 0 ? [] : [['After sign-out', of('logout').join(', ')] as const]),
    ['Authorization endpoint', `\`${endpoints.authorize}\``],
    ['Token endpoint', `\`${endpoints.token}\``],
    ['Userinfo endpoint', `\`${endpoints.userinfo}\``],
    ['Keys (JWKS)', `\`${endpointOf(endpoints.jwks, application)}\``],
    ['End of the session', `\`${endpointOf(endpoints.endSession, application)}\``],
    ['Claims', `\`preferred_username\`, \`name\`, \`email\`${scopes.includes('groups') ? ', and `groups`, a list of names' : ''}`],
    ...Object.entries(contract.roles).map(([role, groups]) => [`Role ${role}`, groups.map((one) => `\`${one}\``).join(', ')] as const),
  ];
  return {
    file: {
      path: sheetPath(slug),
      text: [
        `# The login of ${slug}`,
        '',
        `Enter this in ${slug}. The field names differ between apps. An app that reads the discovery document needs only the first four.`,
        '',
        '| Field | Value |',
        '| --- | --- |',
        ...rows.map(([name, value]) => `| ${name} | ${value.replaceAll('|', String.raw`\|`)} |`),
        '',
        ...(secret.command === undefined ? [] : ['The client secret:', '', '```sh', secret.command, '```', '']),
      ].join('\n'),
    },
    step: {
      text: `Enter the login settings of ${slug} in the app, from \`${facts.name}/manual/${sheetPath(slug)}\``,
      ...(secret.command === undefined ? {} : { commands: [secret.command] }),
    },
  };
}

function secretOf(contract: OidcContract, namespace: string | undefined, facts: Facts): { readonly text: string; readonly command?: string } {
  if (contract.clientType === 'public') return { text: 'none: a public client, which uses PKCE (S256)' };
  const { secret, adopted } = contract;
  if (adopted?.login?.secret === 'kept') return { text: 'unchanged: the app has it already' };
  const name = secretObjectName(secret);
  // The blueprint reads a copy in any case.
  const where = namespace ?? facts.idp.namespace;
  return { text: `key \`${secret.key}\` of the Secret \`${where}/${name}\``, command: shown(where, name, secret.key) };
}
