import { grouped } from '../../../contract/grouped.ts';
import { runsAtLeast } from '../../../repository/versions.ts';
import { known } from '../../../tree/known.ts';
import type { Rule } from '../../../repository/rule.ts';
import { mayOnlyChange } from '../blueprint-types.ts';
import { forAuthentik } from '../repository.ts';

export const scopeMappingsRules: readonly Rule[] = forAuthentik([
  {
    code: 'scope-mapping-incomplete',
    severity: 'error',
    needs: [],
    title: 'a scope mapping lacks a required field',
    why: 'authentik refuses the whole blueprint if the mapping does not exist yet.',
    symptom: 'The blueprint fails: `This field is required`.',
    cause: '`name`, `scope_name` and `expression` are required.',
    fix: 'set all three',
    source: '[authentik: property mappings](https://docs.goauthentik.io/add-secure-apps/providers/property-mappings/)',
    *find({ blueprints }) {
      for (const entry of blueprints.of('authentik_providers_oauth2.scopemapping'))
        for (const name of ['scope_name', 'expression', 'name']) {
          const field = entry.field(name);
          if (field.exists && (field.tag !== undefined || (field.text() ?? '') !== '')) continue;
          // Looked up by `managed`, an entry may only change a packaged one.
          if (entry.field('managed').exists) continue;
          yield {
            at: !field.exists ? entry.root : field,
            isSure: field.exists || !mayOnlyChange(entry, name),
            message: `the scope mapping ${entry.field('name').text() ?? ''} has no ${name}`,
            expected: name,
            received: 'nothing',
            fix: `write ${name}`,
          };
        }
    },
  },
  {
    code: 'scope-openid-missing',
    severity: 'error',
    needs: [],
    title: 'a provider does not map the scope openid',
    why: 'authentik grants only mapped scopes. Without openid, userinfo returns 403, and the app has the id token alone.',
    symptom: 'userinfo returns 403 "Scope mismatch".',
    cause: '`property_mappings` is not set, which means empty, or does not include `openid`.',
    fix: 'add `!Find [authentik_providers_oauth2.scopemapping, [managed, goauthentik.io/providers/oauth2/scope-openid]]` to `property_mappings`',
    more: 'Map the other scopes that the app requests too.',
    source: '[authentik: property mappings](https://docs.goauthentik.io/add-secure-apps/providers/property-mappings/)',
    *find({ clients, pairs }) {
      const apps = grouped(pairs.all, ({ client }) => client);
      for (const client of clients) {
        const { provider, scopes, scopesComplete, label } = client;
        if (!scopesComplete || scopes?.some(({ name }) => name === 'openid') === true) continue;
        // An id token comes whatever is mapped (authentik/providers/oauth2/views/token.py, create_code_response).
        const readers = apps.get(client) ?? [];
        if (readers.length > 0 && readers.every(({ login }) => login.readsIdToken === true && !login.object.ours)) continue;
        const mappings = provider.field('property_mappings');
        if (mappings.tag !== undefined || (!mappings.exists && mayOnlyChange(provider, 'authorization_flow'))) continue;
        yield {
          at: !mappings.exists ? provider.root.get('attrs') : mappings,
          // With an address in it the id token is enough for apps that ask userinfo for the rest.
          isSure: provider.blueprint.map?.ours === true || scopes?.some(({ name }) => name === 'email') !== true,
          message: `${label} ${scopes === undefined ? 'has no property_mappings' : 'does not map the scope openid'}`,
          expected: 'the mapping goauthentik.io/providers/oauth2/scope-openid',
          received: scopes === undefined ? 'nothing' : scopes.map(({ name }) => name).join(', '),
        };
      }
    },
  },
  {
    code: 'scope-unasked',
    severity: 'info',
    strict: true,
    title: 'the provider maps a scope that the app does not request',
    why: 'A token has the claims of a scope only if the app requests the scope and the provider maps it.',
    symptom: 'Claims that the provider could return are missing in tokens.',
    cause: 'The provider maps the scope, but the app does not request it.',
    fix: 'request it in the app, or remove the mapping',
    source: '[authentik: scopes](https://docs.goauthentik.io/add-secure-apps/providers/property-mappings/)',
    *find({ pairs }) {
      for (const { login, client } of pairs.all) {
        const asked = new Set(login.scopes?.map(({ value }) => value));
        if (asked.size === 0 || [...asked].some((name) => known(name) === undefined)) continue;
        for (const scope of client.scopes ?? []) {
          if (asked.has(scope.name) || scope.name === 'openid' || scope.name === 'groups' || /entitlements|authentik_api|\//.test(scope.name)) continue;
          yield {
            at: scope.at,
            severity: scope.name === 'offline_access' ? 'warning' : 'info',
            message: `${client.label} maps the scope ${scope.name}, which ${login.label} does not request`,
            expected: `${scope.name} among the scopes of the app`,
            received: [...asked].join(' '),
            fix: `request ${scope.name} in the app, or remove its mapping from the provider`,
          };
        }
      }
    },
  },
  {
    code: 'email-unverified',
    severity: 'error',
    needs: [],
    title: 'authentik marks e-mail addresses as unverified, and the app may refuse them',
    why: 'authentik does not verify e-mail addresses. Since 2025.10 its own mapping returns email_verified: false.',
    symptom: '"Your email address is not verified", `oidc: email not verified`, or a refusal without a reason after a login that looked fine.',
    cause:
      "Since 2025.10 authentik's own `email` mapping returns `email_verified: false`. Vaultwarden, oauth2-proxy, Audiobookshelf and an apiserver whose user name is the e-mail address refuse such addresses.",
    fix: 'write your own mapping for the scope `email`, if you trust the addresses of your users',
    more: 'It returns `"email_verified": True`. Trust addresses only if users cannot change them themselves.',
    source: '[goauthentik/authentik#16205](https://github.com/goauthentik/authentik/issues/16205)',
    *find({ pairs, versions }) {
      const { authentik } = versions;
      const isRecent = runsAtLeast(authentik, [2025, 10]);
      if (isRecent === false) return;
      for (const { login, client } of pairs.all) {
        const email = client.scopes?.find(({ name }) => name === 'email');
        // Of an app that is known here it is known whether it looks.
        const mayLook = login.unknownApp === true && login.scopes?.some(({ value }) => value === 'email') === true;
        if ((login.needsVerifiedEmail === undefined && !mayLook) || email === undefined) continue;
        const expression = email.entry?.field('expression').text();
        if (expression === undefined ? !email.managed : /email_verified["']\s*:\s*(?!False)/.test(expression)) continue;
        if (login.needsVerifiedEmail === undefined) {
          yield {
            at: email.at,
            severity: 'info',
            message: `${login.label} requests the scope email, and the email mapping of ${client.label} returns email_verified: false`,
            expected: 'your own mapping of the scope email with "email_verified": True, if the app checks it',
            received: expression === undefined ? "authentik's own mapping" : 'a mapping without email_verified',
            why: 'Some apps refuse an unverified address, or do not link it to an existing account. pinout does not know whether this one does.',
          };
          continue;
        }
        yield {
          at: email.at,
          severity: isRecent === undefined ? 'warning' : 'error',
          message: `${login.label} needs a verified e-mail address, but the email mapping of ${client.label} returns email_verified: false`,
          expected: 'your own mapping of the scope email with "email_verified": True',
          received: expression === undefined ? "authentik's own mapping" : 'a mapping without email_verified',
        };
      }
    },
  },
]);
