import { execFile } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/**
 * @typedef {object} Module
 * @property {string} name
 * @property {string} version
 * @property {string} sum hash of the module as Go's checksum database states it; the import refuses any other content
 * @property {readonly string[]} paths files of it, and folders whose YAML and JSON is read
 */

/** @type {(name: string, version: string, sum: string, ...paths: readonly string[]) => Module} */
const module = (name, version, sum, ...paths) => ({ name, version, sum, paths });

/** What Kubernetes publishes, and the Go file that it is made of: the published documents leave enums out (hack/update-openapi-spec.sh, OpenAPIEnums). */
const openApi = ['api/openapi-spec/v3', 'pkg/generated/openapi/zz_generated.openapi.go'];

/**
 * Where the schemas of Kubernetes and of custom resources come from: the files that their projects publish, in their Go modules. A new version needs a new
 * sum: `go mod download -json NAME@VERSION`.
 *
 * @type {readonly Module[]}
 */
export const modules = [
  module('k8s.io/kubernetes', 'v1.37.2', 'h1:A2VDEiObzkYqFTKhSsn0ZEb0RlLEXpHWj93gi2HqEwE=', ...openApi),
  // The oldest version that is supported still serves kinds that the newest does not have.
  module('k8s.io/kubernetes', 'v1.30.14', 'h1:MrlKXh9uhLIJpyxOeXhcndzRVSvwiV9iJ8NgH8nqPsg=', ...openApi),
  // What `flux install` writes, for each version of Flux; and the operator's own kinds.
  module(
    'github.com/controlplaneio-fluxcd/flux-operator',
    'v0.58.0',
    'h1:7fbGeGRzp7sEwfg7jjc3a3bJvMYTAgPv+hl5qf9SBxo=',
    'config/data/flux/v2.9.4',
    'config/crd/bases',
  ),
  module('github.com/cert-manager/cert-manager', 'v1.21.2', 'h1:UWgoYM+KLNtRlqmoWOKjKBOBUPVHeepQ6/ac3ERJW68=', 'deploy/crds'),
  // Go knows no version 2 of it: what that added stands in overlay/external-secrets.json.
  module('github.com/external-secrets/external-secrets', 'v1.3.2', 'h1:u2J8RjlHIeF0oZCqtl92adI/uZWUwOesJIDkfql6LqQ=', 'config/crds/bases'),
  module('github.com/prometheus-operator/prometheus-operator', 'v0.93.1', 'h1:4Juk8v93RdG1DSGD/mGp+SeQKPmnlLIj2iq3blLZgFY=', 'example/prometheus-operator-crd'),
  module('sigs.k8s.io/gateway-api', 'v1.6.3', 'h1:lKpJa5bGlraC/QeACvCpsHLdmO6y0iKfzVl6gzaFEYc=', 'config/crd/experimental'),
  module(
    'github.com/traefik/traefik/v3',
    'v3.7.13',
    'h1:T8wy9KuaFzCkmXCqAzDy7t73pBDR1DHrJe3pqXpNXTw=',
    'docs/content/reference/dynamic-configuration/kubernetes-crd-definition-v1.yml',
  ),
  module('github.com/envoyproxy/gateway', 'v1.9.1', 'h1:vAVp6/AlBXJ1aOhp1mxL7fNEzVEfjADUguUhm2wzxQY=', 'charts/gateway-helm/charts/crds/crds/generated'),
  module('github.com/cloudnative-pg/cloudnative-pg', 'v1.27.0', 'h1:mp0zlYO4vKAJmQdArWORWKr1lmB4Hj8JeBQGX5RBnpg=', 'config/crd/bases'),
];

/**
 * Texts of a module's wanted files, as Go brought them: nothing of it is built or run.
 *
 * @param {Module} wanted
 * @returns {Promise<string[]>}
 * @throws Error when Go cannot get it, or when its content is not the pinned one
 */
export async function fetchModule({ name, version, sum, paths }) {
  const spec = `${name}@${version}`;
  const { stdout } = await promisify(execFile)('go', ['mod', 'download', '-json', spec], { cwd: '/', maxBuffer: 1 << 20 }).catch((error) => {
    throw new Error(`cannot get ${spec} from the Go module proxy: ${error.stdout || error.stderr || error.message}`);
  });
  const { Dir: folder, Sum: found } = JSON.parse(stdout);
  if (found !== sum) throw new Error(`${spec} is not what was pinned: found ${found}, wanted ${sum}`);
  const lists = await Promise.all(
    paths.map(async (path) => {
      if (/\.\w+$/.test(path) && !/\.\d+$/.test(path)) return [path];
      const names = await readdir(join(folder, path));
      return names.filter((one) => /\.(?:json|ya?ml)$/.test(one)).map((one) => join(path, one));
    }),
  );
  return Promise.all(
    lists
      .flat()
      .sort()
      .map((path) => readFile(join(folder, path), 'utf8')),
  );
}
