import { DomainError } from '@linewatch/shared';

const DAY_MS = 86_400_000;
export const LONGEST_RANGE_MS = 400 * DAY_MS;

/**
 * A range that a chart or a history can be drawn of, ms.
 *
 * @throws DomainError `chart.range-invalid` when it is empty, backwards or longer than 400 days
 */
export function checkRange({ from, to }: { readonly from: number; readonly to: number }): void {
  if (from >= to || to - from > LONGEST_RANGE_MS) {
    throw new DomainError('chart.range-invalid', 'The range must be between 1 ms and 400 days', { from, to });
  }
}
