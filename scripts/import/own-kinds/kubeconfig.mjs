import { any, boolean, bytes, into, list, map, object, oneOf, string, strings } from './shapes.mjs';

/** The file of kubectl. @type {(readonly [string, import('./shapes.mjs').Schema])[]} */
export const kubeconfigKinds = [];
const kind = into(kubeconfigKinds);

// k8s.io/client-go, tools/clientcmd/api/v1
const extensions = list(object({ 'name!': string, extension: any }));
kind('v1', 'Config', {
  preferences: object({ colors: boolean, extensions }),
  clusters: list(
    object({
      'name!': string,
      'cluster!': object({
        'server!': string,
        'tls-server-name': string,
        'insecure-skip-tls-verify': boolean,
        'certificate-authority': string,
        'certificate-authority-data': bytes,
        'proxy-url': string,
        'disable-compression': boolean,
        extensions,
      }),
    }),
  ),
  users: list(
    object({
      'name!': string,
      'user!': object({
        'client-certificate': string,
        'client-certificate-data': bytes,
        'client-key': string,
        'client-key-data': bytes,
        token: string,
        tokenFile: string,
        as: string,
        'as-uid': string,
        'as-groups': strings,
        'as-user-extra': map(strings),
        username: string,
        password: string,
        'auth-provider': object({ 'name!': string, config: map(string) }),
        exec: object({
          'command!': string,
          args: strings,
          env: list(object({ 'name!': string, 'value!': string })),
          'apiVersion!': oneOf('client.authentication.k8s.io/v1', 'client.authentication.k8s.io/v1beta1'),
          installHint: string,
          provideClusterInfo: boolean,
          interactiveMode: oneOf('Never', 'IfAvailable', 'Always'),
        }),
        extensions,
      }),
    }),
  ),
  contexts: list(object({ 'name!': string, 'context!': object({ 'cluster!': string, 'user!': string, namespace: string, extensions }) })),
  'current-context': string,
  extensions,
});
