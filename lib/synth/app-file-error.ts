import type { ErrorCode } from '../contract/error-codes.ts';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ErrorFields, isPinoutError, PinoutError, show } from '../contract/error.ts';
import { type Place, shown } from './app-modules.ts';
import { Ending } from './guarded.ts';

/** What an error in the user's files is told by. */
export interface AppFileContext {
  /** The app file. */
  readonly path: string;
  readonly isOwn: (file: string) => boolean;
  /** Files that import each other, if any do. */
  readonly circle: () => readonly string[] | undefined;
}

/** An error that the user's files threw, with the file and the line. */
export function appFileError(error: unknown, context: AppFileContext): PinoutError {
  const { path } = context;
  if (error instanceof Ending && error.how !== 'thrown') return endingError(error, context);
  const inner = error instanceof Ending ? error.cause : error;
  const syntax = syntaxPlace(inner);
  const place = syntax ?? userFrame(inner, context.isOwn);
  if (isPinoutError(inner)) return withPlace(inner, place, context);
  const circle = context.circle();
  const text = syntax?.message ?? firstLine(inner);
  const around = circle === undefined ? '' : `; these files import each other in a cycle, so a name may not be defined yet: ${circle.map(shown).join(' → ')}`;
  return made(
    circle !== undefined && /undefined|before initialization|not a function|not iterable/.test(text) ? 'app-import-cycle' : 'app-file-broken',
    place ?? { file: path },
    {
      found: `${show(text)}${error instanceof Ending ? `, ${error.message}` : ''}${around}`,
      wanted: 'a file that runs',
      fix: `fix what the message names${hasTypecheck(path) ? '; npm run typecheck shows more' : ''}`,
    },
    inner,
  );
}

function endingError(error: Ending, { path, isOwn }: AppFileContext): PinoutError {
  if (error.how === 'exit')
    return made(
      'app-file-exits',
      userFrame(error, isOwn) ?? { file: path },
      { found: error.message, wanted: 'a file that exports the cluster and does not end the process', fix: 'throw an error instead, or remove it' },
      error,
    );
  return made(
    'app-file-stuck',
    { file: path },
    {
      found: `an await that never settles (${error.message})`,
      wanted: 'a file whose promises all settle',
      fix: 'look for an await at the top of this file, or of one that it imports, and give it a time limit',
    },
    error,
  );
}

const made = (code: ErrorCode, place: Place, text: Pick<ErrorFields, 'found' | 'wanted' | 'fix'>, cause: unknown): PinoutError =>
  new PinoutError({ code, app: 'synth', field: shown(place.file), ...text, place: { ...place, file: shown(place.file) } }, cause);

/** A refused input, with the line that handed it in. */
function withPlace(error: PinoutError, place: Place | undefined, { circle }: AppFileContext): PinoutError {
  const found = error.code === 'apps-missing' && error.found === 'undefined' ? circle() : undefined;
  const { code, app, field, wanted, fix } = error;
  return new PinoutError(
    {
      code,
      app,
      field,
      found: found === undefined ? error.found : `${error.found}; these files import each other in a cycle: ${found.map(shown).join(' → ')}`,
      wanted,
      fix,
      ...(error.place !== undefined ? { place: error.place } : place === undefined ? {} : { place: { ...place, file: shown(place.file) } }),
    },
    error,
  );
}

/** jiti tells of a file that does not parse by ` FILE:LINE:COLUMN` in the second line of its message. Babel's columns count from 0. */
function syntaxPlace(error: unknown): (Place & { readonly message: string }) | undefined {
  if (!(error instanceof Error)) return undefined;
  const match = /^(?:undefined|\w+): ([\s\S]*?) \n (.+):(\d+):(\d+)$/.exec(error.message);
  if (match === null) return undefined;
  const [, message = '', file = '', line, column] = match;
  return { file, line: Number(line), column: Number(column) + 1, message: `SyntaxError: ${message.trim()}` };
}

/** The innermost frame in a file of the user. jiti keeps lines as they are; columns shift. */
function userFrame(error: unknown, isOwn: (file: string) => boolean): Place | undefined {
  if (!(error instanceof Error) || typeof error.stack !== 'string') return undefined;
  for (const frame of error.stack.split('\n')) {
    const [, at, line] = /^\s*at (?:.*? \()?((?:file:\/\/)?\/?[^():]*(?::[\\/][^():]*)?):(\d+):\d+\)?$/.exec(frame) ?? [];
    if (at === undefined) continue;
    const file = at.startsWith('file://') ? fileURLToPath(at) : at;
    if (isOwn(file)) return { file, line: Number(line) };
  }
  return undefined;
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : `a thrown ${error === null ? 'null' : typeof error}: ${String(error)}`;
  return text.split('\n')[0] ?? '';
}

/** Whether the project of a file has the script. */
function hasTypecheck(file: string): boolean {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const path = join(folder, 'package.json');
    if (existsSync(path))
      try {
        return (JSON.parse(readFileSync(path, 'utf8')) as { scripts?: { typecheck?: unknown } }).scripts?.typecheck !== undefined;
      } catch {
        return false;
      }
    if (dirname(folder) === folder) return false;
  }
}
