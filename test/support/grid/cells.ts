import { communityEnvApps } from './community-env-apps.ts';
import { chartApps } from './chart-apps.ts';
import { envApps } from './env-apps.ts';
import { fileApps } from './file-apps.ts';
import { gatewayEnvApps } from './gateway-env-apps.ts';
import { householdEnvApps } from './household-env-apps.ts';
import { judged } from './judged.ts';
import { operationsEnvApps, operationsFileApps } from './operations-apps.ts';
import { platformChartApps } from './platform-chart-apps.ts';
import { platformEnvApps } from './platform-env-apps.ts';
import { toolChartApps, toolFileApps } from './tool-apps.ts';
import { chartWays, envWays, fileWays, type Files, type GridApp } from './ways.ts';

/** One app told its login in one way. */
export interface Cell {
  readonly name: string;
  readonly said: () => string;
}

type Call<Way> = (way: Way, app: GridApp) => Files;

function cellsOf<Way>(apps: Readonly<Record<string, GridApp>>, ways: Readonly<Record<string, Way>>, call: Call<Way>): Cell[][] {
  return Object.entries(apps).map(([app, one]) =>
    Object.entries(ways).map(([way, make]) => ({ name: `${app}: ${way}`, said: () => judged(call(make, one), one) })),
  );
}

const rows: readonly Cell[][] = [
  ...cellsOf(
    { ...envApps, ...platformEnvApps, ...communityEnvApps, ...gatewayEnvApps, ...householdEnvApps, ...operationsEnvApps },
    envWays,
    (way, { runs, env }) => way(runs, env ?? {}),
  ),
  ...cellsOf({ ...fileApps, ...toolFileApps, ...operationsFileApps }, fileWays, (way, { runs, file, args }) =>
    way(runs, file![0], file![1], args === undefined ? {} : { args }),
  ),
  ...cellsOf({ ...chartApps, ...platformChartApps, ...toolChartApps }, chartWays, (way, { runs, values }) => way(runs, values)),
];

/** Every app in every way. */
export const allCells: readonly Cell[] = rows.flat();

/** Every app in some ways, and every way with some apps. */
export const someCells: readonly Cell[] = rows.flatMap((row, app) => row.filter((_, way) => (app + way) % 4 === 0));
