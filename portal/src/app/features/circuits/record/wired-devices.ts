import { HttpClient, httpResource } from '@angular/common/http';
import { computed, inject, Service, signal } from '@angular/core';
import { DeviceDetail, DevicePage } from '@linewatch/shared';
import { firstValueFrom } from 'rxjs';
import { answerOf } from '../../../core/http/answer';

/** Devices that are offered by their codes; in a house with more, whoever writes types the code. */
const DEVICES_OFFERED = 500;
const readDevice = answerOf(DeviceDetail);

interface Offer {
  readonly value: string;
  readonly text: string;
}

/** Devices and their interfaces, offered while somebody says where an end is watched. */
@Service({ autoProvided: false })
export class WiredDevices {
  private readonly http = inject(HttpClient);

  private readonly list = httpResource(() => ({ url: '/api/v1/devices', params: { limit: DEVICES_OFFERED } }), {
    parse: answerOf(DevicePage),
  });
  private readonly items = computed(() => (this.list.hasValue() ? this.list.value().items : []));
  readonly devices = computed<readonly Offer[]>(() =>
    this.items()
      .map(({ code, name }) => ({ value: code, text: name }))
      .toSorted((one, other) => one.value.localeCompare(other.value)),
  );
  private readonly read = signal<ReadonlyMap<string, readonly Offer[]>>(new Map());

  /** Interfaces of a device as far as they were read, each with the circuits that are on it already. */
  interfacesOf(code: string): readonly Offer[] {
    return this.read().get(code.toLowerCase()) ?? [];
  }

  /** Reads the interfaces of a device. Whether there is such a device is said when the form is sent. */
  async readInterfaces(code: string): Promise<void> {
    const device = this.items().find((each) => each.code.toLowerCase() === code.toLowerCase());
    if (device === undefined || this.read().has(code.toLowerCase())) return;
    const answer = await firstValueFrom(this.http.get(`/api/v1/devices/${device.id}`)).catch(() => undefined);
    // Offers are a help: without an answer the interface is typed.
    if (answer === undefined) return;
    const offers = readDevice(answer).interfaces.map(({ ifName, ifAlias, circuits }) => {
      const on = circuits.map((circuit) => circuit.code).join(', ');
      return { value: ifName, text: on === '' ? ifAlias : on };
    });
    this.read.update((known) => new Map([...known, [code.toLowerCase(), offers]]));
  }
}
