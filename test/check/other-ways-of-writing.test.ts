import { describe, expect, it } from 'vitest';
import { checkFiles } from '../../lib/check/check-tree.ts';
import { codesSaid } from '../support/tree-said.ts';

const placesSaid = (files: Readonly<Record<string, string>>) =>
  checkFiles(Object.entries(files).map(([file, text]) => ({ file, text }))).findings.map(
    ({ severity, code, file, line }) => `${severity} ${code} ${file}:${line}`,
  );

const scope = (name: string) => `!Find [authentik_providers_oauth2.scopemapping, [managed, goauthentik.io/providers/oauth2/scope-${name}]]`;
const client = (name: string, redirect: string, group = 'keepers') => `version: 1
metadata: { name: ${name} }
entries:
  - model: authentik_core.group
    id: g
    identifiers: { name: ${group} }
  - model: authentik_providers_oauth2.oauth2provider
    id: p
    identifiers: { name: ${name} }
    attrs:
      client_id: ${name}
      client_type: confidential
      client_secret: !Env SECRET
      grant_types: [authorization_code, refresh_token]
      authorization_flow: !Find [authentik_flows.flow, [slug, default-provider-authorization-implicit-consent]]
      invalidation_flow: !Find [authentik_flows.flow, [slug, default-provider-invalidation-flow]]
      signing_key: !Find [authentik_crypto.certificatekeypair, [name, authentik Self-signed Certificate]]
      redirect_uris: [{ matching_mode: strict, url: "${redirect}" }]
      property_mappings: [${['openid', 'email', 'profile', 'offline_access'].map(scope).join(', ')}]
  - model: authentik_core.application
    id: a
    identifiers: { slug: ${name} }
    attrs: { name: ${name}, provider: !KeyOf p }
  - model: authentik_policies.policybinding
    identifiers: { order: 0, target: !KeyOf a, group: !KeyOf g }
`;
const issuer = (slug: string) => `https://id.example.net/application/o/${slug}/`;
const indented = (text: string) => text.replace(/^(?=.)/gm, '    ');

describe('a role of Vault in JSON on standard input', () => {
  const script = `vault write auth/oidc/config oidc_discovery_url=${issuer('safe')} \\
  oidc_client_id=safe default_role=keeper oidc_client_secret="$SECRET"
vault write auth/oidc/role/keeper - <<'END'
{
  "allowed_redirect_uris": ["https://safe.example.net/ui/vault/auth/oidc/oidc/callback"],
  "user_claim": "sub",
  "groups_claim": "groups",
  "bound_claims": { "groups": ["keepers"] },
  "oidc_scopes": ["profile"],
  "token_policies": ["keeper"]
}
END
`;
  const said = (change: (text: string) => string = (text) => text) =>
    placesSaid({
      'bp.yaml': client('safe', 'https://safe.example.net/ui/vault/auth/oidc/oidc/callback'),
      'safe.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: safe, namespace: safe }\ndata:\n  login.sh: |\n${indented(change(script))}`,
    }).filter((line) => !line.startsWith('info'));

  it('is read', () => {
    expect(said()).toEqual([]);
    expect(said((text) => text.replaceAll('\n', '\r\n'))).toEqual([]);
  });

  it.each([
    ['vault-scopes-missing', '  "oidc_scopes": ["profile"],\n', ''],
    ['vault-role-policies', '  "bound_claims": { "groups": ["keepers"] },\n', ''],
    ['group-refused-by-app', '["keepers"]', '["guards"]'],
    ['redirect-missing', '//safe.example.net/ui', '//vault.example.net/ui'],
    ['issuer-mismatch', '/o/safe/', '/o/safes/'],
  ])('has %s told, once', (code, from, to) => {
    expect(said((text) => text.replace(from, to)).map((line) => line.split(' ')[1])).toEqual([code]);
  });

  it('may allow an address that does nothing beside the right one of its host', () => {
    const allowed = (...urls: string[]) =>
      said((text) => text.replace(/"allowed_redirect_uris": .*/, `"allowed_redirect_uris": ${JSON.stringify(urls)},`)).filter((line) =>
        line.includes('vault-redirect-mount'),
      );
    const callback = 'https://safe.example.net/ui/vault/auth/oidc/oidc/callback';
    expect(allowed('https://safe.example.net', callback)).toEqual([]);
    expect(allowed('https://safe.example.net', 'http://localhost:8250/oidc/callback')).toHaveLength(1);
    expect(allowed('https://vault.example.net', callback)).toHaveLength(1);
  });

  it('is told on the line where it stands', () => {
    expect(said((text) => text.replace('["keepers"]', '["guards"]')).join()).toContain('safe.yaml:13');
    expect(said((text) => text.replace('/o/safe/', '/o/safes/')).join()).toContain('safe.yaml:6');
  });
});

describe('Headlamp by its flags', () => {
  const flags = (change: (text: string) => string) =>
    change(
      `- -in-cluster\n- -oidc-client-id=panel\n- -oidc-client-secret=$(SECRET)\n- --oidc-idp-issuer-url\n- ${issuer('panel')}\n- -oidc-scopes=profile,email,offline_access\n`,
    );
  const said = (change: (text: string) => string = (text) => text) =>
    codesSaid({
      'bp.yaml': client('panel', 'https://panel.example.net/oidc-callback'),
      'trust.yaml': `apiVersion: apiserver.config.k8s.io/v1\nkind: AuthenticationConfiguration\njwt:\n  - issuer: { url: "${issuer('panel')}", audiences: [panel] }\n    claimMappings:\n      username: { claim: preferred_username, prefix: "id:" }\n      groups: { claim: groups, prefix: "id:" }\n`,
      'panel.yaml': `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: panel, namespace: tools }\nspec:\n  selector: { matchLabels: { app: panel } }\n  template:\n    metadata: { labels: { app: panel } }\n    spec:\n      containers:\n        - name: panel\n          image: ghcr.io/headlamp-k8s/headlamp:v0.38.0\n          args:\n${flags(change).replace(/^(?=.)/gm, '            ')}          env: [{ name: SECRET, valueFrom: { secretKeyRef: { name: panel, key: secret } } }]\n`,
    }).filter((line) => !line.startsWith('info'));

  it('is read', () => expect(said()).toEqual([]));

  it.each([
    ['error issuer-slash-missing', '/o/panel/', '/o/panel'],
    ['warning issuer-not-https', 'https:', 'http:'],
    ['error issuer-mismatch', '/o/panel/', '/o/panels/'],
    ['warning offline-access-missing', ',offline_access', ''],
    ['error client-id-mismatch', 'id=panel', 'id=panels'],
  ])('has %s told, once', (code, from, to) => {
    expect(said((text) => text.replace(from, to)).filter((line) => !(code.includes('client-id') && line.includes('audience')))).toEqual([code]);
  });
});

describe('Nextcloud in a Deployment of its own', () => {
  const said = (redirect: string, secret = 'SECRET') =>
    placesSaid({
      'bp.yaml': client('files', redirect),
      'files.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: hooks, namespace: files }\ndata:\n  login.sh: |\n    #!/bin/sh\n    php occ user_oidc:provider House --clientid=files \\\n      --clientsecret="$SECRET" \\\n      --discoveryuri=${issuer('files')}.well-known/openid-configuration\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: { name: files, namespace: files }\nspec:\n  selector: { matchLabels: { app: files } }\n  template:\n    metadata: { labels: { app: files } }\n    spec:\n      containers:\n        - name: files\n          image: docker.io/library/nextcloud:32-apache\n          env: [{ name: ${secret}, valueFrom: { secretKeyRef: { name: files, key: secret } } }]\n          volumeMounts: [{ name: hooks, mountPath: /docker-entrypoint-hooks.d/before-starting }]\n      volumes: [{ name: hooks, configMap: { name: hooks } }]\n`,
    }).filter((line) => !line.startsWith('info'));

  it('has its redirect URI compared by the path', () => {
    expect(said('https://files.example.net/apps/user_oidc/code')).toEqual([]);
    expect(said('https://files.example.net/apps/oidc_login/oidc').join()).toContain('redirect-missing');
  });

  it('has a missing variable told on its line', () => {
    const [line = ''] = said('https://files.example.net/apps/user_oidc/code', 'OTHER');
    expect(line).toContain('nextcloud-variable-unset');
    expect(line).toContain('files.yaml:8');
  });
});

describe('places in texts that are no YAML', () => {
  const ini = (id: string) =>
    `[server]\nroot_url = https://graphs.example.net\n\n[auth.generic_oauth]\nenabled = true\nclient_id = ${id}\nclient_secret = $__file{/etc/oidc/secret}\nscopes = openid profile email\nauth_url = ${issuer('authorize')}\ntoken_url = ${issuer('token')}\napi_url = ${issuer('userinfo')}\n`;

  it('are exact in the INI of a ConfigMap', () => {
    const said = placesSaid({
      'bp.yaml': client('graphs', 'https://graphs.example.net/login/generic_oauth'),
      'graphs.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: graphs, namespace: graphs }\ndata:\n  grafana.ini: |\n${indented(ini('graph'))}`,
    });
    expect(said.find((line) => line.includes('client-id-mismatch'))).toContain('graphs.yaml:11');
  });
});
