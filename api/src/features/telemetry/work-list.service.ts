import { Injectable } from '@nestjs/common';
import type { WorkList } from '@linewatch/shared';
import { WorkDivision } from '../collectors/index.js';
import { PortStateRepository } from './port-state.repository.js';

/** What a collector has to poll, with what was noted at the newest stored reading of each port. */
@Injectable()
export class WorkListService {
  constructor(
    private readonly division: WorkDivision,
    private readonly ports: PortStateRepository,
  ) {}

  /**
   * @param collectorId who asks
   * @param knownVersion the version that the collector has, or undefined
   * @returns undefined when it has the newest
   */
  async fetch(collectorId: string, knownVersion: string | undefined): Promise<WorkList | undefined> {
    const { version, devices, probes } = await this.division.workOf(collectorId, knownVersion);
    if (version === knownVersion) return undefined;
    const notes = await this.ports.resumeNotes(devices.flatMap(({ ports }) => ports.map(({ portId }) => portId)));
    return {
      version,
      probes: [...probes],
      devices: devices.map((device) => ({
        ...device,
        ports: device.ports.map((port) => ({ ...port, resume: notes.get(port.portId) ?? null })),
      })),
    };
  }
}
