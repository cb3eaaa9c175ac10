import { describe, expect, it } from 'vitest';
import { saidOf } from '../support/grid/judged.ts';

const proxy = (redirect: string) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: door, namespace: web }
spec:
  selector: { matchLabels: { app: door } }
  template:
    metadata: { labels: { app: door } }
    spec:
      containers:
        - name: door
          image: quay.io/oauth2-proxy/oauth2-proxy:v7.15.3
          envFrom: [{ secretRef: { name: door } }]
          env:
            - { name: OAUTH2_PROXY_PROVIDER, value: oidc }
            - { name: OAUTH2_PROXY_OIDC_ISSUER_URL, value: "https://id.example.net" }
            - { name: OAUTH2_PROXY_REDIRECT_URL, value: "${redirect}" }
            - { name: OAUTH2_PROXY_EMAIL_DOMAINS, value: "*" }
            - { name: OAUTH2_PROXY_CODE_CHALLENGE_METHOD, value: S256 }
`;
const instance = `apiVersion: apps/v1
kind: Deployment
metadata: { name: pocket-id, namespace: id }
spec:
  selector: { matchLabels: { app: id } }
  template: { metadata: { labels: { app: id } }, spec: { containers: [{ name: id, image: "ghcr.io/pocket-id/pocket-id:v2.1.0", env: [{ name: APP_URL, value: "https://id.example.net" }] }] } }
`;
const list = (clients: string) => `apiVersion: v1
kind: ConfigMap
metadata: { name: clients, namespace: id }
data:
  spec.json: |
    { "groups": [{ "name": "keepers" }], "clients": [${clients}] }
`;
const wiki = 'https://wiki.example.net/oauth2/callback';
const rows = (files: Readonly<Record<string, string>>) =>
  saidOf(files)
    .split('; ')
    .filter((one) => /^(?:app|both|provider|idp|neither) /.test(one));

describe('clients of Pocket ID', () => {
  it('in the words of its API, in a list for a script, are paired by their redirect URI', () => {
    const files = (redirect: string) => ({
      'door.yaml': proxy(redirect),
      'id.yaml': instance,
      'list.yaml': list(`{ "name": "wiki", "callbackURLs": ["${wiki}"], "pkceEnabled": true }`),
    });
    expect(rows(files(wiki))).toEqual(['both wiki']);
    expect(rows(files('https://notes.example.net/oauth2/callback'))).not.toContain('both wiki');
  });

  it('that sign nobody in are none', () => {
    expect(rows({ 'id.yaml': instance, 'list.yaml': list('{ "name": "robot", "callbackURLs": [] }') })).toEqual([]);
  });
});
