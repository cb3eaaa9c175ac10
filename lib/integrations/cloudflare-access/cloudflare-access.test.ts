import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkTree } from '../../check/check-tree.ts';
import { tempFolder } from '../../../test/support/temp-folder.ts';

const logins = (files: Readonly<Record<string, string>>) => {
  const root = tempFolder();
  for (const [file, text] of Object.entries({ '.git/HEAD': 'ref: x\n', ...files })) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return checkTree([root])
    .logins()
    .map(({ app, read, client, pairedBy, other, at }) => {
      const { file, line } = (other ?? at).at;
      return [app, read, client, pairedBy, `${file.split(`${basename(root)}/`).at(-1)}:${line}`].filter((one) => one !== undefined).join(' ');
    });
};

describe('Cloudflare Access in Terraform', () => {
  const client = `resource "authentik_provider_oauth2" "gate" {
  name      = "Gate"
  client_id = "gate"
  allowed_redirect_uris = [{ matching_mode = "strict", url = "https://team.cloudflareaccess.com/cdn-cgi/access/callback" }]
}
`;
  const settings = (equals: string, id = 'authentik_provider_oauth2.gate.client_id') => `config ${equals} {
    client_id     = ${id}
    client_secret = var.secret
    auth_url      = "https://id.example.net/application/o/authorize/"
    token_url     = "https://id.example.net/application/o/token/"
    certs_url     = "https://id.example.net/application/o/gate/jwks/"
  }
`;
  const gate = (type: string, config: string) => `resource "${type}" "sso" {\n  name = "Home"\n  type = "oidc"\n  ${config}}\n`;

  it.each([
    ['cloudflare_zero_trust_access_identity_provider', settings('=')],
    ['cloudflare_access_identity_provider', settings('')],
    ['cloudflare_zero_trust_access_identity_provider', settings('=', '"gate"')],
  ])('is an end of a login: %s', (type, config) => {
    expect(logins({ 'tf/id.tf': client, 'tf/gate.tf': gate(type, config) })).toEqual(['cloudflare-access both gate client-id tf/id.tf:1']);
  });

  it('that asks for no client is none', () => {
    expect(logins({ 'tf/gate.tf': 'resource "cloudflare_zero_trust_access_identity_provider" "pin" {\n  name = "Code"\n  type = "onetimepin"\n}\n' })).toEqual(
      [],
    );
  });
});
