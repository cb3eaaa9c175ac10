import type { ErrorCode } from '../contract/error-codes.ts';
import { spawnSync } from 'node:child_process';
import { PinoutError } from '../contract/error.ts';
import { parseYaml } from '../manifest/parse-yaml.ts';

const install = 'install it: brew install sops, or go install github.com/getsops/sops/v3/cmd/sops@v3.13.2 (3.10 or newer)';

/** Turns the plain text of a Secret into the encrypted one. `path` is where it will lie: the creation rules of .sops.yaml go by it. */
export type Encrypt = (plain: string, value: string, path: string) => string;

/**
 * Encrypts by the user's `sops`. The plain text goes through a pipe and nowhere else: no file, no argument, no variable of the environment.
 *
 * @param folder where sops looks for .sops.yaml, and in the folders above
 * @throws PinoutError `sops-missing`, `sops-rule-missing`, `sops-failed`, `sops-rule-wrong`
 */
export function sops(folder: string, env: Readonly<Record<string, string | undefined>>): Encrypt {
  return (plain, value, path) => {
    const { status, stdout, stderr } = run(['encrypt', '--filename-override', path, '--input-type', 'yaml', '--output-type', 'yaml'], folder, env, plain);
    if (status !== 0) {
      const said = stderr
        .replaceAll(value, '…')
        .trim()
        .split('\n')
        .filter((line) => line !== '' && !line.startsWith('[warning]'));
      if (/no matching creation rules|config file not found|no creation rules/.test(stderr))
        throw refuse(
          'sops-rule-missing',
          path,
          'a path that no creation rule of .sops.yaml matches',
          'a rule that names the age recipients',
          'run pinout secrets init --age age1…',
        );
      throw refuse('sops-failed', path, said.at(-1) ?? `exit code ${String(status)}`, 'a file that sops can encrypt', `see the message of sops; ${install}`);
    }
    if (!isEncrypted(stdout, value))
      throw refuse(
        'sops-rule-wrong',
        path,
        'a Secret whose kind is encrypted, or whose value is not',
        'a rule that encrypts data and stringData, and nothing else: Flux has to read kind and metadata',
        'write encrypted_regex: ^(data|stringData)$ into the rule of .sops.yaml',
      );
    return stdout;
  };
}

/** Refuses when there is no sops. @throws PinoutError `sops-missing` */
export function requireSops(folder: string, env: Readonly<Record<string, string | undefined>>): void {
  run(['--version', '--check-for-updates=false'], folder, env, '');
}

function run(args: readonly string[], cwd: string, env: Readonly<Record<string, string | undefined>>, input: string) {
  const { status, stdout, stderr, error } = spawnSync('sops', args, { cwd, env, input, encoding: 'utf8', maxBuffer: 1 << 24 });
  if ((error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') throw refuse('sops-missing', 'sops', 'not on the PATH', 'the sops binary', install);
  return { status, stdout: stdout ?? '', stderr: stderr ?? '' };
}

/** What may be written to disk: the Secret can be told, its values cannot. */
function isEncrypted(text: string, value: string): boolean {
  const [document] = parseYaml(text);
  if (document === undefined || document.faults.length > 0 || text.includes(value)) return false;
  const object = document.value as { kind?: unknown; metadata?: { name?: unknown }; stringData?: Record<string, unknown>; sops?: unknown } | null;
  const values = Object.values(object?.stringData ?? {});
  const plain = (one: unknown) => typeof one === 'string' && !one.startsWith('ENC[');
  return object?.kind === 'Secret' && plain(object.metadata?.name) && object.sops !== undefined && values.length > 0 && !values.some(plain);
}

function refuse(code: ErrorCode, field: string, found: string, wanted: string, fix: string): PinoutError {
  return new PinoutError({ code, app: 'secrets', field, found, wanted, fix });
}
