import type { InventoryNoticeView } from '@linewatch/shared';
import { formatRate } from '../../../ui/format/quantities';

/** Evidence that is a rate in bit/s, and the name that the texts know it by. */
const RATES: Readonly<Record<string, string>> = { speedBps: 'speed', contractedBps: 'contracted' };

/** The values of a notice's sentence, ready to be read. */
export function noticeValues({ evidence }: InventoryNoticeView): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(evidence).map(([name, value]) => {
      const rate = RATES[name];
      return rate === undefined ? [name, value] : [rate, formatRate(Number(value))];
    }),
  );
}
