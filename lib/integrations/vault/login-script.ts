/**
 * What the Job runs: constant text. Everything that varies is in its environment and in the files of DATA, one JSON body per call of the API, so no name or host is ever
 * part of a script. It needs sh, the product's own command line (CLI) and what busybox has; the images have neither jq nor curl.
 *
 * Without braces around variables: Flux' substitution would take them for its own.
 */
export const loginScript = String.raw`#!/bin/sh
# Sets up the OpenID Connect login: mount, configuration, role, policies, groups. May run any number of times.
set -eu
umask 077
work=$(mktemp -d)
HOME=$work
export HOME
said=

say() { printf 'pinout: %s\n' "$*" >&2; }
fail() {
  say "$*"
  exit 1
}
done_with() {
  if [ -n "$logged_in" ]; then "$CLI" token revoke -self >/dev/null 2>&1 || :; fi
  rm -rf "$work"
}
logged_in=
trap done_with EXIT
trap 'exit 1' HUP INT TERM

# What to wait for is said once; when the time is up the Job tries again later.
deadline=$(($(date +%s) + WAIT_SECONDS))
wait_for() {
  if [ "$(date +%s)" -ge "$deadline" ]; then fail "$*"; fi
  if [ "$*" != "$said" ]; then say "$* Waiting."; fi
  said=$*
  sleep 5
}

# put PATH BODY [KEY=VALUE ...]: the body is a file of JSON.
put() {
  path=$1
  body=$2
  shift 2
  "$CLI" write "$path" "@$DATA/$body.json" "$@" >/dev/null 2>"$work/error"
}
must_put() {
  put "$@" || {
    cat "$work/error" >&2
    fail "$CLI refused $1. If it says 'permission denied', bring the policy up to date: manual/$NAME/."
  }
}
# text_of KEY: the text under a key of the JSON on stdin.
text_of() { tr ',{}' '\n\n\n' | sed -n 's/^[[:space:]]*"'"$1"'": *"\([^"]*\)"[[:space:]]*$/\1/p'; }

while :; do
  code=0
  "$CLI" status >"$work/status" 2>&1 || code=$?
  if [ "$code" -eq 0 ]; then break; fi
  if grep -q '^Initialized *false' "$work/status"; then
    wait_for "$CLI at $SERVER is not initialized. Run: $CLI operator init."
  elif [ "$code" -eq 2 ]; then
    wait_for "$CLI at $SERVER is sealed. Run: $CLI operator unseal."
  else
    wait_for "$CLI at $SERVER does not answer."
  fi
done

until token=$("$CLI" write -field=token "auth/$LOGIN_MOUNT/login" "role=$LOGIN_ROLE" "jwt=@$JWT_FILE" 2>"$work/error"); do
  if [ -z "$said" ]; then cat "$work/error" >&2; fi
  wait_for "$CLI refused the Job's own login (auth/$LOGIN_MOUNT, role $LOGIN_ROLE). It is made once, by hand: manual/$NAME/."
done
VAULT_TOKEN=$token
BAO_TOKEN=$token
export VAULT_TOKEN BAO_TOKEN
logged_in=yes

mount_field() { "$CLI" read -field="$1" "sys/auth/$AUTH_MOUNT" 2>"$work/error"; }
mount_field accessor >/dev/null || must_put "sys/auth/$AUTH_MOUNT" mount
accessor=$(mount_field accessor) || {
  cat "$work/error" >&2
  fail "$CLI does not show the mount auth/$AUTH_MOUNT."
}
case $(mount_field type) in
  oidc | jwt) ;;
  *) fail "auth/$AUTH_MOUNT is there already and of another type. Give the login another mount." ;;
esac
must_put "sys/auth/$AUTH_MOUNT/tune" tune

# A newline at the end of a secret is no part of it, and $CLI would send it along.
tr -d '\r\n' <"$SECRET_FILE" >"$work/client-secret"
if [ ! -s "$work/client-secret" ]; then fail "the client secret in $SECRET_FILE is empty."; fi
until put "auth/$AUTH_MOUNT/config" config "oidc_client_secret=@$work/client-secret"; do
  if [ "$said" != "idp" ]; then cat "$work/error" >&2; fi
  if ! grep -qi 'discovery' "$work/error"; then fail "$CLI refused auth/$AUTH_MOUNT/config."; fi
  if [ "$(date +%s)" -ge "$deadline" ]; then fail "$CLI does not reach the identity provider at $ISSUER: look into the log of $CLI itself for the reason."; fi
  if [ "$said" != "idp" ]; then say "$CLI does not reach the identity provider at $ISSUER. Waiting."; fi
  said=idp
  sleep 5
done
must_put "auth/$AUTH_MOUNT/role/default" role

groups=0
while read -r kind name <&3; do
  case $kind in
    policy) must_put "sys/policies/acl/$name" "policy-$name" ;;
    group)
      must_put "identity/group/name/$name" "group-$name"
      id=$("$CLI" read -field=id "identity/group/name/$name")
      # Without the id of the alias that is there, $CLI takes this for a second one.
      alias=$("$CLI" read -format=json -field=alias "identity/group/name/$name" | text_of id)
      set -- "mount_accessor=$accessor" "canonical_id=$id"
      if [ -n "$alias" ]; then set -- "$@" "id=$alias"; fi
      put identity/group-alias "alias-$name" "$@" || {
        cat "$work/error" >&2
        fail "the alias of $name was refused. If it is in use, another group of $CLI stands for the same group of authentik: delete that one."
      }
      groups=$((groups + 1))
      ;;
    *) fail "the file targets holds a line that this script does not know." ;;
  esac
done 3<"$DATA/targets"

# Groups of this login that are no longer wanted: they would go on giving their policies.
"$CLI" list -format=json identity/group/name >"$work/groups" 2>"$work/error" || {
  if grep -qi 'permission denied' "$work/error"; then
    cat "$work/error" >&2
    fail "$CLI refused to list groups. Bring the policy up to date: manual/$NAME/."
  fi
}
tr -d ' ",[]\r' <"$work/groups" >"$work/names"
while read -r name <&3; do
  case $name in
    "$GROUP_PREFIX"*)
      if ! grep -qxF "group $name" "$DATA/targets"; then
        "$CLI" delete "identity/group/name/$name" >/dev/null
        say "removed the group $name"
      fi
      ;;
  esac
done 3<"$work/names"

say "the login at auth/$AUTH_MOUNT is set up, with $groups groups."
`;

/** Key of the script in its ConfigMap. */
export const scriptKey = 'login.sh';
