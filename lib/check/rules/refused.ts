import type { Reader } from '../../manifest/reader.ts';
import type { Report, Rule } from '../../repository/rule.ts';
import { known } from '../../tree/known.ts';
import type { TreeObject } from '../../tree/tree.ts';

/** What a schema cannot say, and the API server or cert-manager refuses. */
export const refusedRules: readonly Rule[] = [
  {
    code: 'ingress-refused',
    severity: 'error',
    needs: [],
    title: 'an Ingress is invalid, or cert-manager ignores its tls entry',
    why: 'The host has no route or no certificate, so nobody can sign in.',
    symptom:
      '`Ingress … is invalid: spec.rules[0].http.paths[0].path: Invalid value: "": must be an absolute path`, `port name or number is required`, or cert-manager\'s event `BadConfig`.',
    cause:
      'A path of the type `Prefix` or `Exact` does not begin with a slash, or a backend has a Service without a port: the API server refuses the object. Or an entry of `tls` in an Ingress that cert-manager watches has no hosts or no `secretName`, so cert-manager requests no certificate.',
    fix: 'add what is missing',
    source:
      'kubernetes/kubernetes, pkg/apis/networking/validation/validation.go; cert-manager/cert-manager, pkg/controller/certificate-shim/sync.go (`validateIngressTLSBlock`)',
    *find({ objects }) {
      for (const object of objects.of('Ingress')) {
        if (!object.apiVersion.startsWith('networking.k8s.io/')) continue;
        for (const rule of object.root.get('spec', 'rules').items()) for (const path of rule.get('http', 'paths').items()) yield* pathFaults(object, path);
        const annotations = object.root.get('metadata', 'annotations');
        if (!['cert-manager.io/cluster-issuer', 'cert-manager.io/issuer'].some((one) => annotations.get(one).exists)) continue;
        for (const block of object.root.get('spec', 'tls').items())
          for (const [field, filled] of [
            ['hosts', block.get('hosts').items().length > 0],
            ['secretName', block.get('secretName').text() !== undefined],
          ] as const)
            if (!filled)
              yield {
                at: block,
                // The controller may have a certificate of its own for every host, and a proxy in front another one.
                isSure: object.ours,
                message: `Ingress/${object.name} has a tls entry without ${field}, so cert-manager requests no certificate for it`,
                expected: field,
                received: 'nothing',
                fix: `write ${field}`,
              };
      }
    },
  },
  {
    code: 'binding-refused',
    severity: 'error',
    needs: [],
    title: 'the API server refuses a RoleBinding',
    why: 'The server refuses it: nobody gets the role, and Flux and Argo CD do not finish what they apply it with.',
    symptom: '`ClusterRoleBinding … is invalid: roleRef.apiGroup: Unsupported value`, or `subjects[0].kind: Unsupported value`.',
    cause:
      'A binding names an API group, a kind of role or a kind of subject that does not exist, or a ClusterRoleBinding names a ServiceAccount without its namespace. A schema check does not find this.',
    fix: 'write `apiGroup: rbac.authorization.k8s.io`, the kind `Role` or `ClusterRole`, and subjects of the kinds `User`, `Group` or `ServiceAccount`',
    source: 'kubernetes/kubernetes, pkg/apis/rbac/validation/validation.go',
    *find({ objects }) {
      for (const object of objects.of('RoleBinding', 'ClusterRoleBinding')) {
        const { kind } = object;
        if (!object.apiVersion.startsWith('rbac.authorization.k8s.io/')) continue;
        const ref = object.root.get('roleRef');
        yield* oneOf(object, ref.get('apiGroup'), ['rbac.authorization.k8s.io']);
        yield* oneOf(object, ref.get('kind'), kind === 'RoleBinding' ? ['Role', 'ClusterRole'] : ['ClusterRole']);
        for (const subject of object.root.get('subjects').items()) {
          const what = subject.get('kind').text();
          yield* oneOf(object, subject.get('kind'), ['User', 'Group', 'ServiceAccount']);
          if (what === 'User' || what === 'Group') yield* oneOf(object, subject.get('apiGroup'), ['rbac.authorization.k8s.io']);
          // In a RoleBinding it is the binding's own where none is given (pkg/apis/rbac/validation/validation.go), as Argo CD's install.yaml has it.
          if (kind === 'ClusterRoleBinding' && what === 'ServiceAccount' && !subject.get('namespace').exists)
            yield {
              at: subject,
              message: `${kind}/${object.name} names a ServiceAccount without its namespace`,
              expected: 'namespace',
              received: 'nothing',
              fix: 'write the namespace of the ServiceAccount',
            };
        }
      }
    },
  },
];

function* pathFaults(object: TreeObject, path: Reader): Generator<Report> {
  const type = path.get('pathType').text();
  const at = path.get('path');
  const text = at.text() ?? '';
  if ((type === 'Prefix' || type === 'Exact') && !text.startsWith('/') && (text === '' || known(text) !== undefined))
    yield {
      at: at.exists ? at : path,
      message: `Ingress/${object.name} has a ${type} path that does not begin with a slash`,
      expected: 'a path such as /',
      received: text === '' ? 'nothing' : text,
      fix: 'write path: /',
    };
  const service = path.get('backend', 'service');
  if (service.get('name').exists && !service.get('port', 'number').exists && !service.get('port', 'name').exists)
    yield {
      at: service,
      message: `Ingress/${object.name} names the Service ${service.get('name').text() ?? ''} without a port`,
      expected: 'port.number or port.name',
      received: 'nothing',
      fix: 'add the port of the Service',
    };
}

function* oneOf(object: TreeObject, at: Reader, wanted: readonly string[]): Generator<Report> {
  const found = known(at.text());
  if (found === undefined || wanted.includes(found)) return;
  yield {
    at,
    message: `${object.kind}/${object.name} has ${String(at.key)}: ${found}, which is not a valid value`,
    expected: wanted.join(' or '),
    received: found,
    fix: `write ${wanted.join(' or ')}`,
  };
}
