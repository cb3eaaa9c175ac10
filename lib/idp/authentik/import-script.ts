/** Key of the script in a blueprint's ConfigMap. */
export const importScriptKey = 'import.py';

/**
 * What a Job runs for an authentik outside the cluster: it hands each blueprint to `managed/blueprints/import/`, which applies a text at once and keeps no
 * copy (authentik/blueprints/api.py). That authentik sees neither our files nor our environment, so `!File` and `!Env` are filled in here.
 *
 * Nothing that it prints holds a secret: values are taken out of authentik's log and of answers before anything is cut off, in each form in which a server may
 * give them back. A redirect is not followed, because the token would go along. It ends with an error at the first file that is not applied; the Job tries again.
 */
export const importScript = `import html, json, os, re, ssl, sys, urllib.error, urllib.parse, urllib.request, uuid

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
        forms = (secret, repr(secret)[1:-1], json.dumps(secret)[1:-1], literal(secret)[1:-1], html.escape(secret), urllib.parse.quote(secret, safe=''), urllib.parse.quote_plus(secret))
        for form in forms:
            text = text.replace(form, '***')
    return text


def stop(text):
    sys.exit(masked(text))


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args):
        return None


def literal(value):
    if value is None:
        return 'null'
    # YAML has no place for these characters but escaped.
    return re.sub('[\\x7f-\\x9f\\u2028\\u2029\\ufeff]', lambda found: '\\\\u%04x' % ord(found.group()), json.dumps(value, ensure_ascii=False))


def opener():
    context = ssl.create_default_context()
    authority = os.environ.get('AUTHENTIK_CA_FILE')
    if authority:
        context.load_verify_locations(authority)
    return urllib.request.build_opener(Stay, urllib.request.HTTPSHandler(context=context))


hints = {
    401: 'the token is not taken',
    403: 'the token is not taken, or its user may not change what the blueprint names: make it a member of "authentik Admins"',
    404: 'this authentik cannot import blueprints: it has to be 2026.5 or newer',
    405: 'this authentik cannot import blueprints: it has to be 2026.5 or newer',
    413: 'the proxy before authentik takes no request of this size',
}


def hint(code):
    if code == 429 or code >= 500:
        return 'it is not ready. This Job tries again'
    return hints.get(code, 'it sends somewhere else' if 300 <= code < 400 else 'it refuses the request')


def send(name, text):
    mark = uuid.uuid4().hex
    body = (
        f'--{mark}\\r\\nContent-Disposition: form-data; name="file"; filename="{name}"\\r\\n'
        f'Content-Type: application/yaml\\r\\n\\r\\n{text}\\r\\n--{mark}--\\r\\n'
    ).encode()
    headers = {'Authorization': 'Bearer ' + token, 'Content-Type': f'multipart/form-data; boundary={mark}', 'Accept': 'application/json'}
    try:
        with opener().open(urllib.request.Request(url, body, headers), timeout=120) as answer:
            said = answer.read().decode(errors='replace')
    except urllib.error.HTTPError as error:
        stop(f'{name}: {url} answers {error.code}: {hint(error.code)}. ' + masked(error.read().decode(errors='replace'))[:500])
    except Exception as error:
        reason = getattr(error, 'reason', error)
        trust = '. Write its certificate authority into idp.existing.certificateAuthority' if 'CERTIFICATE_VERIFY_FAILED' in str(reason) else ''
        stop(f'{name}: no answer of authentik from {url}: {reason}{trust}')
    try:
        result = json.loads(said)
    except ValueError:
        result = None
    if not isinstance(result, dict) or not isinstance(result.get('success'), bool):
        stop(f'{name}: what answers at {url} is not the API of authentik: ' + masked(said)[:500])
    return result


def apply(path):
    name = os.path.basename(path)
    with open(path, encoding='utf-8') as file:
        text = file.read()
    text = re.sub(r'!File ([^\\s,\\]]+)', lambda found: literal(read(found.group(1))), text)
    text = re.sub(r'!Env ([A-Z_]+)', lambda found: literal(os.environ.get(found.group(1))), text)
    result = send(name, text)
    if result['success']:
        print(f'{name}: applied')
        return
    for line in result.get('logs') or []:
        said = line if isinstance(line, dict) else {'event': line}
        more = said.get('attributes') or {}
        print(masked(f"{said.get('event')} {more.get('error', '')} {json.dumps(more.get('entry', ''))}"), file=sys.stderr)
    stop(f'Blueprint invalid: {name}')


token = read(os.environ['AUTHENTIK_TOKEN_FILE'])
if not token:
    stop('the token is empty, or its Secret lacks the key ' + os.path.basename(os.environ['AUTHENTIK_TOKEN_FILE']))
if not re.fullmatch('[!-~]+', token):
    stop('the token is not one line of letters, digits and signs: copy it again from authentik into its Secret')
for path in sys.argv[1:]:
    apply(path)
`;
