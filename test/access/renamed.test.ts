import { describe, expect, it } from 'vitest';
import type { ClusterInput } from '../../lib/cluster/cluster-input.ts';
import { groups } from '../../lib/contract/access.ts';
import { forwardAuthApp } from '../../lib/integrations/forward-auth-app/forward-auth-app.ts';
import { grafana } from '../../lib/integrations/grafana/grafana.ts';
import { kubectl } from '../../lib/integrations/kubectl/kubectl.ts';
import { yamlText } from '../../lib/manifest/yaml-text.ts';
import { clusterWith, grafanaOptions } from '../support/sample.ts';
import { type Files, saidBetween } from './trees.ts';

/** The files of a cluster whose administrators have a name. */
function filesOf(admins: string, more: Partial<ClusterInput> = {}): Files {
  const { placed, manual } = clusterWith({
    apps: [
      grafana({ ...grafanaOptions, roles: { Admin: [admins] } }),
      kubectl({ roles: { 'cluster-admin': [admins] } }),
      forwardAuthApp({ name: 'start', access: groups(admins), networkPolicy: false }),
    ],
    ...more,
  });
  return Object.fromEntries([
    ...placed.map(({ folder, object }) => [`dist/home/${folder}/${object.kind}-${object.metadata.name}.yaml`, yamlText(object)] as const),
    ...manual.map(({ path, text }) => [`dist/home/manual/${path}`, text] as const),
  ]);
}
const before = filesOf('admins');

describe('diff', () => {
  it('says of a renamed group that it is renamed, and nothing of gains and losses', () => {
    expect(saidBetween(before, filesOf('operators', { renamed: { groups: { admins: 'operators' } } }))).toEqual([
      'neutral: `admins` is called `operators` from now on: its members stay in it, and keep what they may do',
    ]);
  });

  it('says what a renamed group gains besides', () => {
    const people = { people: { operators: ['jan'] } };
    expect(
      saidBetween(filesOf('admins', { people: { admins: [] } }), filesOf('operators', { renamed: { groups: { admins: 'operators' } }, ...people })),
    ).toEqual([
      'opens: the user `jan` joins `operators`, and so Grafana, Start',
      'neutral: `admins` is called `operators` from now on: its members stay in it, and keep what they may do',
    ]);
  });

  it('says that nobody is in a group of another name when nobody said that it is the same', () => {
    const said = saidBetween(before, filesOf('operators'));
    expect(said).toContain(
      "breaks: `operators` is a new group with nobody in it, and the members of `admins` stay there. If it is the same group under another name, write renamed: { groups: { 'admins': 'operators' } }",
    );
    expect(said).toContain('closes: `admins` loses Grafana');
  });

  it('names the sessions that end by another slug or client id, and that nothing stays behind', () => {
    const said = saidBetween(before, filesOf('admins', { renamed: { slugs: { grafana: 'metrics', start: 'home' }, clientIds: { kubectl: 'shell' } } }));
    expect(said).toEqual([
      expect.stringMatching(/^breaks: the slug of Grafana is `metrics` instead of `grafana`.*all sessions of Grafana end/),
      'breaks: the client id of kube-apiserver (tokens of shell) is `shell` instead of `kubectl`: tokens for the old one are refused',
      'neutral: the slug of Start is `home` instead of `start`: its logins go on',
      'neutral: kube-apiserver (tokens of kubectl) is called kube-apiserver (tokens of shell) from now on',
    ]);
  });
});
