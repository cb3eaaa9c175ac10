import type { Rule } from '../rule.ts';

/** Half a configuration is none. */
export const loginIncomplete: Rule = {
  code: 'login-incomplete',
  severity: 'error',
  title: 'an app is set up for a login, and something of it is missing',
  *run({ logins, containers, releases }) {
    for (const { missing, label, at } of logins.all)
      for (const what of missing ?? [])
        yield {
          at: what.at ?? at,
          message: `${label} has no ${what.name}`,
          expected: what.wanted,
          received: 'nothing',
          why: 'The app starts, and the login fails or the button is not there.',
          fix: `set ${what.wanted}`,
        };
    for (const { env, hidden } of containers) {
      const switched = env.get('PINOUT_OIDC_CLIENT_ID');
      if (switched === undefined || hidden) continue;
      for (const name of ['PINOUT_OIDC_CLIENT_SECRET', 'PINOUT_OIDC_DISCOVERY', 'PINOUT_OIDC_GROUP_REGEX', 'PINOUT_OIDC_RESTRICT']) {
        const variable = env.get(name);
        if (variable?.from !== undefined || variable?.elsewhere === true || (variable?.value?.value ?? '') !== '') continue;
        yield {
          at: (variable ?? switched).at,
          message: `nextcloud has no value for ${name}`,
          expected: name,
          received: 'nothing',
          why: 'The script that sets the login up stops, and the pod with it.',
          fix: `set ${name}`,
        };
      }
    }
    for (const release of releases) {
      const own = release.get('nextcloud');
      if (release.chart !== 'nextcloud' || !own.get('extraEnv').exists || own.get('host').exists) continue;
      yield {
        at: release.object.root.get('metadata', 'name'),
        message: `nextcloud (${release.object.kind} ${release.object.namespace}/${release.object.name}) has no nextcloud.host`,
        expected: 'values.nextcloud.host: the public host',
        received: 'nothing',
        why: 'The chart then takes nextcloud.kube.home, and Nextcloud refuses every request for another host.',
        fix: 'set nextcloud.host in the values',
      };
    }
  },
};
