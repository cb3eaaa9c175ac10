import { type ClusterRoleUse, clusterRoleUses } from '../contract/cluster-role.ts';
import { PinoutError, show } from '../contract/error.ts';
import type { Facts } from '../contract/facts.ts';
import { apiserverReadme } from '../kubernetes/apiserver-readme.ts';
import { clusterConfiguration, hostAliasesPatch, needsHostAliases, patchesConfiguration } from '../kubernetes/kubeadm.ts';
import { apiserverFolder, configurationFile } from '../kubernetes/names.ts';
import { roleBindings } from '../kubernetes/rbac.ts';
import { rolloutObjects } from '../kubernetes/rollout.ts';
import { type ApiserverClient, authenticationConfigurationText } from '../kubernetes/write-authentication-configuration.ts';
import type { ManualStep } from '../manifest/manual-step.ts';
import type { ManualFile, Placed } from '../manifest/manifest.ts';
import { yamlText } from '../manifest/yaml-text.ts';
import type { WiredApp } from './app-ends.ts';

/** What kube-apiserver needs for the apps that hand it tokens. Nothing when there are none. */
export interface ApiserverEnd {
  readonly clients: readonly ApiserverClient[];
  /** ClusterRoles that the groups of all clients hold. */
  readonly uses: readonly ClusterRoleUse[];
  /** Bindings in the folders of the apps, and what keeps the file current. */
  readonly placed: readonly Placed[];
  /** The file itself, kubeadm's part and the page, below `manual/kubernetes/`: nothing here is in a folder of Flux. */
  readonly manual: readonly ManualFile[];
  /** kube-apiserver starts before the cluster, so nothing in the cluster can set its flag. */
  readonly steps: readonly ManualStep[];
}

/**
 * Writes kube-apiserver's end.
 *
 * @throws PinoutError `apiserver-client-unknown`, and as `authenticationConfiguration` and `clusterRoleUses`
 */
export function apiserverEnd(apps: readonly WiredApp[], facts: Facts): ApiserverEnd {
  const clients = apps.flatMap((app) => (app.end.apiserverClients ?? []).map((slug) => clientOf(app, slug)));
  if (clients.length === 0) return { clients, uses: [], placed: [], manual: [], steps: [] };
  const uses = clients.map(({ app, contract }) => clusterRoleUses(contract.roles, app));
  const text = authenticationConfigurationText(clients, facts);
  const file = (path: string, content: string): ManualFile => ({ path: `kubernetes/${path}`, text: content });
  const kubeadm = [file('cluster-configuration.yaml', yamlText(clusterConfiguration(facts)))];
  if (needsHostAliases(facts))
    kubeadm.push(
      file('init-configuration.yaml', yamlText(patchesConfiguration(facts))),
      file('patches/kube-apiserver0+strategic.yaml', yamlText(hostAliasesPatch(facts))),
    );
  return {
    clients,
    uses: uses.flat(),
    placed: [
      ...clients.flatMap(({ app }, index) =>
        roleBindings(app, uses[index]!, facts.apiserver.prefix).map((object): Placed => ({ folder: `apps/${app}`, from: app, object })),
      ),
      ...(facts.apiserver.rollout === 'daemonset'
        ? rolloutObjects(text, facts.apiserver.image).map((object): Placed => ({ folder: `apps/${apiserverFolder}`, from: 'cluster', object }))
        : []),
    ],
    manual: [file(configurationFile, text), ...kubeadm, file('README.md', apiserverReadme(clients, text, facts))],
    steps: [
      {
        text: `Let kube-apiserver accept the logins of ${clients.map(({ app }) => app).join(' and ')}: the commands for each control-plane node are in \`${facts.name}/manual/kubernetes/README.md\``,
      },
    ],
  };
}

function clientOf({ name, contracts }: WiredApp, slug: string): ApiserverClient {
  const contract = contracts.find((one) => one.slug === slug);
  if (contract?.protocol === 'oidc') return { app: name, contract };
  throw new PinoutError({
    code: 'apiserver-client-unknown',
    app: name,
    field: 'apiserverClients',
    found: show(slug),
    wanted: 'the slug of an OpenID Connect contract of this app',
    fix: 'name the slug of one of the contracts that the integration makes',
  });
}
