import { posix } from 'node:path';
import type { Located } from '../contract/observed.ts';
import type { Container } from '../tree/containers.ts';
import { fileObject, type TreeDocument, type TreeObject } from '../tree/tree.ts';
import { argumentsOfTexts } from './argument-forms.ts';
import type { ApiserverArguments, ApiserverForm, ApiserverMount, ApiserverPart } from './apiserver-arguments.ts';
import { apiserverPartsOf } from './read-apiserver-parts.ts';

/** Arguments of every kube-apiserver of a tree, no matter who starts it. */
export function apiserverArgumentsOf(documents: readonly TreeDocument[], containers: readonly Container[]): ApiserverArguments[] {
  const groups = new Map<string, ApiserverPart[]>();
  let alone = 0;
  for (const document of documents) {
    const parts = apiserverPartsOf(document);
    if (parts.length === 0) continue;
    const isTalos = parts.some(({ form }) => form === 'talos' || form === 'talos-document');
    const group = isTalos ? `talos ${folderOfTalos(document.file)}` : String(alone++);
    groups.set(group, [...(groups.get(group) ?? []), ...parts]);
  }
  return [...[...groups.values()].flatMap((parts) => (areOne(parts) ? [whole(parts)] : parts.map((part) => whole([part])))), ...containers.flatMap(ofPod)];
}

/** Patches of one cluster lie in several files below one folder. */
function folderOfTalos(file: string): string {
  const parts = posix.dirname(file).split('/');
  const index = parts.findIndex((part) => /talos/i.test(part));
  return index === -1 ? posix.dirname(file) : parts.slice(0, index + 1).join('/');
}

/** Parts that say different things of one flag belong to different apiservers. */
function areOne(parts: readonly ApiserverPart[]): boolean {
  const said = new Map<string, string>();
  for (const { args } of parts)
    for (const { name, value } of args) {
      if (said.has(name) && said.get(name) !== value.value && name.startsWith('oidc-')) return false;
      said.set(name, value.value);
    }
  return true;
}

function whole(parts: readonly ApiserverPart[]): ApiserverArguments {
  const main = parts.find(({ args }) => args.some(({ name }) => name === 'oidc-issuer-url' || name === 'authentication-config')) ?? parts[0]!;
  const { form, root, at } = main;
  const args = parts.flatMap((part) => part.args);
  const isContainer = form === 'kubeadm' || form === 'talos' || form === 'talos-document';
  return {
    form,
    root,
    at,
    file: root.file,
    object: { ...fileObject(root), kind: called[form], name: '' },
    flags: new Map<string, Located<string>>(args.map(({ name, value }) => [name, value])),
    unquoted: args.flatMap(({ unquoted }) => unquoted ?? []),
    mounts: isContainer ? parts.flatMap(({ mounts }) => mounts) : undefined,
  };
}

const called: Readonly<Record<ApiserverForm, string>> = {
  kubeadm: 'ClusterConfiguration',
  talos: 'Talos machine configuration',
  'talos-document': 'KubeAPIServerConfig',
  pod: 'Pod',
  k3s: 'k3s configuration',
  rke2: 'RKE2 configuration',
  k0s: 'k0s ClusterConfig',
  other: 'apiServer settings',
};

function ofPod({ object, image, args, pod }: Container): ApiserverArguments[] {
  if (!/(?:^|\/)kube-apiserver$/.test(image) && args[0]?.text() !== 'kube-apiserver') return [];
  const given = argumentsOfTexts(args);
  return [
    {
      form: 'pod',
      file: object.file,
      object,
      root: object.root,
      at: pod,
      flags: new Map(given.map(({ name, value }) => [name, value])),
      unquoted: given.flatMap(({ unquoted }) => unquoted ?? []),
      mounts: mountsOfPod(object, pod),
    },
  ];
}

function mountsOfPod(object: TreeObject, pod: TreeObject['root']): ApiserverMount[] | undefined {
  const container = pod.items('containers').find((one) => `${one.text('image') ?? ''} ${one.text('command', 0) ?? ''}`.includes('kube-apiserver'));
  // A part of a pod, such as a patch of kubeadm, has the mounts of the whole.
  if (container === undefined || object.kind !== 'Pod') return undefined;
  const volumes = new Map(pod.items('volumes').map((volume) => [volume.text('name'), volume]));
  return container.items('volumeMounts').flatMap((mount) => {
    const volume = volumes.get(mount.text('name'));
    const mountPath = mount.text('mountPath');
    const hostPath = volume?.text('hostPath', 'path');
    const pathType = volume?.text('hostPath', 'type');
    return mountPath === undefined ? [] : [{ at: mount, mountPath, hostPath: hostPath ?? '', ...(pathType === undefined ? {} : { pathType }) }];
  });
}
