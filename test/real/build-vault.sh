#!/usr/bin/env bash
# Builds `vault` out of its Go module into $GOBIN (~/go/bin unless given), for the tests of the login Job. Only the core and the auth methods
# that they use: all its plugins would take an hour. The sources are changed a little: the module is published without the nested
# modules of its own repository, whose published versions differ by a parameter, and its minimal registry lacks the Kubernetes auth method.
set -euo pipefail
version=v1.21.4
bin=${GOBIN:-$HOME/go/bin}
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
source=$(go mod download -json "github.com/hashicorp/vault@$version" | node -e 'console.log(JSON.parse(require("fs").readFileSync(0, "utf8")).Dir)')
cp -r "$source/." "$work"
chmod -R u+w "$work"
cd "$work"
sed -i -E '/^replace github.com\/hashicorp\/vault\/(api|sdk)/d; s#(vault/api/auth/(approle|userpass)) v0.1.0#\1 v0.10.0#' go.mod
sed -i 's/activateDeduplication(ctx context.Context, req \*logical.Request) error/activateDeduplication(ctx context.Context, req *logical.Request, _ string) error/' vault/identity_store_util.go
sed -i 's/b.idStoreBackend.ActivationFunc(ctx, nil)/b.idStoreBackend.ActivationFunc(ctx, nil, "")/' vault/logical_system_activation_flags.go
sed -i '/logicalTransit/d; /logicalPki/d; /logicalSsh/d' helper/builtinplugins/registry.go
sed -i 's#^\tcredJWT "github.com/hashicorp/vault-plugin-auth-jwt"#&\n\tcredKube "github.com/hashicorp/vault-plugin-auth-kubernetes"#; s#^\t\t\t"jwt": .*#\t\t\t"kubernetes": {Factory: credKube.Factory},\n&#' helper/builtinplugins/registry.go
mkdir -p "$bin"
GOFLAGS=-mod=mod CGO_ENABLED=0 nice go build -p 2 -tags minimal -trimpath -ldflags '-s -w' -o "$bin/vault" .
"$bin/vault" version
