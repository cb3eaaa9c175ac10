import { vault } from 'pinout';

export const store = vault({
  host: 'vault',
  namespace: 'vault',
  roles: { admin: ['vault-admins'], reader: ['vault-readers'] },
  policies: {
    admin: 'path "*" { capabilities = ["create", "read", "update", "patch", "delete", "list", "sudo"] }',
    reader: 'path "secret/data/shared/*" { capabilities = ["read"] }',
  },
});
