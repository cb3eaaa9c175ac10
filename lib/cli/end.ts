/**
 * Ends the process once everything is written. Timers and connections that an app file left open would keep it for ever.
 */
export function end(code: number): void {
  process.exitCode = code;
  process.stdout.write('', () => process.stderr.write('', () => process.exit(code)));
}
