// Arrows between the rooms of lib/ go down only.
const room = (name) => `^lib/${name}/`;
const only = (from, to, comment) => ({
  name: `arrows-${from}`,
  comment,
  severity: 'error',
  from: { path: room(from), pathNot: '\\.(test|gallery)\\.ts$' },
  to: { path: '^lib/', pathNot: [from, ...to].map(room) },
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true, dependencyTypesNot: ['type-only'] } },
    { name: 'nothing-imports-cli', severity: 'error', from: { pathNot: room('cli') }, to: { path: room('cli') } },
    {
      name: 'integrations-apart',
      comment: 'integrations never import each other',
      severity: 'error',
      from: { path: '^lib/integrations/([^/]+)/' },
      to: { path: '^lib/integrations/([^/]+)/', pathNot: '^lib/integrations/$1/' },
    },
    {
      name: 'cdk8s-in-cluster-only',
      comment: 'our surface on cdk8s stays thin',
      severity: 'error',
      from: { path: '^lib/', pathNot: room('cluster') },
      to: { path: 'node_modules/(cdk8s|constructs)' },
    },
    {
      name: 'apps-by-the-front-door',
      comment: "apps import 'pinout' alone",
      severity: 'error',
      from: { path: '^apps/' },
      to: { path: '^lib/', pathNot: '^lib/index\\.ts$' },
    },
    {
      name: 'yaml-by-the-front-door',
      comment: 'YAML is read in lib/manifest, as its program reads it; these files write it, or change a file and keep its comments',
      severity: 'error',
      from: { path: '^lib/', pathNot: '^lib/manifest/|^lib/(idp/)?authentik/(blueprint-text|tags)\\.ts$|^lib/secrets/sops-rule\\.ts$|\\.test\\.ts$' },
      to: { path: 'node_modules/(yaml|js-yaml)/' },
    },
    only('contract', [], 'contract imports nothing of ours'),
    only('scaffold', ['contract'], 'scaffold → contract'),
    only('manifest', [], 'manifest imports nothing of ours'),
    only('tree', ['contract', 'manifest'], 'tree → contract, manifest'),
    only('login', ['tree', 'contract', 'manifest'], 'login → tree and below'),
    only('go', [], 'go imports nothing of ours'),
    only('cel', ['go'], 'cel → go'),
    only('kubernetes', ['tree', 'cel', 'go', 'flux', 'compose', 'contract', 'manifest'], 'kubernetes → tree, cel, go, flux and below'),
    only(
      'explain',
      ['login', 'tree', 'kubernetes', 'integrations', 'idp', 'cel', 'go', 'flux', 'compose', 'contract', 'manifest'],
      'explain → kubernetes, integrations and below; never cluster, so that a token is explained without cdk8s',
    ),
    only('compose', ['contract', 'manifest'], 'compose → contract, manifest'),
    only('flux', ['compose', 'contract', 'manifest'], 'flux → compose, contract, manifest'),
    only('edge', ['tree', 'contract', 'manifest'], 'edge → tree and below'),
    only('idp', ['platform', 'tree', 'edge', 'flux', 'compose', 'contract', 'manifest'], 'idp → platform, tree and below'),
    only('platform', ['edge', 'flux', 'compose', 'contract', 'manifest'], 'platform → flux and below'),
    only('integrations', ['login', 'tree', 'edge', 'flux', 'compose', 'contract', 'manifest'], 'integrations → login, flux and below'),
    only('schema', ['kubernetes', 'cel', 'go', 'contract', 'manifest'], 'schema → kubernetes, cel, go, contract, manifest'),
    only(
      'cluster',
      ['integrations', 'login', 'tree', 'kubernetes', 'cel', 'go', 'idp', 'platform', 'edge', 'flux', 'compose', 'contract', 'manifest'],
      'cluster → integrations and below',
    ),
    only(
      'synth',
      ['cluster', 'integrations', 'login', 'tree', 'kubernetes', 'cel', 'go', 'idp', 'platform', 'edge', 'flux', 'compose', 'contract', 'manifest'],
      'synth → cluster and below',
    ),
    only('secrets', ['synth', 'cluster', 'contract', 'manifest'], 'secrets → synth, cluster, contract, manifest'),
    only(
      'check',
      ['login', 'tree', 'cluster', 'integrations', 'kubernetes', 'cel', 'go', 'idp', 'platform', 'edge', 'flux', 'compose', 'contract', 'manifest'],
      'check → cluster and below',
    ),
  ],
  options: { tsConfig: { fileName: 'tsconfig.json' }, tsPreCompilationDeps: true, doNotFollow: { path: 'node_modules' } },
};
