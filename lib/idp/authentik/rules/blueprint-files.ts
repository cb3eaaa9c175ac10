import { posix } from 'node:path';
import { nodesWhere } from '../../../tree/walk.ts';
import { copiedInto } from '../../../tree/copied-secrets.ts';
import { known } from '../../../tree/known.ts';
import { areStages } from '../../../tree/stages.ts';
import type { Reader } from '../../../manifest/reader.ts';
import type { TreeObject } from '../../../tree/tree.ts';
import type { Blueprint } from '../read-blueprints.ts';
import { hidesValues } from '../../../tree/release.ts';
import { sidecarsOf } from '../sidecars.ts';
import type { Rule } from '../../../repository/rule.ts';
import { forAuthentik } from '../repository.ts';
import { ofForm } from '../blueprint-form.ts';

export const blueprintFilesRules: readonly Rule[] = forAuthentik([
  {
    code: 'blueprint-key-extension',
    severity: 'error',
    needs: [],
    title: "a blueprint's key does not end in .yaml",
    why: 'authentik discovers only *.yaml files, not even *.yml.',
    symptom: 'The application never appears in authentik, and no error is shown anywhere.',
    cause: "The key in the ConfigMap becomes the file's name, and discovery ignores files that do not end in `.yaml`.",
    fix: 'rename the key',
    source: '[goauthentik/authentik: authentik/blueprints/v1/tasks.py](https://github.com/goauthentik/authentik/blob/main/authentik/blueprints/v1/tasks.py)',
    *find({ blueprints, releases }) {
      const listed = new Set(
        releases
          .filter(({ chart }) => chart === 'authentik')
          .flatMap(({ layers }) => layers.flatMap((layer) => layer.items('blueprints', 'configMaps').flatMap((one) => one.text() ?? []))),
      );
      for (const { map, key } of blueprints.all) {
        if (map === undefined || key === undefined || !listed.has(map.name) || key.endsWith('.yaml')) continue;
        yield {
          at: map.root.get('data').keyOf(key),
          message: `the blueprint in ${map.name} has the key ${key}`,
          expected: 'a key that ends in .yaml',
          received: key,
          fix: `name it ${key.replace(/(\.\w+)?$/, '.yaml')}`,
        };
      }
    },
  },
  {
    code: 'blueprint-name-duplicate',
    severity: 'error',
    needs: [],
    title: 'two blueprints have the same name',
    why: 'authentik cannot save the second one, so it is never applied.',
    symptom: 'One of two blueprints is never listed and never applied.',
    cause: 'Both have the same `metadata.name`.',
    fix: 'give one of them a different `metadata.name`',
    source: '[goauthentik/authentik: authentik/blueprints/models.py](https://github.com/goauthentik/authentik/blob/main/authentik/blueprints/models.py)',
    *find({ blueprints }) {
      const names = new Map<string, Blueprint>();
      for (const blueprint of blueprints.all) {
        const name = blueprint.root.get('metadata', 'name');
        const text = known(name.text());
        if (text === undefined) continue;
        // Folders beside each other are often stages of one repository.
        // So are namespaces, each with an authentik of its own.
        const key = `${posix.dirname(blueprint.file)} ${blueprint.map?.namespace ?? ''} ${text}`;
        const first = names.get(key);
        if (first === undefined) names.set(key, blueprint);
        // So are two files of one folder, as `staging.yaml` and `production.yaml`.
        else if (!areStages(first.file, blueprint.file))
          yield {
            at: name,
            message: `two blueprints have the name ${text}: this one and one in ${first.file}`,
            expected: 'a unique name',
            received: text,
          };
      }
    },
  },
  ofForm({
    code: 'blueprint-name-missing',
    title: 'a blueprint has metadata but no metadata.name',
    why: "authentik's blueprint discovery stops at this file, so no later file is applied.",
    symptom: 'authentik no longer applies any blueprint, not even its own.',
    cause: '`metadata` has no `name`. Discovery reads it outside its error handling and stops.',
    fix: 'write `metadata: { name: … }`, with a name that no other blueprint has',
    source: '[goauthentik/authentik: authentik/blueprints/v1/tasks.py](https://github.com/goauthentik/authentik/blob/main/authentik/blueprints/v1/tasks.py)',
  }),
  {
    code: 'blueprint-name-too-long',
    severity: 'error',
    needs: [],
    title: 'the name of a blueprint ConfigMap or Secret is not valid in a volume name',
    why: 'The chart names a volume after it. A volume name has at most 63 characters including the prefix, no dots, and must be unique. Otherwise the pod is refused.',
    symptom: "The worker's Deployment is refused: `must be no more than 63 characters`, `must not contain dots`, or `Duplicate value`.",
    cause: 'The chart mounts each object as volume `blueprints-cm-NAME` or `blueprints-secret-NAME`; volume names must be DNS labels.',
    fix: 'use names without dots, with at most 49 characters for a ConfigMap and 45 for a Secret, and list each once',
    source: '[goauthentik/helm: templates of the worker](https://github.com/goauthentik/helm/tree/main/charts/authentik/templates/worker)',
    *find({ releases }) {
      for (const { chart, layers } of releases)
        for (const layer of chart === 'authentik' ? layers : [])
          for (const [key, limit, kind] of [
            ['configMaps', 49, 'ConfigMap'],
            ['secrets', 45, 'Secret'],
          ] as const) {
            const seen = new Set<string>();
            for (const item of layer.items('blueprints', key)) {
              const name = known(item.text());
              if (name === undefined) continue;
              const wrong =
                name.length > limit ? `has ${name.length} characters` : name.includes('.') ? 'contains a dot' : seen.has(name) ? 'is listed twice' : undefined;
              seen.add(name);
              if (wrong === undefined) continue;
              yield {
                at: item,
                message: `the ${kind} ${name} in blueprints.${key} ${wrong}`,
                expected: `a name of at most ${limit} characters without dots, listed once`,
                received: name,
                fix: `rename the ${kind}, or list it once`,
              };
            }
          }
    },
  },
  ofForm({
    code: 'blueprint-tag-unknown',
    title: 'a blueprint has a tag that authentik does not know',
    why: 'The file does not parse, so it is not listed, and only the log of the worker says why.',
    symptom: "The blueprint is not listed in authentik. Only the worker's log says `failed to parse blueprint`.",
    cause: 'A tag is misspelled or belongs to another tool. Tags are case-sensitive.',
    fix: 'correct it',
    source: '[authentik: YAML tags of blueprints](https://docs.goauthentik.io/customize/blueprints/v1/tags/)',
  }),
  {
    code: 'blueprint-unmounted',
    severity: 'error',
    needs: [],
    title: 'a blueprint is in a ConfigMap that authentik does not mount',
    why: "authentik's worker applies only files below /blueprints.",
    symptom: 'The application never appears in authentik, and no error is shown anywhere.',
    cause:
      "The ConfigMap is not listed in `blueprints.configMaps` of authentik's chart, not mounted by a Job, has no label that a sidecar of the worker (k8s-sidecar) looks for, or is in another namespace.",
    fix: 'list it in `blueprints.configMaps`; it must be in the namespace of the release',
    source: '[goauthentik/helm: values of the chart](https://github.com/goauthentik/helm/tree/main/charts/authentik)',
    *find({ blueprints, releases, objects, containers }) {
      const authentik = releases.filter(({ chart }) => chart === 'authentik');
      const isVolume = (_: unknown, key: string | number): boolean => key === 'configMap';
      const names = new Map<string, Set<string>>();
      const mount = (name: string | undefined, namespace: string) => {
        if (name !== undefined) names.set(name, (names.get(name) ?? new Set()).add(namespace));
      };
      for (const release of authentik)
        // Helm does not join lists: the strongest one stays alone.
        for (const one of release.get('blueprints', 'configMaps').items()) mount(one.text(), release.object.namespace);
      for (const release of authentik)
        for (const layer of release.layers) {
          for (const node of nodesWhere(layer, isVolume)) mount(node.text('name'), release.object.namespace);
        }
      const workers = containers.filter(({ image }) => image.endsWith('goauthentik/server'));
      // Whatever else mounts it may hand it to authentik's API.
      for (const { pod, object } of containers) for (const node of nodesWhere(pod.get('volumes'), isVolume)) mount(node.text('name'), object.namespace);
      if (authentik.length === 0 && workers.length === 0) return;
      // Values that are elsewhere, and patches, may mount any.
      const isAbsent = (one: Reader, namespace: string): boolean =>
        one.text('kind') === 'ConfigMap' && objects.find('ConfigMap', namespace, one.text('name') ?? '') === undefined;
      const hides = authentik.some((release) => {
        const spec = release.object.root.get('spec');
        return (
          hidesValues(release) || spec.items('postRenderers').length > 0 || spec.items('valuesFrom').some((one) => isAbsent(one, release.object.namespace))
        );
      });
      const spaces = new Set([...authentik.map(({ object }) => targetOf(object)), ...workers.map(({ object }) => object.namespace)]);
      const seen = new Set<string>();
      const bySidecar = sidecarsOf(releases, containers);
      for (const { map, root } of blueprints.all) {
        // A Secret may reach authentik in many ways.
        if (map?.kind !== 'ConfigMap' || (hides && !map.ours) || bySidecar(map) || seen.has(`${map.namespace}/${map.name}`)) continue;
        seen.add(`${map.namespace}/${map.name}`);
        const namespaces = names.get(map.name);
        if (namespaces !== undefined && (map.namespace === '' || namespaces.has(map.namespace) || namespaces.has(''))) continue;
        const isCopied = copiedInto(objects.find('ConfigMap', map.namespace, map.name)?.root.get('metadata', 'annotations'));
        if (isCopied !== undefined && [...(namespaces ?? [])].some(isCopied)) continue;
        const elsewhere = namespaces !== undefined;
        const place = objects.find('ConfigMap', map.namespace, map.name)?.root.get('metadata', 'name') ?? root;
        yield {
          at: place,
          // In another namespace it may be for another authentik.
          isSure: elsewhere || map.ours || map.namespace === '' || spaces.has(map.namespace),
          message: elsewhere
            ? `the ConfigMap ${map.name} with a blueprint is in the namespace ${map.namespace}, but authentik looks for it in ${[...namespaces].join(', ')}`
            : `the ConfigMap ${map.name} contains a blueprint, but authentik does not mount it`,
          expected: elsewhere ? `the namespace ${[...namespaces].join(', ')}` : `${map.name} in blueprints.configMaps of authentik's values`,
          received: elsewhere ? map.namespace : 'nothing that mounts it',
          fix: elsewhere ? 'move the ConfigMap into the namespace of the release' : `add ${map.name} to blueprints.configMaps, or mount it below /blueprints`,
        };
      }
    },
  },
  ofForm({
    code: 'blueprint-version-wrong',
    title: 'the version of a blueprint is not 1',
    why: 'authentik supports only version 1, as a number, and ignores other blueprints.',
    symptom: 'The blueprint is not applied; the log says `invalid blueprint version`.',
    cause: '`version` is not the number 1.',
    fix: 'write `version: 1`',
    source: '[authentik: structure of blueprints](https://docs.goauthentik.io/customize/blueprints/v1/structure/)',
  }),
]);

const targetOf = ({ root, namespace }: TreeObject): string => root.text('spec', 'targetNamespace') ?? namespace;
