import { hostOf } from '../../tree/known.ts';
import { insideAddresses, privateLoadBalancer, resolvesAtHome } from '../../tree/inside-addresses.ts';
import { mentions, walk } from '../../tree/walk.ts';
import type { Reader } from '../../manifest/reader.ts';
import type { Repository } from '../../repository/repository.ts';
import type { Rule } from '../../repository/rule.ts';
import type { Release } from '../../tree/release.ts';
import { providerCommandsOf } from './read.ts';

export const nextcloudRules: readonly Rule[] = [
  {
    code: 'nextcloud-groups-unfiltered',
    severity: 'warning',
    title: 'Nextcloud removes users from local groups at login',
    why: 'At each login Nextcloud removes the user from every local group that the token does not contain, including admin.',
    symptom: 'After a login, a user is no longer administrator, or lost a group that was created in Nextcloud.',
    cause: '`--group-provisioning=1` without `--group-whitelist-regex` makes the token authoritative for all groups.',
    fix: 'add `--group-whitelist-regex` with the groups that authentik manages, for example `"/^nextcloud-/"`',
    source: '[nextcloud/user_oidc#866](https://github.com/nextcloud/user_oidc/issues/866)',
    *find(repository) {
      for (const { options } of providerCommandsOf(repository)) {
        const provisioning = options.get('group-provisioning');
        const regex = options.get('group-whitelist-regex');
        if (provisioning?.value !== '1' || (regex !== undefined && regex.value !== '')) continue;
        yield {
          at: provisioning,
          message: 'user_oidc provisions groups without group-whitelist-regex',
          expected: '--group-whitelist-regex',
          received: 'nothing',
        };
      }
    },
  },
  {
    code: 'nextcloud-hook-once',
    severity: 'warning',
    title: 'Nextcloud sets up its login only once',
    why: 'A changed secret, scope or URL never takes effect.',
    symptom: 'A change in git has no effect in Nextcloud.',
    cause: '`post-installation` runs only when Nextcloud is installed.',
    fix: 'move it to `nextcloud.hooks.before-starting`: the command creates or updates',
    more: 'It can safely run on each start.',
    source: '[nextcloud/docker: hooks](https://github.com/nextcloud/docker#auto-configuration-via-hook-folders)',
    *find(repository) {
      for (const { hook, script } of providerCommandsOf(repository)) {
        if (hook !== 'post-installation' && hook !== 'pre-installation') continue;
        yield {
          at: script,
          message: `the provider is set up in the hook ${hook}, which runs only on the first installation`,
          expected: 'the hook before-starting',
          received: hook,
        };
      }
    },
  },
  {
    code: 'nextcloud-https',
    severity: 'error',
    needs: ['app', 'state'],
    title: 'Nextcloud does not know that it is served over https',
    why: 'The image replaces the address of the proxy, so Nextcloud ignores X-Forwarded-Proto. It refuses the login, or the redirect URI starts with http.',
    symptom: 'A 404 page that asks for HTTPS, or an http redirect URI that the identity provider does not allow.',
    cause: 'Nextcloud sees plain http from the proxy, and no setting overrides it.',
    fix: 'set the variable `OVERWRITEPROTOCOL` to `https` in `nextcloud.extraEnv`, or `phpClientHttpsFix.enabled`',
    source:
      '[nextcloud/docker: README, reverse proxies](https://github.com/nextcloud/docker#using-the-image-behind-a-reverse-proxy-and-specifying-the-server-host-and-protocol)',
    *find(repository) {
      for (const { container, script } of providerCommandsOf(repository)) {
        const { release, env } = container;
        if (release === undefined || env.get('OVERWRITEPROTOCOL')?.value?.value === 'https' || release.get('phpClientHttpsFix', 'enabled').scalar() === true)
          continue;
        if (release.layers.some((layer) => mentions(layer, 'overwriteprotocol'))) continue;
        // A volume that was there before brings its config.php.
        if (!release.object.ours && (release.get('persistence', 'existingClaim').text() ?? '') !== '') continue;
        yield {
          at: script,
          message: 'Nextcloud does not know that it is served over https: neither OVERWRITEPROTOCOL nor phpClientHttpsFix is set',
          expected: 'OVERWRITEPROTOCOL=https',
          received: 'nothing',
        };
      }
    },
  },
  {
    code: 'nextcloud-private-address',
    severity: 'error',
    needs: ['app', 'state'],
    title: 'Nextcloud refuses to connect to an identity provider at a private address',
    why: 'Its HTTP client refuses 10/8, 172.16/12, 192.168/16 and cluster addresses, even if the network allows them.',
    symptom:
      '"Could not reach the OpenID Connect provider", while curl from the same pod works. Only nextcloud.log says that the host violates local access rules.',
    cause: 'authentik resolves to a private address inside the network, and Nextcloud refuses to connect to those.',
    fix: "add `'allow_local_remote_servers' => true` to a file of `nextcloud.configs`",
    source: '[nextcloud/user_oidc#397](https://github.com/nextcloud/user_oidc/issues/397)',
    *find(repository) {
      for (const { container, options, script } of providerCommandsOf(repository)) {
        const { release } = container;
        const said = release === undefined ? undefined : localServersOf(release);
        if (release === undefined || said?.allowed === true) continue;
        const host = hostOf(options.get('discoveryuri')?.value);
        const at = options.get('discoveryuri') ?? script.located(undefined);
        const sure = host !== undefined && insideAddresses({ ...repository, containers: [container], releases: [release] }).has(host);
        const likely = !sure && host !== undefined && isLikelyPrivate(host, said === undefined ? undefined : release, repository);
        // Where nothing says that the host is at home, nobody has to allow it.
        if (said === undefined && !sure && !likely && !release.object.ours) continue;
        yield {
          at: said?.at ?? at,
          severity: sure ? 'error' : likely ? 'warning' : 'info',
          message: `Nextcloud ${said === undefined ? 'does not set allow_local_remote_servers' : 'sets allow_local_remote_servers to false'}${sure ? `, and ${host} resolves to a private address here` : likely ? `, and ${host} is served by this cluster` : ''}`,
          expected: "'allow_local_remote_servers' => true, when the identity provider resolves to a private address",
          received: said === undefined ? 'nothing' : 'false',
          ...(said === undefined ? {} : { fix: 'write true' }),
        };
      }
    },
  },
  {
    code: 'nextcloud-secret-alone',
    severity: 'error',
    needs: ['app'],
    title: 'occ is called with a client secret but no client id',
    why: 'The command then only prints the provider, and a new secret never takes effect.',
    symptom: 'After a rotation the login fails with `invalid_client`, although the hook ran.',
    cause: '`--clientsecret-env` or `--clientsecret-file` alone does not count as a change.',
    fix: 'pass `--clientid` too',
    source: '[nextcloud/user_oidc: lib/Command/UpsertProvider.php](https://github.com/nextcloud/user_oidc/blob/main/lib/Command/UpsertProvider.php)',
    *find(repository) {
      for (const { options, script } of providerCommandsOf(repository)) {
        const secret = options.get('clientsecret-env') ?? options.get('clientsecret-file');
        if (secret === undefined || options.has('clientid')) continue;
        yield {
          at: secret.at.path === '' ? script : secret,
          message: 'user_oidc:provider is called with a client secret but without --clientid',
          expected: '--clientid as well',
          received: 'nothing',
        };
      }
    },
  },
  {
    code: 'nextcloud-unique-uid',
    severity: 'warning',
    title: 'Nextcloud hashes group ids (unique-uid)',
    why: "Ids of users and groups become hashes. The group filter then never matches, so nobody ever leaves a group, and a group named admin is not the administrators' group.",
    symptom: 'Users stay in groups that they left, and group names are hashes.',
    cause: "`--unique-uid=1`, the default, hashes the ids of users and groups together with the provider's id.",
    fix: 'write `--unique-uid=0`',
    more: 'It is for groups that come from authentik. Existing users become new users, so change it before the first login.',
    source: '[nextcloud/user_oidc#1472](https://github.com/nextcloud/user_oidc/issues/1472)',
    *find(repository) {
      for (const { options, script } of providerCommandsOf(repository)) {
        const groups = options.has('group-whitelist-regex') || options.get('group-provisioning')?.value === '1';
        const unique = options.get('unique-uid');
        if (!groups || unique?.value === '0') continue;
        yield {
          at: unique ?? options.get('group-whitelist-regex') ?? script,
          message: 'user_oidc provisions groups with unique-uid=1',
          expected: '--unique-uid=0',
          received: unique?.value ?? 'the default 1',
        };
      }
    },
  },
  {
    code: 'nextcloud-variable-unset',
    severity: 'error',
    needs: ['app'],
    title: 'the user_oidc setup uses a variable that nothing sets',
    why: 'The option is empty, so the provider is created without it or not at all.',
    symptom: 'The provider lacks an option, or the container stops in its hook.',
    cause: 'A hook passes a variable to `occ user_oidc:provider` that nothing sets; often a typo.',
    fix: 'set it in `nextcloud.extraEnv`',
    source: '[nextcloud/helm: values](https://github.com/nextcloud/helm/blob/main/charts/nextcloud/values.yaml)',
    *find(repository) {
      for (const { options, container, script } of providerCommandsOf(repository)) {
        if (container.hidden) continue;
        const set = setIn(script.text() ?? '');
        // A file that it reads may set any.
        const sourced = /(?:^|[\s;&])(?:\.|source)[ \t]+["'$/~]/.test((script.text() ?? '').slice(0, 20_000));
        // Where Flux fills in variables, `${…}` is one of its own.
        const isFilled = container.object.layer?.root.get('spec', 'postBuild').exists === true;
        const variable = isFilled ? /\$([A-Z_][A-Z0-9_]*)/g : /\$\{?([A-Z_][A-Z0-9_]*)\}?/g;
        for (const [option, seen] of options)
          for (const [, name = ''] of seen.value.matchAll(variable)) {
            if (container.env.has(name) || set.has(name) || sourced || ofImage.test(name)) continue;
            yield {
              at: seen,
              message: `--${option} uses $${name}, which neither the environment of Nextcloud nor the script sets`,
              expected: `${name} in ${placeOf(container)}`,
              received: 'nothing',
              fix: `set ${name} in ${placeOf(container)}, or correct the name`,
            };
          }
      }
    },
  },
];

/** What the chart, the image or the shell sets. */
const ofImage = /^(?:NEXTCLOUD|PHP|REDIS|MYSQL|POSTGRES|SQLITE|SMTP|MAIL|OBJECTSTORE|APACHE|KUBERNETES)_|^(?:HOSTNAME|HOME|PATH|PWD|USER)$/;

const placeOf = ({ release }: { readonly release?: unknown }): string => (release === undefined ? 'env of the container' : 'nextcloud.extraEnv');

/** Variables that a script sets, or has a default for. A line with `read` may set any that it names before a `=`. */
function setIn(script: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [, set, filled] of script.matchAll(/(?<![^\s;])(?:export[ \t]+)?([A-Z_][A-Z0-9_]*)=|\$\{([A-Z_][A-Z0-9_]*):?[-+]/g)) names.add((set ?? filled)!);
  for (const line of script.split('\n'))
    if (/(?:^|[\s;])read\s/.test(line)) for (const [, name] of line.matchAll(/(?<![A-Z0-9_])([A-Z_][A-Z0-9_]*)=/g)) names.add(name!);
  return names;
}

/**
 * Whether a DNS server at home answers with a private address; or, where Nextcloud was told to refuse such addresses, the tree serves the host at one. pinout
 * says true, so a release of it that says false was changed.
 */
function isLikelyPrivate(host: string, told: Release | undefined, repository: Repository): boolean {
  if (resolvesAtHome(host, repository)) return true;
  const { edges, objects, releases } = repository;
  if (told === undefined || !edges.some((edge) => edge.host.value === host)) return false;
  return told.object.ours || privateLoadBalancer(objects, releases) !== undefined;
}

/** What a release says of `allow_local_remote_servers`, in PHP, JSON or an occ command. What is said in a form that is not known here counts as true. */
function localServersOf({ layers }: Release): { readonly allowed: boolean; readonly at: Reader } | undefined {
  let no: Reader | undefined;
  for (const layer of layers)
    for (const { key, node } of walk(layer)) {
      const text = key === 'allow_local_remote_servers' ? `allow_local_remote_servers=${String(node.scalar())}` : node.text();
      if (text?.includes('allow_local_remote_servers') !== true) continue;
      const lines = text
        .split('\n')
        .map((line) => line.replace(/(?:^|\s)(?:\/\/|#).*$/, ''))
        .filter((line) => line.includes('allow_local_remote_servers'));
      if (lines.some((line) => !/allow_local_remote_servers['"]?\s{0,4}(?:=>|=|:|\s)\s{0,4}(?:--value[= ])?['"]?(?:false|0|no)\b/i.test(line)))
        return { allowed: true, at: node };
      if (lines.length > 0) no = node;
    }
  return no === undefined ? undefined : { allowed: false, at: no };
}
