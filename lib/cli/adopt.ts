import { existsSync } from 'node:fs';
import { dirname, posix, resolve, sep } from 'node:path';
import { draftsOf, fitting, ownersOf, type Logins, loginsIn, writtenByUs } from '../adopt/adopt.ts';
import { appFile, exportName } from '../adopt/app-file.ts';
import { clusterHints } from '../adopt/cluster-of.ts';
import { adoptJson, adoptReport } from '../adopt/report.ts';
import { counted } from '../contract/counted.ts';
import type { FactsInput } from '../contract/facts-input.ts';
import { checkedFacts, type Facts } from '../contract/facts.ts';
import { supported } from '../contract/versions.ts';
import { writtenProvider } from '../idp/written.ts';
import { type Planned, stateOf, writePlanned } from '../scaffold/planned.ts';
import { mainFile } from '../scaffold/project-files.ts';
import { loadClusters } from '../synth/load-clusters.ts';
import type { Outcome } from './command.ts';
import { newestIdp } from './init.ts';
import { edgeOf, existingOf } from './init-answers.ts';
import { exit, type Io } from './io.ts';
import { outputOf } from './output.ts';
import { ownOptions } from './own-options.ts';
import { parse } from './parse.ts';
import { specs } from './specs.ts';
import { UsageError } from './usage-error.ts';

/** `pinout adopt`: app files of the logins that exist. Nothing that is there is overwritten unless `--force` says so, and no secret is read out of its place. */
export async function adoptCommand(args: readonly string[], io: Io): Promise<Outcome> {
  const { values, positionals } = parse(args, specs.adopt);
  const app = values.app ?? 'apps/main.ts';
  const [root, folder] = [dirname(dirname(resolve(app))), posix.basename(dirname(resolve(app)).split(sep).join('/'))];
  const logins = loginsIn(positionals.length > 0 ? positionals : ['.'], await ownOptions('adopt', values.integrations));
  const own = existsSync(app) ? (await loadClusters(app))[0]!.facts : undefined;
  const guessed = own === undefined ? factsInput(values, logins) : undefined;
  const input = guessed?.facts;
  const facts: Facts = own ?? checkedFacts(input as unknown as FactsInput, writtenProvider.site);
  const made = draftsOf(logins, facts);
  // What would not work together is said before a file is written.
  const fit = input === undefined ? made : fitting(made.drafts, input as unknown as FactsInput);
  const all = fit.drafts;
  const refused = input === undefined ? [...made.refused, ...logins.others] : [...made.refused, ...logins.others, ...fit.refused];
  const wanted = values.only?.split(',').map((one) => one.trim());
  const unknown = wanted?.find((one) => !all.some(({ name }) => name === one));
  if (unknown !== undefined)
    throw new UsageError(`--only: ${JSON.stringify(unknown)} is not a login that can be adopted; there is ${all.map(({ name }) => name).join(', ')}`);
  const drafts = all.filter(({ name }) => wanted === undefined || wanted.includes(name));
  const files = drafts.map((draft): Planned => appFile(draft, folder));
  const apps = drafts.map(({ name }) => ({ file: `${name}.ts`, name: exportName(name) }));
  const main = input === undefined || drafts.length === 0 ? [] : [mainFile({ facts: input, apps, notes: guessed?.notes ?? [] })];
  const force = values.force === true;
  const dry = values['dry-run'] === true;
  const planned = [...files, ...main];
  const states = dry ? new Map(planned.map((one) => [one.path, stateOf(root, one, force)])) : writePlanned(root, planned, force);
  const pathOf = ({ name }: { readonly name: string }): string => `${folder}/${name}.ts`;
  const json = { logins: adoptJson(drafts, refused, states, pathOf), unread: logins.unread };
  if (outputOf(values).format !== 'text') return { code: exit.clean, findings: [], json };
  io.out(adoptReport(drafts, refused, states, pathOf, dry));
  if (dry) io.out(planned.map(({ path, text }) => `\n--- ${path}\n${text}`).join(''));
  if (values.quiet !== true)
    io.talk(
      next({
        own,
        drafts: drafts.length,
        refused: refused.length,
        unread: logins.unread,
        owners: ownersOf(logins, drafts),
        notes: guessed?.notes ?? [],
        app,
        apps,
      }),
    );
  return { code: exit.clean, findings: [], printed: true };
}

/** Facts of a cluster that no app file describes yet: what is given, what the manifests say, and what is usual. */
function factsInput(
  values: Readonly<Record<string, unknown>>,
  { found, domain: usual }: Logins,
): { readonly facts: Readonly<Record<string, unknown>>; readonly notes: readonly string[] } {
  const text = (name: string): string | undefined => (typeof values[name] === 'string' ? values[name] : undefined);
  const domain = text('domain') ?? usual.name;
  if (domain === undefined)
    throw new UsageError(
      `adopt cannot find the domain from the hosts${usual.variable === undefined ? '' : `, which end in \${${usual.variable}}`}: pass --domain, or run pinout init first`,
    );
  const { versions, edge, idpHost, existing, notes } = clusterHints(found, writtenByUs(found), {
    name: domain,
    ...(usual.variable === undefined ? {} : { variable: usual.variable }),
  });
  const given = text('existing');
  const idp =
    given !== undefined
      ? (existingOf(given) as { readonly idp: Readonly<Record<string, unknown>> }).idp
      : existing === undefined
        ? undefined
        : { existing: { namespace: 'authentik', ...(Object.keys(existing).length === 0 ? { secrets: ['authentik'] } : existing) } };
  const outside = (idp?.['existing'] as { readonly url?: string } | undefined)?.url !== undefined;
  const facts = {
    name: text('cluster') ?? 'home',
    domain,
    ingressAddress: text('address') ?? unknownAddress,
    versions: {
      kubernetes: text('kubernetes') ?? versions.kubernetes ?? supported.kubernetes.at(-1),
      authentik: text('authentik') ?? versions.authentik ?? newestIdp,
      flux: text('flux') ?? versions.flux ?? supported.flux.at(-1),
    },
    edge: typeof edge === 'object' && text('edge') === undefined ? edge : edgeOf(text('edge') ?? (typeof edge === 'string' ? edge : 'traefik'), text('issuer')),
    ...(idp === undefined && (idpHost === undefined || idpHost === 'auth')
      ? {}
      : { idp: { ...(outside || idpHost === undefined || idpHost === 'auth' ? {} : { host: idpHost }), ...idp } }),
  };
  const address = text('address') === undefined ? [`the address of your ingress controller: ${unknownAddress} is only a placeholder`] : [];
  return { facts, notes: [...(given === undefined ? notes : []), ...address] };
}

/** Of a network for examples (RFC 5737): nothing answers there. */
const unknownAddress = '192.0.2.1';

/** The first of some names, and how many more there are. */
const some = (names: readonly string[]): string => `${names.slice(0, 3).join(', ')}${names.length > 3 ? ` and ${names.length - 3} more` : ''}`;

function next(it: {
  readonly own: Facts | undefined;
  readonly drafts: number;
  readonly refused: number;
  readonly unread: Logins['unread'];
  readonly owners: readonly string[];
  readonly notes: readonly string[];
  readonly app: string;
  readonly apps: readonly { readonly file: string; readonly name: string }[];
}): string {
  return [
    `${counted(it.drafts, 'login')} adopted, ${it.refused} not`,
    ...it.unread.map(({ why, files }) => `not read: ${some(files)}: ${why}`),
    ...(it.own === undefined || it.apps.length === 0
      ? []
      : ['add them to the apps list in your app file:', ...it.apps.map(({ file, name }) => `  import { ${name} } from './${file}';`)]),
    ...(it.owners.length === 0
      ? []
      : [`remove these logins from your own blueprints in the commit that adds dist, because otherwise both write the same objects: ${some(it.owners)}`]),
    ...(it.drafts === 0 ? [] : it.notes.map((one) => `check in ${it.app}: ${one}`)),
    '',
  ].join('\n');
}
