/** Whether a file was not read because the system would not let us: a link that leads nowhere is not closed. */
export const isClosed = (why: string): boolean => /\bE(?:ACCES|PERM|IO|MFILE|NFILE)\b/.test(why);
