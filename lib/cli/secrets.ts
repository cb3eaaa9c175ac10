import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Cluster } from '../cluster/cluster.ts';
import { addSecrets } from '../secrets/add-secrets.ts';
import { generationOf, keepsItsSecret, rotateSecret } from '../secrets/rotate-secret.ts';
import { requireSops, sops } from '../secrets/sops.ts';
import { addSopsRule } from '../secrets/sops-rule.ts';
import { makesValues, partOf } from '../platform/secret-backend.ts';
import { loadClusters } from '../synth/load-clusters.ts';
import type { Outcome } from './command.ts';
import { exit, type Io } from './io.ts';
import { nearest, parse } from './parse.ts';
import { specs } from './specs.ts';
import { UsageError } from './usage-error.ts';

const posix = (path: string): string => path.split(sep).join('/');
const done = (json: Readonly<Record<string, unknown>>): Outcome => ({ code: exit.clean, findings: [], json });

/** `pinout secrets init|add|rotate`: what remembers or makes secret values beside the app file. Values are never shown, and never written in the clear. */
export async function secretsCommand(args: readonly string[], io: Io): Promise<Outcome> {
  const { values, positionals } = parse(args, specs.secrets);
  const [verb, ...apps] = positionals;
  const app = values.app ?? 'apps/main.ts';
  const talk = values.quiet === true ? () => undefined : io.talk;
  if (verb === 'init') return Promise.resolve(init(app, values.age ?? [], apps, io, talk));
  if (values.age !== undefined) throw new UsageError('--age is only for secrets init');
  if (verb !== 'add' && verb !== 'rotate')
    throw new UsageError(`secrets takes init, add or rotate${verb === undefined ? '' : `, not ${JSON.stringify(verb)}`}`);
  const clusters = chosen(await loadClusters(app), values.cluster);
  return verb === 'add' ? add(clusters, app, apps, io, talk) : rotate(clusters, app, apps, io, talk);
}

function init(app: string, given: readonly string[], rest: readonly string[], io: Io, talk: Io['talk']): Outcome {
  if (rest.length > 0) throw new UsageError(`secrets init takes no arguments, but got ${JSON.stringify(rest[0])}`);
  const recipients = given.flatMap((one) => one.split(',')).map((one) => one.trim());
  if (recipients.length === 0)
    throw new UsageError('secrets init needs --age with a public age key. To create one: age-keygen -o age.agekey (keep that file out of git)');
  const here = relative('.', resolve(app));
  // sops looks for .sops.yaml in the current folder and above: beside the folder of the app file when that lies elsewhere.
  const root = here.startsWith('..') ? dirname(dirname(resolve(app))) : '.';
  requireSops(root, io.env);
  const path = posix(join(root, '.sops.yaml'));
  const change = addSopsRule(path, posix(relative(root, dirname(resolve(app)))), recipients);
  talk(`${path}: ${{ made: 'made', added: 'rule added', present: 'already has a rule for these files, not changed' }[change]}\n`);
  return done({ file: path, change });
}

function add(clusters: readonly Cluster[], app: string, apps: readonly string[], io: Io, talk: Io['talk']): Outcome {
  known(clusters, apps);
  const folder = posix(dirname(app));
  const wanted = (cluster: Cluster) => (name: string) => apps.length === 0 || apps.includes(name === 'cluster' ? cluster.provider.facts.name : name);
  const added = clusters.flatMap((cluster) => addSecrets(cluster, folder, wanted(cluster), sops(resolve(folder), io.env)));
  for (const { path } of added) talk(`${path}: made\n`);
  const expected = clusters.flatMap((cluster) => {
    const {
      facts,
      secrets: { backend, uses },
    } = cluster;
    return uses
      .filter((use) => wanted(cluster)(use.from) && !makesValues(partOf(backend, use)))
      .map((use) => ({ cluster: facts.name, app: use.from, where: (backend.where?.(use) ?? backend.name).replaceAll('`', '') }));
  });
  for (const { cluster, app: owner, where } of expected) talk(`${cluster}: store a value for ${owner} there: ${where}\n`);
  if (added.length + expected.length === 0)
    talk(
      clusters.some((cluster) => cluster.secrets.uses.some((use) => wanted(cluster)(use.from) && partOf(cluster.secrets.backend, use).files !== undefined))
        ? 'every secret already has its file\n'
        : 'nothing to add: the values are generated in the cluster\n',
    );
  return done({ added, expected });
}

function rotate(clusters: readonly Cluster[], app: string, apps: readonly string[], io: Io, talk: Io['talk']): Outcome {
  const [name, more] = apps;
  if (name === undefined || more !== undefined) throw new UsageError('secrets rotate takes the name of one app');
  const idps = clusters.map(({ provider }) => provider.facts.name);
  if (idps.includes(name) || name === 'cluster')
    throw new UsageError(
      "the identity provider's own secrets cannot be rotated this way: a new secret key changes every user's id, and PostgreSQL keeps the password from its first start",
    );
  known(clusters, apps);
  const having = clusters.filter((cluster) => generationOf(cluster, name) !== undefined);
  if (having.length === 0 && clusters.some((cluster) => keepsItsSecret(cluster, name)))
    throw new UsageError(
      `pinout does not create the client secret of ${name}: adopt keeps the existing one. Create a new one in ${clusters[0]!.provider.facts.title} and put it in its Secret, or write adopt: { …, secret: 'new' }`,
    );
  if (having.length === 0) throw new UsageError(`${name} has no client secret: it is a public client or behind forward-auth`);
  const folder = posix(dirname(app));
  const rotated = having.map((cluster) => rotateSecret(cluster, name, folder, sops(resolve(folder), io.env)));
  for (const { cluster, generation, added, removed } of rotated) {
    talk(`${cluster}: the client secret of ${name} is now generation ${generation}\n`);
    for (const { path } of added) talk(`${path}: made\n`);
    for (const path of removed) talk(`${path}: removed\n`);
  }
  for (const { facts, secrets } of having)
    if (!makesValues(partOf(secrets.backend, { from: name }))) {
      const next = rotated.find(({ cluster }) => cluster === facts.name)!.generation;
      talk(`${facts.name}: before you push, store the value of generation ${next} where pinout secrets add ${name} tells you\n`);
    }
  talk('Next: npm run synth, review, commit, push.\n');
  return done({ rotated });
}

function chosen(clusters: readonly Cluster[], name: string | undefined): readonly Cluster[] {
  if (name === undefined) return clusters;
  const found = clusters.filter(({ facts }) => facts.name === name);
  if (found.length === 0) throw new UsageError(`no cluster ${JSON.stringify(name)}; there is ${clusters.map(({ facts }) => facts.name).join(', ')}`);
  return found;
}

function known(clusters: readonly Cluster[], apps: readonly string[]): void {
  const names = [...new Set(clusters.flatMap((cluster) => [...cluster.apps.map(({ name }) => name), cluster.provider.facts.name]))];
  for (const app of apps) if (!names.includes(app)) throw new UsageError(`no app ${JSON.stringify(app)}${nearest(app, names)}; there is ${names.join(', ')}`);
}
