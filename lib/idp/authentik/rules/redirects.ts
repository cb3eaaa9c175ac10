import { runsAtLeast } from '../../../repository/versions.ts';
import { isForbiddenRedirect } from '../../../contract/redirect.ts';
import { known } from '../../../tree/known.ts';
import type { Rule } from '../../../repository/rule.ts';
import { mayOnlyChange } from '../blueprint-types.ts';
import { forAuthentik } from '../repository.ts';

export const redirectListsRules: readonly Rule[] = forAuthentik([
  {
    code: 'redirect-invalid',
    severity: 'error',
    needs: [],
    refuses: true,
    title: 'authentik does not accept a redirect URI in this form',
    why: 'authentik refuses the blueprint or the login, or treats the URI as something else.',
    symptom: 'The blueprint fails, or authentik refuses the URI at login.',
    cause:
      '`matching_mode` is `strict` or `regex`, `redirect_uri_type` is `authorization` or `logout`, `url` is required. authentik never redirects to `javascript:`, `data:` or `vbscript:` (`FORBIDDEN_URI_SCHEMES` in providers/oauth2/constants.py). The scheme of a native app, such as `app.immich:///oauth-callback`, is fine.',
    fix: 'use these values',
    source: '[authentik: redirect URIs](https://docs.goauthentik.io/add-secure-apps/providers/oauth2/#redirect-uris-and-origins)',
    *find({ clients }) {
      for (const { redirects, label } of clients)
        for (const { at } of redirects ?? []) {
          // A variable may stand for the whole entry, or for a word of it.
          const isOpen = (node: typeof at) => node.tag !== undefined || (node.text() !== undefined && node.text() !== '' && known(node.text()) === undefined);
          if (isOpen(at)) continue;
          const mode = at.get('matching_mode');
          const type = at.get('redirect_uri_type');
          const url = at.get('url');
          const wrong =
            !url.exists || (url.tag === undefined && ((url.text() ?? '') === '' || isForbiddenRedirect(url.text()!)))
              ? 'url'
              : !isOpen(mode) && mode.text() !== 'strict' && mode.text() !== 'regex'
                ? 'matching_mode'
                : type.exists && !isOpen(type) && type.text() !== 'authorization' && type.text() !== 'logout'
                  ? 'redirect_uri_type'
                  : undefined;
          if (wrong === undefined) continue;
          const node = at.get(wrong);
          yield {
            at: !node.exists ? at : node,
            message: `a redirect URI of ${label} has ${!node.exists ? 'no' : wrong === 'url' && node.text() !== '' ? 'a forbidden' : 'an unknown'} ${wrong}`,
            expected: '{ matching_mode: strict, url: https://… }',
            received: node.text() ?? 'nothing',
            fix: wrong === 'url' ? 'write url' : wrong === 'matching_mode' ? 'write matching_mode: strict' : 'write redirect_uri_type: authorization or logout',
          };
        }
    },
  },
  {
    code: 'redirect-wildcard',
    severity: 'error',
    needs: [],
    title: "a redirect URI matches more than the app's own",
    why: "Anyone who owns a host that matches can receive your users' authorization codes.",
    symptom: 'Nothing, until somebody sends your users a link.',
    cause: 'A redirect URI is a regular expression that matches other hosts, or its dots are not escaped.',
    fix: 'write `matching_mode: strict` and the full URI',
    source: '[RFC 9700, section 4.1.1](https://www.rfc-editor.org/rfc/rfc9700#section-4.1.1)',
    *find({ clients }) {
      for (const { redirects, label } of clients)
        for (const { url, matching, at } of redirects ?? []) {
          const [, host = ''] = /^\^?(?:https?|\(https?\|https?\)|https\?):\\?\/\\?\/((?:\[[^\]]{0,100}\]|\\[^/]|[^/\\[])*)/.exec(url) ?? [];
          const wide = matching === 'regex' ? url === '' || /^\^?\.[*+]/.test(url) || mayLeave(host) : url.includes('*');
          const loose = matching === 'regex' && /(?<!\\)\.(?![*+])/.test(host);
          if (!wide && !loose) continue;
          yield {
            at: at.get('url'),
            // A line that matches nothing hurts nobody beside one that does.
            isSure: wide && (matching === 'regex' || redirects?.length === 1),
            message: wide
              ? `${label} allows the redirect URI ${url}, ${matching === 'regex' ? 'which also matches other hosts' : 'but * is not a wildcard in strict mode'}`
              : `${label} allows the redirect URI ${url}, in which an unescaped dot matches any character`,
            expected: wide ? 'matching_mode: strict and the full URI' : 'dots in the host escaped as \\.',
            received: url,
            fix: wide ? 'write each URI in full, with matching_mode: strict' : 'write matching_mode: strict and the plain URI, or escape the dots',
          };
        }
    },
  },
  {
    code: 'redirects-empty',
    severity: 'error',
    needs: [],
    title: 'a provider has no redirect URIs',
    symptom: 'authentik refuses the blueprint, or the first login sets the redirect URI permanently.',
    cause: '`redirect_uris` is missing, empty, or still in the format before 2024.12: one string with a URI per line.',
    fix: 'write `redirect_uris: [{ matching_mode: strict, url: https://… }]`',
    source: '[authentik: release 2024.12](https://docs.goauthentik.io/releases/2024.12)',
    *find({ clients, pairs, versions }) {
      // Who only judges tokens sends nobody to sign in.
      const used = new Set(pairs.all.flatMap(({ login, client }) => (login.verifiesOnly === true ? [] : [client])));
      for (const client of clients) {
        const { provider, label } = client;
        const list = provider.field('redirect_uris');
        if (list.tag !== undefined || list.items().length > 0) continue;
        if (!list.exists && mayOnlyChange(provider, 'authorization_flow')) continue;
        // An empty list that somebody wrote, and no app of it here: a machine that fetches its tokens itself has no redirect.
        if (list.exists && list.text() === undefined && list.scalar() !== null && !used.has(client)) continue;
        const grants = provider
          .field('grant_types')
          .items()
          .map((one) => one.text());
        if (grants.length > 0 && !grants.some((grant) => grant === 'authorization_code' || grant === 'implicit' || grant === 'hybrid')) continue;
        const old = list.text() !== undefined;
        if (old && runsAtLeast(versions.authentik, [2024, 12]) === false) continue;
        yield {
          at: !list.exists ? provider.root.get('attrs') : list,
          // It may have its list already, or be for machines, which fetch tokens without a redirect.
          isSure: list.exists || used.has(client) || provider.blueprint.map?.ours === true,
          message: old ? `${label} has redirect_uris as a string, which authentik no longer accepts` : `${label} has no redirect_uris`,
          expected: 'a list of { matching_mode, url }',
          received: old ? 'text' : 'none',
          why: old
            ? 'Since 2024.12 each redirect URI is an object. authentik refuses the blueprint.'
            : 'authentik saves the first redirect URI that anyone sends.',
        };
      }
    },
  },
]);

/**
 * Whether the host in an expression may be somebody else's: `.*` runs over `evil.example/`, and so does a class that leaves out some letters, unless it leaves
 * out whatever ends a host. authentik matches the whole address (authentik/providers/oauth2/views/authorize.py: fullmatch).
 */
function mayLeave(host: string): boolean {
  if (/(?<!\\)\.[*+]/.test(host)) return true;
  const classes = host.split('[^').slice(1);
  return classes.some((one) => !['/', '?', '#'].every((end) => one.split(']', 1)[0]!.includes(end)));
}
