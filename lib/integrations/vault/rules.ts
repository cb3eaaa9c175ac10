import { hostOf, known } from '../../tree/known.ts';
import type { Gate } from '../../login/gate.ts';
import type { Rule } from '../../repository/rule.ts';
import { looksAtGroups, vaultMethodsOf } from './read.ts';

export const vaultRules: readonly Rule[] = [
  {
    code: 'vault-default-role',
    severity: 'warning',
    title: "Vault's default role is missing or does not exist",
    symptom: 'The sign-in page asks for a role, and users do not know which one.',
    cause: '`default_role` is not set.',
    fix: 'set it to the role that most users should get',
    source: '[Vault: JWT/OIDC auth method](https://developer.hashicorp.com/vault/docs/auth/jwt/oidc-providers)',
    *find(repository) {
      for (const { config, roles, object } of vaultMethodsOf(repository)) {
        if (config === undefined && object.kind === 'ConfigMap')
          yield {
            at: roles[0]!.at,
            message: 'a Vault role is written, but the configuration of its OIDC method is not',
            expected: 'a configuration with oidc_discovery_url and oidc_client_id',
            received: 'none',
            why: 'Without it the method has no identity provider.',
            fix: 'write auth/MOUNT/config as well',
          };
        // Without a client the mount takes tokens that programs bring (GitHub Actions, https://developer.hashicorp.com/vault/docs/auth/jwt): nobody signs in by it.
        if (!config?.has('oidc_client_id')) continue;
        const role = config.field('default_role');
        if (roles.length === 0)
          yield {
            at: config.at,
            message: 'the OIDC method of Vault is configured, but no role for it is written here',
            expected: 'a role with allowed_redirect_uris, user_claim and oidc_scopes',
            received: 'none',
            why: 'Every login needs a role. Without one it fails with "role could not be found".',
            fix: 'write auth/MOUNT/role/NAME as well',
          };
        if (roles.length === 0 || (role !== undefined && role.value !== '')) continue;
        yield {
          at: role ?? config.at,
          message: 'the OIDC method of Vault has no default_role',
          expected: 'default_role',
          received: 'nothing',
          why: 'Users have to type the name of a role, and a link cannot contain it.',
          fix: 'set default_role to the name of the role',
        };
      }
    },
  },
  {
    code: 'vault-discovery-url',
    severity: 'error',
    needs: [],
    title: "Vault's oidc_discovery_url is the URL of the discovery document",
    why: 'Vault appends /.well-known/openid-configuration itself and then requests a page that does not exist.',
    symptom: '400 `error checking oidc discovery URL`.',
    cause: '`oidc_discovery_url` is the URL of the discovery document instead of the issuer.',
    fix: 'write the issuer, with the trailing slash',
    source: '[hashicorp/vault-plugin-auth-jwt#65](https://github.com/hashicorp/vault-plugin-auth-jwt/issues/65)',
    *find(repository) {
      for (const { config } of vaultMethodsOf(repository)) {
        const url = config?.field('oidc_discovery_url');
        if (!url?.value.includes('/.well-known')) continue;
        yield {
          at: url,
          message: `oidc_discovery_url is ${url.value}`,
          expected: url.value.slice(0, url.value.indexOf('.well-known')),
          received: url.value,
          fix: `write ${url.value.slice(0, url.value.indexOf('.well-known'))}`,
        };
      }
    },
  },
  {
    code: 'vault-launch-role',
    severity: 'warning',
    title: 'the tile of Vault passes role=, which Vault ignores, or names no auth method',
    why: "Vault's sign-in page reads only with, namespace and redirect_to. The role comes from default_role.",
    symptom: 'The tile opens Vault with the wrong role, or with the list of auth methods.',
    cause: "Vault's sign-in page has no parameter `role`, and shows the list of auth methods if `with` names none.",
    fix: 'remove `role=` and set `default_role`',
    more: '`default_role` is in the configuration of the method. The launch URL is `/ui/vault/auth?with=MOUNT/`.',
    source: '[hashicorp/vault: ui/app/routes/vault/cluster/auth.js](https://github.com/hashicorp/vault/tree/main/ui/app/routes/vault/cluster)',
    *find({ clients, pairs }) {
      for (const { login, client } of pairs.all) {
        const url = known(client.launchUrl?.value);
        if (
          login.app !== 'vault' ||
          url === undefined ||
          !/^https?:\/\/[^/?#]+(?:\/(?:ui\/?)?(?:vault\/auth\/?)?)?(?:\?[^#]*)?$/.test(url) ||
          /[?&](?:with|role)=/.test(url)
        )
          continue;
        yield {
          at: client.launchUrl!,
          severity: 'info',
          message: `the tile of ${client.label} opens Vault with the list of auth methods`,
          expected: '/ui/vault/auth?with=oidc/, with the path of the mount',
          received: url,
          why: 'Without with= users have to choose the method and click once more.',
          fix: 'use /ui/vault/auth?with=oidc/ as the launch URL, with the path of the mount',
        };
      }
      for (const { launchUrl, label } of clients) {
        if (launchUrl === undefined || !/[?&]role=/.test(launchUrl.value.slice(Math.max(0, launchUrl.value.indexOf('/ui/vault/auth?'))))) continue;
        yield {
          at: launchUrl,
          message: `the launch URL of ${label} passes role=, which Vault's sign-in page ignores`,
          expected: '/ui/vault/auth?with=oidc/, and default_role in the configuration',
          received: launchUrl.value,
        };
      }
    },
  },
  {
    code: 'vault-redirect-mount',
    severity: 'error',
    needs: [],
    title: 'a redirect URI of Vault is not a Vault callback URL',
    why: 'Vault returns an empty auth_url if the redirect URI is not on the list, and the page says only "Missing auth_url".',
    symptom: '"Missing auth_url" in the UI.',
    cause: 'A URI in `allowed_redirect_uris` is not of the form `/ui/vault/auth/MOUNT/oidc/callback`, or names another mount.',
    fix: 'use the path at which the method is mounted, both here and at the identity provider',
    source: '[Vault: JWT/OIDC auth method](https://developer.hashicorp.com/vault/docs/auth/jwt/oidc-providers)',
    *find(repository) {
      for (const { roles, config, object } of vaultMethodsOf(repository))
        for (const role of roles) {
          const own = (role.mount ?? config?.mount)?.replace(/^auth\//, '');
          const all = role.list('allowed_redirect_uris') ?? [];
          const isRight = (url: string): boolean => {
            const mount = mountIn(url, '/ui/vault/auth/') ?? mountIn(url, '/v1/auth/');
            return mount !== undefined && (own === undefined || mount === own || mount.startsWith(`${own}/`));
          };
          for (const redirect of all) {
            const url = known(redirect.value);
            // The command line listens at a port of its own, on any machine (callbackhost).
            if (url === undefined || /^http:\/\/[^/]+\/oidc\/callback$/.test(url) || isRight(url)) continue;
            // Beside the right one of its host it does nothing.
            if (all.some(({ value }) => isRight(value) && hostOf(value) === hostOf(url))) continue;
            yield {
              at: redirect,
              // Where another host has the right one, people come in by that.
              isSure: object.ours || !all.some(({ value }) => isRight(value)),
              message: `${url} is not a callback URL of Vault`,
              expected: `https://HOST/ui/vault/auth/${own ?? 'MOUNT'}/oidc/callback, or http://localhost:8250/oidc/callback`,
              received: url,
              fix: `write https://HOST/ui/vault/auth/${own ?? 'oidc'}/oidc/callback, with the path of the mount`,
            };
          }
        }
    },
  },
  {
    code: 'vault-role-policies',
    severity: 'error',
    needs: [],
    title: 'everyone who logs in gets a Vault policy',
    why: 'The role has no bound_claims, so everyone who can log in gets these policies.',
    symptom: 'Users have more rights in Vault than they should.',
    cause: '`token_policies` of a role without `bound_claims` apply to everyone who can use the role.',
    fix: 'assign policies through external groups (`identity/group` and `group-alias`), or restrict the role to a group with `bound_claims`',
    more: 'Keep `default` as the only policy of the role.',
    source: '[Vault: external groups](https://developer.hashicorp.com/vault/docs/secrets/identity)',
    *find(repository) {
      const clients = new Map(repository.pairs.all.map(({ login, client }) => [login.object, client]));
      for (const { roles, object } of vaultMethodsOf(repository))
        for (const role of roles) {
          const policies = (role.list('token_policies') ?? role.list('policies') ?? []).filter(
            ({ value }) => value !== 'default' && known(value) !== undefined,
          );
          if (policies.length === 0 || role.has('bound_claims') || role.has('bound_subject')) continue;
          const gate = clients.get(object)?.gate;
          // The client lets in nobody else, and they may do everything.
          if (!object.ours && gate !== undefined && isForAdministrators(gate)) continue;
          // The identity provider may let in few alone: by its end elsewhere, or by a binding that was made by hand.
          const isOpen = object.ours && gate?.rules.length === 0;
          yield {
            at: policies[0]!,
            isSure: isOpen && policies.some(({ value }) => /admin|root|sudo/i.test(value)),
            message: `a Vault role gives ${policies.map(({ value }) => value).join(', ')} to everyone who logs in`,
            expected: 'token_policies: [default], and policies by group',
            received: policies.map(({ value }) => value).join(', '),
          };
        }
    },
  },
  {
    code: 'vault-scopes-missing',
    severity: 'error',
    needs: ['app'],
    title: 'a Vault role uses groups but does not request them',
    why: 'The token then has no groups. The bound claim does not match, or the login fails with "claim not found".',
    symptom: '`claim "groups" not found in token`, or `error validating claims`, although the user is in the group.',
    cause: '`oidc_scopes` of the role names neither `groups` nor `profile`, so the token carries none.',
    fix: "add `groups` (or `profile`, if authentik's own mapping carries them) to `oidc_scopes`",
    source: '[Vault: JWT/OIDC auth method](https://developer.hashicorp.com/vault/docs/auth/jwt/oidc-providers)',
    *find(repository) {
      for (const { roles, object } of vaultMethodsOf(repository))
        for (const role of roles) {
          const uses = looksAtGroups(role);
          const scopes = role.list('oidc_scopes') ?? [];
          if (!uses || scopes.some(({ value }) => value === 'groups' || value === 'profile' || known(value) === undefined)) continue;
          yield {
            at: scopes[0] ?? role.at,
            message: `a Vault role (${object.namespace}/${object.name}) uses groups, but oidc_scopes has neither groups nor profile`,
            expected: 'oidc_scopes: [profile, email, groups]',
            received: scopes.map(({ value }) => value).join(', ') || 'nothing',
          };
        }
    },
  },
  {
    code: 'vault-user-claim',
    severity: 'warning',
    title: 'Vault identifies users by a claim that can change',
    why: 'If the value changes, the user gets a new entity without the old rights, and anyone who gets the old value inherits them.',
    symptom: 'After a change of e-mail address, a user has lost all rights, or has those of another user.',
    cause: '`user_claim` is a claim that can change.',
    fix: 'write `user_claim: sub`',
    more: 'It is stable as long as `sub_mode` does not change.',
    source: '[Vault: JWT/OIDC auth method](https://developer.hashicorp.com/vault/docs/auth/jwt/oidc-providers)',
    *find(repository) {
      for (const { roles } of vaultMethodsOf(repository))
        for (const role of roles) {
          const claim = role.field('user_claim');
          if (claim?.value !== 'email' && claim?.value !== 'name' && claim?.value !== 'nickname') continue;
          yield {
            at: claim,
            message: `user_claim is ${claim.value}, which can change`,
            expected: 'sub, or preferred_username',
            received: claim.value,
          };
        }
    },
  },
];

/** Whether all groups that a gate lets in are called administrators. */
const isForAdministrators = ({ rules }: Gate): boolean =>
  rules.length > 0 && rules.every(({ kind, negate, names }) => kind === 'group' && negate !== true && names.every(({ value }) => /admin/i.test(value)));

/** What stands between the start of the path and `/oidc/callback`. */
function mountIn(url: string, start: string): string | undefined {
  const end = '/oidc/callback';
  const at = url.indexOf(start);
  if (at === -1 || !url.endsWith(end)) return undefined;
  const mount = url.slice(at + start.length, -end.length);
  return mount === '' ? undefined : mount;
}
