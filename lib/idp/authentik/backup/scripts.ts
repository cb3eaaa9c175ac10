/**
 * The shell that a backup runs. Nothing in it is a secret: libpq takes host, user and password out of its own variables, and prints none of them.
 *
 * A dump is written beside its place, read through to its end, and only then counts; older ones go after that, so that a night that fails deletes nothing.
 */
export const dumpScript = `set -eu
umask 077
file="/backup/authentik-$(date -u +%Y%m%dT%H%M%SZ).dump"
trap 'rm -f "$file.part"' EXIT
pg_dump --no-password --format=custom --no-owner --no-privileges --file="$file.part"
pg_restore --file=/dev/null "$file.part"
mv "$file.part" "$file"
find /backup -maxdepth 1 -name 'authentik-*.dump' -mtime "+$((KEEP_DAYS - 1))" -delete
echo "$file: $(wc -c < "$file") bytes"
`;

/** Puts what was dumped into the bucket. Its name has its time, so nothing is overwritten. */
export const uploadScript = `set -eu
for file in /backup/authentik-*.dump; do
  rclone --config /dev/null copyto "$file" "target:$TARGET/\${file##*/}"
done
rclone --config /dev/null delete --min-age "\${KEEP_DAYS}d" --include 'authentik-*.dump' "target:$TARGET"
rclone --config /dev/null lsl --include 'authentik-*.dump' "target:$TARGET"
`;

/** Fetches one dump of the bucket. */
export const downloadScript = `set -eu
rclone --config /dev/null copyto "target:$TARGET/$FILE" "/backup/$FILE"
[ -s "/backup/$FILE" ] || { echo "$FILE is not in $TARGET, which has:"; rclone --config /dev/null lsl "target:$TARGET"; exit 1; }
`;

/**
 * Puts a dump back. Every schema of the database goes first: tables of a newer authentik would stay beside those of the dump, and its migrations stumble over
 * them. `DROP OWNED` would not do: the one user of the stock image is the superuser that the server cannot lose. The dump is read through before anything is
 * dropped. It may run any number of times.
 */
export const restoreScript = `set -eu
pg_restore --file=/dev/null "/backup/$FILE"
psql --no-password --no-psqlrc --quiet --single-transaction --set=ON_ERROR_STOP=1 <<'SQL'
SET client_min_messages = warning;
SELECT format('DROP SCHEMA %I CASCADE', nspname) FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' \\gexec
CREATE SCHEMA public AUTHORIZATION pg_database_owner;
SQL
pg_restore --no-password --no-owner --no-privileges --exit-on-error --single-transaction --dbname="$PGDATABASE" "/backup/$FILE"
echo "$FILE is restored"
`;
