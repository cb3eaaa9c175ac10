import { closest, distance } from 'fastest-levenshtein';
import type { Rule } from '../../repository/rule.ts';

/** go-gitea/gitea cmd/admin_auth_oauth.go, oauthCLIFlags, as the chart calls them; the name of a Secret is the chart's own. */
const giteaKeys: readonly string[] = [
  'name',
  'provider',
  'key',
  'secret',
  'autoDiscoverUrl',
  'useCustomUrls',
  'customTenantId',
  'customAuthUrl',
  'customTokenUrl',
  'customProfileUrl',
  'customEmailUrl',
  'iconUrl',
  'skipLocal2fa',
  'scopes',
  'requiredClaimName',
  'requiredClaimValue',
  'groupClaimName',
  'adminGroup',
  'restrictedGroup',
  'groupTeamMap',
  'groupTeamMapRemoval',
  'fullNameClaimName',
  'sshPublicKeyClaimName',
  'attributeSshPublicKey',
  'quotaGroupClaimName',
  'quotaGroupMap',
  'quotaGroupMapRemoval',
  'existingSecret',
];

export const settingsAppRules: readonly Rule[] = [
  {
    code: 'gitea-oauth-key',
    severity: 'error',
    needs: [],
    title: 'a setting of a login source of Gitea or Forgejo is misspelt',
    why: 'The chart makes a flag of each key. The command that adds the login source ends at a flag that it does not know, and the pod does not start.',
    symptom: 'The init container `configure-gitea` fails: `flag provided but not defined`.',
    cause: 'A key under `gitea.oauth` is none of those that `gitea admin auth add-oauth` has.',
    fix: 'write the key that the message proposes',
    source: '[gitea/helm-gitea: gitea.oauth_settings in templates/_helpers.tpl](https://gitea.com/gitea/helm-gitea/src/branch/main/templates/_helpers.tpl)',
    *find({ releases }) {
      for (const { object, get } of releases)
        for (const source of get('gitea', 'oauth').items())
          for (const [key, node] of source.entries()) {
            const meant = closest(key.slice(0, 40), giteaKeys);
            // What a newer version may have is no slip of the keyboard. Forgejo's own chart spells it skipLocal-2fa: a dash becomes the same flag.
            if (
              giteaKeys.includes(key.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase())) ||
              key.length > 40 ||
              distance(key, meant) > 2 ||
              key.length < 5
            )
              continue;
            yield {
              at: node,
              message: `${object.kind}/${object.name} has ${key} in gitea.oauth, which is not a flag of gitea admin auth add-oauth`,
              expected: meant,
              received: key,
              fix: `write ${meant}`,
            };
          }
    },
  },
];
