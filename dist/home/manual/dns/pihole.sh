# Written by pinout from apps/main.ts. Do not edit: change that, then run: npm run synth
# Adds the records by the API of Pi-hole 6, one by one, and leaves all others alone.
# PIHOLE=http://192.168.1.2 sh pihole.sh
# It asks for the web password. An app password may not write unless webserver.api.app_sudo is on.
set -eu
: "${PIHOLE:?say where the Pi-hole is: PIHOLE=http://ADDRESS}"
printf 'Web password of the Pi-hole: ' >&2
stty -echo 2>/dev/null || true; IFS= read -r password; stty echo 2>/dev/null || true; echo >&2
escaped=$(printf %s "$password" | sed 's/[\\"]/\\&/g')
sid=$(printf '{"password":"%s"}' "$escaped" | curl -sS -H 'Content-Type: application/json' --data-binary @- "$PIHOLE/api/auth" | sed -n 's/.*"sid":[ ]*"\([^"]*\)".*/\1/p')
[ -n "$sid" ] || { echo 'The Pi-hole did not take the password.' >&2; exit 1; }
set -- "$@" '192.168.1.30%20auth.home.example.org'
set -- "$@" '192.168.1.30%20budget.home.example.org'
set -- "$@" '192.168.1.30%20cloud.home.example.org'
set -- "$@" '192.168.1.30%20grafana.home.example.org'
set -- "$@" '192.168.1.30%20headlamp.home.example.org'
set -- "$@" '192.168.1.30%20home.home.example.org'
set -- "$@" '192.168.1.30%20miniflux.home.example.org'
set -- "$@" '192.168.1.30%20news.home.example.org'
set -- "$@" '192.168.1.30%20passwords.home.example.org'
set -- "$@" '192.168.1.30%20vault.home.example.org'
set -- "$@" '192.168.1.30%20whoami.home.example.org'
for record in "$@"; do
  code=$(printf 'header = "X-FTL-SID: %s"\n' "$sid" | curl -sS -K - -o /dev/null -w '%{http_code}' -X PUT "$PIHOLE/api/config/dns/hosts/$record")
  case $code in
    201) echo "added $record" ;;
    400) echo "there already, or refused: $record" ;;
    *) echo "the Pi-hole answered $code to $record" >&2; exit 1 ;;
  esac
done
printf 'header = "X-FTL-SID: %s"\n' "$sid" | curl -sS -K - -o /dev/null -X DELETE "$PIHOLE/api/auth"
