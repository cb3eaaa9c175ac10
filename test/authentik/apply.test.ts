import { describe, expect, it } from 'vitest';
import { blueprintOf } from '../../lib/authentik/blueprint.ts';
import { blueprintText } from '../../lib/authentik/blueprint-text.ts';
import { peopleBlueprint } from '../../lib/authentik/people-blueprint.ts';
import { everyone } from '../../lib/contract/access.ts';
import { supported } from '../../lib/contract/versions.ts';
import { grafanaWith } from '../support/sample.ts';
import { ImporterModel } from './importer-model.ts';
import { freshDatabase, packaged } from './packaged.ts';

const newest = supported.authentik.at(-1)!;
const textOf = (change: Readonly<Record<string, unknown>> = {}, version: string = newest): string => {
  const { apps, facts } = grafanaWith(change, { versions: { kubernetes: '1.36', authentik: `${version}.1`, flux: '2.9' } });
  return blueprintText(blueprintOf(apps[0]!.name, apps[0]!.contracts, facts.features));
};
const secrets = new Map(['grafana', 'second'].map((slug) => [`/run/secrets/pinout/${slug}-oidc-1/client-secret`, `value of ${slug}\n`]));
const rows = (importer: ImporterModel, model: string) => [...importer.database.all(model)];

describe('a generated blueprint', () => {
  it.each(supported.authentik)('applies to a fresh authentik %s, drops no field that matters, and changes nothing the second time', (version) => {
    const importer = new ImporterModel(version, freshDatabase(), secrets);
    // The picture became a writable field in 2025.12; before, the name is dropped and the tile has none.
    const ignored = version === '2025.10' ? ['meta_icon'] : [];
    expect(importer.apply(textOf({}, version))).toEqual({ ok: true, ignored });
    const once = JSON.stringify(
      ['authentik_core.group', 'authentik_core.application', 'authentik_providers_oauth2.oauth2provider', 'authentik_policies.policybinding'].map((model) =>
        rows(importer, model),
      ),
    );
    expect(importer.apply(textOf({}, version))).toEqual({ ok: true, ignored });
    expect(
      JSON.stringify(
        ['authentik_core.group', 'authentik_core.application', 'authentik_providers_oauth2.oauth2provider', 'authentik_policies.policybinding'].map((model) =>
          rows(importer, model),
        ),
      ),
    ).toBe(once);
    expect(rows(importer, 'authentik_policies.policybinding')).toHaveLength(2);
    expect(rows(importer, 'authentik_providers_oauth2.oauth2provider')[0]).toMatchObject({ client_secret: 'value of grafana' });
  });

  const needed = packaged.map(({ title }) => title).filter((title) => !/explicit|default-authentication|profile|entitlements/.test(title));
  it.each(needed)('fails as a whole while %s is not there yet, and succeeds later', (title) => {
    const importer = new ImporterModel(newest, freshDatabase(title), secrets);
    expect(importer.apply(textOf())).toMatchObject({ ok: false });
    expect([rows(importer, 'authentik_core.group'), rows(importer, 'authentik_core.application')]).toEqual([[], []]);
    importer.database = freshDatabase();
    expect(importer.apply(textOf())).toMatchObject({ ok: true });
  });

  it('fails as a whole while its secret is not there yet, also when the provider exists', () => {
    const importer = new ImporterModel(newest);
    expect(importer.apply(textOf())).toMatchObject({ ok: false });
    expect(rows(importer, 'authentik_core.group')).toEqual([]);
    for (const [path, text] of secrets) importer.files.set(path, text);
    expect(importer.apply(textOf())).toMatchObject({ ok: true });
    importer.files.clear();
    expect(importer.apply(textOf())).toMatchObject({ ok: false });
    expect(rows(importer, 'authentik_providers_oauth2.oauth2provider')[0]).toMatchObject({ client_secret: 'value of grafana' });
  });

  it('shares a group with another app, in either order, and leaves its members alone', () => {
    const other = textOf({ name: 'second', host: 'second', roles: { Viewer: ['grafana-viewers'] } });
    for (const order of [
      [textOf(), other],
      [other, textOf()],
    ]) {
      const importer = new ImporterModel(newest, freshDatabase(), secrets);
      for (const text of order) expect(importer.apply(text)).toMatchObject({ ok: true });
      expect(
        rows(importer, 'authentik_core.group')
          .map(({ name }) => name)
          .sort(),
      ).toEqual(['grafana-admins', 'grafana-viewers']);
      expect(importer.apply(blueprintText(peopleBlueprint({ 'grafana-viewers': ['jan'] })))).toMatchObject({ ok: true });
      const members = () => rows(importer, 'authentik_core.group').find(({ name }) => name === 'grafana-viewers')?.['users'];
      const before = members();
      expect(before).toHaveLength(1);
      for (const text of order) importer.apply(text);
      expect(members()).toEqual(before);
    }
  });

  it('takes away the binding of a group that left, and points a rule for everyone at groups', () => {
    const importer = new ImporterModel(newest, freshDatabase(), secrets);
    importer.apply(textOf({ roles: undefined, access: everyone() }));
    expect(rows(importer, 'authentik_policies.policybinding')).toMatchObject([{ group: null, order: 0 }]);
    importer.apply(textOf({ roles: { Admin: ['a', 'b', 'c'] } }));
    expect(rows(importer, 'authentik_policies.policybinding')).toHaveLength(3);
    importer.apply(textOf({ roles: { Admin: ['c'] } }));
    const c = rows(importer, 'authentik_core.group').find(({ name }) => name === 'c');
    expect(rows(importer, 'authentik_policies.policybinding')).toMatchObject([{ group: c?.pk, policy: null, order: 0 }]);
  });

  it('fails for people whose user does not exist', () => {
    expect(new ImporterModel(newest).apply(blueprintText(peopleBlueprint({ x: ['nobody'] })))).toMatchObject({ ok: false });
  });
});
