/** Key of the script in a blueprint's ConfigMap. */
export const importScriptKey = 'import.py';

/**
 * What a Job runs for an authentik outside the cluster: it hands each blueprint to `managed/blueprints/import/`, which applies a text at once and keeps no
 * copy (authentik/blueprints/api.py). That authentik sees neither our files nor our environment, so `!File` and `!Env` are filled in here.
 *
 * Nothing that it prints holds a secret: values are taken out of authentik's log and of answers. A redirect is not followed, because the token would go along.
 */
export const importScript = `import json, os, re, sys, urllib.error, urllib.request, uuid

url = os.environ['AUTHENTIK_URL'] + '/api/v3/managed/blueprints/import/'
secrets = []


def read(path):
    try:
        with open(path, encoding='utf-8') as file:
            value = file.read().strip()
    except (OSError, UnicodeDecodeError):
        return None
    if value:
        secrets.append(value)
    return value


def masked(text):
    for secret in sorted(secrets, key=len, reverse=True):
        for form in (secret, repr(secret)[1:-1], json.dumps(secret)[1:-1]):
            text = text.replace(form, '***')
    return text


def stop(text):
    sys.exit(masked(text))


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


def literal(value):
    return 'null' if value is None else json.dumps(value, ensure_ascii=False)


def apply(path):
    with open(path, encoding='utf-8') as file:
        text = file.read()
    text = re.sub(r'!File ([^\\s,\\]]+)', lambda found: literal(read(found.group(1))), text)
    text = re.sub(r'!Env ([A-Z_]+)', lambda found: literal(os.environ.get(found.group(1))), text)
    mark = uuid.uuid4().hex
    name = os.path.basename(path)
    body = (
        f'--{mark}\\r\\nContent-Disposition: form-data; name="file"; filename="{name}"\\r\\n'
        f'Content-Type: application/yaml\\r\\n\\r\\n{text}\\r\\n--{mark}--\\r\\n'
    ).encode()
    headers = {'Authorization': 'Bearer ' + token, 'Content-Type': f'multipart/form-data; boundary={mark}', 'Accept': 'application/json'}
    try:
        with urllib.request.build_opener(Stay).open(urllib.request.Request(url, body, headers), timeout=120) as answer:
            result = json.load(answer)
    except urllib.error.HTTPError as error:
        hints = {
            401: 'the token is not taken',
            403: 'the token is not taken, or its user may not change what the blueprint names: make it a member of "authentik Admins"',
            404: 'this authentik cannot import blueprints: it has to be 2026.5 or newer',
        }
        hint = hints.get(error.code, 'it sends somewhere else' if 300 <= error.code < 400 else 'it refuses the request')
        stop(f'{name}: {url} answers {error.code}: {hint}. ' + error.read().decode(errors='replace')[:500])
    except (OSError, ValueError) as error:
        stop(f'{name}: no answer of authentik from {url}: {error}')
    if not isinstance(result, dict) or result.get('success') is not True:
        for line in result.get('logs', []) if isinstance(result, dict) else []:
            said = line.get('attributes') or {}
            print(masked(f"{line.get('event')} {said.get('error', '')} {json.dumps(said.get('entry', ''))}"), file=sys.stderr)
        stop(f'Blueprint invalid: {name}')
    print(f'{name}: applied')


token = read(os.environ['AUTHENTIK_TOKEN_FILE'])
if not token:
    stop('the token is empty, or its Secret lacks the key ' + os.path.basename(os.environ['AUTHENTIK_TOKEN_FILE']))
for path in sys.argv[1:]:
    apply(path)
`;
