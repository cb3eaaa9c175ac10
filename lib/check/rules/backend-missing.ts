import type { Reader } from '../../manifest/reader.ts';
import { appTemplatesOf } from '../../tree/app-template.ts';
import { known } from '../../tree/known.ts';
import type { Repository } from '../model/repository.ts';
import type { Report, Rule } from '../rule.ts';

/** A host that leads to a Service that is not there answers 503 or 404. */
export const backendMissing: Rule = {
  code: 'backend-missing',
  severity: 'error',
  title: 'a host leads to a Service or a port that does not exist',
  *run(repository) {
    const templates = appTemplatesOf(repository);
    for (const { name, port, namespace, where } of backendsOf(repository)) {
      const service = known(name.text());
      if (service === undefined || namespace === '') continue;
      const object = repository.objects.find('Service', namespace, service);
      const apps = templates.get(namespace) ?? [];
      const made = apps.flatMap(({ services }) => [...(services ?? [])]);
      const isSure =
        apps.length > 0 && apps.every(({ services }) => services !== undefined) && repository.objects.of('Service').every((one) => one.namespace !== namespace);
      const wrong = (at: Reader, what: string, expected: string): Report => ({
        at,
        message: `${where} leads to ${what}, which does not exist`,
        expected,
        received: `${at.scalar() as string | number}`,
        why: 'Who opens the host gets an error of the proxy, and no login begins.',
        fix: `write ${expected}`,
      });
      const ports = object === undefined ? made.find(([one]) => one === service)?.[1] : object.root.get('spec', 'ports').items();
      if (ports === undefined) {
        if (isSure) yield wrong(name, `the Service ${service}`, made.map(([one]) => one).join(' or '));
        continue;
      }
      const numbers = ports.map((one) => (object === undefined ? one : one.get('port')).scalar());
      const wanted = port.scalar();
      if (typeof wanted === 'number' && numbers.length > 0 && numbers.every((one) => typeof one === 'number') && !numbers.includes(wanted))
        yield wrong(port, `port ${wanted} of the Service ${service}`, numbers.join(' or '));
    }
  },
};

function backendsOf({ objects }: Repository): { name: Reader; port: Reader; namespace: string; where: string }[] {
  const ingresses = objects.of('Ingress').flatMap((object) =>
    object.root
      .get('spec', 'rules')
      .items()
      .flatMap((rule) => rule.get('http', 'paths').items())
      .map((path) => ({
        name: path.get('backend', 'service', 'name'),
        port: path.get('backend', 'service', 'port', 'number'),
        namespace: object.namespace,
        where: `Ingress/${object.name}`,
      })),
  );
  const routes = objects.of('HTTPRoute').flatMap((object) =>
    object.root
      .get('spec', 'rules')
      .items()
      .flatMap((rule) => rule.get('backendRefs').items())
      .filter((ref) => (ref.get('kind').text() ?? 'Service') === 'Service')
      .map((ref) => ({
        name: ref.get('name'),
        port: ref.get('port'),
        namespace: ref.get('namespace').text() ?? object.namespace,
        where: `HTTPRoute/${object.name}`,
      })),
  );
  return [...ingresses, ...routes];
}
