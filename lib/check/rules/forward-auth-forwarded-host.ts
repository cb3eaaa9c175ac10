import type { Rule } from '../rule.ts';

/** The outpost believes X-Forwarded-Host more than Host, and Envoy passes it on as the browser sent it. */
export const forwardAuthForwardedHost: Rule = {
  code: 'forward-auth-forwarded-host',
  severity: 'error',
  title: 'whoever may enter one guarded app may enter all',
  *run({ objects }) {
    for (const object of objects.of('SecurityPolicy')) {
      const auth = object.root.get('spec', 'extAuth');
      if (!(auth.get('http', 'path').text() ?? '').includes('outpost.goauthentik.io/auth/envoy')) continue;
      const header = auth
        .get('headersToExtAuth')
        .items()
        .find((one) => one.text()?.toLowerCase() === 'x-forwarded-host');
      if (header === undefined) continue;
      // Taken off, or set, at the Gateway before anything looks at it.
      const early = objects
        .of('ClientTrafficPolicy')
        .flatMap(({ root }) => [
          ...root.get('spec', 'headers', 'earlyRequestHeaders', 'remove').items(),
          ...root
            .get('spec', 'headers', 'earlyRequestHeaders', 'set')
            .items()
            .map((one) => one.get('name')),
        ])
        .some((one) => one.text()?.toLowerCase() === 'x-forwarded-host');
      if (early) continue;
      yield {
        at: header,
        message: `SecurityPolicy/${object.name} shows the outpost the X-Forwarded-Host of the browser`,
        expected: 'headersToExtAuth without x-forwarded-host',
        received: 'x-forwarded-host',
        why: 'The outpost looks the app up by X-Forwarded-Host before Host, and Envoy does not take it off: a user of any guarded app sends the host of that app, and is let into this one.',
        fix: 'take x-forwarded-host out of extAuth.headersToExtAuth: Envoy sends Host in any case',
      };
    }
  },
};
