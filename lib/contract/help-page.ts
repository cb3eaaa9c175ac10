/** How a message names a page of docs/: by a command, which opens it wherever pinout is installed. `test/cli/help.test.ts` compares the names. */
export const helpPage = (name: string): string => `pinout help ${name}`;
