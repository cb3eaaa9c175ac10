import { isForbiddenRedirect } from '../../contract/redirect.ts';
import type { Rule } from '../rule.ts';

/** Each has a mode and an address. */
export const redirectInvalid: Rule = {
  code: 'redirect-invalid',
  severity: 'error',
  title: 'a redirect URI is not written as authentik takes it',
  *run({ clients }) {
    for (const { redirects, label } of clients)
      for (const { at } of redirects ?? []) {
        if (at.tag !== undefined) continue;
        const mode = at.get('matching_mode');
        const type = at.get('redirect_uri_type');
        const url = at.get('url');
        const wrong =
          !url.exists || (url.tag === undefined && ((url.text() ?? '') === '' || isForbiddenRedirect(url.text()!)))
            ? 'url'
            : mode.tag === undefined && mode.text() !== 'strict' && mode.text() !== 'regex'
              ? 'matching_mode'
              : type.exists && type.tag === undefined && type.text() !== 'authorization' && type.text() !== 'logout'
                ? 'redirect_uri_type'
                : undefined;
        if (wrong === undefined) continue;
        const node = at.get(wrong);
        yield {
          at: !node.exists ? at : node,
          message: `a redirect URI of ${label} has ${!node.exists ? 'no' : wrong === 'url' && node.text() !== '' ? 'a forbidden' : 'an unknown'} ${wrong}`,
          expected: '{ matching_mode: strict, url: https://… }',
          received: node.text() ?? 'nothing',
          why: 'authentik refuses the blueprint or the login, or takes the address for something else.',
          fix: wrong === 'url' ? 'write url' : wrong === 'matching_mode' ? 'write matching_mode: strict' : 'write redirect_uri_type: authorization or logout',
        };
      }
  },
};
