import { describe, expect, it } from 'vitest';
import { fileOfText, wanted } from '../../lib/tree/tree-files.ts';

describe('files of Terraform', () => {
  it('are named when they keep logins', () => {
    expect(wanted('logins/grafana.tf')).toBe(true);
    for (const kind of ['authentik_provider_oauth2', 'authentik_group', 'vault_jwt_auth_backend_role', 'grafana_sso_settings'])
      expect(fileOfText('a.tf', `terraform {}\n\nresource "${kind}" "one" {\n  name = "x"\n}\n`)).toEqual([
        { file: 'a.tf', unread: `Terraform, which defines logins (${kind} …), but for its clients. To move them to pinout: pinout help from-terraform` },
      ]);
  });
  it('are nobody else’s business', () => {
    for (const text of ['', 'resource "aws_s3_bucket" "b" {}\n', '# resource "authentik_group" "old" {}\n', 'variable "authentik_url" {}\n'])
      expect(fileOfText('a.tf', text)).toEqual([]);
  });
});
