import { PinoutError } from '../../contract/error.ts';
import { publicUrl } from '../../contract/public-url.ts';

/** What was named or sent is not the chart that was asked for. An address is shown without its password. */
export const notAChart = (from: string, found: string, fix: string, wanted = 'a Helm chart'): PinoutError =>
  new PinoutError({ code: 'chart-invalid', app: 'import', field: publicUrl(from), found, wanted, fix });
