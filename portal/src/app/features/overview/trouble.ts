import type { CircuitLive, OperatingStatus, OverviewView } from '@linewatch/shared';

/** A circuit that needs nobody's attention. */
export function isFine(status: OperatingStatus): boolean {
  return status === 'running' || status === 'stopped';
}

type Standing = 'fine' | Exclude<OperatingStatus, 'running' | 'stopped'>;

function standingOf(status: OperatingStatus): Standing {
  return status === 'running' || status === 'stopped' ? 'fine' : status;
}

/** Knows how each circuit stood, so that a push can be told that makes the whole picture another one. */
export class Trouble {
  private known = new Map<string, Standing>();
  /** Whether every circuit that is not fine was named. */
  private isWhole = false;

  begin({ wrong, counts }: Pick<OverviewView, 'wrong' | 'counts'>): void {
    this.known = new Map(wrong.map(({ id, status }) => [id, standingOf(status)]));
    this.isWhole = wrong.length >= counts.failed + counts.degraded + counts.unknown;
  }

  /** Whether any of these stands otherwise than it did. */
  isChangedBy(circuits: readonly Pick<CircuitLive, 'id' | 'status'>[]): boolean {
    let isChanged = false;
    for (const { id, status } of circuits) {
      const before = this.known.get(id) ?? (this.isWhole ? 'fine' : undefined);
      const now = standingOf(status);
      if (before !== undefined && before !== now) isChanged = true;
      this.known.set(id, now);
    }
    return isChanged;
  }
}
