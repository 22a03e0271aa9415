import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How often and how patiently a group of devices is asked. */
@Entity({ name: 'poll_profile' })
export class PollProfileEntity {
  @PrimaryColumn({ type: 'varchar', length: 36 })
  id: string;

  @Column({ type: 'varchar', length: 80 })
  name: string;

  @Column({ name: 'interval_s', type: 'int' })
  intervalS: number;

  @Column({ name: 'timeout_ms', type: 'int' })
  timeoutMs: number;

  @Column({ type: 'int' })
  retries: number;

  @Column({ type: 'double' })
  backoff: number;

  @Column({ name: 'max_repetitions', type: 'int' })
  maxRepetitions: number;

  /** Seconds between two discoveries of a device. */
  @Column({ name: 'discovery_s', type: 'int' })
  discoveryS: number;

  /** Seconds between two looks at the states alone; null: they are read with the counters. */
  @Column({ name: 'status_s', type: 'int', nullable: true })
  statusS: number | null;

  /** Seconds between two readings of optical levels; null: as each point was laid down. */
  @Column({ name: 'optical_s', type: 'int', nullable: true })
  opticalS: number | null;

  @Column({ name: 'counts_all_packets', type: 'boolean', default: false })
  countsAllPackets: boolean;
}
