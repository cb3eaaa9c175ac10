import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import ts from 'typescript';

/** An example, and the name of what it shows. */
export interface TypedExample {
  readonly name: string;
  readonly code: string;
}

/** A module that is not on disk, with each example in a function of its own. */
const virtual = resolve('test/docs/all-examples.ts');

/**
 * What the compiler says of examples, as `NAME: line: message`. All are one module: the library is read once for them together.
 *
 * @param head imports and declarations that every example may use
 */
export function typeErrorsOf(examples: readonly TypedExample[], head: string): string[] {
  const parts = examples.map(({ code }, index) => `export const example${index} = async (): Promise<void> => {\n${code}\n};\n`);
  const text = [head, ...parts].join('\n');
  const { config } = ts.readConfigFile('tsconfig.json', (file) => readFileSync(file, 'utf8')) as { config: { compilerOptions: object } };
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, process.cwd());
  const host = ts.createCompilerHost(options);
  const disk = ts.createCompilerHost(options);
  host.fileExists = (file) => resolve(file) === virtual || disk.fileExists(file);
  host.readFile = (file) => (resolve(file) === virtual ? text : disk.readFile(file));
  host.getSourceFile = (file, target, ...rest) =>
    resolve(file) === virtual ? ts.createSourceFile(file, text, target) : disk.getSourceFile(file, target, ...rest);
  const program = ts.createProgram({ rootNames: [virtual], options: { ...options, noEmit: true }, host });
  const source = program.getSourceFile(virtual)!;
  const starts = parts.map((_, index) => text.indexOf(`export const example${index} =`));
  return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(({ start = 0, messageText }) => {
    const index = starts.findLastIndex((one) => one <= start);
    const line = text.slice(starts[index] ?? 0, start).split('\n').length - 1;
    return `${examples[index]?.name ?? 'head'}: ${line}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  });
}
