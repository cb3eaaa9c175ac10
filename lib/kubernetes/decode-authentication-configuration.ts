import type { Shape } from '../go/decode-json.ts';
import { decodeJson } from '../go/decode-json.ts';
import { goQuote } from '../go/quote.ts';
import type { AuthenticationConfiguration } from './authentication-configuration.ts';
import { yamlToJson } from './yaml-to-json.ts';

const group = 'apiserver.config.k8s.io';
const versions: Readonly<Record<string, number>> = { v1alpha1: 29, v1beta1: 30, v1: 34 };
/** Other kinds of the group, which decode and are then refused. */
const otherKinds = new Set([
  'AuthorizationConfiguration',
  'EncryptionConfiguration',
  'AdmissionConfiguration',
  'EgressSelectorConfiguration',
  'TracingConfiguration',
]);

/**
 * Reads the file as a kube-apiserver 1.`minor` does: strictly, unknown and duplicate fields are errors.
 * `error` has its words (k8s.io/kubernetes pkg/kubeapiserver/options/authentication.go, loadAuthenticationConfigFromData).
 */
export function decodeAuthenticationConfiguration(
  text: string,
  minor: number,
): { readonly configuration: AuthenticationConfiguration } | { readonly error: string } {
  if (text === '') return { error: 'empty config data' };
  const read = yamlToJson(text);
  if ('error' in read) return read;
  const { json, duplicates } = read;
  const meta = decodeMeta(json, text);
  if ('error' in meta) return meta;
  const { version, kind, apiVersion } = meta;
  const since = apiVersion === `${group}/${version}` ? versions[version] : undefined;
  if (since === undefined || minor < since || (kind !== 'AuthenticationConfiguration' && !otherKinds.has(kind))) {
    return { error: `no kind ${goQuote(kind)} is registered for version ${goQuote(apiVersion)} in scheme "pkg/runtime/scheme.go:${schemeLine(minor)}"` };
  }
  if (kind !== 'AuthenticationConfiguration') return { error: `expected AuthenticationConfiguration, got *apiserver.${kind}` };
  const { unknown, error } = decodeJson(json, shapeOf(version, minor));
  if (error !== undefined) return { error };
  const strict = [...duplicates, ...unknown];
  if (strict.length > 0) return { error: `strict decoding error: ${strict.join(', ')}` };
  return { configuration: withoutNulls(json) as AuthenticationConfiguration };
}

// A scheme without a name is called after the line that makes it, which moved with the releases.
const schemeLine = (minor: number): number => (minor <= 32 ? 100 : minor <= 34 ? 110 : 111);

function decodeMeta(json: unknown, text: string): { version: string; kind: string; apiVersion: string } | { error: string } {
  const metaType = 'struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }';
  const failed = (message: string) => ({ error: `couldn't get version/kind; json parse error: ${message}` });
  if (json !== null && (typeof json !== 'object' || Array.isArray(json))) {
    return failed(
      `json: cannot unmarshal ${Array.isArray(json) ? 'array' : typeof json === 'boolean' ? 'bool' : typeof json} into Go value of type ${metaType}`,
    );
  }
  const { apiVersion = '', kind = '' } = (json ?? {}) as { apiVersion?: unknown; kind?: unknown };
  for (const [name, value] of [
    ['apiVersion', apiVersion ?? ''],
    ['kind', kind ?? ''],
  ] as const) {
    if (typeof value !== 'string')
      return failed(
        `json: cannot unmarshal ${Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeof value} into Go struct field .${name} of type string`,
      );
  }
  const [version, name] = [(apiVersion ?? '') as string, (kind ?? '') as string];
  if ((version.match(/\//g) ?? []).length > 1) return { error: `unexpected GroupVersion string: ${version}` };
  if (name === '') return { error: `Object 'Kind' is missing in '${text}'` };
  if (version === '') return { error: `Object 'apiVersion' is missing in '${text}'` };
  return { version: version.split('/').at(-1)!, kind: name, apiVersion: version };
}

const text: Shape = { kind: 'string' };
const list = (item: Shape): Shape => ({ kind: 'list', item });

function shapeOf(version: string, minor: number): Shape & { kind: 'struct' } {
  const struct = (name: string, fields: Readonly<Record<string, Shape>>): Shape & { kind: 'struct' } => ({ kind: 'struct', name, package: version, fields });
  const prefixed = struct('PrefixedClaimOrExpression', { claim: text, prefix: text, expression: text });
  const issuer = struct('Issuer', {
    url: text,
    discoveryURL: text,
    certificateAuthority: text,
    audiences: list(text),
    audienceMatchPolicy: { kind: 'string', type: `${version}.AudienceMatchPolicyType` },
    ...(minor >= 34 ? { egressSelectorType: { kind: 'string', type: `${version}.EgressSelectorType` } } : {}),
  });
  const mappings = struct('ClaimMappings', {
    username: prefixed,
    groups: prefixed,
    uid: struct('ClaimOrExpression', { claim: text, expression: text }),
    extra: list(struct('ExtraMapping', { key: text, valueExpression: text })),
  });
  const anonymous = struct('AnonymousAuthConfig', { enabled: { kind: 'bool' }, conditions: list(struct('AnonymousAuthCondition', { path: text })) });
  return struct('AuthenticationConfiguration', {
    kind: text,
    apiVersion: text,
    jwt: list(
      struct('JWTAuthenticator', {
        issuer,
        claimValidationRules: list(struct('ClaimValidationRule', { claim: text, requiredValue: text, expression: text, message: text })),
        claimMappings: mappings,
        userValidationRules: list(struct('UserValidationRule', { expression: text, message: text })),
      }),
    ),
    ...(minor >= 31 ? { anonymous } : {}),
  });
}

// null leaves a field as it was: absent. An item of a list that is null is the empty one.
function withoutNulls(json: unknown): unknown {
  if (Array.isArray(json)) return json.map((item: unknown) => (item === null ? {} : withoutNulls(item)));
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(Object.entries(json).flatMap(([key, value]) => (value === null ? [] : [[key, withoutNulls(value)]])));
}
