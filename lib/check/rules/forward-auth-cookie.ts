import type { Rule } from '../rule.ts';

/** Envoy passes only the headers on its list. */
export const forwardAuthCookie: Rule = {
  code: 'forward-auth-cookie',
  severity: 'error',
  title: 'the outpost never sees the session',
  *run({ objects }) {
    for (const object of objects.of('SecurityPolicy')) {
      const auth = object.root.get('spec', 'extAuth');
      if (!(auth.get('http', 'path').text() ?? '').includes('outpost.goauthentik.io')) continue;
      const headers = [...auth.get('headersToExtAuth').items(), ...auth.get('http', 'headersToExtAuth').items()].map((one) => one.text()?.toLowerCase());
      if (headers.includes('cookie')) continue;
      yield {
        at: !auth.get('headersToExtAuth').exists ? auth : auth.get('headersToExtAuth'),
        message: `SecurityPolicy/${object.name} does not pass the cookie to the outpost`,
        expected: 'headersToExtAuth with cookie',
        received: headers.join(', ') || 'nothing',
        why: 'Every request looks as if nobody had signed in: the login goes round in a circle.',
        fix: 'add cookie, accept and x-forwarded-proto to extAuth.headersToExtAuth',
      };
    }
  },
};
