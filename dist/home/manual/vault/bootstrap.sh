# Written by pinout from apps/main.ts. Do not edit: change that, then run: npm run synth
#!/bin/sh
# Run once, in this folder, with the address of the server and a root token (or one that may do this) in the environment of vault.
# Run it again when login-policy.hcl has changed. Revoke the root token afterwards: vault token revoke -self
set -eu
vault read sys/auth/kubernetes >/dev/null 2>&1 || vault auth enable -path=kubernetes kubernetes
vault write auth/kubernetes/config kubernetes_host=https://kubernetes.default.svc
vault policy write pinout-vault login-policy.hcl
vault write auth/kubernetes/role/pinout-vault \
  bound_service_account_names=vault-login bound_service_account_namespaces=vault audience=vault \
  token_policies=pinout-vault token_ttl=10m token_max_ttl=10m
