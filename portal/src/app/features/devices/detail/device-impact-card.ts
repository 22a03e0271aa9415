import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import { DeviceImpact, type ImpactedCircuit, type RecordKind } from '@linewatch/shared';
import { Now } from '../../../core/clock/now';
import { CodeTables } from '../../../core/codes/code-tables';
import { answerOf } from '../../../core/http/answer';
import { Locale } from '../../../core/i18n/locale';
import { watched } from '../../../core/live/watched';
import { FaultSentence } from '../../../ui/fault/fault-sentence';
import { DurationPipe, InstantPipe } from '../../../ui/format/pipes';
import { FailureNotice } from '../../../ui/page-states/failure-notice';
import { Skeleton } from '../../../ui/page-states/skeleton';
import { Status } from '../../../ui/status/status';
import { Table } from '../../../ui/table/table';
import { TableColumn } from '../../../ui/table/table-column';

const TOLD: readonly RecordKind[] = ['fault', 'work'];

/** Who is hit when this device fails, and who is hit already: customers, circuits, grades, faults and works. */
@Component({
  selector: 'lw-device-impact',
  imports: [
    DurationPipe,
    FailureNotice,
    FaultSentence,
    InstantPipe,
    RouterLink,
    Skeleton,
    Status,
    Table,
    TableColumn,
    TranslocoPipe,
  ],
  templateUrl: './device-impact-card.html',
  styleUrl: './device-impact-card.css',
})
export class DeviceImpactCard {
  readonly deviceId = input.required<string>();

  protected readonly codes = inject(CodeTables);
  protected readonly locale = inject(Locale);
  protected readonly now = inject(Now);
  protected readonly impact = watched(
    () => ({ url: `/api/v1/devices/${encodeURIComponent(this.deviceId())}/impact` }),
    answerOf(DeviceImpact),
    { records: ({ kind }) => TOLD.includes(kind), alarms: () => true },
  );
  protected readonly rows = computed(() =>
    (this.impact.shown()?.circuits ?? []).map((circuit) => ({
      ...circuit,
      told: circuit.fault === null ? undefined : { ...circuit.fault, facts: {} },
    })),
  );
  protected readonly parse = Date.parse;
  protected readonly identify = (circuit: ImpactedCircuit): string => circuit.id;
}
