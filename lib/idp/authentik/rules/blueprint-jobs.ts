import { posix } from 'node:path';
import { addTo } from '../../../contract/add-to.ts';
import { perTree } from '../../../tree/per-tree.ts';
import type { TreeObject } from '../../../tree/tree.ts';
import type { Container } from '../../../tree/containers.ts';
import type { Reader } from '../../../manifest/reader.ts';
import type { Report, Rule } from '../../../repository/rule.ts';
import type { Repository } from '../../../repository/repository.ts';
import { type AuthentikRepository, forAuthentik } from '../repository.ts';

export const blueprintJobsRules: readonly Rule[] = forAuthentik([
  {
    code: 'blueprint-job-file',
    severity: 'error',
    needs: [],
    title: 'a Job applies a blueprint that is not mounted, or omits one that is',
    symptom:
      'The Job that applies a blueprint fails with "Invalid path" or "Blueprint file not found"; or it succeeds, but part of the blueprint never reaches authentik.',
    cause:
      'An argument of `apply_blueprint` is a path below `/blueprints`, made of the mount path of the volume and the key in the ConfigMap. Either they do not match, or a blueprint in the ConfigMap is not among the arguments.',
    fix: 'write the path from mount path and key, and list every blueprint in the ConfigMap',
    source:
      '[authentik: blueprints/management/commands/apply_blueprint.py](https://github.com/goauthentik/authentik/blob/main/authentik/blueprints/management/commands/apply_blueprint.py)',
    *find(repository) {
      for (const container of repository.containers) {
        const index = container.args.findIndex((arg) => arg.text() === 'apply_blueprint');
        if (container.release !== undefined) continue;
        if (index === -1) {
          yield* appliesNothing(repository, container);
          continue;
        }
        yield* judge(repository, container, container.args.slice(index + 1));
      }
    },
  },
  {
    code: 'blueprint-applied-twice',
    severity: 'warning',
    title: "a blueprint is applied by a Job and by authentik's worker",
    why: 'Both write the same objects, at different times. The worker does not have the files that the Job has, such as a client secret, so its blueprint has the state `error`.',
    symptom:
      'A blueprint has the state `error` in authentik although its Job succeeded, or a Job sometimes fails because the worker writes the same objects at the same time.',
    cause:
      "The ConfigMap of a blueprint is listed in `blueprints.configMaps` of authentik's release, or the worker mounts it in another way, and a Job applies it with `apply_blueprint`. Usually `idp.apply` was changed from `worker` to `job`, and the release kept its list.",
    fix: 'remove the ConfigMap from `blueprints.configMaps` of the release, or let the worker apply all of them (`idp.apply` in the app file) and delete the Job',
    source: '[goauthentik/authentik#25303](https://github.com/goauthentik/authentik/issues/25303)',
    *find(repository) {
      const jobs = new Map<TreeObject, TreeObject>();
      for (const { release, args, object, pod } of repository.containers) {
        if (release !== undefined || object.kind === 'Deployment' || !args.some((arg) => arg.text() === 'apply_blueprint')) continue;
        for (const container of pod.items('containers'))
          for (const { map } of mountedFiles(repository, object, pod, container)?.values() ?? []) if (!jobs.has(map)) jobs.set(map, object);
      }
      for (const { chart, object, get } of repository.releases)
        for (const one of chart === 'authentik' ? get('blueprints', 'configMaps').items() : []) {
          const map = repository.objects.find('ConfigMap', object.namespace, one.text() ?? '');
          const job = map === undefined ? undefined : jobs.get(map);
          if (job !== undefined)
            yield {
              at: one,
              message: `the worker of ${object.name} mounts the ConfigMap ${one.text() ?? ''}, and ${job.kind}/${job.name} also applies it`,
              expected: 'one of the two',
              received: `${object.file} and ${job.file}`,
            };
        }
    },
  },
  {
    code: 'blueprint-job-database',
    severity: 'error',
    needs: [],
    title: 'a Job that applies a blueprint uses a different database or key than the other Jobs',
    why: 'The Job fails, or it writes to another database and the login is missing although the Job succeeded.',
    symptom: 'The Job that applies a blueprint cannot connect or log in to PostgreSQL, or it succeeds but authentik shows no change.',
    cause:
      'A Job that runs `apply_blueprint` works on the database directly, with the variables `AUTHENTIK_POSTGRESQL__…` and `AUTHENTIK_SECRET_KEY`. One Job has a different value than the other Jobs in its namespace, or none.',
    fix: 'give all Jobs the same settings as the server',
    source: '[authentik: configuration](https://docs.goauthentik.io/install-config/configuration/)',
    *find({ containers }) {
      const jobs = new Map<string, Container[]>();
      for (const container of containers) {
        if (container.release !== undefined || !container.args.some((arg) => arg.text() === 'apply_blueprint')) continue;
        const { namespace } = container.object;
        addTo(jobs, namespace, container);
      }
      for (const group of jobs.values()) {
        // Of two that differ nobody knows which is right.
        if (group.length < 3) continue;
        const names = new Set(group.flatMap(({ env }) => [...env.keys()].filter((name) => reachesData.test(name))));
        for (const name of names) {
          const counts = new Map<string, number>();
          for (const container of group) counts.set(settingOf(container, name), (counts.get(settingOf(container, name)) ?? 0) + 1);
          const [usual, count] = [...counts].sort((a, b) => b[1] - a[1])[0]!;
          if (counts.size === 1 || count <= group.length / 2) continue;
          for (const container of group) {
            const own = settingOf(container, name);
            // What comes from an object that is not read may hold it.
            if (own === usual || (container.hidden && !container.env.has(name))) continue;
            const variable = container.env.get(name);
            yield {
              at: variable?.value ?? variable?.from?.seen ?? container.imageAt,
              // Two names may lead to one server, and a namespace may hold two authentiks.
              isSure: container.object.ours,
              message: `${name} of ${container.object.kind}/${container.object.name} differs from that of the other Jobs that apply blueprints`,
              expected: usual,
              received: own,
              fix: `write ${usual}, as in the other Jobs`,
            };
          }
        }
      }
    },
  },
]);

/** Which database a Job writes to, and with which key; anything else may differ. */
const reachesData = /^AUTHENTIK_(?:SECRET_KEY|POSTGRESQL__(?:HOST|PORT|NAME|USER|PASSWORD|DEFAULT_SCHEMA))$/;

/** What a variable is, without showing a value that may be a secret. */
function settingOf({ env }: Container, name: string): string {
  const variable = env.get(name);
  if (variable === undefined) return 'nothing';
  if (variable.from !== undefined) return `the key ${variable.from.key} of the ${variable.from.kind} ${variable.from.name}`;
  return variable.value === undefined || /PASSWORD|SECRET|TOKEN/.test(name) ? 'a text' : variable.value.value;
}

/** A container that has blueprints and authentik's own program, and a command that is none of it. */
function* appliesNothing(repository: Repository, container: Container): Generator<Report> {
  const { object, pod, imageAt, args, image } = container;
  const [first] = args;
  if (object.kind !== 'Job' || first === undefined || !official.test(image)) return;
  const own = containerAt(pod, imageAt);
  const files = own === undefined ? undefined : mountedFiles(repository, object, pod, own);
  // A script may do it in its own way, and so may another program.
  if (own?.get('command').exists === true) return;
  if (files === undefined || files.size === 0 || args.some((arg) => /\s/.test(arg.text() ?? ' '))) return;
  if (!args.some((arg) => files.has(posix.resolve('/blueprints', arg.text() ?? '')))) return;
  yield {
    at: first,
    message: `${object.kind}/${object.name} mounts blueprints but does not apply them: its command is ${first.text() ?? ''}`,
    expected: 'apply_blueprint, then the blueprints',
    received: first.text() ?? 'nothing',
    why: 'The blueprint is never applied.',
    fix: 'write apply_blueprint as the first argument',
  };
}

const official = /(?:^|\/)goauthentik\/server$/;

/** The container whose image stands there. Paths tell them apart, and cost no look at lines. */
const containerAt = (pod: Reader, imageAt: Container['imageAt']): Reader | undefined =>
  pod.items('containers').find((one) => one.get('image').path === imageAt.at.path);

/** Folders that authentik's image brings below /blueprints. */
const packaged = /^(?:default|system|example|migrations|testing)\//;

function* judge(repository: AuthentikRepository, { object, pod, image, imageAt }: Container, paths: readonly Reader[]): Generator<Report> {
  const container = containerAt(pod, imageAt);
  const files = container === undefined ? undefined : mountedFiles(repository, object, pod, container);
  if (files === undefined) return;
  const applied = new Set<string>();
  for (const path of paths) {
    const text = path.text();
    if (text === undefined || text.startsWith('-') || packaged.test(text)) continue;
    const full = posix.resolve('/blueprints', text);
    applied.add(full);
    if (files.has(full)) continue;
    // An image of one's own may bring its blueprints.
    if (!official.test(image) && ![...files.keys()].some((file) => posix.dirname(file) === posix.dirname(full))) continue;
    yield {
      at: path,
      message: `${object.kind}/${object.name} applies the blueprint ${text}, but no such file is mounted`,
      expected: [...files.keys()].map((file) => file.replace(/^\/blueprints\//, '')).join(', ') || 'a file of a ConfigMap below /blueprints',
      received: text,
      why: 'The command fails, and the blueprint is not applied.',
      fix: 'write the path below /blueprints: the mount path, then the key in the ConfigMap',
    };
  }
  const worker = repository.releases.some(({ chart }) => chart === 'authentik');
  const elsewhere = appliedAnywhere(repository);
  const blueprints = keysWithBlueprints(repository);
  for (const [file, { key, map, at }] of files) {
    // A worker that mounts the ConfigMap applies it by itself, and so may another Job.
    if (applied.has(file) || applied.size === 0 || (!map.ours && (worker || elsewhere.has(posix.basename(file))))) continue;
    if (blueprints.get(map)?.has(key) !== true) continue;
    yield {
      at,
      // Another blueprint may apply it, or nobody wants it yet.
      isSure: map.ours,
      message: `${object.kind}/${object.name} mounts the blueprint ${key} from the ConfigMap ${map.name} but does not apply it`,
      expected: `${file.replace(/^\/blueprints\//, '')} among its arguments`,
      received: 'not among the arguments',
      why: 'The command applies only the files in its arguments.',
      fix: `add ${file.replace(/^\/blueprints\//, '')} to the arguments of apply_blueprint`,
    };
  }
}

/** Names of files that some container applies. */
const appliedAnywhere = perTree(
  ({ containers }: Pick<Repository, 'tree' | 'containers'>): ReadonlySet<string> =>
    new Set(
      containers.flatMap(({ args, inits }) => {
        const texts = [...args, ...inits].map((one) => one.text() ?? '');
        return texts.includes('apply_blueprint') ? texts.map((text) => posix.basename(text)) : [];
      }),
    ),
);

/** Keys of ConfigMaps that hold a blueprint. */
const keysWithBlueprints = perTree(({ blueprints }: Pick<AuthentikRepository, 'tree' | 'blueprints'>) => {
  const keys = new Map<TreeObject | undefined, Set<string | undefined>>();
  for (const { map, key } of blueprints.all) keys.set(map, (keys.get(map) ?? new Set()).add(key));
  return keys;
});

type Files = Map<string, { readonly key: string; readonly map: TreeObject; readonly at: Reader }>;

/** Files that a container finds below /blueprints; undefined when some come from an object that is not in the tree. */
function mountedFiles({ objects }: Repository, object: TreeObject, pod: Reader, container: Reader): Files | undefined {
  const files: Files = new Map();
  const volumes = new Map(pod.items('volumes').map((volume) => [volume.text('name'), volume]));
  for (const mount of container.items('volumeMounts')) {
    const at = mount.text('mountPath');
    const volume = volumes.get(mount.text('name'));
    if (at === undefined || volume === undefined) continue;
    const name = volume.text('configMap', 'name');
    const map = name === undefined ? undefined : objects.find('ConfigMap', object.namespace, name);
    // Each stage may have its own.
    const isOne = map !== undefined && objects.named('ConfigMap', map.namespace, map.name).length === 1;
    if (map === undefined || !isOne) {
      if (/^\/blueprints(?:\/|$)/.test(at)) return undefined;
      continue;
    }
    const items = volume.items('configMap', 'items');
    const named = items.length > 0 ? items.map((one) => [one.text('key') ?? '', one.text('path') ?? ''] as const) : undefined;
    const subPath = mount.text('subPath');
    for (const [key, path] of named ??
      map.root
        .get('data')
        .keys()
        .map((one) => [one, one] as const)) {
      if (subPath !== undefined && subPath !== path) continue;
      files.set(subPath === undefined ? posix.join(at, path) : at, { key, map, at: map.root.get('data', key) });
    }
  }
  return files;
}
