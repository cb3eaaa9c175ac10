import type { Manifests } from './manifests.ts';

/**
 * Whether a name inside the cluster is that of a Service here which leads to pods of another image: a proxy of one's own, which asks the provider by
 * the host it wants.
 *
 * @param host `NAME.NAMESPACE.svc…`
 * @param image images of the provider
 */
export function isBehindOther(host: string, image: RegExp, { objects, containers }: Pick<Manifests, 'objects' | 'containers'>): boolean {
  const [name, namespace] = host.replace(/:\d{1,5}$/, '').split('.');
  const service = objects.of('Service').find((one) => one.name === name && one.namespace === namespace);
  const wanted = service?.root.get('spec', 'selector').entries() ?? [];
  if (wanted.length === 0) return false;
  const behind = containers.filter(({ object }) => {
    const labels = object.root.get('spec', 'template', 'metadata', 'labels');
    return object.namespace === namespace && wanted.every(([key, value]) => value.text() !== undefined && labels.text(key) === value.text());
  });
  return behind.length > 0 && !behind.some((one) => image.test(one.image));
}
