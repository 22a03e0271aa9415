import { Component, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoPipe } from '@jsverse/transloco';
import type { InterfaceView, PortStatus } from '@linewatch/shared';
import { RatePipe } from '../../../ui/format/pipes';
import { EmptyNotice } from '../../../ui/page-states/empty-notice';
import { Status } from '../../../ui/status/status';
import { Table } from '../../../ui/table/table';
import { TableColumn } from '../../../ui/table/table-column';

const UP = 1;
const DOWN = 2;
/** RFC 2863 section 3.1.6. */
const NARROW_UP_TO_BPS = 20_000_000;

/** Every interface of a device as discovery found it, with the circuits that are bound to it. */
@Component({
  selector: 'lw-device-interfaces',
  imports: [EmptyNotice, RatePipe, RouterLink, Status, Table, TableColumn, TranslocoPipe],
  templateUrl: './device-interfaces.html',
  styles: `
    .block {
      display: block;
    }

    .cut {
      padding: 0 20px 14px;
    }
  `,
})
export class DeviceInterfaces {
  readonly interfaces = input.required<readonly InterfaceView[]>();
  readonly isTruncated = input(false);

  protected readonly identify = ({ ifIndex }: InterfaceView): string => String(ifIndex);

  /** As it was when it was discovered. */
  protected statusOf({ adminStatus, operStatus }: InterfaceView): PortStatus {
    if (adminStatus === DOWN) return 'ADMIN_DOWN';
    if (operStatus === UP) return 'UP';
    return operStatus === null ? 'UNKNOWN' : 'DOWN';
  }

  /** Keys of what is odd about an interface. */
  protected remarks({ duplex, hasWideCounters, speedBps, sendsTraps, circuits }: InterfaceView): string[] {
    return [
      ...(duplex === 'HALF' ? ['half'] : []),
      ...(!hasWideCounters && (speedBps ?? 0) > NARROW_UP_TO_BPS ? ['narrow'] : []),
      ...(sendsTraps === false && circuits.length > 0 ? ['noTraps'] : []),
    ];
  }
}
