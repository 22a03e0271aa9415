import type { PolledDevice } from '@linewatch/shared';

/** Which devices may speak from which address. Devices that are named by a host name are known by their polls only. */
export class DeviceDirectory {
  private readonly byEndpoint = new Map<string, PolledDevice>();
  private readonly byAddress = new Map<string, PolledDevice[]>();

  replace(devices: readonly PolledDevice[]): void {
    this.byEndpoint.clear();
    this.byAddress.clear();
    for (const device of devices) {
      this.byEndpoint.set(`${device.address} ${device.port}`, device);
      const sameAddress = this.byAddress.get(device.address);
      if (sameAddress) sameAddress.push(device);
      else this.byAddress.set(device.address, [device]);
    }
  }

  /**
   * Who may have sent a datagram: the agent that listens at exactly this port when there is one (agents that share an
   * address send from their own port), else every device of the address, as most send traps from any port.
   */
  at(address: string, port: number): readonly PolledDevice[] {
    const exact = this.byEndpoint.get(`${address} ${port}`);
    return exact ? [exact] : (this.byAddress.get(address) ?? []);
  }
}
