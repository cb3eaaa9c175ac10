import { describe, expect, it } from 'vitest';
import { diffAccess } from '../../lib/access/diff/diff.ts';
import { rulesOfDiff } from '../../lib/access/diff/fails-logins.ts';
import { rules } from '../../lib/check/registry.ts';
import { everyone, groups } from '../../lib/contract/access.ts';
import { forwardAuthApp } from '../../lib/integrations/forward-auth-app/forward-auth-app.ts';
import { grafana } from '../../lib/integrations/grafana/grafana.ts';
import { kubectl } from '../../lib/integrations/kubectl/kubectl.ts';
import { nextcloud } from '../../lib/integrations/nextcloud/nextcloud.ts';
import { filesOf } from '../../lib/synth/files.ts';
import { clusterWith, grafanaOptions } from '../support/sample.ts';
import { changed, type Files, modelOf, saidBetween, without } from '../access/trees.ts';
import { exploded } from '../support/exploded.ts';

interface Source {
  readonly grafana?: object;
  readonly nextcloud?: object;
  readonly kubectl?: object;
  readonly whoami?: object;
  readonly facts?: object;
  readonly leave?: string;
}

/** What pinout writes for a small cluster of which one thing is other. */
function written({ leave = '', facts = {}, ...more }: Source = {}): Files {
  const apps = {
    grafana: grafana({ ...grafanaOptions, ...more.grafana }),
    nextcloud: nextcloud({ host: 'cloud', namespace: 'nextcloud', access: groups('family', 'admin'), roles: { admin: ['admin'] }, ...more.nextcloud }),
    kubectl: kubectl({ roles: { view: ['grafana-admins'] }, namespaces: { media: { edit: ['grafana-viewers'] } }, ...more.kubectl }),
    whoami: forwardAuthApp({ name: 'whoami', access: groups('family'), image: 'docker.io/traefik/whoami:v1.11.0', port: 80, ...more.whoami }),
  };
  const rest = Object.entries(apps).flatMap(([name, app]) => (name === leave ? [] : [app]));
  return exploded(Object.fromEntries(filesOf(clusterWith({ apps: rest, ...facts }), 'apps/main.ts')));
}

const base = written();

describe('a pull request of somebody who uses pinout', () => {
  it('adds a group', () => {
    expect(saidBetween(base, written({ nextcloud: { access: groups('family', 'admin', 'friends') } }))).toEqual(['opens: `friends` gains Nextcloud']);
    expect(saidBetween(written({ nextcloud: { access: groups('family', 'admin', 'friends') } }), base)).toEqual(['closes: `friends` loses Nextcloud']);
  });

  it('widens a role', () => {
    const said = saidBetween(base, written({ grafana: { roles: { Admin: ['grafana-admins', 'grafana-viewers'] } } }));
    expect(said).toEqual(['opens: `grafana-viewers` becomes Admin in Grafana instead of Viewer']);
    expect(saidBetween(written({ grafana: { roles: { Admin: ['grafana-admins', 'grafana-viewers'] } } }), base)).toEqual([
      'closes: `grafana-viewers` becomes Viewer in Grafana instead of Admin',
    ]);
  });

  it('opens an app to everyone', () => {
    expect(saidBetween(base, written({ nextcloud: { access: everyone() } }))).toEqual(['opens: everyone who can sign in gains Nextcloud']);
    expect(saidBetween(base, written({ whoami: { access: everyone() } }))).toEqual(['opens: everyone who can sign in gains Whoami']);
    expect(saidBetween(written({ whoami: { access: everyone() } }), base)).toEqual(['closes: everyone who can sign in loses Whoami']);
  });

  it('allows every redirect URI', () => {
    const after = changed(base, /blueprint-grafana/, /matching_mode: strict, url: https:\/\/grafana[^,]*/, 'matching_mode: regex, url: "https://.*"');
    const said = saidBetween(base, after);
    expect(said[0]).toBe('opens: codes of Grafana may be sent to every address that matches https://.*: anyone who owns one of them can take over a login');
    expect(said.filter((one) => one.startsWith('opens'))).toHaveLength(1);
  });

  it('changes the prefix of the cluster, with the bindings and without them', () => {
    const whole = saidBetween(base, written({ facts: { apiserver: { prefix: 'sso:' } } }));
    expect(whole).toEqual([expect.stringMatching(/^breaks: kube-apiserver puts `sso:` before the groups of a token instead of `oidc:`: bindings that other/)]);
    const half = saidBetween(base, changed(base, /authentication/, "'oidc:'", "'sso:'"));
    expect(half[0]).toMatch(/^breaks: .*the bindings to `oidc:grafana-admins` and `oidc:grafana-viewers` match nobody any more$/);
    expect(half).toContain('closes: everyone in `grafana-viewers` loses kubectl edit in `media`');
  });

  it('removes an app', () => {
    expect(saidBetween(base, written({ leave: 'nextcloud' }))).toEqual([
      'closes: `admin` loses Nextcloud',
      'closes: `family` loses Nextcloud',
      'closes: the login of Nextcloud is gone: all sessions of Nextcloud end',
      'neutral: the application `nextcloud` and its client stay behind in authentik: blueprints delete only what an entry with `state: absent` names',
      'neutral: cloud.home.example.org is not served any more',
    ]);
  });

  it('rotates a secret', () => {
    const both = saidBetween(base, written({ grafana: { secretGeneration: 2 } }));
    expect(both).toEqual([
      expect.stringMatching(
        /^neutral: the client secret of Grafana is rotated \(grafana-oidc-1 to grafana-oidc-2\): sessions of Grafana end when they are renewed/,
      ),
    ]);
    const one = saidBetween(base, changed(base, /identity\/grafana/, 'grafana-oidc-1', 'grafana-oidc-2'));
    expect(one.find((said) => said.includes('secret of Grafana'))).toMatch(/^breaks: .*at the identity provider's end alone: nobody can sign in/);
  });

  it('moves the issuer', () => {
    const said = saidBetween(base, written({ facts: { idp: { host: 'login' } } }));
    expect(said).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^breaks: the issuer of Grafana moves from auth\.home\.example\.org to login\.home\.example\.org: all sessions of Grafana end/),
      ]),
    );
  });

  it('takes a guard off', () => {
    const said = saidBetween(base, changed(base, /ingress-whoami/, /\n {4}traefik\.ingress\.kubernetes\.io\/router\.middlewares[^\n]*/, ''));
    expect(said).toEqual([
      expect.stringMatching(
        /^opens: nothing asks for a login before whoami\.home\.example\.org any more .*: everyone who reaches it opens it without a login$/,
      ),
    ]);
  });

  it('binds a ClusterRole to a group of all', () => {
    const bound = (name: string) => saidBetween(base, changed(base, /clusterrolebinding-pinout-kubectl-view/, 'oidc:grafana-admins', name))[0];
    expect(bound('system:authenticated')).toBe(
      'opens: everyone who kube-apiserver knows, every service account among them, gains kubectl view in the whole cluster',
    );
    expect(bound('system:unauthenticated')).toBe('opens: anybody, without a login, gains kubectl view in the whole cluster');
    expect(bound('oidc:family')).toBe('opens: everyone in `family` gains kubectl view in the whole cluster');
    expect(bound('ops')).toBe('opens: everyone in the Kubernetes group `ops` gains kubectl view in the whole cluster');
    const role = changed(base, /clusterrolebinding-pinout-kubectl-view/, 'name: view', 'name: cluster-admin');
    expect(saidBetween(base, role)).toEqual([
      'opens: everyone in `grafana-admins` gains kubectl cluster-admin in the whole cluster',
      'closes: everyone in `grafana-admins` loses kubectl view in the whole cluster',
    ]);
  });

  it('renames a slug', () => {
    const after = written({ grafana: { name: 'dashboards' } });
    const said: readonly string[] = saidBetween(base, after);
    expect(said).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^breaks: the slug of \S+ is `dashboards` instead of `grafana`, and with it the issuer is another: all sessions/),
      ]),
    );
    expect(said).toEqual(expect.arrayContaining([expect.stringMatching(/^neutral: the application `grafana` and its client stay behind in authentik/)]));
    expect(said.filter((one) => one.startsWith('opens') || one.startsWith('closes'))).toEqual([]);
  });

  it('changes comments, order and form alone', () => {
    expect(saidBetween(base, base)).toEqual([]);
    expect(saidBetween(base, changed(base, /\.yaml$/, /^kind: /m, '# a comment\nkind: '))).toEqual([]);
    const moved: Files = Object.fromEntries(Object.entries(base).reverse());
    expect(saidBetween(base, moved)).toEqual([]);
  });

  it('changes one of two clusters', () => {
    const both = (home: Files, cabin: Files): Files =>
      Object.fromEntries([
        ...Object.entries(home).map(([file, text]) => [`dist/home/${file}`, text]),
        ...Object.entries(cabin).map(([file, text]) => [`dist/cabin/${file}`, text]),
      ]) as Files;
    const changes = diffAccess(modelOf(both(base, base)), modelOf(both(base, written({ nextcloud: { access: groups('family', 'admin', 'friends') } }))));
    expect(changes.map(({ cluster, says }) => [cluster, says])).toEqual([['cabin', '`friends` gains Nextcloud']]);
  });

  it('takes out one end of a login', () => {
    const said = saidBetween(base, without(base, /identity\/grafana|blueprints\/grafana/));
    expect(said).toEqual(expect.arrayContaining([expect.stringMatching(/^breaks: Grafana has no client at authentik any more/)]));
  });
});

it('runs rules that there are', () => {
  const codes = new Set(rules.map(({ code }) => code));
  expect(rulesOfDiff.filter((code) => !codes.has(code))).toEqual([]);
});
