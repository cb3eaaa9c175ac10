# Written by pinout from apps/main.ts. Do not edit: change that, then run: npm run synth
# The method itself. Everything below sys/auth is for sudo alone.

path "sys/auth/oidc" {
  capabilities = ["create", "read", "update", "sudo"]
}

path "sys/auth/oidc/tune" {
  capabilities = ["create", "read", "update", "sudo"]
}

# Its configuration and its one role.

path "auth/oidc/config" {
  capabilities = ["create", "read", "update"]
}

path "auth/oidc/role/default" {
  capabilities = ["create", "read", "update"]
}

# The policies that the app file writes out.

path "sys/policies/acl/admin" {
  capabilities = ["create", "read", "update"]
}

path "sys/policies/acl/reader" {
  capabilities = ["create", "read", "update"]
}

# Its own groups, by their prefix, and what makes them stand for groups of authentik.

path "identity/group/name" {
  capabilities = ["list"]
}

path "identity/group/name/pinout.oidc.*" {
  capabilities = ["create", "read", "update", "delete"]
}

path "identity/group-alias" {
  capabilities = ["create", "update"]
}
