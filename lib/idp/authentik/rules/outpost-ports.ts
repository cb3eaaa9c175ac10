import type { Reader } from '../../../manifest/reader.ts';
import type { Repository } from '../../../repository/repository.ts';
import type { Rule } from '../../../repository/rule.ts';
import { known } from '../../../tree/known.ts';
import { forAuthentik } from '../repository.ts';

export const authentikOutpostPortsRules: readonly Rule[] = forAuthentik([
  {
    code: 'outpost-port-wrong',
    severity: 'error',
    needs: [],
    title: 'the outpost is asked at a port that its Service does not have',
    why: 'authentik makes the Service of an outpost with the ports 9000 and 9443, and a request to another port is refused.',
    symptom: '500 or 502 from the ingress controller for every request, and "connection refused" or a timeout in its log.',
    cause: 'The address of the outpost names no port, or that of authentik itself: 80. The Service `ak-outpost-NAME` has 9000 (HTTP) and 9443 (HTTPS).',
    fix: 'write the port 9000',
    source:
      '[goauthentik/authentik: authentik/providers/proxy/controllers/kubernetes](https://github.com/goauthentik/authentik/blob/main/authentik/providers/proxy/controllers/kubernetes/__init__.py), [outposts/controllers/k8s/service.py](https://github.com/goauthentik/authentik/blob/main/authentik/outposts/controllers/k8s/service.py)',
    *find(repository) {
      const made = new Set(repository.objects.of('Service').map(({ name }) => name));
      for (const { at, where } of asked(repository)) {
        const text = known(at.text()) ?? '';
        const [, scheme, name, port] =
          /^(https?):\/\/(ak-outpost-[a-z0-9-]{1,60})\.[a-z0-9-]{1,63}(?:\.svc[a-z.]{0,100})?(?::(\d{1,5}))?\/outpost\.goauthentik\.io\//.exec(text) ?? [];
        // One that is in git may have any port.
        if (scheme === undefined || name === undefined || made.has(name) || port === '9000' || port === '9443') continue;
        const right = text.replace(/^https?(:\/\/[^/:]{1,300})(?::\d{1,5})?\//, 'http$1:9000/');
        yield {
          at,
          message: `${where} asks the outpost ${name} at the port ${port ?? (scheme === 'http' ? '80' : '443')}, which its Service does not have`,
          expected: right,
          received: text,
          fix: `write ${right}`,
        };
      }
    },
  },
]);

/** Where an ingress controller is told which outpost it has to ask. */
const asked = ({ objects, edges, releases }: Repository): { readonly at: Reader; readonly where: string }[] => [
  ...objects.of('Middleware').map(({ root, name }) => ({ at: root.get('spec', 'forwardAuth', 'address'), where: `Middleware/${name}` })),
  ...edges.map(({ annotations, object }) => ({ at: annotations.get('nginx.ingress.kubernetes.io/auth-url'), where: `${object.kind}/${object.name}` })),
  ...releases.flatMap(({ chart, get, object }) =>
    chart === 'ingress-nginx' ? [{ at: get('controller', 'config', 'global-auth-url'), where: `${object.kind}/${object.name}` }] : [],
  ),
];
