import { helpPage } from '../contract/help-page.ts';
import type { ApiserverArguments } from '../kubernetes/apiserver-arguments.ts';
import { readApiservers } from '../kubernetes/read-apiserver.ts';
import { manifestsOf } from '../tree/manifests.ts';
import { readTree } from '../tree/tree.ts';

/** The settings by which kube-apiserver judges tokens, in any format. */
export interface ApiserverSettings {
  /** The text of an AuthenticationConfiguration. */
  readonly configuration: string;
  /** Signing algorithms that are taken, where they are not all of those that a file allows. */
  readonly algorithms?: readonly string[];
}

/** Why a file says nothing about tokens, and what to write. */
export interface NoSettings {
  readonly found: string;
  readonly fix: string;
}

/**
 * The settings of a file that is no AuthenticationConfiguration itself: kubeadm's ClusterConfiguration, a static pod, the configuration of k3s, RKE2, k0s
 * or Talos. `undefined` when it speaks of no kube-apiserver.
 */
export function apiserverSettingsOf(file: string, minor: number): ApiserverSettings | NoSettings | undefined {
  const { configurations, arguments: given } = readApiservers(manifestsOf(readTree([file])));
  const [written, ...more] = configurations;
  if (more.length > 0) return { found: `${configurations.length} AuthenticationConfigurations`, fix: 'name a file with one of them' };
  if (written !== undefined) return { configuration: written.text };
  const withFlags = given.filter(({ flags }) => flags.has('oidc-issuer-url'));
  if (withFlags.length > 1) return { found: `--oidc-issuer-url in ${withFlags.length} apiservers`, fix: 'name a file with one of them' };
  if (withFlags[0] !== undefined) return ofFlags(withFlags[0], minor);
  const path = given.map(({ flags }) => flags.get('authentication-config')?.value).find((one) => one !== undefined);
  if (path !== undefined) return { found: `--authentication-config=${path}`, fix: `pass that file: --config ${path}` };
  if (given.length === 0) return undefined;
  return {
    found: 'a kube-apiserver that trusts no issuer: neither --oidc-issuer-url nor --authentication-config',
    fix: `set one up (${helpPage('kube-apiserver')}): until then it refuses every token of an identity provider`,
  };
}

/** The configuration that kube-apiserver makes of its flags (k8s.io/kubernetes pkg/kubeapiserver/options/authentication.go, ToAuthenticationConfig). */
function ofFlags({ flags }: ApiserverArguments, minor: number): ApiserverSettings | NoSettings {
  const flag = (name: string): string => flags.get(`oidc-${name}`)?.value ?? '';
  const url = flag('issuer-url');
  if (flag('client-id') === '')
    return { found: '--oidc-issuer-url without --oidc-client-id', fix: 'write both: kube-apiserver does not start with only one of them' };
  const claim = flag('username-claim') === '' ? 'sub' : flag('username-claim');
  const given = flag('username-prefix');
  // An empty prefix means the issuer and #, unless the name is the e-mail address; a dash means none.
  const prefix = given === '' && claim !== 'email' ? `${url}#` : given === '-' ? '' : given;
  const required = flag('required-claim')
    .split(',')
    .filter((one) => one.includes('='))
    .map((one) => ({ claim: one.slice(0, one.indexOf('=')), requiredValue: one.slice(one.indexOf('=') + 1) }))
    .sort((a, b) => (a.claim < b.claim ? -1 : 1));
  const configuration = {
    apiVersion: `apiserver.config.k8s.io/${minor >= 34 ? 'v1' : minor >= 30 ? 'v1beta1' : 'v1alpha1'}`,
    kind: 'AuthenticationConfiguration',
    jwt: [
      {
        issuer: { url, audiences: [flag('client-id')] },
        claimMappings: {
          username: { claim, prefix },
          ...(flag('groups-claim') === '' ? {} : { groups: { claim: flag('groups-claim'), prefix: flag('groups-prefix') } }),
        },
        ...(required.length === 0 ? {} : { claimValidationRules: required }),
      },
    ],
  };
  const algorithms = flag('signing-algs') === '' ? ['RS256'] : flag('signing-algs').split(',');
  return { configuration: JSON.stringify(configuration), algorithms };
}
