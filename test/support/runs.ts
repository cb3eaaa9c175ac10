/** How often a property is tried: so many times, and `npm run test:real` tries the same properties that much more often. */
export const runs = (few: number): number => few * Number(process.env['PINOUT_RUNS'] ?? 1);
