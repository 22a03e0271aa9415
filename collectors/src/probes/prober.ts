import type { LatencyMeasurement, OwnProbe } from '@linewatch/shared';
import type { Clock } from '../clock/clock.js';
import { slotFor } from '../pipeline/slot.js';
import type { InFlightLimit } from '../scheduler/in-flight-limit.js';
import { nextDueAt } from '../scheduler/poll-rhythm.js';
import { figuresOf, type ProbeRun } from './probe-run.js';

/** Runs one probe once. */
export type RunProbe = (probe: OwnProbe, signal: AbortSignal) => Promise<ProbeRun>;

/** What all probes share. */
export interface ProberSurroundings {
  readonly clock: Clock;
  readonly limit: InFlightLimit;
  readonly run: RunProbe;
  readonly sink: (measurement: LatencyMeasurement) => void;
  /** A probe cannot be run here; told once for each reason of a source, until one runs again. */
  readonly onNotRun: (source: OwnProbe['source'], reason: string) => void;
}

interface Scheduled {
  readonly schedule: ProbeSchedule;
  readonly text: string;
}

/** Runs the probes of the work list, each at its phase in each interval. A change of the list touches only what changed. */
export class Prober {
  private readonly probes = new Map<number, Scheduled>();
  private readonly told = new Map<OwnProbe['source'], string>();

  constructor(private readonly around: ProberSurroundings) {}

  /** Makes the list's probes the ones that are run. */
  apply(list: readonly OwnProbe[]): void {
    const wanted = new Map(list.map((probe) => [probe.pointId, probe]));
    for (const [id, { schedule, text }] of this.probes) {
      const probe = wanted.get(id);
      if (probe !== undefined && JSON.stringify(probe) === text) continue;
      schedule.stop();
      this.probes.delete(id);
    }
    for (const [id, probe] of wanted) {
      if (this.probes.has(id)) continue;
      const schedule = new ProbeSchedule(probe, this.around, (run) => {
        this.tell(probe.source, run);
      });
      this.probes.set(id, { schedule, text: JSON.stringify(probe) });
      schedule.start();
    }
  }

  stop(): void {
    for (const { schedule } of this.probes.values()) schedule.stop();
    this.probes.clear();
  }

  private tell(source: OwnProbe['source'], run: ProbeRun): void {
    if (run.kind === 'ran') this.told.delete(source);
    else if (this.told.get(source) !== run.reason) {
      this.told.set(source, run.reason);
      this.around.onNotRun(source, run.reason);
    }
  }
}

/** When one probe runs: at its phase, never twice at once; a run that is still under way at its next turn is let finish. */
class ProbeSchedule {
  private lastDueAt: number | null = null;
  private lastSlot: number | null = null;
  private isRunning = false;
  private forgetTimer: () => void = () => undefined;
  private readonly stopping = new AbortController();

  constructor(
    private readonly probe: OwnProbe,
    private readonly around: ProberSurroundings,
    private readonly onRun: (run: ProbeRun) => void,
  ) {}

  start(): void {
    const { clock } = this.around;
    const now = clock.now();
    const dueAt = nextDueAt(`probe-${String(this.probe.pointId)}`, this.probe.intervalS, now, this.lastDueAt);
    this.forgetTimer = clock.after(dueAt - now, () => {
      this.lastDueAt = dueAt;
      this.start();
      if (!this.isRunning) void this.begin(dueAt);
    });
  }

  stop(): void {
    this.stopping.abort(new Error('The probe is no longer run'));
    this.forgetTimer();
  }

  private async begin(dueAt: number): Promise<void> {
    const { limit, run, sink, clock } = this.around;
    const { pointId, intervalS } = this.probe;
    this.isRunning = true;
    try {
      const found = await limit.run(() => this.runUnlessStopped(run));
      if (found === undefined) return;
      this.onRun(found);
      const slot = slotFor(dueAt, intervalS, this.lastSlot);
      if (slot === null) return;
      this.lastSlot = slot;
      sink({ pointId, slot, takenAt: Math.round(clock.now()), ...figuresOf(found) });
    } finally {
      this.isRunning = false;
    }
  }

  /** A probe that throws could not be run here, for whatever reason; a stopped one tells nothing. */
  private async runUnlessStopped(run: RunProbe): Promise<ProbeRun | undefined> {
    const { signal } = this.stopping;
    if (signal.aborted) return undefined;
    const found = await run(this.probe, signal).catch((error: unknown): ProbeRun => {
      return { kind: 'not-run', reason: error instanceof Error ? error.name : 'unknown' };
    });
    return this.stopping.signal.aborted ? undefined : found;
  }
}
