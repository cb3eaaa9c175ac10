/**
 * What the image runs before the server listens, at each start (docker-entrypoint.sh, before-starting): constant text. Everything that varies is in the
 * environment. A hook that fails stops the container, so an app store that cannot be reached is no failure: the server starts without the
 * button, and the local login works.
 *
 * `--clientid` always: the secret's option alone does not count as a change, and only shows the provider (user_oidc, lib/Command/UpsertProvider.php).
 */
export const loginHook = String.raw`#!/bin/sh
# Sets up the OpenID Connect login (user_oidc). May run any number of times.
set -u

say() { printf 'pinout: %s\n' "$*" >&2; }
occ() { php /var/www/html/occ --no-interaction "$@"; }

# Downloads the app when it is not there, and does nothing when it is enabled.
if ! timeout 300 php /var/www/html/occ --no-interaction app:enable user_oidc; then
  say "user_oidc is not enabled: the app store was not reached, or has no release for this Nextcloud."
  say "Starting without it. Sign in with the local account at /login?direct=1. Tried again at the next start."
  exit 0
fi

# unique-uid 0: names of groups stay what they are; with 1 they are hashes, and nobody ever leaves one.
if ! occ user_oidc:provider "$PINOUT_OIDC_PROVIDER" \
  --clientid="$PINOUT_OIDC_CLIENT_ID" \
  --clientsecret-env=PINOUT_OIDC_CLIENT_SECRET \
  --discoveryuri="$PINOUT_OIDC_DISCOVERY" \
  --scope="$PINOUT_OIDC_SCOPE" \
  --postlogouturi="$PINOUT_OIDC_AFTER_LOGOUT" \
  --unique-uid=0 \
  --check-bearer=0 \
  --bearer-provisioning=0 \
  --send-id-token-hint=0 \
  --mapping-uid="$PINOUT_OIDC_USER_ID" \
  --mapping-display-name=name \
  --mapping-email=email \
  --mapping-groups=groups \
  --group-provisioning="$PINOUT_OIDC_GROUPS" \
  --group-whitelist-regex="$PINOUT_OIDC_GROUP_REGEX" \
  --group-restrict-login-to-whitelist="$PINOUT_OIDC_RESTRICT"; then
  say "user_oidc refused the provider $PINOUT_OIDC_PROVIDER; the reason stands above."
  exit 1
fi

# The local form stays beside the button.
occ config:app:set user_oidc allow_multiple_user_backends --value=1 --type=string || exit 1
say "the login through $PINOUT_OIDC_PROVIDER is set up."
`;

/** Settings that Nextcloud reads from files: data as well, decoded and never run. */
export const loginConfig = String.raw`<?php
// Settings of the login. They are data in the environment; nothing of them is code.
$CONFIG = json_decode((string) getenv('PINOUT_CONFIG'), true) ?: [];
`;

/** Name of that file. Nextcloud reads *.config.php in order of their names, each over the one before. */
export const configFile = 'pinout.config.php';
