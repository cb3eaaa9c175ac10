import fc from 'fast-check';
import jmespath from 'jmespath';
import { describe, expect, it } from 'vitest';
import { blueprintOf } from '../../lib/authentik/blueprint.ts';
import { blueprintText } from '../../lib/authentik/blueprint-text.ts';
import { readBlueprints } from '../../lib/authentik/read.ts';
import { issuerOf } from '../../lib/contract/facts.ts';
import { values } from '../../lib/contract/observed.ts';
import { project } from '../../lib/contract/project.ts';
import { supported } from '../../lib/contract/versions.ts';
import { readGrafana } from '../../lib/integrations/grafana/read.ts';
import { jmesLiteral, rolePath } from '../../lib/integrations/grafana/role-path.ts';
import { sourceDocuments } from '../../lib/manifest/source.ts';
import { yamlText } from '../../lib/manifest/yaml-text.ts';
import { grafanaWith } from '../support/sample.ts';

const group = fc.stringMatching(/^[a-zé_][a-z0-9._:@/+-]{0,12}( [a-z0-9]{1,5})?$/);
const held = fc.uniqueArray(group, { minLength: 1, maxLength: 3 });
const roles = fc.record({ GrafanaAdmin: held, Admin: held, Editor: held, Viewer: held }, { requiredKeys: ['Admin'] });
const options = fc.record({
  roles,
  chart: fc.constantFrom('grafana', 'kube-prometheus-stack'),
  secretGeneration: fc.integer({ min: 1, max: 9999 }),
  name: fc.constantFrom('grafana', 'graphs-2'),
});

describe('the read laws', () => {
  it('hold for both ends in every version of the window', () => {
    fc.assert(
      fc.property(options, fc.constantFrom(...supported.authentik), (input, version) => {
        const { apps, facts } = grafanaWith(input, { versions: { kubernetes: '1.36', authentik: `${version}.1`, flux: '2.9' } });
        const [{ contracts, end }] = apps as [(typeof apps)[0]];
        const contract = contracts[0]!;
        const issuer = issuerOf(facts, contract.slug);
        const app = readGrafana(end.objects.flatMap((object) => sourceDocuments('app.yaml', yamlText(object))));
        expect(app.map(values)).toEqual([project(contract, 'app', facts.features, issuer)]);
        const text = blueprintText(blueprintOf('grafana', contracts, facts.features));
        const wrapped = yamlText({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' }, data: { 'x.yaml': text } });
        for (const one of [text, wrapped]) {
          const read = readBlueprints(sourceDocuments('idp.yaml', one));
          expect(read.map(values)).toEqual([project(contract, 'idp', facts.features, issuer)]);
          const { line, column, value } = read[0]!.clientId!;
          expect(one.split('\n')[line - 1]!.slice(column - 1)).toBe(value);
        }
      }),
    );
  });
});

describe('the role expression', () => {
  it('gives the highest role whose group the user has, and none otherwise', () => {
    fc.assert(
      fc.property(roles, fc.array(group), fc.boolean(), (given, others, member) => {
        const groups = [...others, ...(member ? given.Admin : [])];
        const wanted = (['GrafanaAdmin', 'Admin', 'Editor', 'Viewer'] as const).find((role) => given[role]?.some((one) => groups.includes(one)));
        expect(jmespath.search({ groups }, rolePath(given))).toBe(wanted ?? false);
      }),
    );
  });

  it('quotes any text so that JMESPath gives it back', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        expect(jmespath.search({}, jmesLiteral(text))).toBe(text);
      }),
    );
  });
});
