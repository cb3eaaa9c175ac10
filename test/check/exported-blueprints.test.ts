import { describe, expect, it } from 'vitest';
import { codesSaid } from '../support/tree-said.ts';

/** What `ak export_blueprint` writes: objects point at each other by primary keys, and a proxy provider stands in two tables. */
const exported = `version: 1
context: {}
entries:
  - model: authentik_providers_oauth2.oauth2provider
    state: present
    identifiers: { pk: 31 }
    attrs:
      name: Provider for recipes
      client_type: confidential
      client_id: recipes
      client_secret: !Env RECIPES_SECRET
      grant_types: [authorization_code, refresh_token]
      signing_key: 8d7c4c0e-6f0a-4e64-8a41-5a1f0f2f9d10
      property_mappings: [48532f9e-e0fb-47e8-8af1-39de46e39f00]
      authorization_flow: 1f0c2b5e-55e3-4f0d-9f2e-7f4f6f3f1a2b
      invalidation_flow: 3b0c2b5e-55e3-4f0d-9f2e-7f4f6f3f1a2c
      redirect_uris:
        - { matching_mode: strict, redirect_uri_type: authorization, url: "https://recipes.example.org/login" }
  - model: authentik_providers_oauth2.oauth2provider
    state: present
    identifiers: { pk: 32 }
    attrs:
      name: Provider for board
      client_type: confidential
      client_id: kV3s8Zx2
      signing_key: null
      grant_types: [authorization_code]
      authorization_flow: 1f0c2b5e-55e3-4f0d-9f2e-7f4f6f3f1a2b
      invalidation_flow: 3b0c2b5e-55e3-4f0d-9f2e-7f4f6f3f1a2c
      redirect_uris:
        - { matching_mode: strict, redirect_uri_type: authorization, url: "https://board.example.org/outpost.goauthentik.io/callback?X-authentik-auth-callback=true" }
        - { matching_mode: strict, redirect_uri_type: authorization, url: "https://board.example.org?X-authentik-auth-callback=true" }
  - model: authentik_providers_proxy.proxyprovider
    state: present
    identifiers: { pk: 32 }
    attrs:
      name: Provider for board
      mode: forward_single
      external_host: https://board.example.org
      authorization_flow: 1f0c2b5e-55e3-4f0d-9f2e-7f4f6f3f1a2b
      invalidation_flow: 3b0c2b5e-55e3-4f0d-9f2e-7f4f6f3f1a2c
  - model: authentik_core.application
    state: present
    identifiers: { pk: 0f0c2b5e-55e3-4f0d-9f2e-7f4f6f3f1a20 }
    attrs: { name: Recipes, slug: recipes, provider: 31 }
  - model: authentik_core.application
    state: present
    identifiers: { pk: 0f0c2b5e-55e3-4f0d-9f2e-7f4f6f3f1a21 }
    attrs: { name: Board, slug: board, provider: 32 }
  - model: authentik_outposts.outpost
    state: present
    identifiers: { pk: 0f0c2b5e-55e3-4f0d-9f2e-7f4f6f3f1a22 }
    attrs: { name: edge, type: proxy, providers: [32] }
`;
const about = (files: Record<string, string>) =>
  codesSaid(files).filter((line) => /without-application|without-outpost|owned-twice|signing-key|forward-auth-mismatch/.test(line));
const mounted = (text: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: authentik-all, namespace: id }\ndata:\n  all.yaml: |\n${text.trimEnd().replace(/^/gm, '    ')}\n`;

describe('blueprints that authentik exported', () => {
  it('are joined by primary keys', () => {
    expect(about({ 'blueprints/all.yaml': exported })).toEqual([]);
  });

  it('lack an application where none has the key of the provider', () => {
    expect(about({ 'blueprints/all.yaml': exported.replace('slug: recipes, provider: 31', 'slug: recipes, provider: null') })).toEqual([
      'warning provider-without-application',
    ]);
  });

  it('are one with the ConfigMap that is made of them', () => {
    expect(about({ 'blueprints/all.yaml': exported, 'app/map.yaml': mounted(exported) })).toEqual([]);
  });
});
