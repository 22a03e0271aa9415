import { Column, Entity, PrimaryColumn } from 'typeorm';
import { bigintAsNumber } from '../../database/columns.js';

/**
 * What is known of a port, for what is asked with SQL: its status by P-STATUS now, and the reading with which its status,
 * index or speed last changed. One row a port. The newest readings are in `port_block`, with all that is known.
 */
@Entity({ name: 'port_state' })
export class PortStateEntity {
  @PrimaryColumn({ name: 'port_id', type: 'int' })
  portId: number;

  @Column({ type: 'varchar', length: 16 })
  status: string;

  @Column({ type: 'bigint', nullable: true, transformer: bigintAsNumber })
  since: number | null;

  /** ms; when the agent gave the newest reading. */
  @Column({ name: 'sample_at', type: 'bigint', nullable: true, transformer: bigintAsNumber })
  sampleAt: number | null;

  @Column({ type: 'bigint', nullable: true, transformer: bigintAsNumber })
  slot: number | null;

  @Column({ name: 'in_bps', type: 'double', nullable: true })
  inBps: number | null;

  @Column({ name: 'out_bps', type: 'double', nullable: true })
  outBps: number | null;

  @Column({ name: 'if_index', type: 'int', nullable: true })
  ifIndex: number | null;

  @Column({ name: 'speed_bps', type: 'bigint', nullable: true, transformer: bigintAsNumber })
  speedBps: number | null;
}
