import type { Reader } from '../../manifest/reader.ts';
import { known } from '../../tree/known.ts';
import type { TreeObject } from '../../tree/tree.ts';
import type { Report, Rule } from '../rule.ts';
import type { Repository } from '../model/repository.ts';

/** A pod that mounts what is not there: the API server refuses it, or it waits for ever. */
export const mountBroken: Rule = {
  code: 'mount-broken',
  severity: 'error',
  title: 'a container mounts a volume or a key that does not exist',
  *run(repository) {
    const seen = new Set<Reader['value']>();
    for (const { object, pod, release } of repository.containers) {
      if (release !== undefined || seen.has(pod.value)) continue;
      seen.add(pod.value);
      yield* unknownVolumes(object, pod);
      yield* missingKeys(repository, object, pod);
    }
  },
};

function* unknownVolumes(object: TreeObject, pod: Reader): Generator<Report> {
  const claims = object.root.get('spec', 'volumeClaimTemplates').items();
  const names = [
    ...pod
      .get('volumes')
      .items()
      .map((one) => one.get('name').text()),
    ...claims.map((one) => one.get('metadata', 'name').text()),
  ];
  // Patches and webhooks add volumes to what is only a part.
  if (names.some((name) => name === undefined)) return;
  for (const container of [...pod.get('initContainers').items(), ...pod.get('containers').items()])
    for (const mount of container.get('volumeMounts').items()) {
      const name = mount.get('name');
      if (known(name.text()) === undefined || names.includes(name.text()) || object.name === '') continue;
      yield {
        at: name,
        message: `${object.kind}/${object.name} mounts the volume ${name.text()}, which its pod does not have`,
        expected: names.length === 0 ? 'a volume of this name' : names.join(', '),
        received: name.text()!,
        why: 'The API server refuses the object.',
        fix: 'write the name of one of the volumes, or add the volume',
      };
    }
}

function* missingKeys({ objects, secrets }: Repository, object: TreeObject, pod: Reader): Generator<Report> {
  const sources = pod
    .get('volumes')
    .items()
    .flatMap((volume) => [volume, ...volume.get('projected', 'sources').items()]);
  for (const source of sources)
    for (const [field, kind, nameField] of [
      ['configMap', 'ConfigMap', 'name'],
      ['secret', 'Secret', source.get('secret', 'secretName').exists ? 'secretName' : 'name'],
    ] as const) {
      const node = source.get(field);
      const name = node.get(nameField).text();
      if (name === undefined || node.get('optional').scalar() === true) continue;
      const map = kind === 'ConfigMap' ? objects.find('ConfigMap', object.namespace, name) : undefined;
      const keys =
        kind === 'Secret'
          ? secrets.find(object.namespace, name)?.keys
          : map === undefined
            ? undefined
            : new Set([...map.root.get('data').keys(), ...map.root.get('binaryData').keys()]);
      if (keys === undefined || keys.size === 0) continue;
      for (const item of node.get('items').items()) {
        const key = item.get('key');
        if (known(key.text()) === undefined || keys.has(key.text()!)) continue;
        yield {
          at: key,
          message: `${object.kind}/${object.name} mounts the key ${key.text()} of the ${kind} ${name}, which has no such key`,
          expected: [...keys].join(', '),
          received: key.text()!,
          why: 'The kubelet does not start the pod until the key is there.',
          fix: `write a key of the ${kind}, or add this one`,
        };
      }
    }
}
