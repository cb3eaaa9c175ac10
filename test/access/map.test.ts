import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { mapData } from '../../lib/access/map/map-data.ts';
import { pageOf } from '../../lib/access/map/page.ts';
import { pictureOf } from '../../lib/access/map/picture.ts';
import { manyApps } from './many-apps.ts';
import { modelOf, sampleFiles } from './trees.ts';

const sample = mapData(modelOf(sampleFiles()));
const page = pageOf(sample, 'home');

const odd = `<script>alert(1)</script></style>"'\`&amp;`;
const oddFiles = {
  'odd.yaml': [
    'apiVersion: v1',
    'kind: ConfigMap',
    'metadata: { name: blueprint-odd, namespace: authentik }',
    'data:',
    '  odd.yaml: |',
    '    version: 1',
    '    metadata: { name: odd }',
    '    entries:',
    '      - model: authentik_providers_oauth2.oauth2provider',
    '        id: p',
    '        identifiers: { name: odd }',
    '        attrs: { client_id: odd, client_type: confidential, client_secret: not-for-anybodys-eyes, grant_types: [authorization_code] }',
    '      - model: authentik_core.application',
    '        id: app',
    '        identifiers: { slug: odd }',
    `        attrs: { name: ${JSON.stringify(odd)}, provider: !KeyOf p }`,
    `      - { model: authentik_policies.policybinding, identifiers: { target: !KeyOf app, order: 0 }, attrs: { group: !Find [authentik_core.group, [name, ${JSON.stringify(odd)}]] } }`,
    '',
  ].join('\n'),
};

describe('the map', () => {
  it('holds every app and group of the sample, and its roles', () => {
    const [cluster] = sample.clusters;
    expect(cluster!.apps.map(({ name }) => name)).toEqual(expect.arrayContaining(['Grafana', 'Nextcloud', 'Vault', 'kubectl', 'Whoami']));
    const grafana = cluster!.apps.find(({ name }) => name === 'Grafana')!;
    expect(grafana.entries.map(({ who, roles }) => [who, ...roles])).toEqual([
      ['grafana-admins', 'Admin'],
      ['grafana-viewers', 'Viewer'],
    ]);
    expect(grafana).toMatchObject({ secret: 'grafana-oidc-1', provider: 'authentik', hosts: ['grafana.home.example.org'], findings: [] });
    expect(cluster!.groups[0]).toMatchObject({ isEveryone: true });
    expect(sample.strange).toEqual([]);
  });

  it('is one file that loads nothing, and whose script is the one that its policy names', () => {
    expect(page.match(/(?:src|href)="(?!#)[^"]*"/g)).toBe(null);
    expect(page).not.toMatch(/@import|url\(/);
    const script = /<script>([^]*?)<\/script>/.exec(page)![1]!;
    expect(page).toContain(`script-src 'sha256-${createHash('sha256').update(script).digest('base64')}'`);
  });

  it('shows text of the repository as text, and no secret', () => {
    const data = mapData(modelOf(oddFiles));
    expect(data.clusters[0]!.apps.map(({ name }) => name)).toEqual([odd]);
    const html = pageOf(data, odd);
    expect(html.match(/<script/g)).toHaveLength(2);
    expect(html.match(/<\/script>/g)).toHaveLength(2);
    expect(html.match(/<\/style>/g)).toHaveLength(1);
    expect(html).not.toContain('<script>alert');
    expect(html).not.toContain('not-for-anybodys-eyes');
    const json = JSON.parse(/<script type="application\/json" id="data">([^]*?)<\/script>/.exec(html)![1]!) as { apps: { name: string }[] }[];
    expect(json[0]!.apps[0]!.name).toBe(odd);
    const svg = pictureOf(data.clusters[0]!, { alone: true });
    expect(svg).not.toContain('<script>');
    expect(svg.match(/<\/style>/g)).toHaveLength(1);
  });

  it('places nothing on top of anything else', () => {
    for (const cluster of [sample.clusters[0]!, mapData(modelOf(manyApps(60))).clusters[0]!]) {
      const boxes = [...pictureOf(cluster).matchAll(/class="node [^>]*><rect x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)"/g)].map(
        ([, ...numbers]) => numbers.map(Number) as [number, number, number, number],
      );
      expect(boxes).toHaveLength(cluster.apps.length + cluster.groups.length);
      boxes.forEach(([x, y, width, height], index) => {
        for (const [otherX, otherY, otherWidth, otherHeight] of boxes.slice(index + 1))
          expect(x < otherX + otherWidth && otherX < x + width && y < otherY + otherHeight && otherY < y + height).toBe(false);
      });
    }
  });

  it('is at most a megabyte with 250 apps, whose every login has findings', () => {
    const html = pageOf(mapData(modelOf(manyApps(250))), 'many');
    expect(Buffer.byteLength(html)).toBeLessThan(1024 * 1024);
    expect(html).toContain('App 249');
  });

  it('says that there is no login where there is none', () => {
    expect(pageOf(mapData(modelOf({ 'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n' })), 'x')).toContain(
      '<b>No login was found</b> in 1 document.',
    );
  });

  it('is the same each time', () => {
    expect(pageOf(mapData(modelOf(sampleFiles())), 'home')).toBe(page);
  });
});
